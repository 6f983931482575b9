"""Connectors that use what they must not, made as `engine.connectors.connectors` makes those that Ortoo brings."""

import os
import time
from collections.abc import Mapping
from pathlib import Path

from engine.connectors.confined import memory
from engine.connectors.settings import ConnectorSettings
from engine.ports import BpmnErrorThrown, JobRequest, ServiceTaskHandler, TaskFailure
from engine.values import Json

TOPICS = ("modest", "greedy", "patient", "deadly", "failing", "refusing", "faulty", "public_address")


def greedy_connectors(*, settings: ConnectorSettings) -> Mapping[str, ServiceTaskHandler]:
    def greedy(request: JobRequest, /) -> Mapping[str, Json]:
        held = [bytearray(b"x" * 10_000_000) for _ in range(100)]
        time.sleep(600)  # where nothing stops it at once, it is there to be found
        return {"held": len(held), "of": request.topic}

    def public_address(request: JobRequest, /) -> Mapping[str, Json]:
        del request
        return {"address": settings.public_address}

    return {
        "modest": _modest,
        "greedy": greedy,
        "patient": _patient,
        "deadly": _deadly,
        "failing": _failing,
        "refusing": _refusing,
        "faulty": _faulty,
        "public_address": public_address,
    }


def greedy_connectors_elsewhere(*, settings: ConnectorSettings) -> Mapping[str, ServiceTaskHandler]:
    """The same on a system that is not Linux, as far as can be told here: this is made in the connectors' process."""
    memory._STATUS = Path("/nowhere/statm")
    memory._most_used = _most_held
    return greedy_connectors(settings=settings)


def _most_held() -> int:
    """Return the same as `getrusage` elsewhere; on Linux that counts what the process held that began this one."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM"))


def _modest(request: JobRequest, /) -> Mapping[str, Json]:
    return {"process": os.getpid(), "given": request.inputs, "key": request.idempotency_key}


def _patient(request: JobRequest, /) -> Mapping[str, Json]:
    del request
    time.sleep(600)
    return {}


def _deadly(request: JobRequest, /) -> Mapping[str, Json]:
    del request
    os.abort()


def _failing(request: JobRequest, /) -> Mapping[str, Json]:
    raise TaskFailure("No such company.", retry=bool(request.inputs.get("retry")))


def _refusing(request: JobRequest, /) -> Mapping[str, Json]:
    raise BpmnErrorThrown("TAKEN", f"{request.inputs['name']} is taken.")


def _faulty(request: JobRequest, /) -> Mapping[str, Json]:
    return {"nothing": request.inputs["missing"]}

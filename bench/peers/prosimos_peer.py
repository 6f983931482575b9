"""Prosimos as a peer: its scenarios in the dialect that it reads, and a simulation in a process of its own."""

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

__all__ = ["START", "PeerRun", "has_older_laws", "run_prosimos", "with_stable_pools"]

START = "2026-01-05T00:00:00.000000+00:00"
"""When simulations of both sides begin: a Monday."""

_OLDER_EXPONENTIAL = 4
_OLDER_SHAPED = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class PeerRun:
    """What a simulation took: processor seconds (without and with start-up), wall seconds and megabytes."""

    seconds: float
    all_seconds: float
    wall: float
    megabytes: float


def with_stable_pools(scenario: Path, amounts: dict[str, int], target: Path) -> Path:
    """Write a scenario as Prosimos 2.1.0 reads it, with other amounts of resources by id, and return the new file."""
    document: dict[str, Any] = json.loads(scenario.read_text())
    arrivals = document.get("arrival_time_calendar")
    if isinstance(arrivals, dict):  # the older dialect, which it no longer reads
        document["arrival_time_calendar"] = arrivals.get("time_periods", [])
    for profile in document["resource_profiles"] if isinstance(document["resource_profiles"], list) else []:
        for resource in profile["resource_list"]:
            resource["amount"] = amounts.get(resource["id"], resource["amount"])
    target.write_text(json.dumps(_newer(document)))
    return target


def _newer(part: Any) -> Any:  # noqa: ANN401 - any part of a JSON document
    """Return part of a scenario with exponential distributions as Prosimos 2.1.0 reads them: mean, min, max.

    Older files state location, scale, min and max, of which it would take the first three for the others.
    """
    if isinstance(part, list):
        return [_newer(one) for one in part]
    if not isinstance(part, dict):
        return part
    found = {key: _newer(value) for key, value in part.items()}
    stated = found.get("distribution_params")
    if found.get("distribution_name") == "expon" and isinstance(stated, list) and len(stated) == _OLDER_EXPONENTIAL:
        location, scale, _, most = (float(one["value"]) for one in stated)
        found["distribution_params"] = [{"value": one} for one in (location + scale, location, most)]
    return found


def has_older_laws(scenario: Path) -> bool:
    """Return whether distributions are stated as shape, location, scale, min and max, which Prosimos 2.1.0 misreads."""
    return _has_older(json.loads(scenario.read_text()))


def _has_older(part: Any) -> bool:  # noqa: ANN401 - any part of a JSON document
    if isinstance(part, list):
        return any(map(_has_older, part))
    if not isinstance(part, dict):
        return False
    stated = part.get("distribution_params")
    is_older = isinstance(stated, list) and len(stated) == _OLDER_SHAPED
    return is_older or any(map(_has_older, part.values()))


def run_prosimos(python: str, model: Path, scenario: Path, cases: int, log: Path) -> PeerRun | str:
    """Return what a simulation took; its log is written to `log`. Or the last line of its complaint.

    Args:
        python: The interpreter of the peers "simulation".
        model: A BPMN file.
        scenario: A scenario in the dialect of Prosimos 2.1.0.
        cases: How many cases.
        log: Where to write the log.
    """
    script = Path(__file__).parent / "prosimos_run.py"
    arguments = [str(model), str(scenario), str(cases), str(log), START]
    done = subprocess.run([python, str(script), *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        return (done.stderr.strip().splitlines() or ["?"])[-1]
    return PeerRun(**json.loads(done.stdout))

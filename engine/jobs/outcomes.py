"""What came of one attempt at a job: a line in the log, and a count, with nothing of what the job was given."""

import logging
import time
from collections.abc import Mapping
from enum import StrEnum

from engine.opening import Engine
from engine.store.records import Job

__all__ = ["Outcome", "tell_outcome"]

_log = logging.getLogger("ortoo.jobs")


class Outcome(StrEnum):
    """What came of an attempt: one that failed is tried again or becomes an incident, one put back is no failure."""

    DONE = "done"
    HANDED_OVER = "handed over"
    FAILED = "failed"
    PUT_BACK = "put back"
    LOST = "lost"


_TOLD: Mapping[Outcome, tuple[int, str]] = {
    Outcome.DONE: (logging.INFO, "job done"),
    Outcome.HANDED_OVER: (logging.INFO, "job handed over to external workers"),
    Outcome.FAILED: (logging.WARNING, "job failed"),
    Outcome.PUT_BACK: (logging.INFO, "job put back"),
    Outcome.LOST: (logging.WARNING, "job lost to somebody else; nothing of it was applied"),
}


def tell_outcome(engine: Engine, job: Job, outcome: Outcome, *, begun: float, fault: Exception | None = None) -> None:
    """Count an attempt and write it to the log.

    Args:
        engine: The engine.
        job: The job.
        outcome: What came of it.
        begun: When it was begun, by `time.monotonic`.
        fault: What nobody had foreseen, or what the database said.
    """
    took_s = time.monotonic() - begun
    # What a model names and nobody here does is no topic of ours: made-up ones must not fill the memory.
    topic = job.topic if job.topic in engine.handlers or job.topic in engine.analyses else ""
    engine.job_durations.add(str(job.kind), topic, str(outcome), seconds=took_s)
    level, told = _TOLD[outcome]
    facts = {
        "job": job.id,
        "case": job.case_id,
        "kind": str(job.kind),
        "topic": job.topic,
        "element": job.element,
        "attempts": job.attempts,
        "worker": job.worker,
        "outcome": str(outcome),
        "duration_ms": round(took_s * 1_000),
    }
    _log.log(level if fault is None else logging.ERROR, f"{told} (%s)", job.id, exc_info=fault, extra=facts)

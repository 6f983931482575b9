"""Long analyses: asked for by one request, done by a job, read by another request."""

from collections.abc import Mapping

from engine.errors import NotFoundError
from engine.opening import Engine
from engine.store import Work
from engine.store.records import Job, JobKind, Queue
from engine.values import Actor, AnalysisState, AnalysisStatus, Json

__all__ = ["cancel_analysis", "read_analysis", "read_analysis_part", "request_analysis"]

_ASKED_AGAIN = frozenset({AnalysisStatus.FAILED, AnalysisStatus.CANCELLED})


def request_analysis(
    engine: Engine, *, kind: str, key: str, arguments: Mapping[str, Json], actor: Actor
) -> AnalysisState:
    """Ask for an analysis and return how far it is: the same key is the same analysis, done once.

    One that failed or was cancelled is done again.

    Args:
        engine: The engine.
        kind: Which handler does it.
        key: What it is known by; made of everything that its result depends on.
        arguments: What the handler is given, as JSON.
        actor: Who asks.
    """
    now = engine.clock.now()
    new = AnalysisState(key=key, kind=kind, state=AnalysisStatus.WAITING, result=None, error="", updated_at=now)
    with engine.database.writing() as work:
        if not work.analyses.add_unless_there(new, arguments, actor.id):
            there = _known(work, key)
            if there.state not in _ASKED_AGAIN:
                return there
            work.analyses.mark(key, AnalysisStatus.WAITING, at=now)
        work.jobs.add([_job(engine, kind, key)])
        return new


def read_analysis(engine: Engine, *, key: str) -> AnalysisState:
    """Return how far an analysis is, with its result once there is one.

    Raises:
        NotFoundError: If nobody has asked for it.
    """
    with engine.database.reading() as work:
        return _known(work, key)


def read_analysis_part(engine: Engine, *, key: str, part: str) -> Json:
    """Return a part of an analysis' result that is kept by itself.

    Raises:
        NotFoundError: If there is no such part.
    """
    with engine.database.reading() as work:
        found = work.analyses.part(key, part)
    if found is None:
        raise NotFoundError("analysis", f"{key}#{part}")
    return found


def cancel_analysis(engine: Engine, *, key: str) -> AnalysisState:
    """Let an analysis be done no further, and return its state; one that has ended stays as it is.

    Who does it at the moment stops within seconds.

    Raises:
        NotFoundError: If nobody has asked for it.
    """
    with engine.database.writing() as work:
        work.analyses.cancel(key, at=engine.clock.now())
        return _known(work, key)


def _known(work: Work, key: str) -> AnalysisState:
    state = work.analyses.by_key(key)
    if state is None:
        raise NotFoundError("analysis", key)
    return state


def _job(engine: Engine, kind: str, key: str) -> Job:
    now = engine.clock.now()
    # Tried once: an analysis that fails on a model fails again, and whoever asked for it can ask again.
    return Job(
        id=engine.new_id(),
        kind=JobKind.ANALYSIS,
        queue=Queue.ANALYSES,
        topic=kind,
        arguments={"key": key},
        due_at=now,
        created_at=now,
        retries=1,
    )

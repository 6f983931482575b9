"""Starting cases by a condition: asked when somebody says that something has changed."""

from collections.abc import Mapping

from engine.opening import Engine
from engine.starting import begin_case
from engine.store import Work
from engine.tokens.starts import conditions_that_hold
from engine.values import Actor, CaseSummary, Json

__all__ = ["start_where_conditions_hold"]


def start_where_conditions_hold(
    engine: Engine, *, service: str, data: Mapping[str, Json], actor: Actor, command_key: str
) -> tuple[CaseSummary, ...]:
    """Start a case at each conditional start event of a service whose condition is true for these data.

    Nothing watches the world outside for a condition: whoever knows that it may have come true asks.

    Args:
        engine: The engine.
        service: The service's key.
        data: What the conditions look at, and what the cases begin with.
        actor: Who asks.
        command_key: Chosen by the caller: the same key starts the same cases, however often it is sent.

    Raises:
        SuspendedError: If the service is suspended and a condition is true.
        DataRefusedError: If the data cannot be kept.
        ExpressionFailedError: If a condition cannot be evaluated.
    """
    now = engine.clock.now()
    with engine.database.writing() as work:
        key = f"condition:{command_key}"
        known = work.keys.take(key, now)
        if known is not None:
            return _read(work, known)
        version = work.definitions.current(service)
        if version is None:
            return ()
        elements = conditions_that_hold(engine.definitions.get(work, version.id), data, now)
        started = [
            begin_case(engine, work, version, data=data, actor_id=actor.id, start_event=element).summary
            for element in elements
        ]
        work.keys.settle(key, " ".join(case.reference for case in started))
        return tuple(started)


def _read(work: Work, references: str) -> tuple[CaseSummary, ...]:
    cases = (work.cases.by_reference(one) for one in references.split())
    return tuple(case.summary for case in cases if case is not None)

"""What starts a process by itself or from outside: timers, messages, signals and conditions. BPMN 2.0.2 §10.5.2."""

from collections.abc import Mapping
from datetime import datetime

from bpmn.language import Text
from bpmn.model import EventDefinition, StartEvent
from engine.errors import ExpressionFailedError
from engine.tokens.definition import ProcessDefinition
from engine.tokens.evaluation import Evaluator
from engine.tokens.schedule import Schedule, ScheduleError, first_due, next_after
from engine.tokens.values import Json, accept

__all__ = ["conditions_that_hold", "start_conditions", "start_schedules"]


class _AtTime:
    """What an expression is evaluated for where there is no case yet."""

    def __init__(self, now: datetime) -> None:
        self.now = now


def start_schedules(definition: ProcessDefinition, now: datetime) -> dict[str, Schedule]:
    """Return when each timer start event of a process fires first, if it is deployed now.

    A date that is past starts nothing: the version before has seen to it, or nobody was to. A repetition that began in
    the past goes on at its next time.

    Raises:
        ExpressionFailedError: If the value of a timer is no time.
    """
    found: dict[str, Schedule] = {}
    for start, one in _definitions(definition, "timerEventDefinition"):
        schedule = _first(start.id, one, now)
        following = schedule if schedule.due >= now else next_after(schedule, now)
        if following is not None:
            found[start.id] = following
    return found


def start_conditions(definition: ProcessDefinition) -> tuple[str, ...]:
    """Return the ids of the conditional start events of a process."""
    return tuple(start.id for start, _ in _definitions(definition, "conditionalEventDefinition"))


def conditions_that_hold(definition: ProcessDefinition, data: Mapping[str, Json], now: datetime) -> tuple[str, ...]:
    """Return the ids of the conditional start events whose condition is true for these data.

    Raises:
        DataRefusedError: If the data are no JSON.
        ExpressionFailedError: If a condition cannot be evaluated.
    """
    evaluator, seen = Evaluator(_AtTime(now)), accept(data)
    return tuple(
        start.id
        for start, one in _definitions(definition, "conditionalEventDefinition")
        if one.condition is not None and evaluator.is_true(one.condition, [seen], element=start.id)
    )


def _definitions(definition: ProcessDefinition, kind: str) -> list[tuple[StartEvent, EventDefinition]]:
    starts = (node for node in definition.top.source.nodes if isinstance(node, StartEvent))
    return [(start, one) for start in starts for one in start.definitions if one.type == kind]


def _first(element: str, one: EventDefinition, now: datetime) -> Schedule:
    if one.timer is None:
        raise _failed(element, Text("It has no value."))
    value = Evaluator(_AtTime(now)).value(one.timer.value, [{}], element=element)
    try:
        return first_due(one.timer.kind, value, now)
    except ScheduleError as error:
        raise _failed(element, error.text) from error


def _failed(element: str, reason: Text) -> ExpressionFailedError:
    text = Text("The timer of {element} cannot be set: {reason}", element=element, reason=reason)
    return ExpressionFailedError(text, element=element)

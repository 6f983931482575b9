"""What is assumed of the events that a case waits for, where a scenario says nothing of them."""

from collections.abc import Container

from analysis.network.timers import TimerPlan, parameters_of, timer_plan
from analysis.scenario.distributions import Distribution
from analysis.scenario.durations import iso_duration
from analysis.scenario.values import EventParameters, Scenario
from bpmn.language import Text
from bpmn.model import BoundaryEvent, CatchEvent, Event, FlowNode, StartEvent

__all__ = ["assumed_event", "is_awaited"]

_ANSWER = Distribution(type="exponential", mean=86400.0)
_THROWN_INSIDE = {"error", "escalation", "compensate"}


def is_awaited(element: FlowNode, event_starts: Container[str]) -> bool:
    """Return whether a case may wait for an element; `event_starts` are those that start event sub-processes."""
    if isinstance(element, StartEvent):
        return element.id in event_starts and element.kind not in _THROWN_INSIDE
    if isinstance(element, BoundaryEvent):
        return element.kind != "compensate"
    if isinstance(element, Event):
        return element.type == "intermediateCatchEvent" and element.kind != "link"
    return element.type == "receiveTask"


def assumed_event(
    element: FlowNode, scenario: Scenario, *, is_answered: bool
) -> tuple[EventParameters | None, Text | None]:
    """Return when an element that is waited for happens, and what was assumed for it.

    Args:
        element: The element.
        scenario: The scenario, which says nothing of it.
        is_answered: Whether somebody who is not simulated sends what it waits for.
    """
    name = element.name or element.id
    plan = timer_plan(element) if isinstance(element, Event) else None
    if plan is not None and not _waits_longer(element, plan, is_answered=is_answered):
        return parameters_of(plan, scenario.start), _said_of(plan, name)
    if isinstance(element, BoundaryEvent | StartEvent):
        return None, Text("{name} never happens.", name=name)
    if element.id in scenario.activities and scenario.activities[element.id].duration:
        return None, None
    if is_answered:
        said = Text("{name} comes after {time} on average.", name=name, time=iso_duration(_ANSWER.mean))
        return EventParameters(duration=_ANSWER), said
    return EventParameters(duration=Distribution(type="fixed", value=0.0)), Text("{name} happens at once.", name=name)


def _said_of(plan: TimerPlan, name: str) -> Text | None:
    """Return what is to be said of a timer: nothing, but of one that nobody can have meant."""
    if not plan.negative:
        return None
    return Text("{name} waits for {time}, which is negative: its time is over at once.", name=name, time=plan.negative)


def _waits_longer(element: FlowNode, plan: TimerPlan, *, is_answered: bool) -> bool:
    """Whether an event waits for more than its timer, which never comes or comes later."""
    if not isinstance(element, CatchEvent) or not element.is_parallel_multiple:
        return False
    if all(one.timer is not None for one in element.definitions):
        return False
    is_beside = isinstance(element, BoundaryEvent | StartEvent)
    return is_beside or (is_answered and plan.after_s < _ANSWER.mean)

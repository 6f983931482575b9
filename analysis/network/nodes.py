"""Flow nodes of a model, each with what the scenario says of it, as nodes of a network."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from analysis.network.timers import parameters_of, timer_plan
from analysis.network.values import Node
from analysis.scenario.values import PROBABILITY_ELSE_ONE, ActivityParameters, EventParameters, Scenario
from bpmn.model import (
    Activity,
    BoundaryEvent,
    CallActivity,
    CatchEvent,
    EndEvent,
    Event,
    FlowNode,
    Gateway,
    MultiInstance,
    StandardLoop,
    StartEvent,
    SubProcess,
    Task,
)

__all__ = ["event_start_of", "hearing", "node_of"]

_RAISING = {"error", "escalation"}
_SPLITS = {
    "exclusiveGateway": "one",
    "inclusiveGateway": "some",
    "complexGateway": "some",
    "eventBasedGateway": "first",
}
_JOINS = {"parallelGateway": "all", "complexGateway": "all", "inclusiveGateway": "some"}


def node_of(element: FlowNode, scenario: Scenario) -> Node:
    """Return the node of an element, without its ways and neighbours."""
    for kind, make in _MAKERS:
        if isinstance(element, kind):
            node: Node = make(element, scenario)
            return node
    return _plain(element, "pass")


def event_start_of(element: StartEvent, scenario: Scenario) -> Node:
    """Return the node of the start event of an event sub-process, which is waited for while its surroundings run."""
    if element.kind == "compensate":
        return _plain(element, "pass")
    plan = timer_plan(element)
    is_once = element.is_interrupting or plan is None
    node = replace(_timed(_plain(element, "arm"), element, scenario), is_interrupting=element.is_interrupting)
    return replace(node, repeats=1 if is_once or plan is None else plan.repeats)


def hearing(node: Node, event: CatchEvent, channels: tuple[str, ...], start: datetime) -> Node:
    """Return the node of an event that hears channels, with its timer, which counts beside them.

    Where all must come the time is a channel too, on which the event hears that it has passed.
    """
    plan = timer_plan(event) if channels else None
    hears_all = bool(channels) and event.is_parallel_multiple
    if plan is not None:
        said = parameters_of(plan, start)
        node = replace(node, duration=said.duration, is_moment=said.is_moment, probability=1.0, has_clock=True)
        channels = (*channels, f"time {event.id}") if hears_all else channels
    return replace(node, hears=channels, hears_all=hears_all)


def _plain(element: FlowNode, kind: str) -> Node:
    return Node(
        id=element.id,
        key=element.id,
        name=element.name or element.id,
        type=element.type,
        kind=kind,
        split=_SPLITS.get(element.type, "all"),
    )


def _timed(node: Node, element: FlowNode, scenario: Scenario) -> Node:
    """Return the node of an event that need not happen, with when and how likely it is: never where nothing is said."""
    said = scenario.events.get(element.id, EventParameters())
    nothing_said = said.duration is None and said.probability is None
    return replace(
        node,
        duration=said.duration,
        calendar=said.calendar,
        is_moment=said.is_moment,
        probability=0.0 if nothing_said else (1.0 if said.probability is None else said.probability),
    )


def _gateway(element: Gateway, scenario: Scenario) -> Node:
    join = _JOINS.get(element.type, "each") if len(element.incoming) > 1 else "each"
    node = replace(
        _plain(element, "wait" if element.type == "eventBasedGateway" else "pass"),
        join=join,
        takes_one=_SPLITS.get(element.type) == "some" and scenario.gateways.get(element.id) == PROBABILITY_ELSE_ONE,
    )
    needs = _needs(element) if element.type == "complexGateway" else 0
    return replace(node, join="count", needs=needs) if 0 < needs < len(element.incoming) else node


def _needs(element: Gateway) -> int:
    """Return how many of its ways a complex gateway waits for, 0 where its condition does not tell. §13.3.5."""
    condition = element.activation_condition
    if condition is None or not condition.language:
        return 0
    from bpmn.expressions import ExpressionError, Language, compile_expression

    try:
        compiled = compile_expression(condition.text, Language(condition.language))
        counts = range(1, len(element.incoming) + 1)
        return next((n for n in counts if compiled.evaluate({"activationCount": n}).value is True), 0)
    except (ExpressionError, ValueError):
        return 0


def _activity(element: Activity, scenario: Scenario) -> Node:
    said = scenario.activities.get(element.id, ActivityParameters())
    kind = "scope" if isinstance(element, SubProcess | CallActivity) else "task"
    loop = element.loop
    is_sequential = isinstance(loop, StandardLoop) or (isinstance(loop, MultiInstance) and loop.is_sequential)
    gathers = element.start_quantity > 1 and bool(element.incoming)
    return replace(
        _plain(element, kind),
        join="quantity" if gathers else "each",
        needs=element.start_quantity if gathers else 0,
        gives=max(1, element.completion_quantity),
        duration=said.duration,
        delay=said.delay,
        resources=said.resources,
        priority=said.priority,
        fixed_cost=said.fixed_cost,
        fee=said.fee,
        instances=said.instances if loop is not None else None,
        is_sequential=is_sequential,
    )


def _boundary(element: BoundaryEvent, scenario: Scenario) -> Node:
    plan = timer_plan(element)
    return replace(
        _timed(_plain(element, "pass"), element, scenario),
        is_interrupting=element.cancel_activity,
        repeats=1 if element.cancel_activity or plan is None else plan.repeats,
    )


def _end(element: EndEvent, scenario: Scenario) -> Node:
    if any(definition.type == "terminateEventDefinition" for definition in element.definitions):
        return _plain(element, "terminate")
    if element.kind == "cancel":
        return _plain(element, "undo")
    return _thrown(element, scenario) or _plain(element, "end")


def _thrown(element: Event, scenario: Scenario) -> Node | None:
    del scenario
    if element.kind == "compensate":
        return replace(_plain(element, "undo"), is_interrupting=False)
    return _plain(element, "raise") if element.kind in _RAISING else None


def _other_event(element: Event, scenario: Scenario) -> Node:
    thrown = _thrown(element, scenario) if element.type == "intermediateThrowEvent" else None
    if thrown is not None or element.type != "intermediateCatchEvent" or element.kind == "link":
        return thrown or _plain(element, "pass")
    said = scenario.events.get(element.id, EventParameters())
    node = replace(_plain(element, "wait"), duration=said.duration)
    return replace(node, calendar=said.calendar, is_moment=said.is_moment)


def _receiving(element: Task, scenario: Scenario) -> Node:
    node = _activity(element, scenario)
    if element.type != "receiveTask" or node.resources:
        return node
    said = scenario.events.get(element.id, EventParameters())
    return replace(node, kind="wait", duration=said.duration or node.duration, calendar=said.calendar)


_MAKERS: tuple[tuple[type[FlowNode], Callable[..., Node]], ...] = (
    (Task, _receiving),
    (Activity, _activity),
    (Gateway, _gateway),
    (BoundaryEvent, _boundary),
    (EndEvent, _end),
    (Event, _other_event),
)

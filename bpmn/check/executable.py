"""What the engine runs, as a plain table.

`engine.tokens.supported` holds the same list; a test asserts that they agree.
"""

from collections.abc import Iterator

from bpmn.model import (
    Activity,
    BoundaryEvent,
    CatchEvent,
    Event,
    FlowNode,
    Gateway,
    MultiInstance,
    StandardLoop,
    StartEvent,
    SubProcess,
    Task,
)

__all__ = ["RUNNABLE", "features_of"]

_CATCHES = ("message", "timer", "signal", "conditional", "multiple")
_CAUGHT = ("error", "escalation", "compensate")
_THROWS = ("none", "message", "signal", "escalation", "compensate", "multiple")

RUNNABLE: frozenset[str] = frozenset(
    {
        *("task", "userTask", "manualTask", "serviceTask", "scriptTask", "sendTask", "receiveTask", "businessRuleTask"),
        *("subProcess", "transaction", "adHocSubProcess", "callActivity", "event sub-process"),
        *("standard loop", "multi-instance", "compensation handler", "token quantity", "instantiating receive task"),
        *(f"multi-instance behavior {behavior}" for behavior in ("None", "One", "Complex")),
        *("exclusiveGateway", "parallelGateway", "inclusiveGateway", "eventBasedGateway", "complexGateway"),
        *("parallel event-based gateway", "instantiating event-based gateway"),
        *("parallel multiple event", "multiple boundary event"),
        *(f"startEvent {kind}" for kind in ("none", *_CATCHES)),
        *(f"event sub-process start {kind}" for kind in (*_CATCHES, *_CAUGHT)),
        *(f"intermediateCatchEvent {kind}" for kind in (*_CATCHES, "none", "link")),
        *(f"intermediateThrowEvent {kind}" for kind in (*_THROWS, "link")),
        *(f"endEvent {kind}" for kind in (*_THROWS, "error", "cancel", "terminate")),
        *(f"boundaryEvent {kind}" for kind in (*_CATCHES, *_CAUGHT, "cancel")),
    }
)


def features_of(node: FlowNode, is_in_event_sub_process: bool = False) -> frozenset[str]:
    """Return the names of what the engine must be able to do to run a node.

    Args:
        node: The node.
        is_in_event_sub_process: Whether it is directly inside an event sub-process: start events mean more there.
    """
    return frozenset(_features(node, is_in_event_sub_process))


def _features(node: FlowNode, is_in_event_sub_process: bool) -> Iterator[str]:
    if isinstance(node, Event):
        yield from _of_event(node, is_in_event_sub_process)
    elif isinstance(node, Gateway):
        yield node.type
        if node.event_gateway_type == "Parallel":
            yield "parallel event-based gateway"
        if node.instantiate:
            yield "instantiating event-based gateway"
    elif isinstance(node, Activity):
        yield from _of_activity(node)
    else:
        yield node.type


def _of_event(event: Event, is_in_event_sub_process: bool) -> Iterator[str]:
    position = event.type
    if isinstance(event, StartEvent) and is_in_event_sub_process:
        position = "event sub-process start"
    yield f"{position} {event.kind}"
    if isinstance(event, CatchEvent) and event.is_parallel_multiple:
        yield "parallel multiple event"
    if event.kind == "multiple":
        kinds = (definition.type.removesuffix("EventDefinition") for definition in event.definitions)
        yield from (f"{position} {kind}" for kind in kinds)
    if isinstance(event, BoundaryEvent) and event.kind == "multiple":
        yield "multiple boundary event"


def _of_activity(activity: Activity) -> Iterator[str]:
    is_event_sub_process = isinstance(activity, SubProcess) and activity.is_event_sub_process
    yield "event sub-process" if is_event_sub_process else activity.type
    if isinstance(activity.loop, StandardLoop):
        yield "standard loop"
    if isinstance(activity.loop, MultiInstance):
        yield "multi-instance"
        if activity.loop.behavior != "All":
            yield f"multi-instance behavior {activity.loop.behavior}"
    if activity.is_for_compensation:
        yield "compensation handler"
    if activity.start_quantity != 1 or activity.completion_quantity != 1:
        yield "token quantity"
    if isinstance(activity, Task) and activity.instantiate:
        yield "instantiating receive task"

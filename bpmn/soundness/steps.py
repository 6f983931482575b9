"""Draws the steps of each construct into the net. BPMN 2.0.2 §13.3 to §13.5."""

from collections.abc import Callable, Iterable
from itertools import chain, combinations

from bpmn.model import (
    Activity,
    BoundaryEvent,
    CatchEvent,
    EndEvent,
    Event,
    FlowNode,
    Gateway,
    SequenceFlow,
    StartEvent,
    SubProcess,
    ThrowEvent,
)
from bpmn.soundness.activities import draw_activity
from bpmn.soundness.building import Building, Level
from bpmn.soundness.sheet import Step
from bpmn.soundness.side_paths import side_flows
from bpmn.soundness.throwing import draw_throw, note_catcher

__all__ = ["draw_level"]

_MOST_WAYS = 8


def draw_level(building: Building, level: Level) -> None:
    """Draw everything on one level, and on the levels inside it."""
    by_id = {node.id: node for node in level.scope.nodes}
    flows = {flow.id: flow for flow in level.scope.flows}
    behind = _behind_event_gateways(level)
    edges: dict[str, list[BoundaryEvent]] = {}
    for node in level.scope.nodes:
        if isinstance(node, BoundaryEvent):
            edges.setdefault(node.attached_to, []).append(node)
    building.sheet.repeatable.update(building.flow(level, flow) for flow in side_flows(level.scope))
    for node in level.scope.nodes:
        incoming = tuple(building.flow(level, flow) for flow in node.incoming if flow not in behind)
        if isinstance(node, Gateway):
            _GATEWAYS.get(node.type, _draw_exclusive)(building, level, node, incoming)
        elif isinstance(node, Activity):
            draw_activity(building, level, node, incoming, edges.get(node.id, []))
        elif isinstance(node, Event):
            _draw_event(building, level, node, incoming)
    for node in level.scope.nodes:
        if node.type == "eventBasedGateway" and not _awaits_all(node):
            _draw_choices(building, level, node, by_id, flows)
        if isinstance(node, SubProcess) and node.type != "adHocSubProcess" and node.scope.nodes:
            draw_level(building, Level(node, level))


def _behind_event_gateways(level: Level) -> set[str]:
    gateways = [node for node in level.scope.nodes if node.type == "eventBasedGateway" and not _awaits_all(node)]
    return {flow for node in gateways for flow in node.outgoing}


def _awaits_all(gateway: FlowNode) -> bool:
    return isinstance(gateway, Gateway) and gateway.instantiate and gateway.event_gateway_type == "Parallel"


def _draw_exclusive(building: Building, level: Level, node: FlowNode, incoming: tuple[int, ...]) -> None:
    for place in incoming:
        for out in building.out(level, node):
            building.sheet.steps.append(Step(consumes=(place,), produces=(out,), elements=(node.id,)))


def _draw_parallel(building: Building, level: Level, node: FlowNode, incoming: tuple[int, ...]) -> None:
    if incoming:
        out = building.out(level, node)
        building.sheet.steps.append(Step(consumes=incoming, produces=out, elements=(node.id,)))


def _draw_inclusive(building: Building, level: Level, node: FlowNode, incoming: tuple[int, ...]) -> None:
    out = building.out(level, node)
    if len(incoming) > 1 and out:
        building.or_joins.append((node.id, incoming, out[0]))
        return
    default = node.default if isinstance(node, Gateway) else None
    chosen = [flow for flow in node.outgoing if flow != default]
    ways = [*_subsets(chosen), *([(default,)] if default else [])]
    for way in ways:
        produces = tuple(building.flow(level, flow) for flow in way)
        building.sheet.steps.append(Step(consumes=incoming, produces=produces, elements=(node.id,)))
    if len(chosen) > _MOST_WAYS:
        building.sheet.partial.append(node.id)


def _draw_complex(building: Building, level: Level, node: FlowNode, incoming: tuple[int, ...]) -> None:
    if len(incoming) > 1:
        # When it fires, and what it does with late tokens, is for its activation condition to say (§13.4.5).
        building.sheet.approximate.append(node.id)
    _draw_inclusive(building, level, node, incoming)


def _draw_waiting(building: Building, level: Level, node: FlowNode, incoming: tuple[int, ...]) -> None:
    waiting = building.sheet.place("waiting", node.id, level.ids)
    for place in incoming:
        building.sheet.steps.append(Step(consumes=(place,), produces=(waiting,), elements=(node.id,)))


_GATEWAYS: dict[str, Callable[[Building, Level, FlowNode, tuple[int, ...]], None]] = {
    "exclusiveGateway": _draw_exclusive,
    "parallelGateway": _draw_parallel,
    "inclusiveGateway": _draw_inclusive,
    "complexGateway": _draw_complex,
    "eventBasedGateway": _draw_waiting,
}


def _subsets(flows: list[str]) -> Iterable[tuple[str, ...]]:
    if len(flows) > _MOST_WAYS:
        return chain.from_iterable(combinations(flows, size) for size in (1, 2, len(flows)))
    return chain.from_iterable(combinations(flows, size) for size in range(1, len(flows) + 1))


def _draw_choices(
    building: Building, level: Level, gateway: FlowNode, nodes: dict[str, FlowNode], flows: dict[str, SequenceFlow]
) -> None:
    waiting = building.sheet.place("waiting", gateway.id, level.ids)
    for flow in gateway.outgoing:
        target = nodes.get(flows[flow].target)
        if target is None:
            continue
        for message in building.messages.choices(target.id):
            building.sheet.steps.append(
                Step(
                    consumes=(waiting,),
                    produces=building.out(level, target),
                    elements=(target.id,),
                    receives=message,
                    sends=building.messages.out(target.id),
                )
            )


def _draw_event(building: Building, level: Level, event: Event, incoming: tuple[int, ...]) -> None:
    if isinstance(event, StartEvent | BoundaryEvent):
        return
    if isinstance(event, ThrowEvent):
        note_catcher(building, level, event)
    for place in incoming:
        if isinstance(event, CatchEvent):
            _draw_catch(building, level, event, place)
        elif isinstance(event, ThrowEvent):
            if isinstance(event, EndEvent) and _joins_paths(building, level, event):
                building.sheet.ends.add(place)
            draw_throw(building, level, event, place)


def _draw_catch(building: Building, level: Level, event: CatchEvent, place: int) -> None:
    for message in building.messages.choices(event.id):
        building.sheet.steps.append(
            Step(consumes=(place,), produces=building.out(level, event), elements=(event.id,), receives=message)
        )


def _joins_paths(building: Building, level: Level, event: EndEvent) -> bool:
    """Return whether several flows led into an end event before the normal form put a merge between."""
    sources = {flow.source for flow in level.scope.flows if flow.target == event.id} & building.synthetic
    merges = (node for node in level.scope.nodes if node.id in sources and node.type == "exclusiveGateway")
    return any(len(merge.incoming) > 1 for merge in merges)

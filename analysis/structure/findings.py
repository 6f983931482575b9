"""What is worth saying of a structure."""

from collections import deque
from collections.abc import Callable, Iterator, Mapping

from analysis.structure.gateways import split_complexities, widest
from analysis.structure.shape import Shape, element_of
from analysis.structure.thresholds import THRESHOLDS, Threshold
from analysis.structure.values import Loop, StructureFinding
from bpmn.language import Text
from bpmn.model import Activity, Gateway

__all__ = ["structure_findings"]

_REWORK = "Dumas, La Rosa, Mendling, Reijers, Fundamentals of Business Process Management, 2nd ed., ch. 6: defect waste"


def structure_findings(
    shape: Shape, measures: Mapping[str, float], loops: tuple[Loop, ...]
) -> tuple[StructureFinding, ...]:
    """Return a finding for each measure beyond its threshold, and for each loop."""
    passed = [limit for limit in THRESHOLDS if limit.is_passed(measures[limit.measure], measures["size"])]
    found = [_of_measure(shape, limit, measures[limit.measure]) for limit in passed]
    return (*found, *(_of_loop(shape, loop) for loop in loops))


def _of_measure(shape: Shape, limit: Threshold, value: float) -> StructureFinding:
    find = _ELEMENTS.get(limit.measure)
    element = find(shape) if find else None
    shown = value * 100 if limit.is_share else value
    return StructureFinding(
        measure=limit.measure,
        element=element,
        text=Text(limit.sentence, value=f"{shown:.3g}", element=_name(shape, element)),
        value=value,
        threshold=limit.value,
        source=limit.source,
    )


def _of_loop(shape: Shape, loop: Loop) -> StructureFinding:
    back = [(source, target) for source, target, flow in shape.arcs if flow in loop.back_edges]
    sources, targets = [source for source, _ in back] or loop.entries, [target for _, target in back] or loop.entries
    element = _activity_at(shape, targets[0], shape.steps.successors)
    named = dict.fromkeys(_name(shape, _activity_at(shape, source, shape.steps.predecessors)) for source in sources)
    text = Text(
        "Work may come back to {element} after {sources}: each time is rework.",
        element=_name(shape, element),
        sources=", ".join(str(name) for name in named),
    )
    return StructureFinding(
        measure="rework_loops", element=element, text=text, value=len(loop.back_edges), threshold=0, source=_REWORK
    )


def _activity_at(shape: Shape, node: str, following: Callable[[str], Iterator[str]]) -> str:
    """Return the activity that is nearest to a node in one direction, itself first; without one the node."""
    seen = {node: None}
    waiting = deque(seen)
    while waiting:
        at = waiting.popleft()
        if isinstance(shape.nodes.get(element_of(at)), Activity):
            return element_of(at)
        for other in following(at):
            if other not in seen:
                seen[other] = None
                waiting.append(other)
    return element_of(node)


def _name(shape: Shape, element: str | None) -> str | Text:
    """Return what people call an element: a gateway without a label by the activity before it."""
    if element is None:
        return ""
    node = shape.nodes[element]
    if node.name or not isinstance(node, Gateway):
        return node.name or element
    before = _activity_at(shape, element, shape.steps.predecessors)
    known = shape.nodes[before].name if before != element else ""
    return Text("the gateway after {activity}", activity=known) if known else element


def _most_complex(shape: Shape) -> str | None:
    found = split_complexities(shape)
    return max(found, key=lambda element: found[element], default=None)


def _first_inclusive(shape: Shape) -> str | None:
    types = {"inclusiveGateway", "complexGateway"}
    return next((element for element, node in shape.nodes.items() if node.type in types), None)


_ELEMENTS: dict[str, Callable[[Shape], str | None]] = {
    "average_gateway_degree": widest,
    "maximum_gateway_degree": widest,
    "control_flow_complexity": _most_complex,
    "inclusive_gateways": _first_inclusive,
}

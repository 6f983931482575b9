"""Measures that count elements and flows.

Mendling 2008 is Mendling, Metrics for Process Models, Springer, 2008.
"""

from collections.abc import Callable

from analysis.structure.shape import Shape
from bpmn.model import Activity, EndEvent, FlowNode, Gateway, StartEvent, SubProcess

__all__ = ["COUNTS"]


def _size(shape: Shape) -> float:
    """Size |N|: flow nodes of all levels (Mendling 2008, ch. 4)."""
    return len(shape.nodes)


def _connectivity(shape: Shape) -> float:
    """Coefficient of connectivity |A| / |N|: sequence flows by flow nodes.

    Source: coefficient of network complexity; Latva-Koivisto, Finding a complexity measure for business process
    models, 2001.
    """
    return len(shape.arcs) / max(1, len(shape.nodes))


def _density(shape: Shape) -> float:
    """Density |A| / (|N| (|N| - 1)): sequence flows by the most there could be (Mendling 2008, ch. 4)."""
    many = len(shape.nodes)
    return len(shape.arcs) / max(1, many * (many - 1))


def _sequentiality(shape: Shape) -> float:
    """Sequentiality: the share of sequence flows between nodes that are no gateways; 0 without flows.

    Source: Mendling 2008, ch. 4.
    """
    plain = sum(
        not isinstance(shape.nodes[source], Gateway) and not isinstance(shape.nodes[target], Gateway)
        for source, target, _ in shape.arcs
    )
    return plain / max(1, len(shape.arcs))


def _number(kind: type[FlowNode]) -> Callable[[Shape], float]:
    def number(shape: Shape) -> float:
        return sum(isinstance(node, kind) and not isinstance(node, SubProcess) for node in shape.nodes.values())

    return number


def _number_of_type(*types: str) -> Callable[[Shape], float]:
    def number(shape: Shape) -> float:
        return sum(node.type in types for node in shape.nodes.values())

    return number


def _number_at_top(kind: type[FlowNode]) -> Callable[[Shape], float]:
    def number(shape: Shape) -> float:
        return sum(isinstance(node, kind) for node in shape.process.scope.nodes)

    return number


COUNTS: dict[str, Callable[[Shape], float]] = {
    "size": _size,
    "activities": _number(Activity),
    "gateways": _number(Gateway),
    "exclusive_gateways": _number_of_type("exclusiveGateway", "eventBasedGateway"),
    "inclusive_gateways": _number_of_type("inclusiveGateway", "complexGateway"),
    "parallel_gateways": _number_of_type("parallelGateway"),
    "start_events": _number_at_top(StartEvent),
    "end_events": _number_at_top(EndEvent),
    "connectivity": _connectivity,
    "density": _density,
    "sequentiality": _sequentiality,
}
"""Each count of a process by its name."""

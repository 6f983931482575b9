"""Measures of where paths part and meet.

Mendling 2008 is Mendling, Metrics for Process Models, Springer, 2008.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterator, Mapping

from analysis.structure.shape import Shape
from bpmn.model import FlowNode, Gateway, Scope, SubProcess

__all__ = ["GATEWAY_MEASURES", "split_complexities", "widest"]

_KINDS = {"exclusiveGateway": "xor", "eventBasedGateway": "xor", "inclusiveGateway": "or", "complexGateway": "or"}
_MOST_WAYS = 30


def _gateways_of(shape: Shape) -> Iterator[Gateway]:
    """Yield the gateways in the file's order."""
    return (node for node in shape.nodes.values() if isinstance(node, Gateway))


def _scopes(shape: Shape) -> Iterator[Scope]:
    yield shape.process.scope
    yield from (node.scope for node in shape.nodes.values() if isinstance(node, SubProcess))


def _kind(gateway: Gateway) -> str:
    return _KINDS.get(gateway.type, "and")


def _degree(gateway: FlowNode) -> int:
    """Return the number of flows into and out of a gateway."""
    return len(gateway.incoming) + len(gateway.outgoing)


def _average_degree(shape: Shape) -> float:
    """Average gateway degree: the mean of ways in and out, over all gateways; 0 without any (Mendling 2008, ch. 4)."""
    degrees = [_degree(gateway) for gateway in _gateways_of(shape)]
    return sum(degrees) / len(degrees) if degrees else 0.0


def _maximum_degree(shape: Shape) -> float:
    """Maximum gateway degree: the most ways in and out of one (Mendling 2008, ch. 4)."""
    return max((_degree(gateway) for gateway in _gateways_of(shape)), default=0)


def widest(shape: Shape) -> str | None:
    """Return the id of the first gateway of the maximum degree, None without gateways."""
    found = max(_gateways_of(shape), key=_degree, default=None)
    return found.id if found is not None else None


def _mismatch(shape: Shape) -> float:
    """Gateway mismatch: the sum of | Σ ways out of splits - Σ ways into joins | over the three kinds of gateways.

    Event-based gateways count as exclusive ones, complex ones as inclusive. Source: Mendling 2008, ch. 4.
    """
    surplus: Counter[str] = Counter()
    for gateway in _gateways_of(shape):
        ways_in, ways_out = len(gateway.incoming), len(gateway.outgoing)
        surplus[_kind(gateway)] += (ways_out if ways_out > 1 else 0) - (ways_in if ways_in > 1 else 0)
    return sum(abs(value) for value in surplus.values())


def _heterogeneity(shape: Shape) -> float:
    """Gateway heterogeneity: the entropy -Σ p log₃ p of the three kinds; 0: all alike, 1: as many of each.

    Source: Mendling 2008, ch. 4.
    """
    kinds = Counter(_kind(gateway) for gateway in _gateways_of(shape))
    total = sum(kinds.values())
    return sum(count / total * math.log(total / count, 3) for count in kinds.values())


def split_complexities(shape: Shape) -> Mapping[str, int]:
    """Return what each split adds to the control-flow complexity, by its id.

    An exclusive or event-based one adds its ways out, an inclusive or complex one the 2ⁿ - 1 sets of ways it can take,
    a parallel one 1. An activity or event with several ways out splits as a parallel gateway, with a condition on one
    of them as an inclusive one (BPMN 2.0.2, 13.2.1).

    Source: Cardoso, Control-flow complexity measurement of processes and Weyuker's properties, 2005.
    """
    conditional = {flow.source for scope in _scopes(shape) for flow in scope.flows if flow.condition is not None}
    found = {}
    for node in shape.nodes.values():
        ways = len(node.outgoing)
        if ways > 1:
            kind = _kind(node) if isinstance(node, Gateway) else ("or" if node.id in conditional else "and")
            found[node.id] = {"xor": ways, "or": 2 ** min(ways, _MOST_WAYS) - 1, "and": 1}[kind]
    return found


def _complexity(shape: Shape) -> float:
    """Control-flow complexity (CFC): the sum of `split_complexities`."""
    return sum(split_complexities(shape).values())


def _token_split(shape: Shape) -> float:
    """Token split: the tokens that parallel and inclusive splits may add, Σ (ways out - 1).

    Activities and events with several ways out are such splits too. Source: Mendling 2008, ch. 4.
    """
    return sum(
        max(0, len(node.outgoing) - 1)
        for node in shape.nodes.values()
        if not isinstance(node, Gateway) or _kind(node) != "xor"
    )


GATEWAY_MEASURES: dict[str, Callable[[Shape], float]] = {
    "average_gateway_degree": _average_degree,
    "maximum_gateway_degree": _maximum_degree,
    "gateway_mismatch": _mismatch,
    "gateway_heterogeneity": _heterogeneity,
    "control_flow_complexity": _complexity,
    "token_split": _token_split,
}
"""Each measure of the gateways by its name."""

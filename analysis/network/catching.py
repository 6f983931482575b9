"""What catches what is thrown, and what a compensation is to undo. BPMN 2.0.2 §10.5.3, §10.5.6, §13.5.3."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from analysis.network.values import Node, Region
from bpmn.model import Event, FlowNode

__all__ = ["with_catchers"]


def with_catchers(nodes: Sequence[Node], elements: Sequence[FlowNode], regions: Sequence[Region]) -> list[Node]:
    """Return the nodes of a network, each that throws with what catches it.

    Args:
        nodes: The nodes.
        elements: Their elements.
        regions: The regions.
    """
    throwers = {"raise", "undo"}
    return [
        _with_catcher(at, nodes, elements, regions) if node.kind in throwers else node for at, node in enumerate(nodes)
    ]


def _with_catcher(at: int, nodes: Sequence[Node], elements: Sequence[FlowNode], regions: Sequence[Region]) -> Node:
    thrown, caught = elements[at], _catcher(at, nodes, elements, regions)
    is_error = nodes[at].kind == "raise" and isinstance(thrown, Event) and thrown.kind == "error"
    undone = _undone(at, nodes, elements)
    return replace(nodes[at], raises=caught, undo_of=undone, is_fatal=is_error and caught < 0)


def _catcher(at: int, nodes: Sequence[Node], elements: Sequence[FlowNode], regions: Sequence[Region]) -> int:
    """Return the nearest catcher around a thrower; of several the one that names what is thrown. -1: none."""
    thrown = elements[at]
    if isinstance(thrown, Event) and thrown.kind == "compensate":
        return -1
    for level in _levels(at, nodes, regions):
        fitting = [one for one in level if _catches(elements[one], thrown)]
        if fitting:
            return next((one for one in fitting if _reference(elements[one]) is not None), fitting[0])
    return -1


def _levels(at: int, nodes: Sequence[Node], regions: Sequence[Region]) -> Iterator[tuple[int, ...]]:
    """Yield what may catch, level by level outwards; what an event sub-process throws no other beside it catches."""
    region = nodes[at].region
    is_beside = False
    while True:
        if not is_beside:
            yield regions[region].events
        is_beside = regions[region].is_event
        holder = regions[region].holder
        if holder < 0:
            return
        yield nodes[holder].boundaries
        region = nodes[holder].region


def _catches(catcher: FlowNode, thrown: FlowNode) -> bool:
    if not isinstance(catcher, Event) or not isinstance(thrown, Event) or catcher.kind != thrown.kind:
        return False
    return _reference(catcher) in {None, _reference(thrown)}


def _reference(element: FlowNode) -> str | None:
    return element.definitions[0].reference if isinstance(element, Event) and element.definitions else None


def _undone(at: int, nodes: Sequence[Node], elements: Sequence[FlowNode]) -> int:
    """Return the activity that a compensation event names, in the same called process; -1: none."""
    wanted = _reference(elements[at]) if nodes[at].kind == "undo" else None
    prefix = nodes[at].key.removesuffix(nodes[at].id)
    keys = {node.key: number for number, node in enumerate(nodes)}
    return -1 if wanted is None else keys.get(prefix + wanted, -1)

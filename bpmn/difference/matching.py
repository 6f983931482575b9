"""Finds which node of one model is which of another: by id, by looks and surroundings, by likeness.

Sources: Dijkman, Dumas, García-Bañuelos and Käärik, Aligning business process models (2009), for the measures of
likeness (label, type, neighbourhood); ids come first, since both models usually come from one file.
"""

from collections.abc import Iterable

from bpmn.difference.assignment import assign
from bpmn.difference.colours import match_by_colours
from bpmn.difference.labels import label_similarity, normal_label
from bpmn.difference.likeness import Likeness
from bpmn.difference.surroundings import Surroundings, category_of
from bpmn.model import FlowNode, Model

__all__ = ["match_nodes"]

_SAME_LABEL = 0.5
# What a pair must score to be one node: first the clear ones, which then speak for their neighbours.
_ENOUGH = (0.8, 0.65, 0.55)


def match_nodes(as_is: Model, to_be: Model) -> dict[str, str]:
    """Return the id in `to_be` of each node of `as_is` that is in both, in the order of `as_is`."""
    pair = Surroundings(as_is), Surroundings(to_be)
    found: dict[str, str] = {}
    shared = [node for node in as_is.nodes if node in to_be.nodes]
    _take(found, (i for i in shared if _is_same(as_is.nodes[i], to_be.nodes[i])))
    if len(found) < max(len(as_is.nodes), len(to_be.nodes)):
        match_by_colours(pair, found, _looks, least_rounds=1, ties=True)
        match_by_colours(pair, found, _names, least_rounds=0)
        match_by_colours(pair, found, _looks, least_rounds=0)
        _match_by_likeness(pair, found)
        match_by_colours(pair, found, _kinds, least_rounds=1)
        _match_by_likeness(pair, found)
    rest = (i for i in shared if category_of(as_is.nodes[i]) == category_of(to_be.nodes[i]))
    _take(found, rest)
    return {node: found[node] for node in as_is.nodes if node in found}


def _take(found: dict[str, str], ids: Iterable[str]) -> None:
    taken = set(found.values())
    for node in ids:
        if node not in found and node not in taken:
            found[node] = node
            taken.add(node)


def _is_same(a: FlowNode, b: FlowNode) -> bool:
    if category_of(a) != category_of(b):
        return False
    return a.name == b.name or not (a.name and b.name) or label_similarity(a.name, b.name) >= _SAME_LABEL


def _looks(side: Surroundings, node: FlowNode) -> object:
    return category_of(node), node.type, normal_label(node.name), side.lanes.get(node.id, "")


def _names(_: Surroundings, node: FlowNode) -> object:
    return (category_of(node), normal_label(node.name)) if normal_label(node.name) else None


def _kinds(_: Surroundings, node: FlowNode) -> object:
    return category_of(node)


def _match_by_likeness(pair: tuple[Surroundings, Surroundings], found: dict[str, str]) -> None:
    likeness = Likeness(pair, found)
    for enough in _ENOUGH:
        is_new = True
        while is_new:
            more = assign(likeness.scores(enough))
            found.update(more)
            is_new = bool(more)

"""Finds which node of one model is which of another: by id, by looks and surroundings, by likeness.

Sources: Dijkman, Dumas, García-Bañuelos and Käärik, Aligning business process models (2009), for the measures of
likeness (label, type, neighbourhood); ids come first, since both models usually come from one file.
"""

from collections.abc import Iterable

from bpmn.difference.assignment import assign
from bpmn.difference.colours import match_by_colours
from bpmn.difference.labels import label_similarity, normal_label
from bpmn.difference.surroundings import Surroundings, category_of
from bpmn.model import FlowNode, Model

__all__ = ["match_nodes"]

_SAME_LABEL = 0.5
# What a pair must score to be one node: first the clear ones, which then speak for their neighbours.
_ENOUGH = (0.8, 0.65, 0.55)
_UNKNOWN = 0.5
_LABEL, _TYPE, _CONTEXT, _LANE, _PLACE = 0.43, 0.15, 0.3, 0.1, 0.02


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
    for enough in _ENOUGH:
        is_new = True
        while is_new:
            more = assign(_scores(pair, found, enough))
            found.update(more)
            is_new = bool(more)


def _scores(
    pair: tuple[Surroundings, Surroundings], found: dict[str, str], enough: float
) -> dict[tuple[str, str], float]:
    """Return how alike any two nodes are that are not matched yet, where that is enough."""
    taken = set(found.values())
    left = [node for node in pair[0].nodes.values() if node.id not in found]
    right = [node for node in pair[1].nodes.values() if node.id not in taken]
    scored = (
        ((a.id, b.id), _score(pair, found, a, b)) for a in left for b in right if category_of(a) == category_of(b)
    )
    return {ids: score for ids, score in scored if score >= enough}


def _score(pair: tuple[Surroundings, Surroundings], found: dict[str, str], a: FlowNode, b: FlowNode) -> float:
    ours, theirs = pair
    owner = found.get(ours.owners.get(a.id, ""))
    if owner is not None and owner != theirs.owners.get(b.id):
        return 0.0
    label = label_similarity(a.name, b.name) if a.name and b.name else float(a.name == b.name) / 2
    lane = float(ours.lanes.get(a.id, "") == theirs.lanes.get(b.id, ""))
    place = 1 - abs(ours.places[a.id] - theirs.places[b.id])
    context = max(_context(pair, found, a, b), _context_of_steps(pair, found, a, b))
    return _LABEL * label + _TYPE * (a.type == b.type) + _CONTEXT * context + _LANE * lane + _PLACE * place


def _context(pair: tuple[Surroundings, Surroundings], found: dict[str, str], a: FlowNode, b: FlowNode) -> float:
    """Return how many of the nodes next to two nodes are the same, from 0 to 1; what holds them counts as one."""
    ours, theirs = pair
    sides = ((ours.before, theirs.before), (ours.behind, theirs.behind))
    around = [({e for _, e in o[a.id]}, {e for _, e in t[b.id]}) for o, t in sides]
    return _shared(found, [*around, (ours.holders(a.id), theirs.holders(b.id))])


def _context_of_steps(
    pair: tuple[Surroundings, Surroundings], found: dict[str, str], a: FlowNode, b: FlowNode
) -> float:
    """Return the same of the nearest steps, gateways left out."""
    ours, theirs = pair
    sides = ((ours.steps_before, theirs.steps_before), (ours.steps_behind, theirs.steps_behind))
    around = [(o[a.id], t[b.id]) for o, t in sides]
    return _shared(found, [*around, (ours.holders(a.id), theirs.holders(b.id))])


def _shared(found: dict[str, str], sides: Iterable[tuple[set[str], set[str]]]) -> float:
    taken = set(found.values())
    shared = whole = 0.0
    for ours, theirs in sides:
        shared += 2 * len({found.get(node) for node in ours} & theirs)
        # What is not matched may be gone or new, which says less against a pair than a neighbour that is elsewhere.
        whole += sum(1.0 if node in found else _UNKNOWN for node in ours)
        whole += sum(1.0 if node in taken else _UNKNOWN for node in theirs)
    return shared / whole if whole else 0.5

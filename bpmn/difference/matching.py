"""Finds which node of one model is which of another: by id, then by label, kind and neighbourhood.

Source: the greedy matching of Dijkman, Dumas, García-Bañuelos and Käärik, Aligning business process models (2009), with
ids first, since both models usually come from one file.
"""

from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher

from bpmn.model import Activity, FlowNode, Gateway, Model

__all__ = ["label_similarity", "match_nodes"]

_SAME_LABEL = 0.5
_ENOUGH = 0.65


def match_nodes(as_is: Model, to_be: Model) -> dict[str, str]:
    """Return the id in `to_be` of each node of `as_is` that is in both."""
    found: dict[str, str] = {}
    _take(found, ((i, i) for i in as_is.nodes if i in to_be.nodes and _is_same(as_is.nodes[i], to_be.nodes[i])))
    _take(found, _equal_labels(as_is, to_be, found))
    _take(found, _similar(as_is, to_be, found))
    rest = (i for i in as_is.nodes if i in to_be.nodes and _category(as_is.nodes[i]) == _category(to_be.nodes[i]))
    _take(found, ((i, i) for i in rest))
    return found


def label_similarity(a: str, b: str) -> float:
    """Return how alike two labels are, from 0 to 1, whatever their case.

    >>> label_similarity("Check papers", "check papers")
    1.0
    """
    return SequenceMatcher(None, a.casefold().split(), b.casefold().split()).ratio() / 2 + (
        SequenceMatcher(None, a.casefold(), b.casefold()).ratio() / 2
    )


def _take(found: dict[str, str], pairs: Iterable[tuple[str, str]]) -> None:
    taken = set(found.values())
    for a, b in pairs:
        if a not in found and b not in taken:
            found[a] = b
            taken.add(b)


def _category(node: FlowNode) -> str:
    if isinstance(node, Activity):
        return "activity"
    return "gateway" if isinstance(node, Gateway) else node.type


def _is_same(a: FlowNode, b: FlowNode) -> bool:
    if _category(a) != _category(b):
        return False
    return a.name == b.name or not (a.name and b.name) or label_similarity(a.name, b.name) >= _SAME_LABEL


def _equal_labels(as_is: Model, to_be: Model, found: dict[str, str]) -> Iterator[tuple[str, str]]:
    by_label: dict[tuple[str, str], list[str]] = {}
    for node in to_be.nodes.values():
        if node.name:
            by_label.setdefault((_category(node), node.name.casefold()), []).append(node.id)
    taken = set(found.values())
    for node in as_is.nodes.values():
        for other in by_label.get((_category(node), node.name.casefold()), ()):
            if node.id not in found and other not in taken:
                yield node.id, other


def _similar(as_is: Model, to_be: Model, found: dict[str, str]) -> list[tuple[str, str]]:
    taken = set(found.values())
    left = [node for node in as_is.nodes.values() if node.id not in found]
    right = [node for node in to_be.nodes.values() if node.id not in taken]
    scored = [
        (score, a.id, b.id)
        for a in left
        for b in right
        if _category(a) == _category(b) and (score := _score(as_is, to_be, found, (a, b))) >= _ENOUGH
    ]
    return [(a, b) for _, a, b in sorted(scored, key=lambda item: (-item[0], item[1], item[2]))]


def _score(as_is: Model, to_be: Model, found: dict[str, str], pair: tuple[FlowNode, FlowNode]) -> float:
    a, b = pair
    around_a, around_b = _neighbours(as_is, a), _neighbours(to_be, b)
    shared = sum(1 for node in around_a if found.get(node) in around_b)
    context = shared / max(1, len(around_a), len(around_b))
    label = label_similarity(a.name, b.name) if a.name and b.name else float(a.name == b.name) / 2
    return 0.6 * label + 0.15 * (a.type == b.type) + 0.25 * context


def _neighbours(model: Model, node: FlowNode) -> set[str]:
    flows = model.flows
    before = {flows[flow].source for flow in node.incoming if flow in flows}
    return before | {flows[flow].target for flow in node.outgoing if flow in flows}

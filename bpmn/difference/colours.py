"""Nodes told apart by themselves and by what is around them, further and further away.

Source: the colour refinement of Weisfeiler and Leman (1968), run on both models at once; nodes that have been matched
have a colour of their own in both, so that what is near them is told apart by them.
"""

from collections.abc import Callable, Iterator, Mapping

from bpmn.difference.surroundings import Surroundings
from bpmn.model import FlowNode

__all__ = ["match_by_colours"]

_ROUNDS = 8
# Each tie that is broken may tell others apart, and costs a look at the whole of both models; then all are broken.
_MOST_TIES = 50
_Base = Callable[[Surroundings, FlowNode], object]


def match_by_colours(
    pair: tuple[Surroundings, Surroundings],
    found: dict[str, str],
    base: _Base,
    *,
    least_rounds: int,
    ties: bool = False,
) -> None:
    """Match the nodes that look the same in both models, and no other node does.

    Args:
        pair: The nodes of both models.
        found: What has been matched so far; matches are added.
        base: What a node looks like by itself; None keeps it out.
        least_rounds: How far around it a node must at least look the same, in flows.
        ties: Whether nodes that nothing tells apart, however far one looks, are matched in the files' order.
    """
    is_new, broken = True, 0
    while is_new and len(found) < len(pair[0].nodes):
        is_new = False
        rounds = list(_rounds(pair, found, base))
        for colours in reversed(rounds[least_rounds:]):
            matches = list(_alone(colours, found))
            if matches:
                found.update(matches)
                is_new = True
                break
        if not is_new and ties and len(rounds) > _ROUNDS:
            broken += 1
            matches = _tied(pair[0], rounds[-1], found, is_last=broken > _MOST_TIES)
            found.update(matches)
            is_new = bool(matches)


_Colours = tuple[dict[str, int], dict[str, int]]


def _rounds(pair: tuple[Surroundings, Surroundings], found: Mapping[str, str], base: _Base) -> Iterator[_Colours]:
    """Yield the colours of the nodes of both models, each time looked at one flow further."""
    names: dict[object, int] = {}
    numbers = {node: number for number, node in enumerate(found)}
    anchors = (numbers, {b: numbers[a] for a, b in found.items()})
    colours: list[dict[str, int]] = []
    for side, anchored in zip(pair, anchors, strict=True):
        own: dict[str, int] = {}
        for node in side.nodes.values():
            look = ("matched", anchored[node.id]) if node.id in anchored else base(side, node)
            own[node.id] = -1 if look is None else names.setdefault(look, len(names))
        colours.append(own)
    yield colours[0], colours[1]
    for _ in range(_ROUNDS):
        colours = [_refined(side, own, names) for side, own in zip(pair, colours, strict=True)]
        yield colours[0], colours[1]


def _refined(side: Surroundings, colours: Mapping[str, int], names: dict[object, int]) -> dict[str, int]:
    refined: dict[str, int] = {}
    for node, own in colours.items():
        before = tuple(sorted((label, colours[end]) for label, end in side.before[node]))
        behind = tuple(sorted((label, colours[end]) for label, end in side.behind[node]))
        look = (own, before, behind, colours.get(side.owners.get(node, ""), -2))
        refined[node] = -1 if own == -1 else names.setdefault(look, len(names))
    return refined


def _groups(colours: _Colours, found: Mapping[str, str]) -> Iterator[tuple[list[str], list[str]]]:
    taken = set(found.values())
    sides: tuple[dict[int, list[str]], dict[int, list[str]]] = ({}, {})
    for own, groups, known in zip(colours, sides, (found.keys(), taken), strict=True):
        for node, colour in own.items():
            if node not in known and colour != -1:
                groups.setdefault(colour, []).append(node)
    for colour, ours in sides[0].items():
        if colour in sides[1]:
            yield ours, sides[1][colour]


def _alone(colours: _Colours, found: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    return ((a[0], b[0]) for a, b in _groups(colours, found) if len(a) == len(b) == 1)


def _tied(side: Surroundings, colours: _Colours, found: Mapping[str, str], *, is_last: bool) -> list[tuple[str, str]]:
    """Return one of the ties, or all of a group whose neighbours are known already, so that they can be exchanged."""
    if is_last:
        groups = (group for group in _groups(colours, found) if len(group[0]) == len(group[1]))
        return [match for ours, theirs in groups for match in zip(ours, theirs, strict=True)]
    for ours, theirs in _groups(colours, found):
        if len(ours) == len(theirs):
            ends = {end for node in ours for _, end in (*side.before[node], *side.behind[node])}
            ends |= {holder for node in ours for holder in side.holders(node)}
            count = len(ours) if ends <= found.keys() else 1
            return list(zip(ours[:count], theirs[:count], strict=True))
    return []

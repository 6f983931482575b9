"""Which activities of as-is and to-be belong together, so that their figures can be set against each other."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

import networkx as nx

from bpmn.difference import Change

__all__ = ["ActivityGroup", "group_activities"]

_Member = tuple[int, str]
"""The side (0 as-is, 1 to-be) and the element's id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityGroup:
    """Activities that are, or replace, each other.

    Attributes:
        kind: "eliminated" with none in to-be, "added" with none in as-is, else the kind of the model change that joins
            them, or "changed".
        as_is: Their ids as it is.
        to_be: Their ids as it could be.
    """

    kind: str
    as_is: tuple[str, ...]
    to_be: tuple[str, ...]


def group_activities(
    as_is: Collection[str], to_be: Collection[str], changes: Iterable[Change]
) -> tuple[ActivityGroup, ...]:
    """Return every activity of both sides in exactly one group.

    Activities with the same id belong together unless a change says that one of them is eliminated; changes that name
    elements of both sides join these, one to one where there are as many on both sides.
    """
    known = list(changes)
    graph: nx.Graph[_Member] = nx.Graph()
    graph.add_nodes_from([(0, key) for key in as_is])
    graph.add_nodes_from([(1, key) for key in to_be])
    eliminated = {key for change in known if not change.to_be for key in change.as_is}
    graph.add_edges_from(((0, key), (1, key)) for key in as_is if key in to_be and key not in eliminated)
    kinds: dict[_Member, str] = {}
    for change in known:
        pairs = [pair for pair in _pairs(change) if pair[0] in graph and pair[1] in graph]
        graph.add_edges_from(pairs)
        for member in (*((0, key) for key in change.as_is), *((1, key) for key in change.to_be)):
            kinds.setdefault(member, change.kind)
    components = sorted(sorted(component) for component in nx.connected_components(graph))
    return tuple(_group(component, kinds) for component in components)


def _pairs(change: Change) -> list[tuple[_Member, _Member]]:
    if len(change.as_is) == len(change.to_be):
        return [((0, before), (1, after)) for before, after in zip(change.as_is, change.to_be, strict=True)]
    return [((0, before), (1, after)) for before in change.as_is for after in change.to_be]


def _group(members: list[_Member], kinds: dict[_Member, str]) -> ActivityGroup:
    before = tuple(key for side, key in members if side == 0)
    after = tuple(key for side, key in members if side == 1)
    named = next((kinds[member] for member in members if member in kinds), "changed")
    kind = named if before and after else "eliminated" if before else "added"
    return ActivityGroup(kind=kind, as_is=before, to_be=after)

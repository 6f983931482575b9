"""Immediate dominators: the last node that every way from an entry to a node leads through.

networkx has them too, and takes longer to be imported than a thousand cases take to be simulated.
"""

from collections.abc import Iterable, Mapping

__all__ = ["immediate_dominators"]


def immediate_dominators(following: Mapping[int, Iterable[int]], entry: int) -> dict[int, int]:
    """Return the immediate dominator of each node that can be reached from the entry, the entry's own left out.

    Args:
        following: The nodes after each node; a node without any may be missing.
        entry: Where all ways begin.

    Source: Cooper, Harvey, Kennedy, A Simple, Fast Dominance Algorithm, Rice University TR-06-33870, 2001.
    """
    order = _last_left_first(following, entry)
    place = {node: number for number, node in enumerate(order)}
    before: dict[int, list[int]] = {node: [] for node in order}
    for node in order:
        for after in following.get(node, ()):
            before[after].append(node)
    above = {entry: entry}
    changes = True
    while changes:
        changes = False
        for node in order[1:]:
            known = [other for other in before[node] if other in above]
            found = known[0]
            for other in known[1:]:
                found = _common(found, other, above, place)
            if above.get(node) != found:
                above[node], changes = found, True
    del above[entry]
    return above


def _last_left_first(following: Mapping[int, Iterable[int]], entry: int) -> list[int]:
    """Return the nodes that can be reached in reverse postorder: what is left last in a walk in depth comes first."""
    order: list[int] = []
    seen = {entry}
    walk = [(entry, iter(following.get(entry, ())))]
    while walk:
        node, rest = walk[-1]
        after = next((other for other in rest if other not in seen), None)
        if after is None:
            order.append(node)
            walk.pop()
        else:
            seen.add(after)
            walk.append((after, iter(following.get(after, ()))))
    return order[::-1]


def _common(one: int, other: int, above: Mapping[int, int], place: Mapping[int, int]) -> int:
    """Return where the ways up from two nodes meet."""
    while one != other:
        while place[one] > place[other]:
            one = above[one]
        while place[other] > place[one]:
            other = above[other]
    return one

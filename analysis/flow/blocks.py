"""Parallel blocks whose branches keep the same hours: as one piece of work in these hours."""

from collections.abc import Iterator

from analysis.flow.chains import block_law
from analysis.flow.laws import Law
from analysis.flow.times import Times
from analysis.flow.week import Hours, in_hours

__all__ = ["common_hours_law"]

_SOON_S = 600.0


def common_hours_law(times: Times, at: int, join: int) -> Law | None:
    """Return the law of a parallel block, or None where its branches do not all work in the same hours.

    Args:
        times: The times of the nodes.
        at: The node that begins the block.
        join: The node that ends it.

    The later of two ends in the same hours is the end of the longer of two works: the longest is taken in working time
    and then laid into the week. Branches begin together, so that taken by themselves they would not be independent.
    What needs nobody and takes no more than ten minutes may be among them.
    """
    if at not in times.arriving or times.load is None:
        return None
    kept = list(_hours_within(times, at, join))
    found = [hours for hours in kept if hours is not None]
    if None in kept or not found or any(hours is not found[0] for hours in found):
        return None
    always = Times(times.network, times.load, times.queues, transfers=times.transfers)
    return in_hours(times.arriving[at], found[0], [block_law(times.network, at, always.routes)]).law


def _hours_within(times: Times, at: int, join: int) -> Iterator[Hours | None]:
    """Yield the hours of each activity in a block; None for what is not simply work in somebody's hours."""
    network = times.network
    seen, waiting = {at, join}, [network.ways[way].target for way in network.nodes[at].outgoing]
    while waiting:
        number = waiting.pop()
        if number in seen:
            continue
        seen.add(number)
        node = network.nodes[number]
        waiting += [network.ways[way].target for way in node.outgoing]
        if node.kind in {"wait", "scope"} or node.boundaries:
            yield None
        elif node.kind == "task":
            yield from times.hours_at(number, _SOON_S)

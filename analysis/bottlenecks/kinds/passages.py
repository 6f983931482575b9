"""Single points of passage: what every case passes and one person alone can do."""

from collections.abc import Iterator

from analysis.bottlenecks.evidence import Evidence
from analysis.bottlenecks.kinds.entries import entry_of
from analysis.bottlenecks.values import Bottleneck

__all__ = ["find_passages"]


def find_passages(evidence: Evidence) -> Iterator[Bottleneck]:
    """Yield each activity that dominates the end of the process, is done by one person, and is queued for.

    Source: dominators of the flow graph (`Structure.unavoidable`); the minimum cut between start and end is one person.
    """
    for element in evidence.structure.unavoidable:
        place = evidence.places.get(element)
        pools = evidence.pools(element)
        people = {member.id for pool in pools for member in pool.members}
        is_one = (len(pools) == 1 and pools[0].amount == 1) or len(people) == 1
        if place is None or place.queue_s <= 0 or not is_one:
            continue
        yield entry_of(
            evidence,
            element,
            "passage",
            place.queue_s,
            "Every case passes {name}, and one person alone does it ({pool}): it waits {time} a case for that person.",
            words={"pool": pools[0].name if str(pools[0].name) else pools[0].id},
        )

"""Long work: activities by the work that a case needs there."""

from collections.abc import Iterator

from analysis.bottlenecks.evidence import Evidence
from analysis.bottlenecks.kinds.approvals import is_approval
from analysis.bottlenecks.kinds.entries import entry_of
from analysis.bottlenecks.values import Bottleneck

__all__ = ["find_long_work"]


def find_long_work(evidence: Evidence) -> Iterator[Bottleneck]:
    """Yield each activity with its work."""
    for element, place in evidence.places.items():
        if place.work_s > 0 and not is_approval(evidence, element):
            sentence = "{name} takes {time} of work a case."
            yield entry_of(evidence, element, "work", place.work_s, sentence, cost=place.cost)

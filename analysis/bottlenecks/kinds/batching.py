"""Batching: work that waits until enough of its like has come."""

from collections.abc import Iterator

from analysis.bottlenecks.evidence import Evidence
from analysis.bottlenecks.kinds.entries import entry_of
from analysis.bottlenecks.values import Bottleneck

__all__ = ["find_batching"]


def find_batching(evidence: Evidence) -> Iterator[Bottleneck]:
    """Yield each activity whose instances wait for a batch to be let go."""
    for element, place in evidence.places.items():
        if place.batching_s > 0:
            sentence = "{name} waits {time} a case until its batch is let go."
            yield entry_of(evidence, element, "batching", place.batching_s, sentence)

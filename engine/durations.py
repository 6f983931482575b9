"""How long things take, counted in this process as Prometheus counts: how many took at most so long."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from threading import Lock

__all__ = ["Durations"]


class Durations:
    """A histogram of durations in seconds, by the values of some labels; many threads may add to it."""

    def __init__(self, *labels: str, bounds_s: Sequence[float]) -> None:
        """Prepare an empty one.

        Args:
            labels: The names of the labels.
            bounds_s: The upper bounds of the buckets in seconds, the smallest first; one for what is longer is added.
        """
        self._labels = labels
        self._bounds_s = tuple(bounds_s)
        self._lock = Lock()
        self._counts: dict[tuple[str, ...], list[int]] = {}
        self._sums: dict[tuple[str, ...], float] = {}

    def add(self, *values: str, seconds: float) -> None:
        """Count one, with a value for each label."""
        with self._lock:
            counts = self._counts.setdefault(values, [0] * (len(self._bounds_s) + 1))
            counts[bisect_left(self._bounds_s, seconds)] += 1
            self._sums[values] = self._sums.get(values, 0.0) + seconds

    def samples(self) -> Iterator[tuple[str, Mapping[str, str], float]]:
        """Yield the end of a sample's name, its labels and its value; each bucket holds the smaller ones too.

        Source: Prometheus, Exposition formats, "Histograms and summaries".
        """
        with self._lock:
            counted = {values: (list(counts), self._sums[values]) for values, counts in sorted(self._counts.items())}
        for values, (counts, total) in counted.items():
            labels = dict(zip(self._labels, values, strict=True))
            below = 0
            for bound, number in zip((*map(str, self._bounds_s), "+Inf"), counts, strict=True):
                below += number
                yield "_bucket", {**labels, "le": bound}, below
            yield "_sum", labels, total
            yield "_count", labels, below

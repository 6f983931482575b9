"""How sure a ratio of mean distances is: between two simulators, by that between runs of one of them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Ratio", "ratio_of"]

_DRAWS = 2000
_LEVEL = 0.95


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratio:
    """The mean distance to another simulator's logs by that among those, and its 95% interval.

    Attributes:
        value: The ratio; 1 where the logs of both are alike. Infinite where those of the other do not differ, but from
            ours.
        low: The interval's lower end.
        high: Its upper end.
    """

    value: float
    low: float
    high: float


def ratio_of(between: NDArray[np.float64], among: NDArray[np.float64]) -> Ratio:
    """Return the ratio of the mean distances, with the percentile interval of the bootstrap over logs.

    Distances that share a log hang together, so it is logs, not distances, that are drawn with replacement, ours and
    theirs each for themselves; a log's distance to itself is no distance. Of logs that differ by a normal number (1, 5
    or 30 of them) or a lognormal one, 93 to 97% of such intervals of 8 or 12 logs a side hold the true ratio (of 400).

    Args:
        between: The distance of each of our logs (rows) to each of theirs (columns).
        among: The distances among theirs, symmetric.

    Source: Efron, Tibshirani, An Introduction to the Bootstrap, 1993, §8.3 (two samples) and §13.3 (percentiles).
    """
    ours, theirs = between.shape
    rng = np.random.default_rng(1)
    drawn = [
        _ratio(between, among, rng.integers(0, ours, ours), rng.integers(0, theirs, theirs)) for _ in range(_DRAWS)
    ]
    low, high = np.quantile(drawn, [(1 - _LEVEL) / 2, (1 + _LEVEL) / 2], method="closest_observation")
    value = _ratio(between, among, np.arange(ours), np.arange(theirs))
    return Ratio(value=value, low=float(low), high=float(high))


def _ratio(
    between: NDArray[np.float64], among: NDArray[np.float64], ours: NDArray[np.int64], theirs: NDArray[np.int64]
) -> float:
    others = theirs[:, None] != theirs[None, :]
    other = float(between[np.ix_(ours, theirs)].mean())
    own = float(among[np.ix_(theirs, theirs)][others].mean()) if others.any() else 0.0
    if own > 0:
        return other / own
    return 1.0 if other == 0 else float("inf")

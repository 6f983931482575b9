"""A distribution of times of which some are only known to lie between two bounds."""

import numpy as np
from numpy.typing import NDArray

__all__ = ["representative_times"]

Floats = NDArray[np.float64]

_BINS = 400
_ROUNDS = 500
_MOST = 5_000
_SETTLED = 1e-7
_POINTS = 2000


def representative_times(low: Floats, high: Floats) -> Floats:
    """Return times, equally likely each, that are distributed as those of which only bounds are known.

    Args:
        low: The least that each may be.
        high: The greatest; where it equals `low` the time is known. Of more than 5,000 as many are looked at, evenly.

    Source: the self-consistent estimate of Turnbull, The Empirical Distribution Function with Arbitrarily Grouped,
    Censored and Truncated Data, J. Royal Statistical Society B 38 (1976), on at most 400 classes.
    """
    low, high = low[:: -(-len(low) // _MOST)], high[:: -(-len(high) // _MOST)]
    edges = np.unique(np.quantile(np.concatenate((low, high)), np.linspace(0, 1, _BINS + 1)))
    if len(edges) < 2:
        return np.full(1, float(low[0]))
    # A known time lies in the class that ends with it, so that what is often 0 stays in a class of its own.
    edges = np.concatenate(([edges[0]], edges))
    first = np.searchsorted(edges[1:], low, side="left")
    last = np.searchsorted(edges[1:], high, side="left")
    first, last = np.minimum(first, len(edges) - 2), np.minimum(np.maximum(first, last), len(edges) - 2)
    share = np.full(len(edges) - 1, 1.0 / (len(edges) - 1))
    for _ in range(_ROUNDS):
        before = np.concatenate(([0.0], np.cumsum(share)))
        weight = 1.0 / np.maximum(before[last + 1] - before[first], 1e-300)
        turns = np.bincount(first, weight, len(edges)) - np.bincount(last + 1, weight, len(edges))
        following = share * np.cumsum(turns)[:-1] / len(low)
        is_settled = np.abs(following - share).max() < _SETTLED
        share = following
        if is_settled:
            break
    reached = np.concatenate(([0.0], np.cumsum(share)))
    places = (np.arange(_POINTS) + 0.5) / _POINTS * reached[-1]
    number = np.minimum(np.searchsorted(reached, places, side="left") - 1, len(share) - 1)
    inside = (places - reached[number]) / np.maximum(share[number], 1e-300)
    return np.asarray(edges[number] + inside * (edges[number + 1] - edges[number]))

"""Quantiles of many numbers, bit for bit those of `numpy.quantile`, which takes a while to be loaded for its first."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["quantiles"]


def quantiles(values: NDArray[np.float64], shares: ArrayLike) -> NDArray[np.float64]:
    """Return the values below which these shares of all values lie, by linear interpolation between two of them.

    Source: definition 7 of Hyndman, Fan, Sample Quantiles in Statistical Packages, The American Statistician 50 (1996).
    """
    ordered = np.sort(values)
    places = (len(values) - 1) * np.asarray(shares, dtype=np.float64)
    before = np.floor(places).astype(np.int64)
    low, high = ordered[before], ordered[np.minimum(before + 1, len(values) - 1)]
    part = places - before
    # From the nearer of the two, so that both ends are met exactly.
    return np.where(part >= 0.5, high - (high - low) * (1 - part), low + (high - low) * part)

"""A distribution fitted to what was observed, with how sure its mean is."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.scenario import Distribution, fit_distribution

__all__ = ["Fitted", "fitted"]

Floats = NDArray[np.float64]

_FEWEST = 10
_MOST = 5_000
_Z = 1.96


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """A distribution with what it was fitted to.

    Attributes:
        law: The distribution, in seconds.
        count: How many observations.
        mean: Their mean.
        sd: Their standard deviation.
        above_zero: The share of them that is not 0.
    """

    law: Distribution
    count: int
    mean: float
    sd: float
    above_zero: float

    @classmethod
    def fixed(cls, value: float) -> "Fitted":
        """Return a value that is always the same."""
        law = Distribution(type="fixed", value=value)
        return cls(law=law, count=1, mean=value, sd=0.0, above_zero=float(value > 0))

    @property
    def range(self) -> tuple[float, float]:
        """The factors between which the mean lies with 95% confidence, by the normal approximation."""
        if self.mean <= 0:
            return 1.0, 1.0
        half = _Z * self.sd / math.sqrt(self.count) / self.mean
        return round(max(0.0, 1.0 - half), 4), round(1.0 + half, 4)


def fitted(values: Floats) -> Fitted | None:
    """Return the distribution that fits values best; their mean where there are fewer than 10; None without any.

    Of more than 5,000 values as many are taken, evenly from the smallest to the greatest: more would not change it.
    """
    if not len(values):
        return None
    mean, sd = float(values.mean()), float(values.std())
    taken = values
    if len(values) > _MOST:
        taken = np.quantile(values, (np.arange(_MOST) + 0.5) / _MOST)
    law = Distribution(type="fixed", value=mean) if len(values) < _FEWEST else fit_distribution(taken).distribution
    return Fitted(law=law, count=len(values), mean=mean, sd=sd, above_zero=float((values > 0).mean()))

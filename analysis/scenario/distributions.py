"""Probability distributions of times: their moments and their distribution function.

How they are drawn is the simulator's business (`analysis.simulation`); what they mean is said here, once, for the
simulation and for the exact flow analysis alike.
"""

import math
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from bpmn.frozen import dataclass

__all__ = ["PARAMETERS", "Distribution"]

Array = NDArray[np.float64]

_FLAT, _STEEP = 1e-3, 700.0

PARAMETERS: dict[str, tuple[str, ...]] = {
    "fixed": ("value",),
    "exponential": ("mean",),
    "uniform": ("min", "max"),
    "triangular": ("min", "mode", "max"),
    "normal": ("mean", "sd"),
    "lognormal": ("mean", "sd"),
    "gamma": ("mean", "sd"),
    "erlang": ("k", "mean"),
    "empirical": ("values",),
}
"""The parameters that each type must have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Distribution:
    """A distribution of a time in seconds (or of a count).

    Attributes:
        type: One of `PARAMETERS`.
        value: The value of "fixed".
        mean: The mean before bounds apply.
        sd: The standard deviation before bounds apply.
        min: Least value. An exponential is shifted to begin there and keeps its mean; a normal, lognormal or gamma is
            drawn again below it.
        max: Greatest value, None for none; exponential, normal, lognormal and gamma are drawn again above it.
        mode: The mode of "triangular".
        k: The number of phases of "erlang".
        values: The values of "empirical".
        weights: Their weights, adding up to 1; empty for equal ones.
    """

    type: str
    value: float = 0.0
    mean: float = 0.0
    sd: float = 0.0
    min: float = 0.0
    max: float | None = None
    mode: float = 0.0
    k: int = 1
    values: tuple[float, ...] = ()
    weights: tuple[float, ...] = ()

    @property
    def expected(self) -> float:
        """The mean, bounds included, in the distribution's own unit."""
        return _moments(self)[0]

    @property
    def variance(self) -> float:
        """The variance, bounds included, in the square of its unit."""
        return _moments(self)[1]

    @property
    def is_constant(self) -> bool:
        """Whether it has one value only."""
        return self.variance == 0

    def cdf(self, at: Array) -> Array:
        """Return the probability of a value of at most `at`, for each entry."""
        return _CDF[self.type](self, np.asarray(at, dtype=np.float64))

    def scaled(self, factor: float) -> "Distribution":
        """Return it with every value multiplied by `factor`."""
        return replace(
            self,
            value=self.value * factor,
            mean=self.mean * factor,
            sd=self.sd * factor,
            min=self.min * factor,
            max=None if self.max is None else self.max * factor,
            mode=self.mode * factor,
            values=tuple(value * factor for value in self.values),
        )


def _fixed(law: Distribution, at: Array) -> Array:
    return np.asarray(at >= law.value, dtype=np.float64)


def _exponential(law: Distribution, at: Array) -> Array:
    def below(x: Array) -> Array:
        return -np.expm1(-np.maximum(x - law.min, 0) / (law.mean - law.min))

    return _bounded(law, at, below)


def _uniform(law: Distribution, at: Array) -> Array:
    high = law.min if law.max is None else law.max
    if high == law.min:
        return np.asarray(at >= high, dtype=np.float64)
    return np.clip((at - law.min) / (high - law.min), 0, 1)


def _triangular(law: Distribution, at: Array) -> Array:
    low, mode, high = law.min, law.mode, law.max or 0.0
    if high == low:
        return np.asarray(at >= high, dtype=np.float64)
    x = np.clip(at, low, high)
    left = (x - low) ** 2 / ((high - low) * (mode - low)) if mode > low else np.zeros_like(x)
    right = 1 - (high - x) ** 2 / ((high - low) * (high - mode)) if high > mode else np.ones_like(x)
    return np.where(x < mode, left, right)


def _normal(law: Distribution, at: Array) -> Array:
    from scipy.special import ndtr

    return _bounded(law, at, lambda x: np.asarray(ndtr((x - law.mean) / law.sd)))


def _lognormal(law: Distribution, at: Array) -> Array:
    from scipy.special import ndtr

    shape = math.sqrt(math.log1p((law.sd / law.mean) ** 2))
    middle = math.log(law.mean) - shape**2 / 2
    return _bounded(law, at, lambda x: np.asarray(ndtr((np.log(np.maximum(x, 1e-300)) - middle) / shape)))


def _gamma(law: Distribution, at: Array) -> Array:
    from scipy.special import gammainc

    shape, scale = (law.mean / law.sd) ** 2, law.sd**2 / law.mean
    return _bounded(law, at, lambda x: np.asarray(gammainc(shape, np.maximum(x, 0) / scale)))


def _erlang(law: Distribution, at: Array) -> Array:
    from scipy.special import gammainc

    return np.asarray(gammainc(law.k, np.maximum(at, 0) * law.k / law.mean))


def _empirical(law: Distribution, at: Array) -> Array:
    weights = law.weights or (1 / len(law.values),) * len(law.values)
    return np.asarray(sum((at >= v) * w for v, w in zip(law.values, weights, strict=True)), dtype=np.float64)


def _bounded(law: Distribution, at: Array, below: Callable[[Array], Array]) -> Array:
    low = below(np.array(law.min)) if law.type != "exponential" else np.array(0.0)
    high = np.array(1.0) if law.max is None else below(np.array(law.max))
    inside = at if law.max is None else np.minimum(at, law.max)
    share = (below(np.maximum(inside, law.min)) - low) / (high - low)
    return np.where(at < law.min, 0.0, share)


_CDF: dict[str, Callable[[Distribution, Array], Array]] = {
    "fixed": _fixed,
    "exponential": _exponential,
    "uniform": _uniform,
    "triangular": _triangular,
    "normal": _normal,
    "lognormal": _lognormal,
    "gamma": _gamma,
    "erlang": _erlang,
    "empirical": _empirical,
}


@lru_cache(maxsize=4096)
def _moments(law: Distribution) -> tuple[float, float]:
    if law.type == "empirical":
        weights = law.weights or (1 / len(law.values),) * len(law.values)
        mean = math.fsum(v * w for v, w in zip(law.values, weights, strict=True))
        return mean, math.fsum((v - mean) ** 2 * w for v, w in zip(law.values, weights, strict=True))
    mean, variance = _FREE_MOMENTS[law.type](law)
    if _is_free(law):
        return mean, variance
    if law.type == "exponential" and law.max is not None:
        return _cut_exponential_moments(law.min, law.mean - law.min, law.max - law.min)
    return _integrated_moments(law)


def _cut_exponential_moments(low: float, scale: float, room: float) -> tuple[float, float]:
    """Return mean and variance of an exponential above `low` that is drawn again beyond `room` above it.

    With q = exp(-room / scale): mean low + scale - room q / (1 - q), variance scale² - room² q / (1 - q)².
    Source: integrated by parts; Johnson, Kotz, Balakrishnan, Continuous Univariate Distributions 1, 2nd ed., §19.
    """
    ratio = room / scale
    if ratio < _FLAT:  # nearly uniform, where the differences above lose all digits
        return low + room / 2 - room * ratio / 12, room**2 / 12 * (1 - ratio**2 / 20)
    lost = -1 / math.expm1(min(ratio, _STEEP))  # -q / (1 - q)
    return low + scale + room * lost, scale**2 - room**2 * lost * (lost - 1)


_FREE_MOMENTS: dict[str, Callable[[Distribution], tuple[float, float]]] = {
    "fixed": lambda law: (law.value, 0.0),
    "exponential": lambda law: (law.mean, (law.mean - law.min) ** 2),
    "uniform": lambda law: ((law.min + (law.max or 0.0)) / 2, ((law.max or 0.0) - law.min) ** 2 / 12),
    "triangular": lambda law: (
        (law.min + law.mode + (law.max or 0.0)) / 3,
        (
            law.min**2
            + law.mode**2
            + (law.max or 0.0) ** 2
            - law.min * law.mode
            - law.min * (law.max or 0.0)
            - law.mode * (law.max or 0.0)
        )
        / 18,
    ),
    "normal": lambda law: (law.mean, law.sd**2),
    "lognormal": lambda law: (law.mean, law.sd**2),
    "gamma": lambda law: (law.mean, law.sd**2),
    "erlang": lambda law: (law.mean, law.mean**2 / law.k),
}


def _is_free(law: Distribution) -> bool:
    """Whether the bounds cut nothing off that matters in double precision."""
    if law.type in {"fixed", "uniform", "triangular", "erlang"}:
        return True
    if law.max is not None:
        return False
    return law.type == "exponential" or law.min <= (law.mean - 8.5 * law.sd if law.type == "normal" else 0.0)


def _integrated_moments(law: Distribution) -> tuple[float, float]:
    """Return mean and variance of a cut-off distribution from E X = a + ∫ (1 - F), E X² = a² + ∫ 2x (1 - F)."""
    from scipy.integrate import quad

    top = law.max if law.max is not None else math.inf

    def survival(x: float) -> float:
        return 1.0 - float(law.cdf(np.array(x)))

    middle = min(max(law.mean, law.min), top)
    cuts = sorted({law.min, middle, min(top, middle + 10 * max(law.sd, law.mean)), top})
    pairs = list(pairwise(cuts))
    mean = law.min + math.fsum(quad(survival, a, b, limit=200)[0] for a, b in pairs)
    second = law.min**2 + math.fsum(quad(lambda x: 2 * x * survival(x), a, b, limit=200)[0] for a, b in pairs)
    return mean, max(0.0, second - mean**2)

"""Two sets of cases compared by drawing them anew many times."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import stats

__all__ = ["Resampled", "cliffs_delta", "resample"]

Numbers = npt.NDArray[np.float64]
Statistic = Callable[[Numbers], float]
"""Gives a statistic of a set of cases for how often each of them counts."""

_LEVEL = 0.95


@dataclass(frozen=True, slots=True, kw_only=True)
class Resampled:
    """A statistic of two sets and its difference, second less first, each with its 95% confidence interval.

    Attributes:
        first: The first's.
        second: The second's.
        first_interval: Its interval.
        second_interval: Its interval.
        interval: The interval of the difference.
        p_value: Two-sided, of "no difference", by the standard error that the drawing gives.
    """

    first: float
    second: float
    first_interval: tuple[float, float]
    second_interval: tuple[float, float]
    interval: tuple[float, float]
    p_value: float


def resample(
    statistics: tuple[Statistic, Statistic], groups: tuple[npt.NDArray[np.int64], ...], *, times: int, seed: int
) -> Resampled | None:
    """Return a statistic of two sets of cases with percentile bootstrap intervals, or None where one has none.

    Cases of one group are drawn together (a cluster bootstrap): those that come in the same week meet the same queue
    and are not independent of each other.

    Args:
        statistics: Gives the statistic of the first and of the second set.
        groups: To which group each case of the first and of the second set belongs, from 0 on.
        times: How often they are drawn.
        seed: Where the random numbers begin.

    Source: Efron, Tibshirani, An Introduction to the Bootstrap (1993), ch. 6, 13; for the clusters: Davison, Hinkley,
    Bootstrap Methods and their Application (1997), §3.8.
    """
    found = [statistic(np.ones(len(group))) for statistic, group in zip(statistics, groups, strict=True)]
    drawn = []
    for number, (statistic, group) in enumerate(zip(statistics, groups, strict=True)):
        random = np.random.default_rng([seed, number])
        count = int(group.max()) + 1 if len(group) else 0
        draws = random.multinomial(count, np.full(count, 1 / count), size=times) if count else np.zeros((times, 0))
        drawn.append(np.array([statistic(weights[group].astype(np.float64)) for weights in draws]))
    usable = np.isfinite(drawn[0]) & np.isfinite(drawn[1])
    if not np.all(np.isfinite(found)) or usable.mean() < _LEVEL:
        return None
    first, second = drawn[0][usable], drawn[1][usable]
    difference, error = found[1] - found[0], float(np.std(second - first, ddof=1))
    return Resampled(
        first=found[0],
        second=found[1],
        first_interval=_interval(first),
        second_interval=_interval(second),
        interval=_interval(second - first),
        p_value=float(2 * stats.norm.sf(abs(difference) / error)) if error else float(difference == 0),
    )


def cliffs_delta(first: Numbers, second: Numbers) -> tuple[float, float]:
    """Return how much likelier a value of the second set is above one of the first than below, and the p-value.

    The p-value is that of the Mann-Whitney test, of "neither is likelier".

    Source: Cliff, Dominance statistics, Psychological Bulletin 114 (1993) 494-509: δ = 2U / (n₁ n₂) - 1.

    >>> cliffs_delta(np.array([1.0, 2.0]), np.array([3.0, 4.0]))[0]
    1.0
    """
    found = stats.mannwhitneyu(second, first)
    return float(2 * found.statistic / (len(first) * len(second)) - 1), float(found.pvalue)


def _interval(values: Numbers) -> tuple[float, float]:
    low, high = np.quantile(values, [(1 - _LEVEL) / 2, (1 + _LEVEL) / 2])
    return float(low), float(high)

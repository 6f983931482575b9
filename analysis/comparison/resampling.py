"""Two sets of cases compared by drawing them anew many times."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

import numpy as np
import numpy.typing as npt
from scipy import stats

__all__ = ["Groups", "Numbers", "Resampled", "Statistic", "cliffs_delta", "drawn_sums", "resample"]

Numbers = npt.NDArray[np.float64]
Groups = npt.NDArray[np.int64]
"""To which group each case belongs, from 0 on."""

_LEVEL = 0.95
_MOST_CELLS = 5_000_000


class Statistic(Protocol):
    """A statistic of a set of cases."""

    def whole(self) -> float:
        """Return it for all cases; NaN where there is none."""
        ...

    def drawn(self, draws: Numbers, groups: Groups) -> Numbers:
        """Return it for each row of draws, which says how often each group of cases counts."""
        ...


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
    statistics: tuple[Statistic, Statistic], groups: tuple[Groups, Groups], *, times: int, seed: int
) -> Resampled | None:
    """Return a statistic of two sets of cases with percentile bootstrap intervals, or None where one has none.

    Cases of one group are drawn together (a cluster bootstrap): those that come in the same week meet the same queue
    and are not independent of each other.

    Args:
        statistics: The statistic of the first and of the second set.
        groups: The groups of the first and of the second set.
        times: How often they are drawn.
        seed: Where the random numbers begin.

    Source: Efron, Tibshirani, An Introduction to the Bootstrap (1993), ch. 6, 13; for the clusters: Davison, Hinkley,
    Bootstrap Methods and their Application (1997), §3.8.
    """
    first, second = (statistic.whole() for statistic in statistics)
    drawn = [
        _drawn(statistic, group, times, (seed, number))
        for number, (statistic, group) in enumerate(zip(statistics, groups, strict=True))
    ]
    usable = np.isfinite(drawn[0]) & np.isfinite(drawn[1])
    if not np.isfinite(first) or not np.isfinite(second) or usable.mean() < _LEVEL:
        return None
    before, after = drawn[0][usable], drawn[1][usable]
    error = float(np.std(after - before, ddof=1))
    return Resampled(
        first=first,
        second=second,
        first_interval=_interval(before),
        second_interval=_interval(after),
        interval=_interval(after - before),
        p_value=float(2 * stats.norm.sf(abs(second - first) / error)) if error else float(second == first),
    )


def drawn_sums(draws: Numbers, groups: Groups, cells: Groups, values: Numbers, count: int) -> Numbers:
    """Return for each row of draws the sums of the values in each cell.

    Args:
        draws: How often each group counts.
        groups: The group of each case.
        cells: The cell of each case, from 0 on.
        values: Its value.
        count: How many cells there are.
    """
    if draws.shape[1] * count <= _MOST_CELLS:
        table = np.zeros((draws.shape[1], count))
        np.add.at(table, (groups, cells), values)
        sums: Numbers = draws @ table
        return sums
    return np.stack([np.bincount(cells, weights=row[groups] * values, minlength=count) for row in draws])


def cliffs_delta(first: Numbers, second: Numbers) -> float:
    """Return how much likelier a value of the second set is above one of the first than below.

    Source: Cliff, Dominance statistics, Psychological Bulletin 114 (1993) 494-509: δ = 2U / (n₁ n₂) - 1, with the U of
    Mann and Whitney.

    >>> cliffs_delta(np.array([1.0, 2.0]), np.array([3.0, 4.0]))
    1.0
    """
    ranks = stats.rankdata(np.concatenate([second, first]))[: len(second)]
    above = float(ranks.sum()) - len(second) * (len(second) + 1) / 2
    return 2 * above / (len(first) * len(second)) - 1


def _drawn(statistic: Statistic, groups: Groups, times: int, seed: tuple[int, int]) -> Numbers:
    """Return the statistic of each drawing; a part of them at a time, where there are many groups."""
    count = int(groups.max()) + 1
    rows = max(1, min(times, _MOST_CELLS // count))
    parts = [
        statistic.drawn(_draws(count, min(rows, times - begin), (*seed, begin)), groups)
        for begin in range(0, times, rows)
    ]
    return np.concatenate(parts)


@lru_cache(maxsize=4)
def _draws(count: int, times: int, seed: tuple[int, ...]) -> Numbers:
    """Return how often each of so many groups is drawn, a row a drawing; kept for the other statistics."""
    random = np.random.default_rng(list(seed))
    return random.multinomial(count, np.full(count, 1 / count), size=times).astype(np.float64)


def _interval(values: Numbers) -> tuple[float, float]:
    low, high = np.quantile(values, [(1 - _LEVEL) / 2, (1 + _LEVEL) / 2])
    return float(low), float(high)

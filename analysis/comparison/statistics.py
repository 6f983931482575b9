"""Paired comparisons: what two simulations that met the same chance differ by, and how sure that is."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import stats

__all__ = ["PairedDifference", "holm_adjusted", "paired_difference"]

_ROUNDING = 1e-9
"""Differences below this share of the values compared are rounding of floating-point sums, not an effect."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PairedDifference:
    """The mean of paired differences, in the unit of what is compared.

    Attributes:
        mean: Mean of to-be minus as-is.
        ci_low: Lower end of the confidence interval of the mean difference.
        ci_high: Upper end.
        p_value: Two-sided, of the hypothesis that there is no difference.
        replications: Pairs it rests on.
        effect_size: Mean over standard deviation of the differences (Cohen's d for pairs); infinite where every pair
            differs by the same amount, 0 where none differs.
        share_lower: Share of the pairs in which to-be is the lower one.
    """

    mean: float
    ci_low: float
    ci_high: float
    p_value: float
    replications: int
    effect_size: float
    share_lower: float


def paired_difference(
    as_is: Sequence[float] | npt.NDArray[np.float64],
    to_be: Sequence[float] | npt.NDArray[np.float64],
    *,
    confidence: float = 0.95,
) -> PairedDifference | None:
    """Return the paired-t comparison of two series of replication means, or None with fewer than two usable pairs.

    A pair counts where both of its values are finite: a replication in which a measure does not occur says nothing.

    Args:
        as_is: One value a replication.
        to_be: One value a replication, in the same order; replication i of both met the same random numbers.
        confidence: Coverage of the interval, between 0 and 1.

    Source: Law, Simulation Modeling and Analysis, 5th ed., 10.2.1 (paired-t) and 11.2 (common random numbers):
    D_r = X_r - Y_r, interval D ± t(R-1, 1-a/2) s_D/√R.

    >>> found = paired_difference([3.0, 4.0, 5.0], [2.0, 3.0, 4.0])
    >>> found.mean, found.ci_low, found.ci_high
    (-1.0, -1.0, -1.0)
    """
    first = np.asarray(as_is, dtype=np.float64)
    second = np.asarray(to_be, dtype=np.float64)
    pairs = min(len(first), len(second))
    first, second = first[:pairs], second[:pairs]
    usable = np.isfinite(first) & np.isfinite(second)
    first, second = first[usable], second[usable]
    if len(first) < 2:
        return None
    difference = second - first
    scale = float(np.max(np.abs(np.concatenate([first, second])), initial=0.0))
    difference[np.abs(difference) <= scale * _ROUNDING] = 0.0
    return _summarise(difference, scale, confidence)


def _summarise(difference: npt.NDArray[np.float64], scale: float, confidence: float) -> PairedDifference:
    count = len(difference)
    mean = float(np.mean(difference))
    spread = float(np.std(difference, ddof=1))
    if spread <= scale * _ROUNDING:
        spread = 0.0
    error = spread / math.sqrt(count)
    half_width = float(stats.t.ppf(0.5 + confidence / 2, count - 1)) * error
    return PairedDifference(
        mean=mean,
        ci_low=mean - half_width,
        ci_high=mean + half_width,
        p_value=_p_value(mean, error, count),
        replications=count,
        effect_size=_effect_size(mean, spread),
        share_lower=float(np.mean(difference < 0)),
    )


def _p_value(mean: float, error: float, count: int) -> float:
    if error == 0:
        return 1.0 if mean == 0 else 0.0
    return float(2 * stats.t.sf(abs(mean) / error, count - 1))


def _effect_size(mean: float, spread: float) -> float:
    if spread == 0:
        return 0.0 if mean == 0 else math.copysign(math.inf, mean)
    return mean / spread


def holm_adjusted(p_values: Mapping[str, float]) -> dict[str, float]:
    """Return p-values that may be compared with one level although several hypotheses are tested at once.

    Source: Holm, A simple sequentially rejective multiple test procedure, Scandinavian Journal of Statistics 6 (1979):
    the k-th smallest of m is multiplied by m - k + 1, and none may be smaller than the one before it.

    >>> holm_adjusted({"a": 0.01, "b": 0.04, "c": 0.03})
    {'a': 0.03, 'c': 0.06, 'b': 0.06}
    """
    adjusted: dict[str, float] = {}
    floor = 0.0
    in_order = sorted(p_values.items(), key=lambda item: (item[1], item[0]))
    for position, (name, p_value) in enumerate(in_order):
        floor = max(floor, min(1.0, p_value * (len(in_order) - position)))
        adjusted[name] = floor
    return adjusted

"""Paired comparisons: what two simulations that met the same chance differ by, and how sure that is."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import stats

from analysis.comparison.sureness import Equivalence

__all__ = ["PairedDifference", "equivalence", "holm_adjusted", "normal_p_value", "paired_difference"]

_ROUNDING = 1e-9
"""Differences below this share of the values compared are rounding of floating-point sums, not an effect."""

_LEAST_FOR_CONTROL = 10
"""With fewer replications the degree of freedom that a control variate takes costs more than it gains."""

_LEVEL = 0.05

_Series = npt.NDArray[np.float64]
Values = Sequence[float] | _Series


@dataclass(frozen=True, slots=True, kw_only=True)
class PairedDifference:
    """The mean of paired differences, in the unit of what is compared.

    Attributes:
        as_is: The as-is mean, with the same control as the difference.
        to_be: The to-be mean likewise: the difference is what the two differ by.
        mean: Mean of to-be minus as-is.
        ci_low: Lower end of the confidence interval of the mean difference.
        ci_high: Upper end.
        as_is_interval: Confidence interval of the as-is mean.
        to_be_interval: Confidence interval of the to-be mean.
        error: Standard error of the mean difference.
        freedom: Its degrees of freedom.
        p_value: Two-sided, of the hypothesis that there is no difference.
        replications: Pairs it rests on.
        effect_size: Mean over standard deviation of the differences (Cohen's d for pairs); infinite where every pair
            differs by the same amount, 0 where none differs.
        share_lower: Share of the pairs in which to-be is the lower one, ties counted half.
    """

    as_is: float
    to_be: float
    mean: float
    ci_low: float
    ci_high: float
    as_is_interval: tuple[float, float]
    to_be_interval: tuple[float, float]
    error: float
    freedom: int
    p_value: float
    replications: int
    effect_size: float
    share_lower: float


def paired_difference(
    as_is: Values, to_be: Values, *, confidence: float = 0.95, control: Values | None = None
) -> PairedDifference | None:
    """Return the paired-t comparison of two series of replication means, or None with fewer than two usable pairs.

    A pair counts where both of its values are finite: a replication in which a measure does not occur says nothing.

    Args:
        as_is: One value a replication.
        to_be: One value a replication, in the same order; replication i of both met the same random numbers.
        confidence: Coverage of the interval, between 0 and 1.
        control: One value a replication that is 0 on average and known: what chance did to the arrivals. It is taken
            out by regression, from ten pairs on and where that keeps both means within what was seen.

    Source: Law, Simulation Modeling and Analysis, 5th ed., 10.2.1 (paired-t), 11.2 (common random numbers) and 11.4
    (control variates): D_r = X_r - Y_r, interval D ± t(R-1, 1-a/2) s_D/√R; with a control one degree of freedom less
    (Lavenberg, Welch, Management Science 27 (1981)).

    >>> found = paired_difference([3.0, 4.0, 5.0], [2.0, 3.0, 4.0])
    >>> found.mean, found.ci_low, found.ci_high
    (-1.0, -1.0, -1.0)
    """
    first, second, excess = _usable(as_is, to_be, control)
    if len(first) < 2:
        return None
    difference = second - first
    scale = float(np.max(np.abs(np.concatenate([first, second])), initial=0.0))
    difference[np.abs(difference) <= scale * _ROUNDING] = 0.0
    design = _design(len(first), excess)
    found = [_controlled(values, design, scale) for values in (first, second, difference)]
    if any(not series.min() <= mean <= series.max() for series, (mean, _) in zip((first, second), found, strict=False)):
        design = _design(len(first), None)
        found = [_controlled(values, design, scale) for values in (first, second, difference)]
    freedom = len(first) - design.shape[1]
    reach = float(stats.t.ppf(0.5 + confidence / 2, freedom))
    intervals = [(mean - reach * error, mean + reach * error) for mean, error in found]
    mean, error = found[2]
    return PairedDifference(
        as_is=found[0][0],
        to_be=found[1][0],
        mean=mean,
        ci_low=intervals[2][0],
        ci_high=intervals[2][1],
        as_is_interval=intervals[0],
        to_be_interval=intervals[1],
        error=error,
        freedom=freedom,
        p_value=_p_value(mean, error, freedom),
        replications=len(first),
        effect_size=_effect_size(difference, scale),
        share_lower=float(np.mean(difference < 0) + np.mean(difference == 0) / 2),
    )


def equivalence(found: PairedDifference, margin: float) -> Equivalence:
    """Return whether a difference is surely smaller than a margin, either way, by two one-sided t-tests at 5% each.

    Args:
        found: The difference.
        margin: The margin, in the measure's unit, above 0.

    Source: Schuirmann, A comparison of the two one-sided tests procedure and the power approach, Journal of
    Pharmacokinetics and Biopharmaceutics 15 (1987) 657-680.
    """
    if found.error == 0:
        p_value = 0.0 if abs(found.mean) < margin else 1.0
    else:
        p_value = float(stats.t.sf((margin - abs(found.mean)) / found.error, found.freedom))
    return Equivalence(margin=margin, p_value=p_value, is_shown=p_value < _LEVEL)


def normal_p_value(difference: float, half_width: float) -> float:
    """Return the two-sided p-value of "no difference" that goes with a 95% interval of so many to each side.

    >>> round(normal_p_value(1.96, 1.96), 3)
    0.05
    """
    if half_width == 0:
        return 1.0 if difference == 0 else 0.0
    return float(2 * stats.norm.sf(abs(difference) / (half_width / stats.norm.ppf(0.975))))


def _usable(as_is: Values, to_be: Values, control: Values | None) -> tuple[_Series, _Series, _Series | None]:
    first, second = np.asarray(as_is, dtype=np.float64), np.asarray(to_be, dtype=np.float64)
    pairs = min(len(first), len(second))
    usable = np.isfinite(first[:pairs]) & np.isfinite(second[:pairs])
    excess = None if control is None else np.asarray(control, dtype=np.float64)[:pairs][usable]
    return first[:pairs][usable], second[:pairs][usable], excess


def _design(count: int, control: _Series | None) -> npt.NDArray[np.float64]:
    ones = np.ones(count)
    if control is None or count < _LEAST_FOR_CONTROL or float(np.ptp(control)) == 0:
        return ones[:, None]
    return np.column_stack([ones, control])


def _controlled(values: _Series, design: npt.NDArray[np.float64], scale: float) -> tuple[float, float]:
    """Return the mean where the control is 0, and its standard error; without a control the plain ones."""
    count, columns = design.shape
    if columns == 1:
        mean, spread = float(np.mean(values)), float(np.std(values, ddof=1))
        return mean, 0.0 if spread <= scale * _ROUNDING else spread / math.sqrt(count)
    inverse = np.linalg.inv(design.T @ design)
    found = inverse @ design.T @ values
    rest = values - design @ found
    variance = float(rest @ rest) / (count - columns)
    error = math.sqrt(variance * float(inverse[0, 0]))
    mean = float(found[0])
    return (0.0 if abs(mean) <= scale * _ROUNDING else mean), 0.0 if error <= scale * _ROUNDING else error


def _p_value(mean: float, error: float, freedom: int) -> float:
    if error == 0:
        return 1.0 if mean == 0 else 0.0
    return float(2 * stats.t.sf(abs(mean) / error, freedom))


def _effect_size(difference: _Series, scale: float) -> float:
    mean, spread = float(np.mean(difference)), float(np.std(difference, ddof=1))
    if spread <= scale * _ROUNDING:
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

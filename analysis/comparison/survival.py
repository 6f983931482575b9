"""Times of which some are known only to be longer: open cases among closed ones."""

import numpy as np
import numpy.typing as npt

__all__ = ["Survival", "time_quantile"]

Numbers = npt.NDArray[np.float64]


class Survival:
    """Times sorted once, to be weighed many times.

    Args:
        times: How long each case took, or has taken so far.
        is_open: Whether it has not ended yet.
    """

    def __init__(self, times: Numbers, is_open: npt.NDArray[np.bool_]) -> None:
        # Where a case ends and another is cut off at the same time, the end comes first, as is the rule.
        self._order = np.lexsort((is_open, times))
        self._times = times[self._order]
        self._ended = ~is_open[self._order]

    def quantile(self, share: float, weights: Numbers | None = None) -> float:
        """Return the time by which so large a share of the cases has ended; NaN where so many have not ended yet.

        Args:
            share: Between 0 and 1.
            weights: How often each case counts, in the order in which they were given; None: once.

        Source: Kaplan, Meier, Nonparametric estimation from incomplete observations, Journal of the American
        Statistical Association 53 (1958) 457-481: S(t) = Π (1 - ended / still there) over the times up to t.
        """
        weight = np.ones(len(self._times)) if weights is None else weights[self._order]
        there = np.cumsum(weight[::-1])[::-1]
        with np.errstate(divide="ignore", invalid="ignore"):
            left = np.cumprod(np.where(self._ended & (weight > 0), 1 - weight / there, 1.0))
        reached = np.nonzero(left <= 1 - share + 1e-12)[0]
        return float(self._times[reached[0]]) if len(reached) else float("nan")


def time_quantile(times: Numbers, is_open: npt.NDArray[np.bool_], share: float) -> float:
    """Return the time by which so large a share of the cases has ended, as `Survival.quantile` does.

    >>> time_quantile(np.array([1.0, 2.0, 3.0, 4.0]), np.array([False, False, True, False]), 0.5)
    2.0
    """
    return Survival(times, is_open).quantile(share)

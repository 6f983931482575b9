"""Times of which some are known only to be longer: open cases among closed ones."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from analysis.comparison.resampling import Groups, Numbers, drawn_sums

__all__ = ["TimeQuantile"]

_MOST_TIMES = 1000


@dataclass(frozen=True, eq=False)
class TimeQuantile:
    """The time by which so large a share of the cases has ended, open ones being longer than they have lasted so far.

    Attributes:
        share: Between 0 and 1.
        times: How long each case took, or has taken so far.
        is_open: Whether it has not ended yet.

    Source: Kaplan, Meier, Nonparametric estimation from incomplete observations, Journal of the American Statistical
    Association 53 (1958) 457-481: S(t) = Π (1 - ended / still there) over the times up to t.
    """

    share: float
    times: Numbers
    is_open: npt.NDArray[np.bool_]

    def whole(self) -> float:
        """Return it for all cases; NaN where so many have not ended yet."""
        known, cells = np.unique(self.times, return_inverse=True)
        ended, still = (
            np.bincount(cells, weights=which.astype(np.float64), minlength=len(known)).astype(np.float64)
            for which in (~self.is_open, self.is_open)
        )
        return float(self._reached(known, ended[None], still[None])[0])

    def drawn(self, draws: Numbers, groups: Groups) -> Numbers:
        """Return it for each row of draws; of more than 1,000 different times to a thousandth of the cases."""
        known, cells = np.unique(self.times, return_inverse=True)
        if len(known) > _MOST_TIMES:
            shares = np.linspace(0, 1, _MOST_TIMES + 1)[1:]
            known = np.unique(np.quantile(self.times, shares, method="inverted_cdf"))
            cells = np.searchsorted(known, self.times)
        cells = cells.astype(np.int64)
        ended, still = (
            drawn_sums(draws, groups, cells, which.astype(np.float64), len(known))
            for which in (~self.is_open, self.is_open)
        )
        return self._reached(known, ended, still)

    def _reached(self, known: Numbers, ended: Numbers, still: Numbers) -> Numbers:
        """Return the first of the known times, rising, at which the share has ended; a row each.

        Where a case ends and another is cut off at the same time, the end comes first, as is the rule.
        """
        there = np.cumsum((ended + still)[:, ::-1], axis=1)[:, ::-1]
        with np.errstate(divide="ignore", invalid="ignore"):
            left = np.cumprod(np.where(ended > 0, 1 - ended / there, 1.0), axis=1)
        is_reached = left <= 1 - self.share + 1e-12
        first = np.argmax(is_reached, axis=1)
        return np.where(is_reached.any(axis=1), known[first], np.nan)

"""How sure a comparison is, as values: precision, equivalence, the share of each change, and when its cost is back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from bpmn.difference import Change
from bpmn.language import Text

__all__ = ["ChangeShare", "Equivalence", "OneOff", "Precision", "ShareEffect", "Shares", "StepKind", "StopReason"]

StopReason = Literal["fixed", "reached", "most", "time"]
"""Why no more replications were run: so many were asked for; the precision is there; the most allowed; no time left."""

StepKind = Literal["eliminated", "changed", "added", "staff", "demand", "order"]
"""What a step from as-is to to-be is: an activity goes, is done otherwise, or comes; a pool of people becomes another;
cases come more or less often; or the order of work (gateways, events, decisions, and whatever else differs)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Precision:
    """How many replications were run and what precision that gave.

    Attributes:
        replications: Pairs of replications.
        wanted: The half-width that the 95% intervals of the headlines' differences may have, as a share of the as-is
            value; None where so many replications were asked for.
        half_widths: What they have, by measure, as a share of the as-is value.
        reason: Why no more were run.
        text: The same in words.
    """

    replications: int
    wanted: float | None
    half_widths: Mapping[str, float]
    reason: StopReason
    text: Text

    @property
    def is_reached(self) -> bool:
        """Whether the precision wanted is there; true where none was asked for."""
        return self.wanted is None or all(found <= self.wanted for found in self.half_widths.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Equivalence:
    """Whether a measure may be said to stay the same: the difference is surely smaller than a margin.

    Attributes:
        margin: The margin, in the measure's unit.
        p_value: Of "the difference is the margin or more", the greater of the two one-sided tests.
        is_shown: Whether the difference lies within the margin, at the 5% level.
    """

    margin: float
    p_value: float
    is_shown: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareEffect:
    """What a step contributes to the difference of one measure, to-be minus as-is, averaged over the orders.

    Attributes:
        amount: In the measure's unit.
        ci_low: Lower end of its 95% confidence interval.
        ci_high: Upper end.
        share: The amount as a share of the difference of all steps; None where that is zero.
    """

    amount: float
    ci_low: float
    ci_high: float
    share: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeShare:
    """One step from as-is to to-be and its share in the differences.

    Attributes:
        key: Its name in data, the same for the same models.
        kind: What it is.
        changes: The differences of the models that it makes.
        as_is: Ids of its elements as it is.
        to_be: Ids of its elements as it could be.
        text: What the step is, for people.
        effects: Its contribution by measure: "cycle_time" (s), "waiting_time" (s), "cost_office".
    """

    key: str
    kind: StepKind
    changes: tuple[Change, ...]
    as_is: tuple[str, ...]
    to_be: tuple[str, ...]
    text: Text
    effects: Mapping[str, ShareEffect]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shares:
    """The changes applied one at a time, each with its share in the differences, the largest in cycle time first.

    Attributes:
        by_change: The steps; their amounts add up to `totals`.
        totals: The difference that all steps together make in the runs that the shares come from, by measure.
        remainder: What the comparison's own difference, found with other random numbers, is more than that.
        orders: In how many orders the steps were taken.
        is_exact: Whether these are all the orders that are possible.
        cases: Cases of each of the simulations.
        method: How it was worked out, and what it cannot tell, in words; None where there are no shares.
        remark: Why there are no shares, or None.
    """

    by_change: tuple[ChangeShare, ...] = ()
    totals: Mapping[str, float] = field(default_factory=dict)
    remainder: Mapping[str, float] = field(default_factory=dict)
    orders: int = 0
    is_exact: bool = False
    cases: int = 0
    method: Text | None = None
    remark: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OneOff:
    """What the change costs once, and after how many months the office has saved as much.

    Attributes:
        cost: The cost, in the scenarios' currency.
        source: Where the figure comes from, "" for nowhere.
        saved_per_year: By how much the office's cost of a year falls; negative where it rises.
        months: Months until it is saved; None where nothing is saved.
        months_low: The same at the end of the saving's 95% interval that is better; None where it is not saved.
        months_high: At the other end; None where it may never be saved.
    """

    cost: float
    source: str
    saved_per_year: float
    months: float | None
    months_low: float | None
    months_high: float | None

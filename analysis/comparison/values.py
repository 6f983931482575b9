"""A comparison as values: the two sides, what differs, how sure it is, and where it comes from."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from analysis.burden import Burden
from analysis.comparison.sureness import Equivalence, OneOff, Precision, Shares
from analysis.endings import Ending
from analysis.flexibility import Flexibility
from analysis.flow import Flow
from analysis.maturity import Maturity
from analysis.quantities import Quantity, Scale, fitting_scale
from analysis.scenario import Assumption, Scenario
from analysis.simulation import SimulationResult
from analysis.structure import Structure
from bpmn.difference import Change
from bpmn.language import Text
from bpmn.model import Model

if TYPE_CHECKING:
    from analysis.bottlenecks import Bottleneck

__all__ = [
    "AssumptionEffect",
    "Comparison",
    "Driver",
    "Drivers",
    "Group",
    "MeasureDifference",
    "Origin",
    "Outcome",
    "Requirement",
    "Side",
    "YearlyVolume",
]

Origin = Literal["measured", "simulated", "computed", "counted", "assumed"]
"""Where a figure comes from: a log; the simulation; a formula on model and scenario; the model; an assumption."""

Group = Literal["time", "cost", "applicant", "quality", "flexibility", "load", "model"]
Outcome = Literal["better", "worse", "changed", "same", "undecided"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of the two models with everything that was found about it.

    Attributes:
        name: What the process is called.
        model: The model.
        scenario: Its scenario, completed with what was assumed.
        structure: Its structural measures.
        flow: Its exact flow analysis.
        simulation: Its simulation.
        burden: What it costs the applicant.
        bottlenecks: Where it is held up, worst first.
        facts: How many tasks, gateways, lanes and so on it has.
        assumed: What was assumed where the scenario says nothing.
        maturity: How digital it is, on a scale from 0 to 5.
        flexibility: How it stands more cases and fewer people; None where that was not asked for.
        endings: How its cases end.
    """

    name: str
    model: Model
    scenario: Scenario
    structure: Structure
    flow: Flow
    simulation: SimulationResult
    burden: Burden
    bottlenecks: "tuple[Bottleneck, ...]"
    facts: Mapping[str, int]
    assumed: tuple[Text, ...]
    maturity: Maturity | None = None
    flexibility: Flexibility | None = None
    endings: tuple[Ending, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class YearlyVolume:
    """How many cases a year the yearly totals of both sides are for, so that demand is not mixed into the change.

    Attributes:
        cases: Cases a year.
        said_by: Whose scenario says so: "as-is" or "to-be"; "arrivals": as many as arrive by the as-is scenario.
        text: The same in words.
    """

    cases: float
    said_by: Literal["as-is", "to-be", "arrivals"]
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureDifference:
    """One measure on both sides and the difference, to-be minus as-is.

    Attributes:
        measure: Its name in data ("cycle_time").
        label: Its name for people.
        formula: How it is worked out.
        group: What it is about.
        quantity: What the number counts.
        unit: Its unit in data: "s", "h", the currency, "share" or "count".
        as_is: The value as it is.
        to_be: The value as it could be.
        as_is_interval: 95% confidence interval of the as-is value; None where it is not a simulated one.
        to_be_interval: Likewise.
        difference: To-be minus as-is.
        ci_low: Lower end of the difference's 95% confidence interval; None where the figures are exact.
        ci_high: Upper end, likewise.
        p_adjusted: Holm-adjusted p-value of "no difference" over all tested measures; None where nothing is tested.
        is_certain: Whether the difference is beyond the simulation's noise (or exact, and not zero).
        better: Which direction is better for applicant and office; None where neither is.
        origin: Where the figures come from.
        currency: The currency of money.
        rests_on: Paths of the stated assumptions of either scenario that the figures are worked out with.
        effect_size: The mean of the paired differences by their standard deviation (Cohen's d for pairs); infinite
            where all pairs differ alike; None where nothing is tested.
        superiority: Share of the pairs of replications in which to-be is the better one (with no better direction: the
            lower one), ties counted half: the probability that it is, for so many cases; None where nothing is tested.
        equivalence: Whether the difference is surely negligible; None where nothing is tested.
    """

    measure: str
    label: Text
    formula: Text
    group: Group
    quantity: Quantity
    unit: str
    as_is: float
    to_be: float
    as_is_interval: tuple[float, float] | None
    to_be_interval: tuple[float, float] | None
    difference: float
    ci_low: float | None
    ci_high: float | None
    p_adjusted: float | None
    is_certain: bool
    better: Literal["lower", "higher"] | None
    origin: Origin
    currency: str
    rests_on: tuple[str, ...] = ()
    effect_size: float | None = None
    superiority: float | None = None
    equivalence: Equivalence | None = None

    @property
    def outcome(self) -> Outcome:
        """What the difference means: better, worse, changed without being either, the same, or not to be told."""
        if self.difference == 0:
            return "same"
        if not self.is_certain:
            return "undecided"
        if self.better is None:
            return "changed"
        return "better" if (self.difference < 0) == (self.better == "lower") else "worse"

    @property
    def relative(self) -> float | None:
        """The difference as a share of the as-is value; None where that is zero."""
        return self.difference / abs(self.as_is) if self.as_is else None

    @property
    def scale(self) -> Scale:
        """The unit and digits in which all numbers of this measure are shown."""
        factor = 3600.0 if self.unit == "h" else 1.0
        values = [value for value in (self.as_is, self.to_be, self.difference) if value]
        scale = fitting_scale(self.quantity, [value * factor for value in values], currency=self.currency)
        return Scale(factor=scale.factor * factor, unit=scale.unit, digits=scale.digits)


@dataclass(frozen=True, slots=True, kw_only=True)
class Driver:
    """What one activity, or a group that was merged or replaced, contributes to the differences. All figures per case.

    Attributes:
        kind: "eliminated", "added", "changed", or the kind of the model change it belongs to.
        as_is: Ids of its elements as it is.
        to_be: Ids of its elements as it could be.
        names: Their labels, as-is first, without repetition.
        processing_s: To-be minus as-is working time.
        waiting_s: To-be minus as-is waiting time.
        cost: To-be minus as-is office cost.
        text: The same in words.
    """

    kind: str
    as_is: tuple[str, ...]
    to_be: tuple[str, ...]
    names: tuple[str, ...]
    processing_s: float
    waiting_s: float
    cost: float
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Drivers:
    """The drivers, largest first, and what they leave unexplained (each sums with the remainder to the difference)."""

    by_activity: tuple[Driver, ...]
    remainder_processing_s: float
    remainder_waiting_s: float
    remainder_cost: float


@dataclass(frozen=True, slots=True, kw_only=True)
class AssumptionEffect:
    """An assumption and what varying it within its range does to the difference.

    Attributes:
        side: "as-is", "to-be" or "both".
        assumption: The assumption with its source and range.
        measure: The measure whose difference is looked at.
        at_low: The difference with the figure at the low end of its range; None where it could not be computed (no
            range, a path that is not a number, or a load that no longer fits).
        at_high: The same at the high end.
        turns_verdict: Whether the difference changes its sign within the range.
        remark: Why there is no figure, or None.
        at_stated: The difference with the figure as stated, found in the same way as the two ends; None likewise.
        origin: How the three were found: simulated with common random numbers, or computed by flow analysis.
        break_even: The factor on the figure at which the difference changes its sign, between 1/10 and 10; None where
            it does not within these.
        break_even_value: The figure there, in the scenario's unit (seconds, people, money, a share); None likewise, and
            where the path stands for several figures.
    """

    side: Literal["as-is", "to-be", "both"]
    assumption: Assumption
    measure: str
    at_low: float | None
    at_high: float | None
    turns_verdict: bool
    remark: Text | None = None
    at_stated: float | None = None
    origin: Literal["simulated", "computed"] = "computed"
    break_even: float | None = None
    break_even_value: float | None = None

    @property
    def swing(self) -> float:
        """How far apart the two ends are; 0 where they are not known."""
        return abs(self.at_high - self.at_low) if self.at_low is not None and self.at_high is not None else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """What the change takes: "law", "data", "system", "staff" or "decision"."""

    kind: Literal["law", "data", "system", "staff", "decision"]
    text: Text


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """As-is against to-be.

    Attributes:
        as_is: The service as it is.
        to_be: The service as it could be.
        seed: The seed; the same inputs and seed give the same comparison.
        changes: The difference of the two models in BPR terms.
        measures: Every measure on both sides.
        drivers: What the differences come from.
        assumptions: Every stated assumption with its effect.
        base_difference_s: The difference in mean cycle time, around which the assumptions swing.
        requirements: What the change takes.
        verdict: What it comes to, in a few sentences.
        volume: The common yearly volume of both sides; None where neither scenario says how many cases there are.
        precision: How many replications were run, and what precision that gave.
        shares: What each change contributes, applied one at a time; None where that was not asked for.
        one_off: What the change costs once and when that is saved; None where the scenarios say no such cost.
    """

    as_is: Side
    to_be: Side
    seed: int
    changes: tuple[Change, ...]
    measures: tuple[MeasureDifference, ...]
    drivers: Drivers
    assumptions: tuple[AssumptionEffect, ...]
    base_difference_s: float | None
    requirements: tuple[Requirement, ...]
    verdict: Text
    volume: YearlyVolume | None = None
    precision: Precision | None = None
    shares: Shares | None = None
    one_off: OneOff | None = None

    def measure(self, name: str) -> MeasureDifference | None:
        """Return the measure of that name, or None where neither side has it."""
        return next((measure for measure in self.measures if measure.measure == name), None)

    def as_json(self, language: str = "en") -> dict[str, Any]:
        """Return what `ortoo compare --json` prints; sentences in `language`."""
        from analysis.comparison.document import comparison_document

        return comparison_document(self, language)

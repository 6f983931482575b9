"""What the figures are called, and the numbers as people say them."""

import math
from collections.abc import Iterable, Mapping

from analysis.quantities import Quantity, Scale, fitting_scale
from analysis.simulation.result import Measure, SimulationResult
from bpmn.language import Text

__all__ = [
    "CAUSES",
    "MEASURES",
    "amount",
    "interval",
    "measure_rows",
    "run_of",
    "scale_of",
    "unbroken",
    "waiting_parts",
]

_EMPTY = "\N{EN DASH}"

MEASURES: Mapping[str, tuple[Text, Quantity]] = {
    "cycle_time": (Text("Time from application to end, mean"), "elapsed"),
    "cycle_time_p50": (Text("Time from application to end, half of the cases"), "elapsed"),
    "cycle_time_p90": (Text("Time from application to end, nine cases in ten"), "elapsed"),
    "cycle_time_p95": (Text("Time from application to end, 19 cases in 20"), "elapsed"),
    "promise_kept": (Text("Cases within the promised time"), "share"),
    "waiting_time": (Text("Waiting time"), "elapsed"),
    "processing_time": (Text("Working time"), "work"),
    "applicant_time": (Text("The applicant's own working time"), "work"),
    "cost_office": (Text("Cost to the office"), "money"),
    "cost_applicant": (Text("Cost of the applicant's own work"), "money"),
    "fees": (Text("Fees"), "money"),
    "rework": (Text("Repeated activities"), "count"),
    "first_pass": (Text("Cases done at the first attempt"), "share"),
    "throughput": (Text("Cases ended in an hour"), "count"),
    "wip": (Text("Cases in progress at a time"), "count"),
}
"""The measures of a case in the order in which they are shown: what each is called and what it counts."""

CAUSES: Mapping[str, Text] = {
    "contention_s": Text("busy with older work"),
    "prioritisation_s": Text("busy with newer work"),
    "closed_s": Text("closed"),
    "interrupted_s": Text("begun, lying over closing time"),
    "delay_s": Text("delay before it can begin"),
    "setback_s": Text("waiting for the applicant"),
    "batching_s": Text("gathered in batches"),
    "set_up_s": Text("set-up"),
}
"""The causes of waiting, by the field of `ActivityFigures`, in the order of their colours."""


def scale_of(quantity: Quantity, values: Iterable[float | None], currency: str) -> Scale:
    """Return the scale for values of which some may be missing."""
    return fitting_scale(quantity, [value for value in values if value is not None], currency=currency)


def amount(quantity: Quantity, value: float | None, currency: str, language: str, *, signed: bool = False) -> str:
    """Return one value with its unit, in a fitting one.

    A dash where there is none or it is not finite; a plain 0 without a unit for what is none to speak of.
    """
    if value is None or not math.isfinite(value):
        return _EMPTY
    scale = fitting_scale(quantity, [value], currency=currency)
    if not any(digit in scale.number(value) for digit in "123456789"):
        return "0"
    return scale.quantity(value, signed=signed).into(language)


def unbroken(text: str) -> str:
    """Return a text that is not broken between its words."""
    return text.replace(" ", "\N{NO-BREAK SPACE}")


def interval(quantity: Quantity, measure: Measure, currency: str, language: str, *, signed: bool = False) -> str:
    """Return a measure's interval, "4.1 to 4.9", in the unit of `amount`; a dash where it has none."""
    if measure.ci_low == measure.ci_high:
        return _EMPTY
    scale = fitting_scale(quantity, [measure.mean], currency=currency)
    low, high = (scale.number(end, signed=signed) for end in (measure.ci_low, measure.ci_high))
    return Text("{low} to {high}", low=low, high=high).into(language)


def measure_rows(result: SimulationResult, currency: str, language: str) -> list[tuple[str, str, str]]:
    """Return the measures as rows: what it is called, its mean with the unit, its interval."""
    rows = []
    for name, (label, quantity) in MEASURES.items():
        measure = result.measures.get(name)
        if measure is None or not math.isfinite(measure.mean):
            continue
        mean = amount(quantity, measure.mean, currency, language)
        rows.append((label.into(language), mean, interval(quantity, measure, currency, language)))
    return rows


def run_of(result: SimulationResult, language: str) -> str:
    """Return how much was simulated."""
    return Text(
        "{replications} replications of {cases} cases, the first {warm_up} of each not counted; seed {seed}",
        replications=result.replications,
        cases=f"{result.cases:,}",
        warm_up=result.warm_up,
        seed=result.seed,
    ).into(language)


def waiting_parts(result: SimulationResult, language: str) -> dict[str, dict[str, float]]:
    """Return for each activity that waits its waiting a case in seconds, by cause in words; the worst first."""
    found: dict[str, dict[str, float]] = {}
    for element, figures in result.activities.items():
        parts = {
            word.into(language): max(0.0, getattr(figures, field)) * figures.instances for field, word in CAUSES.items()
        }
        if sum(parts.values()) > 0:
            found[element] = parts
    return dict(sorted(found.items(), key=lambda pair: (-sum(pair[1].values()), pair[0])))

"""Measures as rows, ready to be shown."""

from dataclasses import dataclass

from analysis.comparison import Comparison, MeasureDifference
from analysis.report.linking import measure_anchor
from analysis.report.wording import Wording
from bpmn.language import Text

__all__ = ["GROUPS", "KEY_MEASURES", "ORIGINS", "OUTCOMES", "MeasureGroup", "MeasureRow", "key_rows", "measure_groups"]

KEY_MEASURES = ("cycle_time", "visits", "documents", "applicant_cost", "cost_office", "promise_kept")
GROUPS = {
    "time": Text("Time"),
    "applicant": Text("The applicant's burden"),
    "cost": Text("Cost to the office"),
    "quality": Text("Quality"),
    "flexibility": Text("Flexibility"),
    "load": Text("Load"),
    "model": Text("The model"),
}
OUTCOMES = {
    "better": Text("better"),
    "worse": Text("worse"),
    "changed": Text("changed"),
    "same": Text("no difference"),
    "undecided": Text("not to be told from noise"),
}
ORIGINS = {
    "measured": Text("measured"),
    "simulated": Text("simulated"),
    "computed": Text("computed"),
    "counted": Text("counted"),
    "assumed": Text("assumed"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureRow:
    """One measure, every cell as text; `anchor` is what the summary links to, `outcome` the class for its colour."""

    measure: str
    anchor: str
    label: str
    formula: str
    as_is: str
    to_be: str
    difference: str
    relative: str
    interval: str
    outcome: str
    outcome_word: str
    within: str
    origin: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureGroup:
    """Measures about one thing."""

    title: str
    rows: tuple[MeasureRow, ...]


def measure_groups(comparison: Comparison, wording: Wording) -> tuple[MeasureGroup, ...]:
    """Return all measures, group by group."""
    return tuple(
        MeasureGroup(
            title=wording.say(title),
            rows=tuple(_row(found, wording) for found in comparison.measures if found.group == group),
        )
        for group, title in GROUPS.items()
        if any(found.group == group for found in comparison.measures)
    )


def key_rows(comparison: Comparison, wording: Wording) -> tuple[MeasureRow, ...]:
    """Return the key figures of the first page."""
    found = [comparison.measure(name) for name in KEY_MEASURES]
    return tuple(_row(measure, wording) for measure in found if measure is not None)


def _row(found: MeasureDifference, wording: Wording) -> MeasureRow:
    scale = found.scale
    relative = found.relative
    return MeasureRow(
        measure=found.measure,
        anchor=measure_anchor(found.measure),
        label=wording.say(found.label),
        formula=wording.say(found.formula),
        as_is=wording.value(found, found.as_is),
        to_be=wording.value(found, found.to_be),
        difference=scale.quantity(found.difference, signed=True).into(wording.language),
        relative="" if relative is None or found.quantity == "share" else _per_cent(relative),
        interval=wording.interval(found, (found.ci_low, found.ci_high)),
        outcome=found.outcome,
        outcome_word=wording.say(OUTCOMES[found.outcome]),
        within=_within(found, wording),
        origin=wording.say(ORIGINS[found.origin]),
    )


def _within(found: MeasureDifference, wording: Wording) -> str:
    """Return beyond what the two surely do not differ, where the tests say so of a difference that was not found."""
    if found.outcome != "undecided" or found.equivalence is None or not found.equivalence.is_shown:
        return ""
    return wording.word("certainly within {margin}", margin=found.scale.number(found.equivalence.margin))


def _per_cent(share: float) -> str:
    return f"{share * 100:+.0f} %".replace("-", "\N{MINUS SIGN}")

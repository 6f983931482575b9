"""The report's charts of causes: each change's share, the applicant's burden item by item, the assumptions' swings."""

from analysis.charts import (
    Chart,
    RelativeChange,
    StackedBar,
    Swing,
    relative_chart,
    stacked_chart,
    tornado_chart,
)
from analysis.comparison import AssumptionEffect, Comparison, Quantity, fitting_scale
from analysis.report.tables import SIDES
from analysis.report.wording import Wording

__all__ = ["burden_chart", "sensitivity_charts", "share_chart"]

_MOST_CHANGES = 12
_LONGEST_NAME = 60
_VARIED: dict[str, Quantity] = {"cycle_time": "elapsed", "applicant_cost": "money", "cost_office": "money"}


def share_chart(comparison: Comparison, wording: Wording) -> Chart | None:
    """Return what the changes contribute to the difference in mean time, largest first; None where it was not asked."""
    word = wording.word
    shares = comparison.shares
    found = [
        (wording.say(step.text), effect)
        for step in (shares.by_change if shares else ())
        if (effect := step.effects.get("cycle_time")) is not None and effect.amount
    ][:_MOST_CHANGES]
    if not shares or not found:
        return None
    scale = fitting_scale("elapsed", [max(abs(effect.amount) for _, effect in found)])
    unit = scale.unit.into(wording.language)
    rows = [
        RelativeChange(
            name=f"{number}. {_short(name)}",  # unlike texts may be alike as far as there is room for them
            change=effect.amount * scale.factor,
            low=effect.ci_low * scale.factor,
            high=effect.ci_high * scale.factor,
            direction=2 if effect.ci_low <= 0 <= effect.ci_high else 0 if effect.amount < 0 else 1,
            shown=scale.number(effect.amount, signed=True),
        )
        for number, (name, effect) in enumerate(found, start=1)
    ]
    return relative_chart(
        rows,
        key="shares",
        title=word("What each change contributes to the difference in mean time"),
        note=word("The bar is the 95% confidence interval; the {count} largest changes.", count=len(rows)),
        axis=word("{unit} per case", unit=unit),
        directions=(word("better"), word("worse"), word("no difference or not to be told from noise")),
        headers=(word("Change"), word("Contribution, {unit}", unit=unit), word("Outcome")),
    )


def _short(name: str) -> str:
    """Return as much of a sentence as fits beside a chart; the table of all changes has the whole."""
    first = name.partition(". ")[0].rstrip(".")
    return first if len(first) <= _LONGEST_NAME else first[: _LONGEST_NAME - 1].rstrip() + "\N{HORIZONTAL ELLIPSIS}"


def burden_chart(comparison: Comparison, wording: Wording) -> Chart | None:
    """Return what a case costs its applicant on both sides, item by item; None where it costs nothing."""
    word = wording.word
    sides = ((word("As it is"), comparison.as_is.burden), (word("As it could be"), comparison.to_be.burden))
    if not any(burden.cost for _, burden in sides):
        return None
    scale = fitting_scale("money", [burden.cost for _, burden in sides], currency=sides[0][1].currency)
    labels = [wording.say(line.label) for line in sides[0][1].lines]
    bars = [
        StackedBar(
            name=name,
            parts={label: line.cost * scale.factor for label, line in zip(labels, burden.lines, strict=True)},
            shown=scale.number(burden.cost),
            cells=tuple(scale.number(line.cost) for line in burden.lines),
        )
        for name, burden in sides
    ]
    return stacked_chart(
        bars,
        parts=labels,
        key="burden",
        title=word("What a case costs its applicant, item by item"),
        note=word("Standard Cost Model: hours at what an hour is worth, and what is paid beside."),
        axis=word("{unit} per case", unit=scale.unit.into(wording.language)),
        headers=(word("Side"), word("Together")),
    )


def sensitivity_charts(comparison: Comparison, wording: Wording) -> tuple[Chart, ...]:
    """Return what each assumption with a range does to the differences: a chart for each measure that one moves."""
    charts = (_tornado(comparison, measure, wording) for measure in _VARIED)
    return tuple(chart for chart in charts if chart is not None)


def _tornado(comparison: Comparison, measure: str, wording: Wording) -> Chart | None:
    word = wording.word
    effects = [
        (effect, effect.at_low, effect.at_high)
        for effect in comparison.assumptions
        if effect.measure == measure and effect.at_low is not None and effect.at_high is not None
    ]
    base = _base(comparison, measure, [effect for effect, _, _ in effects])
    found = comparison.measure(measure)
    if base is None or found is None or not effects:
        return None
    sizes = [abs(base), *(abs(low) for _, low, _ in effects)]
    scale = fitting_scale(_VARIED[measure], sizes, currency=comparison.as_is.scenario.currency)
    label = wording.say(found.label)
    return tornado_chart(
        [
            Swing(
                name=_place(effect, effects, wording),
                at_low=low * scale.factor,
                at_high=high * scale.factor,
                shown=(scale.number(low, signed=True), scale.number(high, signed=True)),
            )
            for effect, low, high in effects
        ],
        result=base * scale.factor,
        key=f"sensitivity-{measure.replace('_', '-')}",
        title=word("How far each assumption moves the difference: {measure}", measure=label),
        note=_note(effects[0][0], wording),
        axis=word("difference of to-be to as-is, {unit}", unit=scale.unit.into(wording.language)),
        ends=(word("At the low end of its range"), word("At the high end")),
        row_header=word("Assumption"),
    )


def _place(effect: AssumptionEffect, effects: list[tuple[AssumptionEffect, float, float]], wording: Wording) -> str:
    """Return what an assumption is about, with its side where those of both sides would be called alike."""
    name = wording.place(effect.assumption.path)
    alike = [one for one, _, _ in effects if wording.place(one.assumption.path) == name]
    return name if len(alike) == 1 else f"{name}, {wording.say(SIDES[effect.side])}"


def _base(comparison: Comparison, measure: str, effects: list[AssumptionEffect]) -> float | None:
    """Return the difference with the figures as stated, found as the swings were: it is the same for all of them."""
    stated = next((effect.at_stated for effect in effects if effect.at_stated is not None), None)
    return comparison.base_difference_s if stated is None and measure == "cycle_time" else stated


def _note(effect: AssumptionEffect, wording: Wording) -> str:
    if effect.origin == "simulated":
        return wording.word(
            "Simulated with the same chance, one assumption at a time. At the red line at 0 the verdict would turn."
        )
    return wording.word("By flow analysis, one assumption at a time. Beyond the red line at 0 the verdict would turn.")

"""What each change contributes, how both sides stand stress, and what the cost model is computed with."""

from analysis.burden import BurdenParameter
from analysis.comparison import Comparison
from analysis.report.tables import ASSUMED_AS
from analysis.report.wording import Wording
from analysis.report.xlsx.grid import Cell, Column, Formula, Sheet, span
from analysis.report.xlsx.naming import sheet_name
from bpmn.language import Text

__all__ = ["parameters_sheet", "shares_sheet", "stresses_sheet"]

_MEASURES = ("cycle_time", "waiting_time", "cost_office")
_PER_MEASURE = 4


def shares_sheet(comparison: Comparison, wording: Wording) -> Sheet:
    """Return the changes made one at a time, each with its share in the differences, and their sums as formulas."""
    word = wording.word
    shares = comparison.shares
    steps = shares.by_change if shares else ()
    rows: list[tuple[Cell, ...]] = []
    for step in steps:
        cells: list[Cell] = [wording.say(step.text)]
        for measure in _MEASURES:
            effect = step.effects.get(measure)
            cells += (
                [None] * _PER_MEASURE
                if effect is None
                else [effect.amount, effect.ci_low, effect.ci_high, effect.share]
            )
        rows.append(tuple(cells))
    if shares and rows:
        total: list[Cell] = [word("All changes together")]
        for number, measure in enumerate(_MEASURES):
            place = span(1 + number * _PER_MEASURE, 0, len(steps) - 1)
            found = sum(step.effects[measure].amount for step in steps if measure in step.effects)
            total += [Formula(f"SUM({place})", found), None, None, None]
        rows.append(tuple(total))
    labels = {found.measure: f"{wording.say(found.label)}, {found.unit}" for found in comparison.measures}
    ends = (word("Difference"), word("interval from"), word("interval to"), word("share"))
    return Sheet(
        name=sheet_name("shares", wording),
        title=word("What each change contributes, the changes made one at a time"),
        note=wording.say(shares.method) if shares and shares.method else "",
        columns=(
            Column(word("Change"), "text", 60),
            *(
                Column(f"{labels.get(measure, measure)}: {end}", "per_cent" if at == _PER_MEASURE - 1 else "number", 20)
                for measure in _MEASURES
                for at, end in enumerate(ends)
            ),
        ),
        rows=rows,
        totals=1 if rows else 0,
    )


def stresses_sheet(comparison: Comparison, wording: Wording) -> Sheet:
    """Return what becomes of the time under each stress that was tried, on both sides."""
    word = wording.word
    names = (word("As it is"), word("As it could be"))
    rows: list[tuple[Cell, ...]] = [
        (
            wording.say(stress.text),
            names[side],
            stress.cycle_time_s,
            *stress.interval_s,
            stress.flow_cycle_time_s,
            word("yes") if stress.keeps_up else word("no"),
        )
        for side, part in enumerate((comparison.as_is, comparison.to_be))
        if part.flexibility is not None
        for stress in part.flexibility.stresses
    ]
    return Sheet(
        name=sheet_name("stresses", wording),
        title=word("Time from application to end, mean, under stress"),
        note=word(
            "Where the work cannot be done, time grows as long as cases arrive: the figure is that of those simulated."
        ),
        columns=(
            Column(word("Stress"), "text", 50),
            Column(word("Side"), "text", 18),
            Column(word("Time, s")),
            Column(word("interval from")),
            Column(word("interval to")),
            Column(word("By flow analysis, s")),
            Column(word("Can the work be done?"), "text", 14),
        ),
        rows=rows,
    )


def parameters_sheet(comparison: Comparison, wording: Wording) -> Sheet:
    """Return what the cost model's quantities are multiplied with, with ranges and sources."""
    word = wording.word
    names = (word("As it is"), word("As it could be"))
    rows = [
        _parameter(parameter, names[side], wording)
        for side, part in enumerate((comparison.as_is, comparison.to_be))
        for parameter in part.burden.parameters
    ]
    return Sheet(
        name=sheet_name("parameters", wording),
        title=word("Parameters of the cost model"),
        note=word("Standard Cost Model: price times quantity. Source: the SCM Network's manual (2005)."),
        columns=(
            Column(word("Parameter"), "text", 44),
            Column(word("Side"), "text", 18),
            Column(word("Unit"), "text", 12),
            Column(word("Low")),
            Column(word("Computed with")),
            Column(word("High")),
            Column(word("Kind"), "text", 16),
            Column(word("Source"), "text", 50),
        ),
        rows=rows,
    )


def _parameter(parameter: BurdenParameter, side: str, wording: Wording) -> tuple[Cell, ...]:
    return (
        wording.say(parameter.label),
        side,
        parameter.unit,
        parameter.low,
        parameter.mid,
        parameter.high,
        wording.say(ASSUMED_AS.get(parameter.kind, Text(parameter.kind))),
        parameter.source,
    )

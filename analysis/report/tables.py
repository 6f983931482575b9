"""Everything else that the report shows in rows: bottlenecks, changes, burden, drivers, assumptions."""

from collections.abc import Sequence

from analysis.burden import Burden, BurdenLine
from analysis.charts import Table
from analysis.comparison import AssumptionEffect, Comparison, Quantity, fitting_scale
from analysis.report.wording import Wording
from bpmn.language import Text

__all__ = [
    "ASSUMED_AS",
    "CHANGE_KINDS",
    "SIDES",
    "assumption_table",
    "bottleneck_table",
    "burden_table",
    "document_table",
    "driver_table",
    "price_table",
    "yearly_table",
]

_MOST_BOTTLENECKS = 12
"""Further down the list nothing is worth a decision; the JSON document has all."""
_EMPTY = "\N{EN DASH}"
CHANGE_KINDS = {
    "eliminated": Text("eliminated"),
    "added": Text("added"),
    "changed": Text("other figures"),
    "automated": Text("automated"),
    "merged": Text("merged"),
    "moved": Text("moved to another performer"),
    "resequenced": Text("in another order"),
    "parallelised": Text("made parallel"),
    "knocked-out-earlier": Text("knocked out earlier"),
    "new-decision": Text("new decision"),
    "renamed": Text("renamed"),
}
ASSUMED_AS = {
    "measured": Text("measured"),
    "sourced": Text("from a source"),
    "assumed": Text("assumed"),
    "unsaid": Text("not said"),
}
SIDES = {"as-is": Text("As it is"), "to-be": Text("As it could be"), "both": Text("Both")}


def bottleneck_table(comparison: Comparison, side: int, wording: Wording) -> Table:
    """Return the ranked bottlenecks of one side, with their reasons."""
    found = (comparison.as_is, comparison.to_be)[side].bottlenecks[:_MOST_BOTTLENECKS]
    word = wording.word
    return Table(
        caption=word("Bottlenecks, worst first"),
        headers=(word("Rank"), word("Where"), word("Why"), word("Weight")),
        rows=tuple(
            (str(b.rank), wording.element(side, b.element), wording.say(b.reason), f"{b.share * 100:.0f} %")
            for b in found
        ),
    )


def burden_table(comparison: Comparison, wording: Wording) -> Table:
    """Return the cost model's lines of both sides: quantity, hours, money."""
    word = wording.word
    before, after = comparison.as_is.burden, comparison.to_be.burden
    rows = [
        _burden_row(first, second, before.currency, wording)
        for first, second in zip(before.lines, after.lines, strict=True)
        if first.quantity or second.quantity
    ]
    total = (
        word("Together"),
        "",
        "",
        *_pair("work", before.time_h * 3600, after.time_h * 3600, wording, before.currency),
        *_pair("money", before.cost, after.cost, wording, before.currency),
        "",
    )
    sides = (word("As it is"), word("As it could be"))
    headers = [word("Quantity"), word("Time"), word("Money")]
    return Table(
        caption=word("What an average case costs its applicant"),
        headers=(
            word("Item"),
            *(f"{header}: {side.lower()}" for header in headers for side in sides),
            word("Computed as"),
        ),
        rows=(*rows, total),
    )


def _burden_row(before: BurdenLine, after: BurdenLine, currency: str, wording: Wording) -> tuple[str, ...]:
    kind: Quantity = "work" if before.item == "own-work" else "money" if before.item == "fees" else "count"
    factor = 3600 if kind == "work" else 1
    return (
        wording.say(before.label),
        *_pair(kind, before.quantity * factor, after.quantity * factor, wording, currency),
        *_pair("work", before.time_h * 3600, after.time_h * 3600, wording, currency),
        *_pair("money", before.cost, after.cost, wording, currency),
        wording.say(after.formula),
    )


def _pair(kind: Quantity, before: float, after: float, wording: Wording, currency: str) -> tuple[str, str]:
    scale = fitting_scale(kind, [before, after], currency=currency)
    return scale.quantity(before).into(wording.language), scale.quantity(after).into(wording.language)


def price_table(comparison: Comparison, wording: Wording) -> Table:
    """Return the cost model's parameters: low, middle and high, and who said each of them."""
    word = wording.word
    found = {
        (parameter.path, parameter.low, parameter.mid, parameter.high): (parameter, side)
        for side, burden in ((SIDES["to-be"], comparison.to_be.burden), (SIDES["as-is"], comparison.as_is.burden))
        for parameter in burden.parameters
    }
    before, after = ({p.path: p for p in side.burden.parameters} for side in (comparison.as_is, comparison.to_be))
    return Table(
        caption=word("Parameters of the cost model"),
        headers=(
            word("Parameter"),
            word("Side"),
            word("Unit"),
            word("Low"),
            word("Computed with"),
            word("High"),
            word("Kind"),
            word("Source"),
        ),
        rows=tuple(
            (
                wording.say(parameter.label),
                wording.say(SIDES["both"] if before.get(parameter.path) == after.get(parameter.path) else side),
                parameter.unit,
                *(_plain(value) for value in (parameter.low, parameter.mid, parameter.high)),
                wording.say(ASSUMED_AS.get(parameter.kind, Text(parameter.kind))),
                parameter.source or _EMPTY,
            )
            for parameter, side in sorted(found.values(), key=lambda pair: pair[0].path)
        ),
    )


def _plain(value: float) -> str:
    return f"{value:,.2f}".rstrip("0").rstrip(".")


def yearly_table(comparison: Comparison, wording: Wording) -> Table | None:
    """Return the yearly totals of both sides; None where a scenario does not say how many cases there are a year."""
    before, after = comparison.as_is.burden.yearly, comparison.to_be.burden.yearly
    if before is None or after is None:
        return None
    currency = comparison.as_is.burden.currency
    word = wording.word
    lines: tuple[tuple[str, Quantity, float, float], ...] = (
        (word("Cases"), "count", before.cases, after.cases),
        (word("Visits"), "count", before.visits, after.visits),
        (word("Documents"), "count", before.documents, after.documents),
        (word("Hours"), "count", before.time_h, after.time_h),
        (word("Fees"), "money", before.fees, after.fees),
        (word("All costs"), "money", before.cost, after.cost),
    )
    return Table(
        caption=word("All applicants in a year"),
        headers=("", word("As it is"), word("As it could be")),
        rows=tuple((name, *_pair(kind, first, second, wording, currency)) for name, kind, first, second in lines),
    )


def document_table(comparison: Comparison, wording: Wording) -> Table:
    """Return every paper asked for, who already holds what it says, and whether to-be still asks for it."""
    word = wording.word
    still = _asked(comparison.to_be.burden)
    before = _asked(comparison.as_is.burden)
    demands = {demand.name: demand for demand in (*comparison.to_be.burden.demands, *comparison.as_is.burden.demands)}
    count = fitting_scale("count", [*still.values(), *before.values()])
    return Table(
        caption=word("Documents asked of the applicant, per case"),
        headers=(word("Document"), word("Held by"), word("Given by"), word("As it is"), word("As it could be")),
        rows=tuple(
            (
                name,
                demand.held_by or _EMPTY,
                demand.service or _EMPTY,
                count.number(before.get(name, 0.0)),
                count.number(still.get(name, 0.0)),
            )
            for name, demand in sorted(demands.items(), key=lambda item: (-before.get(item[0], 0.0), item[0]))
        ),
    )


def _asked(burden: Burden) -> dict[str, float]:
    asked: dict[str, float] = {}
    for demand in burden.demands:
        asked[demand.name] = asked.get(demand.name, 0.0) + demand.quantity
    return asked


def driver_table(comparison: Comparison, wording: Wording) -> Table:
    """Return the drivers with their sums, in one unit a column."""
    drivers = comparison.drivers
    word = wording.word
    waiting = [driver.waiting_s for driver in drivers.by_activity] + [drivers.remainder_waiting_s]
    processing = [driver.processing_s for driver in drivers.by_activity] + [drivers.remainder_processing_s]
    cost = [driver.cost for driver in drivers.by_activity] + [drivers.remainder_cost]
    currency = comparison.as_is.scenario.currency
    columns = [
        _column("elapsed", waiting, currency, wording),
        _column("work", processing, currency, wording),
        _column("money", cost, currency, wording),
    ]
    names = [wording.group(driver.as_is, driver.to_be) for driver in drivers.by_activity]
    kinds = [wording.say(CHANGE_KINDS.get(driver.kind, Text(driver.kind))) for driver in drivers.by_activity]
    names += [word("Not explained by an activity"), word("Difference in all")]
    kinds += ["", ""]
    return Table(
        caption=word("Where the difference comes from, per case"),
        headers=(word("Activity"), word("What happens to it"), word("Waiting"), word("Work"), word("Office cost")),
        rows=tuple(zip(names, kinds, *columns, strict=True)),
    )


def _column(kind: Quantity, values: Sequence[float], currency: str, wording: Wording) -> list[str]:
    total = sum(values)
    scale = fitting_scale(kind, [max((abs(value) for value in (*values, total)), default=0.0)], currency=currency)
    return [scale.quantity(value, signed=True).into(wording.language) for value in (*values, total)]


def assumption_table(comparison: Comparison, wording: Wording) -> Table:
    """Return every stated assumption with its source, its range, and what it does to the difference."""
    word = wording.word
    return Table(
        caption=word("Assumptions, the most telling first"),
        headers=(
            word("Assumption"),
            word("Side"),
            word("Kind"),
            word("Source"),
            word("Range"),
            word("Difference within the range"),
            word("Turns at"),
        ),
        rows=tuple(_assumption_row(effect, comparison, wording) for effect in comparison.assumptions),
    )


def _assumption_row(effect: AssumptionEffect, comparison: Comparison, wording: Wording) -> tuple[str, ...]:
    assumption = effect.assumption
    is_ranged = assumption.low != assumption.high
    return (
        wording.say(assumption.text) or assumption.path,
        wording.say(SIDES[effect.side]),
        wording.say(ASSUMED_AS.get(assumption.kind, Text(assumption.kind))),
        assumption.source or _EMPTY,
        wording.word("{low} to {high} times", low=f"{assumption.low:g}", high=f"{assumption.high:g}")
        if is_ranged
        else _EMPTY,
        _effect(effect, comparison, wording),
        _EMPTY if effect.break_even is None else wording.word("{factor} times", factor=f"{effect.break_even:.3g}"),
    )


def _effect(effect: AssumptionEffect, comparison: Comparison, wording: Wording) -> str:
    if effect.at_low is None or effect.at_high is None:
        return wording.say(effect.remark) if effect.remark else _EMPTY
    measure = comparison.measure(effect.measure)
    kind: Quantity = "elapsed" if effect.measure == "cycle_time" else "money"
    scale = fitting_scale(kind, [effect.at_low, effect.at_high], currency=comparison.as_is.scenario.currency)
    values = {
        "measure": wording.say(measure.label) if measure else effect.measure,
        "low": scale.number(effect.at_low, signed=True),
        "high": scale.number(effect.at_high, signed=True),
        "unit": scale.unit.into(wording.language),
    }
    if effect.turns_verdict:
        return wording.word("{measure}: {low} to {high} {unit}: could turn the verdict", **values)
    return wording.word("{measure}: {low} to {high} {unit}", **values)

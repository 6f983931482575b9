"""What the simulation found at each activity and for each role, with each activity's share per case as formulas."""

from collections.abc import Callable
from math import fsum

from analysis.comparison import Comparison
from analysis.report.wording import Wording
from analysis.report.xlsx.grid import Cell, Column, Formula, Sheet, address, span
from analysis.report.xlsx.naming import sheet_name
from analysis.simulation import ActivityFigures

__all__ = ["activities_sheet", "roles_sheet"]

_SIDE, _INSTANCES, _FIRST, _PER_CASE = 1, 3, 4, 8
_FIGURES: tuple[Callable[[ActivityFigures], float], ...] = (
    lambda figures: figures.processing_time_s,
    lambda figures: figures.waiting_time_s,
    lambda figures: figures.cost,
    lambda figures: figures.fee,
)


def activities_sheet(comparison: Comparison, wording: Wording) -> Sheet:
    """Return every activity of both sides: how often a case has it, what one takes, and what that makes a case."""
    word = wording.word
    names = (word("As it is"), word("As it could be"))
    found = [
        (side, key, figures)
        for side, part in enumerate((comparison.as_is, comparison.to_be))
        for key, figures in part.simulation.activities.items()
    ]
    rows: list[tuple[Cell, ...]] = [
        (
            wording.element(side, key),
            names[side],
            key,
            figures.instances,
            *(of(figures) for of in _FIGURES),
            *(
                Formula(f"{address(_INSTANCES, row)}*{address(_FIRST + n, row)}", figures.instances * of(figures))
                for n, of in enumerate(_FIGURES)
            ),
        )
        for row, (side, key, figures) in enumerate(found)
    ]
    totals = [_total(found, side, names[side], wording) for side in (0, 1)] if rows else []
    kinds = (word("work, s"), word("waiting, s"), word("office cost"), word("fee"))
    return Sheet(
        name=sheet_name("activities", wording),
        title=word("Activities in the simulation"),
        note=word(
            "Means over replications. Of activities in parallel each one's waiting counts fully, so that the sum of "
            "waiting may be more than a case's own."
        ),
        columns=(
            Column(word("Activity"), "text", 44),
            Column(word("Side"), "text", 18),
            Column(word("Id in the model"), "text", 28),
            Column(word("Times per case"), "probability"),
            *(Column(word("Each time: {figure}", figure=kind)) for kind in kinds),
            *(Column(word("Per case: {figure}", figure=kind)) for kind in kinds),
        ),
        rows=[*rows, *totals],
        totals=len(totals),
    )


def _total(found: list[tuple[int, str, ActivityFigures]], side: int, name: str, wording: Wording) -> tuple[Cell, ...]:
    last = len(found) - 1
    values = [fsum(f.instances * of(f) for where, _, f in found if where == side) for of in _FIGURES]
    sums = (
        Formula(f'SUMIF({span(_SIDE, 0, last)},"{name}",{span(_PER_CASE + n, 0, last)})', value)
        for n, value in enumerate(values)
    )
    return (wording.word("Together"), name, "", None, None, None, None, None, *sums)


def roles_sheet(comparison: Comparison, wording: Wording) -> Sheet:
    """Return every role of both sides: how many people, how busy, what a case asks of them."""
    word = wording.word
    names = (word("As it is"), word("As it could be"))
    rows: list[tuple[Cell, ...]] = [
        (
            figures.name.into(wording.language) or key,
            names[side],
            figures.amount,
            figures.utilisation,
            *(figures.utilisation_ci or (None, None)),
            figures.instances,
            figures.busy_s,
            figures.queue_s,
            figures.cost,
        )
        for side, part in enumerate((comparison.as_is, comparison.to_be))
        for key, figures in part.simulation.resources.items()
    ]
    return Sheet(
        name=sheet_name("roles", wording),
        title=word("Busy time of each role"),
        note=word("Busy time by time on duty; blank where there are as many people as needed. The rest is per case."),
        columns=(
            Column(word("Role"), "text", 34),
            Column(word("Side"), "text", 18),
            Column(word("People"), "count", 10),
            Column(word("Busy time"), "per_cent", 12),
            Column(f"{word('Busy time')}: {word('interval from')}", "per_cent", 14),
            Column(f"{word('Busy time')}: {word('interval to')}", "per_cent", 14),
            Column(word("Activities done per case"), "probability"),
            Column(word("Busy time per case, s")),
            Column(word("Waited for per case, s")),
            Column(word("Cost per case")),
        ),
        rows=rows,
    )

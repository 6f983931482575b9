"""The list of changes: by which rule of redesign, at which step, with what effect."""

from math import fsum

from analysis.comparison import Driver
from analysis.quantities import Quantity
from analysis.redesign.heuristics import HEURISTICS
from analysis.report.blocks import Cell, Grid, Row
from analysis.report.front import count_changes
from analysis.report.material import EMPTY, Material, anchored
from analysis.report.tables import CHANGE_KINDS
from bpmn.difference import Change

__all__ = ["changes_grid", "heuristic_of", "kinds_grid"]

_RULES = {
    "eliminated": "elimination",
    "automated": "automation",
    "merged": "composition",
    "resequenced": "resequencing",
    "parallelised": "parallelism",
    "knocked-out-earlier": "knock-out",
    "new-decision": "triage",
}
"""Which of Reijers and Limam Mansar's heuristics a kind of change is; the others may be one of several."""


def heuristic_of(change: Change, material: Material) -> str:
    """Return the name of the heuristic that a change is an instance of, or its kind where it may be one of several."""
    rule = _RULES.get(change.kind)
    return material.wording.say(HEURISTICS[rule].name if rule else change.label)


def changes_grid(material: Material) -> Grid:
    """Return every change with its heuristic and what the steps concerned contribute to the difference per case."""
    word, comparison = material.word, material.comparison
    found = [_drivers_of(change, comparison.drivers.by_activity) for change in comparison.changes]
    waiting = _column([[driver.waiting_s for driver in part] for part in found], "elapsed", material)
    work = _column([[driver.processing_s for driver in part] for part in found], "work", material)
    cost = _column([[driver.cost for driver in part] for part in found], "money", material)
    return Grid(
        caption=word("The changes: heuristic, step, effect"),
        headers=(
            word("Number"),
            word("Heuristic"),
            word("Change"),
            word("Waiting"),
            word("Work"),
            word("Office cost"),
        ),
        rows=tuple(
            Row(
                anchor=f"c-{number}",
                cells=(
                    Cell(text=str(number)),
                    Cell(text=heuristic_of(change, material)),
                    Cell(text=material.wording.say(change.text)),
                    *(Cell(text=shown) for shown in effects),
                ),
            )
            for number, (change, *effects) in enumerate(
                zip(comparison.changes, waiting, work, cost, strict=True), start=1
            )
        ),
        widths=(0.6, 1.7, 4.4, 1.3, 1.3, 1.5),
        numbers=(3, 4, 5),
        note=word(
            "The effect is that of the steps concerned, to-be less as-is, per case. Steps that several changes concern "
            "are counted at each of them. Heuristics: Reijers and Limam Mansar, Omega 33 (2005)."
        ),
    )


def kinds_grid(material: Material) -> Grid:
    """Return how many changes there are of each kind: the first page's counts lead here."""
    word = material.word
    return Grid(
        caption=word("How many changes of each kind"),
        headers=(word("Kind of change"), word("Changes")),
        rows=tuple(
            anchored(f"k-{kind}", material.wording.say(CHANGE_KINDS[kind]), str(count))
            for kind, count in count_changes(material.comparison).items()
        ),
        widths=(3, 1),
        numbers=(1,),
    )


def _drivers_of(change: Change, drivers: tuple[Driver, ...]) -> list[Driver]:
    as_is, to_be = set(change.as_is), set(change.to_be)
    return [driver for driver in drivers if as_is & set(driver.as_is) or to_be & set(driver.to_be)]


def _column(found: list[list[float]], kind: Quantity, material: Material) -> list[str]:
    shown = material.amounts(kind, [fsum(part) for part in found], signed=True)
    return [text if part else EMPTY for part, text in zip(found, shown, strict=True)]

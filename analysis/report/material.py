"""What every chapter is written from, and the few figures that several chapters work out alike."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from analysis.charts import Table
from analysis.comparison import Comparison, Side, fitting_scale
from analysis.quantities import Quantity, Scale
from analysis.report.blocks import Cell, Grid, Row, cells
from analysis.report.dossier import Dossier
from analysis.report.wording import Names, Wording
from analysis.simulation import ActivityFigures
from bpmn.model import Activity

__all__ = ["EMPTY", "Material", "anchored", "grid_of"]

EMPTY = "\N{EN DASH}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """What a report is written from.

    Attributes:
        comparison: What was found.
        wording: The reader's words.
        names: Labels of elements in the reader's language.
        dossier: What the library knows of the service; empty where two files are compared.
        generated_at: When the report is made, aware.
    """

    comparison: Comparison
    wording: Wording
    names: Names
    dossier: Dossier
    generated_at: datetime

    @property
    def sides(self) -> tuple[Side, Side]:
        """As-is and to-be."""
        return self.comparison.as_is, self.comparison.to_be

    @property
    def currency(self) -> str:
        """What money is counted in."""
        return self.comparison.as_is.scenario.currency

    @property
    def volume(self) -> float | None:
        """The cases of a year, the same for both sides; None where no scenario says it."""
        return self.comparison.volume.cases if self.comparison.volume else None

    def word(self, message: str, **values: object) -> str:
        """Return a sentence of the report's own."""
        return self.wording.word(message, **values)

    def amount(self, kind: Quantity, value: float, *, signed: bool = False) -> str:
        """Return a number with its unit, in the unit that fits it."""
        return self.scale(kind, value).quantity(value, signed=signed).into(self.wording.language)

    def scale(self, kind: Quantity, value: float) -> Scale:
        """Return the unit that fits a number."""
        return fitting_scale(kind, [value], currency=self.currency)

    def amounts(self, kind: Quantity, values: Sequence[float], *, signed: bool = False) -> list[str]:
        """Return numbers with their unit, in the one that fits all of them."""
        scale = fitting_scale(kind, [max((abs(value) for value in values), default=0.0)], currency=self.currency)
        return [scale.quantity(value, signed=signed).into(self.wording.language) for value in values]

    def element(self, side: int, element: str) -> str:
        """Return what an element is called."""
        return self.wording.element(side, element)

    def performer(self, side: int, element: str) -> str:
        """Return who does an activity: its pools, else its lane; a dash where nobody does."""
        found = self.sides[side]
        parameters = found.scenario.activities.get(element)
        if parameters is not None and parameters.resources:
            return ", ".join(self.element(side, pool) for pool in parameters.resources)
        lane = found.model.lane_of.get(element)
        return self.element(side, lane) if lane else EMPTY

    def steps(self, side: int) -> Iterator[tuple[Activity, ActivityFigures]]:
        """Yield a side's activities that were simulated, in the order of the model's file."""
        found = self.sides[side]
        for node in found.model.nodes.values():
            if isinstance(node, Activity) and node.id in found.simulation.activities:
                yield node, found.simulation.activities[node.id]


def grid_of(
    table: Table, widths: tuple[float, ...], *, numbers: tuple[int, ...] = (), note: str = "", totals: int = 0
) -> Grid:
    """Return a table of plain texts as a block; its last `totals` rows are sums."""
    rows = [Row(cells=cells(*row)) for row in table.rows]
    kept = len(rows) - totals
    return Grid(
        caption=table.caption,
        headers=table.headers,
        rows=(*rows[:kept], *(Row(cells=row.cells, mark="total") for row in rows[kept:])),
        widths=widths,
        numbers=numbers,
        note=note,
    )


def anchored(anchor: str, *texts: str | Cell, mark: str = "") -> Row:
    """Return a row that something leads to."""
    return Row(cells=cells(*texts), anchor=anchor, mark=mark)

"""When each person is there: calendars of people, and in every replication the days on which chance keeps them away.

Whether a person is away on a day hangs on seed, replication, person and date alone, so it is the same in all variants.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from analysis.errors import ScenarioError
from analysis.network import Network
from analysis.scenario.calendars import OpeningTable, WorkingDays, opening_table, working_days
from analysis.scenario.values import Calendar, Opening
from analysis.simulation.compiling import entry
from analysis.simulation.draws import case_key, stream_key, uniform
from analysis.simulation.layouts import Bools, Ints
from analysis.simulation.staffing import Person, Staff, release_calendar
from analysis.simulation.stations import said_of
from analysis.simulation.tables import CALENDAR, Tables
from bpmn.frozen import dataclass
from bpmn.language import Text

__all__ = [
    "Attendance",
    "ChanceAbsence",
    "calendar_rows",
    "open_in_stretches",
    "open_seconds",
    "tables_of_replication",
]

_ALWAYS = Calendar(id="", openings=(Opening(days=(0, 1, 2, 3, 4, 5, 6), from_s=0.0, to_s=86400.0),))
_AWAY = 1


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ChanceAbsence:
    """A person who is away by chance.

    Attributes:
        row: The row of their calendar.
        days: The days they work.
        share: On which share of them they are away.
        hash: What stands for the person in the keys of random numbers.
    """

    row: int
    days: WorkingDays
    share: float
    hash: np.uint64


class Attendance:
    """The rows of the calendars of persons and releases, added to those of the scenario.

    Attributes:
        of_person: The row of each person's calendar, -1: always there.
        absences: Who is away by chance.
    """

    def __init__(self, network: Network, staff: Staff, openings: dict[str, OpeningTable]) -> None:
        self._network = network
        self._openings = openings
        self.of_person: list[int] = []
        self.absences: list[ChanceAbsence] = []
        self._known: dict[object, WorkingDays] = {}
        for person in staff.persons:
            self.of_person.append(self._row_of(person))

    def _row_of(self, person: Person) -> int:
        if not person.absence.leave and person.absence.share == 0:
            return -1 if person.calendar is None else list(self._openings).index(person.calendar)
        days = self._days(person)
        table = days.openings()
        if table is None:
            text = Text('"{name}" is never there: the whole calendar is leave.', name=person.id)
            raise ScenarioError(text, source_name=self._network.scenario.source_name, path=f"{person.path}.absence")
        row = self._add(f"\0person {person.id}", table)
        if person.absence.share > 0:
            self.absences.append(ChanceAbsence(row=row, days=days, share=person.absence.share, hash=person.hash))
        return row

    def _days(self, person: Person) -> WorkingDays:
        key = (person.calendar, person.absence.leave)
        if key not in self._known:
            scenario = self._network.scenario
            calendar = _ALWAYS if person.calendar is None else scenario.calendars[person.calendar]
            away = [(leave.first, leave.last) for leave in person.absence.leave]
            self._known[key] = working_days(calendar, scenario.start, away)
        return self._known[key]

    def release_of(self, at: int) -> int:
        """Return the row of the calendar that opens when the batches of a node are released, -1 for none."""
        node = self._network.nodes[at]
        batch = said_of(self._network, node).batch
        if batch is None or batch.release is None:
            return -1
        calendar = release_calendar(self._network, batch.release, f"\0release {node.key}")
        return self._add(calendar.id, opening_table(calendar, self._network.scenario.start))

    def _add(self, name: str, table: OpeningTable) -> int:
        self._openings[name] = table
        return list(self._openings).index(name)


def calendar_rows(
    tables: Sequence[OpeningTable],
) -> tuple[NDArray[np.void], NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Return opening tables as the kernel's arrays: a row each, and all openings, closings and open seconds before."""
    rows = np.zeros(max(1, len(tables)), dtype=CALENDAR)
    first = 0
    for number, table in enumerate(tables):
        last = first + len(table.opens)
        rows[number]["first"], rows[number]["last"] = first, last
        rows[number]["period"], rows[number]["total"] = table.period_s, table.worked[-1]
        first = last
    empty = [np.zeros(0)]
    opens = np.concatenate(empty + [table.opens for table in tables])
    closes = np.concatenate(empty + [table.closes for table in tables])
    return rows, opens, closes, np.concatenate(empty + [table.worked[:-1] for table in tables])


def tables_of_replication(
    tables: Tables, openings: Sequence[OpeningTable], absences: Sequence[ChanceAbsence], key: np.uint64
) -> Tables:
    """Return the tables with the days left out on which chance keeps people away in one replication."""
    if not absences:
        return tables
    present = list(openings)
    for absence in absences:
        is_there = np.ones(len(absence.days.days), dtype=np.bool_)
        with np.errstate(over="ignore"):  # the mixing of keys wraps around, in the interpreter too
            _mark_present(absence.days.days, absence.share, absence.hash, key, is_there)
        present[absence.row] = absence.days.openings(is_there) or present[absence.row]
    calendars, opens, closes, worked = calendar_rows(present)
    return tables._replace(calendars=calendars, opens=opens, closes=closes, worked=worked)


def open_seconds(tables: Tables, people: int, begin: float, end: float) -> NDArray[np.float64]:
    """Return for how many seconds between two moments each person is there; `people` is how many there are."""
    found = np.full(people, max(end - begin, 0.0))
    known: dict[int, float] = {}
    for number, row in enumerate(tables.persons["calendar"][:people]):
        if row >= 0:
            if row not in known:
                table = _opening_table(tables, int(row))
                known[row] = table.worked_until(end) - table.worked_until(begin)
            found[number] = max(known[row], 0.0)
    return found


def open_in_stretches(tables: Tables, row: int, edges: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return for how many seconds a calendar is open between each edge and the next."""
    table = _opening_table(tables, row)
    periods, within = np.divmod(edges, table.period_s)
    at = np.searchsorted(table.opens, within, side="right") - 1
    inside = table.worked[at] + np.minimum(within, table.closes[at]) - table.opens[at]
    worked = periods * table.worked[-1] + np.where(at < 0, 0.0, inside)
    return np.diff(worked)


def _opening_table(tables: Tables, row: int) -> OpeningTable:
    calendar = tables.calendars[row]
    part = slice(int(calendar["first"]), int(calendar["last"]))
    worked = np.append(tables.worked[part], calendar["total"])
    return OpeningTable(
        opens=tables.opens[part], closes=tables.closes[part], worked=worked, period_s=float(calendar["period"])
    )


@entry
def _mark_present(days: Ints, share: float, person: np.uint64, key: np.uint64, is_there: Bools) -> None:
    for number in range(len(days)):
        is_there[number] = uniform(stream_key(case_key(key, days[number]), person, 0, _AWAY), 0) >= share

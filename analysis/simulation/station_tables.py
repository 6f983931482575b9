"""The arrays of stations, skills, persons and transfers."""

import math
from itertools import product
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from analysis.errors import ScenarioError
from analysis.network import Network
from analysis.scenario.distributions import Distribution
from analysis.simulation.absence import Attendance
from analysis.simulation.laws import table_of
from analysis.simulation.rule_tables import RuleTables
from analysis.simulation.staffing import Staff
from analysis.simulation.stations import said_of
from analysis.simulation.tables import PERSON, SKILL, STATION
from bpmn.model import Expression

__all__ = ["LawTable", "station_tables"]


class LawTable(Protocol):
    """Where distributions and other values are put, and where the pools are."""

    values: list[tuple[float, float]]
    units: dict[str, int]

    def add_law(self, law: Distribution | None) -> int:
        """Put a distribution into the tables and return its row, -1 for none."""
        ...


def station_tables(
    network: Network, staff: Staff, attendance: Attendance, laws: LawTable, rules: RuleTables
) -> dict[str, Any]:
    """Return those fields of `tables.Tables` that are about stations and people.

    Raises:
        ScenarioError: If a case's priority or due time cannot be evaluated; the message names the path.
    """
    promise = network.scenario.promise_s
    skills = staff.person_skills()
    return {
        "stations": table_of(STATION, _stations(network, staff, attendance, laws)),
        "skills": table_of(SKILL, staff.skills),
        "persons": table_of(PERSON, _persons(skills, attendance)),
        "person_skills": np.array([*(number for found in skills for number in found), 0], dtype=np.int64),
        "transfers": _transfers(network, laws),
        "order_programs": np.array(_order_programs(network, rules), dtype=np.int64),
        "promise": np.array([math.inf if promise is None else promise]),
    }


def _stations(network: Network, staff: Staff, attendance: Attendance, laws: LawTable) -> list[dict[str, Any]]:
    rows = []
    for row in staff.stations:
        batch = said_of(network, network.nodes[row["node"]]).batch
        first = len(laws.values)
        laws.values += [(float(size), factor) for size, factor in batch.factors] if batch is not None else []
        places = {"factor0": first, "factor1": len(laws.values), "release": attendance.release_of(row["node"])}
        rows.append(row | places)
    return rows


def _order_programs(network: Network, rules: RuleTables) -> list[int]:
    """Return the programs of a case's priority and due time, -1 for none."""
    scenario = network.scenario
    found = []
    for path, text in (("case_priority", scenario.case_priority), ("case_due", scenario.case_due)):
        try:
            found.append(rules.add_rule(Expression(text=text, language="feel"), path) if text else -1)
        except ScenarioError as error:
            raise ScenarioError(error.text, source_name=scenario.source_name, path=path) from error
    return found


def _persons(skills: list[list[int]], attendance: Attendance) -> list[dict[str, Any]]:
    rows, first = [], 0
    for calendar, found in zip(attendance.of_person, skills, strict=True):
        rows.append({"calendar": calendar, "skill0": first, "skill1": first + len(found)})
        first += len(found)
    return rows


def _transfers(network: Network, laws: LawTable) -> NDArray[np.int64]:
    """Return the law of the way from each pool to each other; what names both comes before what names one."""
    units = laws.units
    table = np.full((max(1, len(units)),) * 2, -1, dtype=np.int64)
    for transfer in sorted(network.scenario.transfers, key=lambda way: (way.source, way.target).count(None)):
        sources = list(units.values()) if transfer.source is None else [units[transfer.source]]
        targets = list(units.values()) if transfer.target is None else [units[transfer.target]]
        law = laws.add_law(transfer.time)
        for source, target in product(sources, targets):
            if table[source, target] < 0:
                table[source, target] = law
    return table

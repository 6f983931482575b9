"""Replications made into a result: means with intervals for cases, activities and pools."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from analysis.network import Node
from analysis.scenario.values import Label
from analysis.simulation.codes import (
    APPLICANT,
    ARRIVED,
    COST_APPLICANT,
    COST_OFFICE,
    DONE,
    FEES,
    PROCESSING,
    REWORK,
    S_BATCHING,
    S_CASES,
    S_CLOSED,
    S_CONTENTION,
    S_COST,
    S_DELAY,
    S_FEE,
    S_INSTANCES,
    S_INTERRUPTED,
    S_PRIORITISED,
    S_PROCESSING,
    S_REWORK,
    S_SET_UP,
    S_SETBACK,
    S_WAITING,
    U_BUSY,
    U_COST,
    U_INSTANCES,
    U_QUEUE,
    U_WORK,
    WAITED,
)
from analysis.simulation.compile import SimulationModel
from analysis.simulation.members import member_figures
from analysis.simulation.quantiles import quantiles
from analysis.simulation.result import ActivityFigures, Measure, ResourceFigures, measure_of

if TYPE_CHECKING:
    from analysis.simulation.running import Replication

__all__ = [
    "activity_figures",
    "case_measures",
    "cycle_time_quantiles",
    "cycle_times",
    "measures_of",
    "resource_figures",
]

Floats = NDArray[np.float64]


def cycle_times(cases: Floats) -> Floats:
    """Return the time from arrival to end of each case, in seconds; `cases` as in `tables.CASE_COLUMNS`."""
    return cases[:, DONE] - cases[:, ARRIVED]


def case_measures(
    all_cases: Floats, warm_up: int, window: tuple[float, float], promise_s: float | None
) -> dict[str, float]:
    """Return the means over the counted cases of one replication, by measure.

    Args:
        all_cases: A row a case, columns as in `tables.CASE_COLUMNS`.
        warm_up: How many of the first are not counted.
        window: From when to when throughput and cases in progress are measured.
        promise_s: The promised cycle time, or None.
    """
    cases = all_cases[warm_up:]
    cycle = cycle_times(cases)
    p50, p90, p95 = quantiles(cycle, [0.5, 0.9, 0.95])
    found = {
        "cycle_time": float(cycle.mean()),
        "cycle_time_p50": float(p50),
        "cycle_time_p90": float(p90),
        "cycle_time_p95": float(p95),
        "processing_time": float(cases[:, PROCESSING].mean()),
        "waiting_time": float(cases[:, WAITED].mean()),
        "applicant_time": float(cases[:, APPLICANT].mean()),
        "cost_office": float(cases[:, COST_OFFICE].mean()),
        "cost_applicant": float(cases[:, COST_APPLICANT].mean()),
        "fees": float(cases[:, FEES].mean()),
        "rework": float(cases[:, REWORK].mean()),
        "first_pass": float((cases[:, REWORK] == 0).mean()),
    }
    if promise_s is not None:
        found["promise_kept"] = float((cycle <= promise_s).mean())
    return found | _rates(all_cases, window)


def _rates(cases: Floats, window: tuple[float, float]) -> dict[str, float]:
    """Return throughput (cases an hour) and the mean number of cases in progress within the window."""
    low, high = window
    arrived, done = cases[:, ARRIVED], cases[:, DONE]
    length = high - low
    if length <= 0:
        return {"throughput": 0.0, "wip": 0.0}
    inside = np.clip(done, low, high) - np.clip(arrived, low, high)
    finished = np.count_nonzero((done > low) & (done <= high))
    return {"throughput": float(finished / length * 3600), "wip": float(inside.sum() / length)}


def measures_of(per_replication: dict[str, Floats], currency: str) -> dict[str, Measure]:
    """Return each measure's mean with its 95% confidence interval."""
    return {name: measure_of(values, _unit(name, currency)) for name, values in per_replication.items()}


_UNITS = {
    "rework": "count",
    "first_pass": "share",
    "promise_kept": "share",
    "throughput": "cases/h",
    "wip": "cases",
}
_MONEY = {"cost_office", "cost_applicant", "fees"}


def _unit(name: str, currency: str) -> str:
    return currency if name in _MONEY else _UNITS.get(name, "s")


def activity_figures(
    model: SimulationModel, replications: Sequence["Replication"], counted: int
) -> dict[str, ActivityFigures]:
    """Return the figures of every activity and every event that is waited for, by the element's id."""
    stats = np.mean([replication.stats for replication in replications], axis=0)
    shown = {node.id: node for node in model.network.nodes if _is_shown(node)}
    return {
        element: _activity(shown[element], stats[row], counted)
        for row, element in enumerate(model.elements)
        if element in shown
    }


def _is_shown(node: Node) -> bool:
    return node.kind == "task" or (node.kind == "wait" and node.split != "first")


def _activity(node: Node, sums: Floats, counted: int) -> ActivityFigures:
    instances = float(sums[S_INSTANCES])
    per = 1 / instances if instances else 0.0
    return ActivityFigures(
        name=node.name,
        instances=instances / counted,
        share_of_cases=float(sums[S_CASES]) / counted,
        processing_time_s=float(sums[S_PROCESSING]) * per,
        waiting_time_s=float(sums[S_WAITING]) * per,
        delay_s=float(sums[S_DELAY]) * per,
        contention_s=float(sums[S_CONTENTION]) * per,
        closed_s=float(sums[S_CLOSED]) * per,
        interrupted_s=float(sums[S_INTERRUPTED]) * per,
        cost=float(sums[S_COST]) * per,
        fee=float(sums[S_FEE]) * per,
        rework=float(sums[S_REWORK]) / counted,
        setback_s=float(sums[S_SETBACK]) * per,
        batching_s=float(sums[S_BATCHING]) * per,
        prioritisation_s=float(sums[S_PRIORITISED]) * per,
        set_up_s=float(sums[S_SET_UP]) * per,
    )


def resource_figures(
    model: SimulationModel, replications: Sequence["Replication"], counted: int
) -> dict[str, ResourceFigures]:
    """Return the figures of every pool that does something, by its id."""
    working = {pool for node in model.network.nodes if node.kind == "task" for pool in node.resources}
    sums = np.mean([replication.unit_stats for replication in replications], axis=0) / counted
    found = {}
    for row, key in enumerate(model.pools):
        if key not in working:
            continue
        pool = model.network.scenario.resources[key]
        utilisation = _utilisation(model, replications, row) if pool.amount else None
        found[key] = ResourceFigures(
            name=pool.name or Label((("", key),)),
            amount=pool.amount,
            utilisation=utilisation.mean if utilisation else None,
            utilisation_ci=(utilisation.ci_low, utilisation.ci_high) if utilisation else None,
            busy_s=float(sums[row, U_WORK]),
            queue_s=float(sums[row, U_QUEUE]),
            instances=float(sums[row, U_INSTANCES]),
            cost=float(sums[row, U_COST]),
            members=member_figures(model, replications, key, counted),
        )
    return found


def _utilisation(model: SimulationModel, replications: Sequence["Replication"], row: int) -> Measure:
    pool = model.network.scenario.resources[model.pools[row]]
    values = []
    for replication in replications:
        low, high = replication.window
        available = high - low
        if model.pools[row] in model.staff.seats:
            total = float(replication.person_open[model.staff.seats[model.pools[row]]].sum())
            available = total / (pool.amount or 1)
        elif pool.calendar is not None:
            table = model.openings[pool.calendar]
            available = table.worked_until(high) - table.worked_until(low)
        values.append(replication.unit_stats[row, U_BUSY] / (available * (pool.amount or 1)) if available > 0 else 0.0)
    return measure_of(np.array(values), "share")


def cycle_time_quantiles(replications: Sequence["Replication"]) -> tuple[Measure, ...]:
    """Return the 0th to 100th percentile of the cycle time in seconds, means over replications with their intervals."""
    rows = np.array([replication.percentiles for replication in replications])
    return tuple(measure_of(column, "s") for column in rows.T)

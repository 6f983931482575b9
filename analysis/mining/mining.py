"""The door of mining: a log in, what it says out."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from analysis.errors import LogError
from analysis.log import EventLog
from analysis.mining.conforming import conformance_of
from analysis.mining.figures import activities_of, edges_of, people_of, spread_of, variants_of
from analysis.mining.findings import find_findings
from analysis.mining.traces import Traces
from analysis.mining.values import MinedLog
from analysis.mining.waiting import waiting_causes
from bpmn.language import Text
from bpmn.model import Model

if TYPE_CHECKING:
    import polars as pl

__all__ = ["mine"]

_MICRO = 1e6


def mine(log: EventLog, model: Model | None = None, *, process: str | None = None) -> MinedLog:
    """Return what a log says: its cases, activities, ways, times, people, and how it fits a model.

    Args:
        log: The log.
        model: A model to hold it against, or None.
        process: Which of the model's processes; None: the only one, or the first executable one.

    Raises:
        LogError: If there is nothing in it.
        ScenarioError: If the model has no such process.
    """
    traces = Traces(log)
    cases = traces.cases
    cycle_time = spread_of(cases["end"] - cases["begin"])
    if cycle_time is None:
        raise LogError(Text("The log has no events."))
    repeats = traces.frame.group_by("case").agg(_repeats())["repeats"]
    mined = MinedLog(
        cases=cases.height,
        events=log.event_count if log.event_count is not None else len(log),
        instances=len(log),
        begin=_moment(cases["begin"].min()),
        end=_moment(cases["end"].max()),
        cycle_time_s=cycle_time,
        activities=activities_of(traces),
        variants=variants_of(traces),
        edges=edges_of(traces),
        resources=people_of(traces),
        open_cases=int(cases["is_open"].sum()),
        rework_cases=int((repeats > 0).sum()),
        rework=float(repeats.sum()) / cases.height,
        hand_overs=_hand_overs(traces),
        resources_a_case=_people_a_case(traces),
        waiting=waiting_causes(traces) if traces.has_starts and traces.has_people else None,
        conformance=None if model is None else conformance_of(traces, model, process),
    )
    return replace(mined, findings=find_findings(mined, traces))


def _moment(micros: object) -> datetime:
    return datetime.fromtimestamp(int(str(micros)) / _MICRO, UTC)


def _repeats() -> "pl.Expr":
    import polars as pl

    return (pl.len() - pl.col("activity").n_unique()).cast(pl.Int64).alias("repeats")


def _hand_overs(traces: Traces) -> float | None:
    import polars as pl

    if not traces.has_people:
        return None
    # Machines' steps between two people's hold nothing up by changing hands.
    known = traces.frame.filter(pl.col("who").is_not_null())
    is_same_case = pl.col("case") == pl.col("case").shift(-1)
    changes = known.select(((pl.col("who") != pl.col("who").shift(-1)) & is_same_case).sum()).item()
    return float(changes) / traces.cases.height


def _people_a_case(traces: Traces) -> float | None:
    import polars as pl

    if not traces.has_people:
        return None
    people = traces.frame.group_by("case").agg(pl.col("who").drop_nulls().n_unique().alias("people"))["people"]
    return float(people.sum()) / traces.cases.height

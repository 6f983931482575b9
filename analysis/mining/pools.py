"""People who do the same work, found in a log."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from analysis.mining.hours import WeeklyHours, local_offset_s, worked_hours
from analysis.mining.traces import Traces

__all__ = ["Pool", "Workforce"]

_ALIKE = 0.9
_SIDE_BY_SIDE = 0.3
_APPLICANT = re.compile(r"applicant|citizen|customer|client|иргэн|өргөдөл гаргагч|үйлчлүүлэгч", re.IGNORECASE)
_NUMBER = re.compile(r"[\s_\-#]*\d+$")
_MICRO = 1e6


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pool:
    """People who stand in for each other.

    Attributes:
        key: Its name in a scenario.
        name: What it is called: what its members' names have in common, else what they do most.
        members: Their names.
        activities: Numbers of the activities they do.
        hours: When they work.
        amount: How many they are; None where one name stands for many people: it does many things at once, or says
            "applicant" or the like.
    """

    key: str
    name: str
    members: tuple[str, ...]
    activities: tuple[int, ...]
    hours: WeeklyHours
    amount: int | None

    @property
    def is_applicant(self) -> bool:
        """Whether it stands for applicants, by its name."""
        return bool(_APPLICANT.search(self.name))


@dataclass(frozen=True)
class Workforce:
    """Who did the work of a log, and when.

    Attributes:
        traces: The log.
        time_zone: The zone in which hours are told.
    """

    traces: Traces
    time_zone: str = "Asia/Ulaanbaatar"

    @cached_property
    def names(self) -> list[str]:
        """The people by their numbers."""
        return sorted(self.traces.frame["who"].drop_nulls().unique().to_list())

    @cached_property
    def offset_s(self) -> float:
        """What makes seconds after 1970 local ones, counted from a Monday."""
        first = int(str(self.traces.cases["begin"].min()))
        return local_offset_s(self.time_zone, datetime.fromtimestamp(first / _MICRO, UTC))

    @cached_property
    def pools(self) -> tuple[Pool, ...]:
        """The pools, in the order of their keys.

        Two people are in one pool when they do the same activities in like proportions (cosine of at least 0.9),
        directly or by way of others. Source: organisational mining, Song, van der Aalst, Decision Support Systems 46
        (2008), joint activities.
        """
        if not self.names:
            return ()
        counts = self._counts
        lengths = np.linalg.norm(counts, axis=1, keepdims=True)
        likeness = (counts / lengths) @ (counts / lengths).T
        graph: nx.Graph[int] = nx.Graph()
        graph.add_nodes_from(range(len(self.names)))
        graph.add_edges_from((int(a), int(b)) for a, b in np.argwhere(np.triu(likeness >= _ALIKE, 1)))
        groups = sorted(sorted(group) for group in nx.connected_components(graph))
        keys: dict[str, int] = {}
        return tuple(self._pool(group, keys) for group in groups)

    @cached_property
    def pool_of(self) -> dict[str, Pool]:
        """The pool of each person."""
        return {name: pool for pool in self.pools for name in pool.members}

    @cached_property
    def _counts(self) -> NDArray[np.float64]:
        import polars as pl

        places = {name: number for number, name in enumerate(self.names)}
        rows = self.traces.frame.filter(pl.col("who").is_not_null()).group_by("who", "activity").agg(pl.len())
        counts = np.zeros((len(self.names), len(self.traces.activity_names)))
        for who, activity, number in rows.iter_rows():
            counts[places[who], activity] = number
        return counts

    def _pool(self, group: list[int], keys: dict[str, int]) -> Pool:
        members = tuple(self.names[number] for number in group)
        counts = self._counts[group].sum(axis=0)
        name = _common_name(members) or self.traces.activity_names[int(counts.argmax())]
        key = re.sub(r"\W+", "_", name.lower()).strip("_") or "pool"
        keys[key] = keys.get(key, 0) + 1
        return Pool(
            key=key if keys[key] == 1 else f"{key}_{keys[key]}",
            name=name,
            members=members,
            activities=tuple(np.flatnonzero(counts).tolist()),
            hours=self._hours(members),
            amount=None if _APPLICANT.search(name) or self._is_crowd(members) else len(members),
        )

    def _hours(self, members: tuple[str, ...]) -> WeeklyHours:
        import polars as pl

        rows = self.traces.frame.filter(pl.col("who").is_in(members))
        moments = pl.concat([rows["start"], rows["end"]]).drop_nulls().to_numpy() / _MICRO
        return worked_hours(moments + self.offset_s)

    def _is_crowd(self, members: tuple[str, ...]) -> bool:
        """Whether a name stands for many people: much of its work lies side by side."""
        import polars as pl

        if not self.traces.has_starts:
            return False
        rows = self.traces.frame.filter(pl.col("who").is_in(members) & (pl.col("end") > pl.col("start")))
        rows = rows.sort("who", "start").with_columns(reached=pl.col("end").cum_max().shift(1).over("who"))
        reached = pl.col("reached").fill_null(pl.col("start"))
        beside = (pl.min_horizontal(reached, "end") - pl.col("start")).clip(lower_bound=0)
        shared, whole = rows.select(beside.sum().alias("shared"), (pl.col("end") - pl.col("start")).sum()).row(0)
        return bool(whole) and shared / whole > _SIDE_BY_SIDE


def _common_name(members: tuple[str, ...]) -> str:
    """Return what names have in common when the numbers at their ends are left out; "" where they differ."""
    stems = {_NUMBER.sub("", member).strip() for member in members}
    return stems.pop() if len(stems) == 1 else ""

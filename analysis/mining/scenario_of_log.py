"""A scenario read off a log: how often, by whom, how long, which way."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from analysis.errors import ScenarioError
from analysis.log import EventLog
from analysis.mining.censored import representative_times
from analysis.mining.conforming import Conformance, conformance_of
from analysis.mining.delays import hidden_delays
from analysis.mining.fitted import Fitted, fitted
from analysis.mining.hours import worked_hours
from analysis.mining.labels import Labels
from analysis.mining.pools import Pool, Workforce
from analysis.mining.traces import Traces
from analysis.mining.ways import event_parameters, way_probabilities
from analysis.network import choose_process
from analysis.scenario import (
    ActivityParameters,
    Arrivals,
    Assumption,
    Calendar,
    Label,
    ResourcePool,
    Scenario,
)
from bpmn.language import Text
from bpmn.model import Activity, Model

if TYPE_CHECKING:
    import polars as pl

__all__ = ["mined_scenario"]

Floats = NDArray[np.float64]

_MICRO = 1e6
_YEAR_S = 365.25 * 86400
_LEAST_SPAN_S = 30 * 86400.0
_ALWAYS = 0.8
_SELDOM = 0.05
_LEAST_DELAY_S = 1.0
_MOST_CASES = 10_000


def mined_scenario(
    log: EventLog,
    model: Model,
    *,
    process: str | None = None,
    name: str = "",
    time_zone: str = "Asia/Ulaanbaatar",
) -> Scenario:
    """Return a scenario in which a model does what a log says; docs/mining.md says how each figure is found.

    Args:
        log: The log.
        model: The model.
        process: Which of its processes; None: the only one, or the first executable one.
        name: What the log is called, as the source of the figures.
        time_zone: In which opening hours are told.

    Raises:
        LogError: If there is nothing in the log.
        ScenarioError: If the model has no such process, or nothing of the log is in it.
    """
    traces = Traces(log)
    chosen = choose_process(model, process)
    reading = _Reading(
        traces=traces,
        workforce=Workforce(traces, time_zone),
        labels=Labels(traces, [node for _, node in chosen.scope.walk()]),
        conformance=conformance_of(traces, model, chosen.id),
        name=name,
    )
    if not reading.labels.known:
        raise ScenarioError(Text("No activity of the log is in the model: nothing can be read off it."))
    return reading.scenario(model, chosen.id)


@dataclass(frozen=True)
class _Reading:
    """A log beside a model, read piece by piece."""

    traces: Traces
    workforce: Workforce
    labels: Labels
    conformance: Conformance
    name: str

    def scenario(self, model: Model, process: str) -> Scenario:
        """Return the scenario."""
        zone = ZoneInfo(self.workforce.time_zone)
        begin = datetime.fromtimestamp(int(str(self.traces.cases["begin"].min())) / _MICRO, UTC).astimezone(zone)
        start = begin.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=begin.weekday())
        arrivals, rate = self._arrivals
        activities = dict(self._activities())
        flows, gateways = way_probabilities(model, process, self.conformance)
        facts = [("arrivals.inter_arrival", rate), *self._facts(activities)]
        return Scenario(
            name=Label((("en", f"As measured in {self.name}"), ("mn", f"{self.name} бүртгэлээс хэмжсэн"))),
            process=process,
            start=start,
            cases=min(self.traces.cases.height, _MOST_CASES),
            volume_per_year=self._volume(),
            arrivals=arrivals,
            calendars=self._calendars,
            resources={pool.key: self._pool(pool) for pool in self._pools},
            activities={key: one.parameters for key, one in activities.items()},
            flows=flows,
            gateways=gateways,
            events=event_parameters(model, process, self.conformance),
            assumptions=tuple(self._assumption(path, one) for path, one in facts if one is not None),
        )

    @cached_property
    def _pools(self) -> tuple[Pool, ...]:
        return self.workforce.pools if self.traces.has_starts else ()

    @cached_property
    def _calendars(self) -> dict[str, Calendar]:
        zone = self.workforce.time_zone
        found = {pool.key: pool.hours.calendar(pool.key, zone) for pool in self._pools if not pool.hours.is_always}
        hours = worked_hours(self._begins)
        if hours.is_open.mean() < _ALWAYS:
            found["arrivals"] = hours.calendar("arrivals", zone)
        return found

    @cached_property
    def _begins(self) -> Floats:
        return np.sort(self.traces.cases["begin"].to_numpy()) / _MICRO + self.workforce.offset_s

    @property
    def _arrivals(self) -> tuple[Arrivals | None, Fitted | None]:
        """The arrivals; none where there is one case only, or all come at once."""
        if len(self._begins) < 2:
            return None, None
        hours = worked_hours(self._begins)
        has_calendar = "arrivals" in self._calendars
        moments = hours.worked_until(self._begins) if has_calendar else self._begins
        rate = fitted(np.maximum(np.diff(moments), 0.0))
        if rate is None or rate.law.expected <= 0:
            return None, None
        return Arrivals(inter_arrival=rate.law, calendar="arrivals" if has_calendar else None), rate

    def _volume(self) -> float | None:
        span = float(self._begins[-1] - self._begins[0])
        return round(len(self._begins) / span * _YEAR_S) if span >= _LEAST_SPAN_S else None

    def _pool(self, pool: Pool) -> ResourcePool:
        return ResourcePool(
            id=pool.key,
            name=Label((("", pool.name),)),
            amount=pool.amount,
            calendar=pool.key if pool.key in self._calendars else None,
            side="applicant" if pool.is_applicant else "office",
        )

    def _activities(self) -> "Iterator[tuple[str, _Activity]]":
        import polars as pl

        rows = self._rows
        for node in self.labels.known:
            if isinstance(node, Activity):
                own = rows.filter(pl.col("number") == self.labels.of_element[node.id])
                yield node.id, self._activity(own)

    @cached_property
    def _rows(self) -> "pl.DataFrame":
        """The ended instances: number of the activity, pool, enabled, start and end in seconds of local time."""
        import polars as pl

        pools = {name: pool.key for name, pool in self.workforce.pool_of.items()} if self._pools else {}
        offset = self.workforce.offset_s
        moments = {name: pl.col(name) / _MICRO + offset for name in ("enabled", "start", "end")}
        frame = self.traces.frame.with_columns(
            enabled=self.traces.enabled,
            number=self.labels.of_rows(self.traces),
            start=pl.coalesce("start", "end"),
            pool=pl.col("who").replace_strict(pools, default=None, return_dtype=pl.String),
        )
        return frame.filter(pl.col("end").is_not_null()).select("number", "pool", **moments)

    def _activity(self, rows: "pl.DataFrame") -> "_Activity":
        import polars as pl

        if not self.traces.has_starts:
            # Without starts all of an activity's time is one: it is waited for, and takes nobody's time.
            stay = fitted(np.maximum((rows["end"] - rows["enabled"]).to_numpy(), 0.0))
            return _Activity(
                parameters=ActivityParameters(duration=_NOTHING.law, delay=stay.law if stay else None), delay=stay
            )
        counts = rows.filter(pl.col("pool").is_not_null())["pool"].value_counts(sort=True)
        keys = [key for key, count in counts.iter_rows() if count >= _SELDOM * rows.height]
        duration = fitted(self._worked(rows))
        delay = self._delay(rows)
        return _Activity(
            parameters=ActivityParameters(
                resources=tuple(keys), duration=duration.law if duration else None, delay=delay.law if delay else None
            ),
            duration=duration,
            delay=delay,
        )

    def _worked(self, rows: "pl.DataFrame") -> Floats:
        """Return the work of instances in the working time of who did them."""
        parts = []
        for (key,), own in rows.group_by("pool", maintain_order=True):
            start, end = own["start"].to_numpy(), own["end"].to_numpy()
            pool = self._by_key.get(str(key))
            if pool is None or pool.hours.is_always:
                parts.append(end - start)
            else:
                parts.append(pool.hours.worked_until(end) - pool.hours.worked_until(start))
        return np.maximum(np.concatenate(parts), 0.0) if parts else np.zeros(0)

    def _delay(self, rows: "pl.DataFrame") -> Fitted | None:
        """Return how long work was waited for that nobody could begin yet; None where there is nothing to show it."""
        if rows.is_empty():
            return None
        bounds = [self._bounds(str(key), own) for (key,), own in rows.group_by("pool", maintain_order=True)]
        low, high = (np.concatenate(parts) for parts in zip(*bounds, strict=True))
        if (low > _LEAST_DELAY_S).mean() < _SELDOM:
            return None
        times = low if np.array_equal(low, high) else representative_times(low, high)
        found = fitted(times)
        return found and replace(found, count=len(low))

    def _bounds(self, key: str, rows: "pl.DataFrame") -> tuple[Floats, Floats]:
        pool = self._by_key.get(key)
        if pool is None:
            waited = np.maximum((rows["start"] - rows["enabled"]).to_numpy(), 0.0)
            return waited, waited
        return hidden_delays(rows, self._busy[pool.key], pool.hours, pool.amount)

    @cached_property
    def _by_key(self) -> dict[str, Pool]:
        return {pool.key: pool for pool in self._pools}

    @cached_property
    def _busy(self) -> "dict[str, pl.DataFrame]":
        return {str(key): own for (key,), own in self._rows.group_by("pool") if key is not None}

    def _facts(self, activities: "dict[str, _Activity]") -> Iterator[tuple[str, Fitted | None]]:
        for key, one in activities.items():
            yield f"activities.{key}.duration", one.duration
            yield f"activities.{key}.delay", one.delay

    def _assumption(self, path: str, found: Fitted) -> Assumption:
        """Return where a figure comes from, with the range in which its mean surely lies."""
        low, high = found.range
        text = Label((("en", f"Mean of {found.count} observations."), ("mn", f"{found.count} ажиглалтын дундаж.")))
        return Assumption(path=path, kind="measured", text=text, source=self.name, low=low, high=high)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Activity:
    """What was read of one activity."""

    parameters: ActivityParameters
    duration: Fitted | None = None
    delay: Fitted | None = None


_NOTHING = Fitted.fixed(0.0)

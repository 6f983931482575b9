"""Where a service loses time: one ranking made of structure, flow and simulation."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from analysis.flow import Flow
from analysis.scenario.values import Scenario
from analysis.simulation.result import ActivityFigures, SimulationResult
from analysis.structure import Structure
from bpmn.language import Text
from bpmn.model import Lane, Model

__all__ = ["Bottleneck", "find_bottlenecks"]

_LEAST_SHARE = 0.005
_MOST = 25
_BUSY = 0.8


@dataclass(frozen=True, slots=True, kw_only=True)
class Bottleneck:
    """A place where time is lost.

    Attributes:
        rank: 1 for the worst.
        element: Id of the activity, event or gateway; for a pool its id in the scenario.
        name: What people call it.
        kind: "capacity", "calendar", "delay", "applicant", "work", "rework", "hand-off" or "overload".
        reason: Why it is here, in one sentence.
        share: How much of a case's time is lost here, 0 to 1: time by all work and waiting of a case.
        numbers: The figures behind it: seconds a case ("..._s"), shares and counts.
    """

    rank: int
    element: str
    name: str
    kind: str
    reason: Text
    share: float
    numbers: Mapping[str, float]


def find_bottlenecks(
    model: Model,
    scenario: Scenario,
    *,
    structure: Structure,
    flow: Flow,
    simulation: SimulationResult | None = None,
) -> tuple[Bottleneck, ...]:
    """Return the places where a case loses most, the worst first; the order is the same every time.

    Args:
        model: The model.
        scenario: Its scenario.
        structure: From `measure_structure`.
        flow: From `analyse_flow`.
        simulation: From `simulate`: then waits are those that were simulated, told apart by their cause; without it
            they are those computed by flow analysis, which knows no closing hours.
    """
    names = {node.id: node.name or node.id for node in model.nodes.values()}
    places = _simulated(simulation) if simulation else _computed(flow)
    total = sum(place.total_s for place in places.values()) or 1.0
    receivers = _receivers(model, structure)
    found = [*_overloads(scenario, flow)]
    for element, place in places.items():
        delay_kind = _delay_kind(scenario, element, receivers)
        found += _of_place(element, names.get(element, element), place, (delay_kind, receivers.get(element, "")), total)
    found += _rework(structure, places, names, total)
    ranked = sorted(
        (entry for entry in found if entry.share >= _LEAST_SHARE),
        key=lambda entry: (-entry.share, entry.element, entry.kind),
    )
    return tuple(replace(entry, rank=number + 1) for number, entry in enumerate(ranked[:_MOST]))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Seconds a case at one activity or event."""

    instances: float
    work_s: float
    delay_s: float = 0.0
    queue_s: float = 0.0
    closed_s: float = 0.0
    rework: float = 0.0

    @property
    def total_s(self) -> float:
        return self.work_s + self.delay_s + self.queue_s + self.closed_s


def _simulated(simulation: SimulationResult) -> dict[str, _Place]:
    def place(figures: ActivityFigures) -> _Place:
        many = figures.instances
        return _Place(
            instances=many,
            work_s=figures.processing_time_s * many,
            delay_s=figures.delay_s * many,
            queue_s=figures.contention_s * many,
            closed_s=(figures.closed_s + figures.interrupted_s) * many,
            rework=figures.rework,
        )

    return {element: place(figures) for element, figures in simulation.activities.items()}


def _computed(flow: Flow) -> dict[str, _Place]:
    """Without a simulation a wait counts as a delay: the queue is part of it, told apart by the pools' utilisation."""
    found = {}
    for element, wait in flow.waiting_by_activity_s.items():
        visits = flow.visits.get(element, 0.0)
        work = flow.processing_by_activity_s.get(element, 0.0)
        found[element] = _Place(
            instances=visits, work_s=work * visits, delay_s=wait * visits, rework=max(0.0, visits - 1.0)
        )
    return found


def _delay_kind(scenario: Scenario, element: str, receivers: Mapping[str, str]) -> str:
    """Whose delay it is: the applicant's, that of a hand-over to another lane, or the activity's own."""
    activity = scenario.activities.get(element)
    pools = [scenario.resources[pool] for pool in activity.resources if pool in scenario.resources] if activity else []
    if any(pool.side == "applicant" for pool in pools):
        return "applicant"
    return "hand-off" if element in receivers else "delay"


def _of_place(element: str, name: str, place: _Place, delay: tuple[str, str], total: float) -> Iterator[Bottleneck]:
    """Yield an entry for each way in which time is lost at one place."""
    delay_kind, lane = delay
    parts = (
        ("capacity", place.queue_s, "{name} waits {time} a case for somebody who is free."),
        ("calendar", place.closed_s, "{name} lies over closing hours for {time} a case."),
        (delay_kind, place.delay_s, _DELAYS[delay_kind]),
        ("work", place.work_s, "{name} takes {time} of work a case."),
    )
    for kind, seconds, sentence in parts:
        if seconds > 0:
            yield Bottleneck(
                rank=0,
                element=element,
                name=name,
                kind=kind,
                reason=Text(sentence, name=name, time=_readable(seconds), lane=lane),
                share=min(1.0, seconds / total),
                numbers={"seconds_per_case": seconds, "instances": place.instances},
            )


_DELAYS = {
    "applicant": "{name} waits {time} a case for the applicant.",
    "delay": "{name} waits {time} a case before it can begin.",
    "hand-off": "Handed over to {lane}, {name} waits {time} a case before it can begin.",
}


def _rework(
    structure: Structure, places: Mapping[str, _Place], names: Mapping[str, str], total: float
) -> Iterator[Bottleneck]:
    """Yield each loop with the time its repeated activities take."""
    for loop in structure.rework_loops:
        inside = {element: places[element] for element in loop if element in places}
        lost = sum(place.total_s * place.rework / place.instances for place in inside.values() if place.instances > 0)
        if lost > 0:
            worst = max(sorted(inside), key=lambda element: inside[element].total_s)
            repeats = max(place.rework for place in inside.values())
            yield Bottleneck(
                rank=0,
                element=worst,
                name=names.get(worst, worst),
                kind="rework",
                reason=Text(
                    "The loop around {name} is gone through again {times} times a case and costs {time}.",
                    name=names.get(worst, worst),
                    times=f"{repeats:.2f}",
                    time=_readable(lost),
                ),
                share=min(1.0, lost / total),
                numbers={"seconds_per_case": lost, "repeats": repeats},
            )


def _receivers(model: Model, structure: Structure) -> dict[str, str]:
    """Return the lane of each activity that gets its work from another lane, by the activity's id."""
    names = {lane.id: lane.name or lane.id for process in model.processes for lane in _all_lanes(process.scope.lanes)}
    targets = [model.flows[flow].target for flow in structure.hand_offs if flow in model.flows]
    return {target: names.get(model.lane_of[target], "") for target in targets if target in model.nodes}


def _all_lanes(lanes: tuple[Lane, ...]) -> Iterator[Lane]:
    for lane in lanes:
        yield lane
        yield from _all_lanes(lane.lanes)


def _overloads(scenario: Scenario, flow: Flow) -> Iterator[Bottleneck]:
    """Yield the pools that get more work than they can do, and the busiest one where it is very busy."""
    for pool, load in flow.utilisation.items():
        if load >= 1 or (load >= _BUSY and pool == flow.constraint):
            name = str(scenario.resources[pool].name) if pool in scenario.resources else ""
            sentence = (
                "{name} gets {load} % of the work it can do: the queue grows without end."
                if load >= 1
                else "{name} is busy {load} % of the time and limits how many cases can be done."
            )
            yield Bottleneck(
                rank=0,
                element=pool,
                name=name or pool,
                kind="overload" if load >= 1 else "capacity",
                reason=Text(sentence, name=name or pool, load=f"{load * 100:.0f}"),
                share=1.0 if load >= 1 else _queue_share(flow, pool),
                numbers={"utilisation": load, "capacity_per_h": flow.capacity_per_h},
            )


def _queue_share(flow: Flow, pool: str) -> float:
    waits = flow.queue_per_resource_s.get(pool, 0.0)
    total = flow.processing_time_s + flow.waiting_time_s
    return min(1.0, waits / total) if math.isfinite(total) and total > 0 else 0.0


def _readable(seconds: float) -> Text:
    """Return a time in the unit that a reader would choose."""
    if seconds >= 2 * 86400:
        return Text("{number} days", number=f"{seconds / 86400:.1f}")
    if seconds >= 2 * 3600:
        return Text("{number} hours", number=f"{seconds / 3600:.1f}")
    if seconds >= 120:
        return Text("{number} minutes", number=f"{seconds / 60:.0f}")
    return Text("{number} seconds", number=f"{seconds:.0f}")

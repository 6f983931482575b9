"""A plain loop over a service, as a peer: the same files, read by the same readers, played by ordinary Python.

A heap of events, numbers by `random`; arrivals, delays, tasks done first come first served by so many equal people in
their weekly hours (holidays left out), exclusive gateways by probability. No numpy of its own, no log, no figures but
the mean cycle time. What else a model may hold, it refuses.
Usage: python bench/peers/plain_service.py MODEL.bpmn SCENARIO CASES; start-up is part of what is measured.
"""

import heapq
import random
import sys
from bisect import bisect_right
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Any

from analysis.scenario import Distribution, Scenario, load_scenario
from bpmn import Model, read_model

WEEK = 604_800.0
ENTERS, IS_READY, IS_DONE = range(3)
draw = random.Random(1)  # noqa: S311 - a simulation keeps no secrets


def law_of(law: Distribution) -> Callable[[], float]:
    """Return what draws a time."""
    if law.type == "fixed":
        return lambda: law.value
    if law.type == "uniform":
        return lambda: draw.uniform(law.min, law.max or 0.0)
    if law.type == "triangular":
        return lambda: draw.triangular(law.min, law.max or 0.0, law.mode)
    if law.type == "exponential":
        low, high, rate = law.min, law.max or float("inf"), 1 / (law.mean - law.min)

        def bounded() -> float:
            while True:
                time = low + draw.expovariate(rate)
                if time <= high:
                    return time

        return bounded
    if law.type == "empirical":
        return lambda: draw.choices(law.values, law.weights or None)[0]
    message = f"No plain loop for {law.type}."
    raise ValueError(message)


class Hours:
    """Weekly hours: when work that is begun at a moment is done. Moments are seconds after the start."""

    def __init__(self, scenario: Scenario, calendar: str | None) -> None:
        """Take over the openings of a calendar; None is always open."""
        spans = [(0.0, WEEK)]
        if calendar is not None:
            first = scenario.start.weekday()
            spans = sorted(
                ((day - first) % 7 * 86_400 + opening.from_s, (day - first) % 7 * 86_400 + opening.to_s)
                for opening in scenario.calendars[calendar].openings
                for day in opening.days
            )
        self.opens, self.closes = [one for one, _ in spans], [one for _, one in spans]

    def done(self, begin: float, work: float) -> float:
        """Return when work is done that is begun at a moment or at the next opening; without work when that is."""
        base = begin // WEEK * WEEK
        place = bisect_right(self.opens, begin - base) - 1
        if place < 0 or begin - base >= self.closes[place]:
            place += 1
        while True:
            if place == len(self.opens):
                base, place = base + WEEK, 0
            begin = max(begin, base + self.opens[place])
            room = base + self.closes[place] - begin
            if work <= room:
                return begin + work
            work -= room
            place += 1


class Service:
    """A model with its scenario, as far as the loop plays them."""

    def __init__(self, model: Model, scenario: Scenario) -> None:
        """Look up, for each node, what is done there and where it goes on."""
        self.people: dict[str, list[Any]] = {}
        for key, pool in scenario.resources.items():
            self.people[key] = [pool.amount, deque(), Hours(scenario, pool.calendar)]
        self.work: dict[str, tuple[Callable[[], float], list[Any]]] = {}
        self.delays: dict[str, Callable[[], float]] = {}
        self.ways: dict[str, tuple[list[str], list[float]]] = {}
        self.start = next(key for key, node in model.nodes.items() if node.type == "startEvent")
        for key, node in model.nodes.items():
            if node.type not in {"startEvent", "endEvent", "exclusiveGateway"} and not node.type.lower().endswith(
                "task"
            ):
                message = f"No plain loop for {node.type}."
                raise ValueError(message)
            said = scenario.activities.get(key)
            if said is not None and said.duration is not None:
                nobody: list[Any] = [None, deque(), Hours(scenario, None)]
                who = self.people[said.resources[0]] if said.resources else nobody
                self.work[key] = law_of(said.duration), who
            if said is not None and said.delay is not None:
                self.delays[key] = law_of(said.delay)
            chances = [scenario.flows.get(flow, -1.0) for flow in node.outgoing]
            rest = 1 - sum(chance for chance in chances if chance >= 0)
            targets = [model.flows[flow].target for flow in node.outgoing]
            self.ways[key] = targets, [rest if chance < 0 else chance for chance in chances]
        arrivals = scenario.arrivals
        if arrivals is None:
            message = "No plain loop without arrivals."
            raise ValueError(message)
        self.gap, self.hours = law_of(arrivals.inter_arrival), Hours(scenario, arrivals.calendar)

    def simulate(self, cases: int) -> float:  # noqa: C901 - in parts it would be slower, which a peer must not be
        """Return the mean cycle time of a number of cases."""
        events: list[tuple[float, int, str, int]] = []
        now, total = 0.0, 0.0
        began = []
        for case in range(cases):
            now = self.hours.done(now, self.gap() if case else 0.0)
            began.append(now)
            events.append((now, case, self.start, ENTERS))
        push, pop, work = heapq.heappush, heapq.heappop, self.work
        while events:
            now, case, node, stage = pop(events)
            if stage == IS_DONE:  # the work is done; who did it takes up the next
                people = work[node][1]
                if people[1]:
                    other, at = people[1].popleft()
                    push(events, (people[2].done(now, work[at][0]()), other, at, IS_DONE))
                elif people[0] is not None:
                    people[0] += 1
            while True:
                if stage == ENTERS and node in self.delays:
                    push(events, (now + self.delays[node](), case, node, IS_READY))
                    break
                if stage != IS_DONE and node in work:
                    law, people = work[node]
                    if people[0] == 0:
                        people[1].append((case, node))
                    else:
                        if people[0] is not None:
                            people[0] -= 1
                        push(events, (people[2].done(now, law()), case, node, IS_DONE))
                    break
                targets, chances = self.ways[node]
                if not targets:
                    total += now - began[case]
                    break
                node = targets[0] if len(targets) == 1 else draw.choices(targets, chances)[0]
                stage = ENTERS
        return total / cases


def main() -> None:
    """Read, play and print."""
    model_path, scenario_path = Path(sys.argv[1]), Path(sys.argv[2])
    model = read_model(model_path.read_bytes(), source_name=model_path.name)
    scenario = load_scenario(scenario_path.read_bytes(), scenario_path.name, model)
    print(Service(model, scenario).simulate(int(sys.argv[3])))


if __name__ == "__main__":
    main()

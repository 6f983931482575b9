"""How long the full comparison of the library's pair takes, phase by phase; the goal is a minute on two cores.

Usage: python bench/comparison.py [SERVICE] [--precision SHARE] [--orders N] [--variants]
Full: replications for the precision wanted, both sides tried with more cases and fewer people, every stated assumption
varied with its break-even, and every change applied one at a time. Seconds are those of the clock, beside them those of
the processors, which other work on the machine disturbs less.
"""

import argparse
import os
import sys
import time
from dataclasses import dataclass, field

from analysis.comparison import Comparison, Depth, compare, compare_variants
from analysis.scenario import Scenario, read_scenario
from bpmn import Model, read_model
from processes import Service, find_service

GOAL_S = 60.0
PHASES = (("replications", 250), ("both sides looked at", 251), ("assumptions", 500), ("drivers", 1000))
"""What of the thousand is done when a phase ends: they weigh 1, 1 and 2."""


@dataclass
class Watch:
    """Notes when the progress reaches what."""

    began: tuple[float, float] = field(default_factory=lambda: (time.perf_counter(), time.process_time()))
    seen: list[tuple[int, float, float]] = field(default_factory=list)

    def tell(self, done: int, total: int) -> None:
        """Note it."""
        wall, processor = self.began
        self.seen.append((round(1000 * done / total), time.perf_counter() - wall, time.process_time() - processor))

    def phases(self) -> list[tuple[str, float, float]]:
        """Return each phase with its seconds and processor seconds."""
        found, before = [], (0.0, 0.0)
        for name, end in PHASES:
            at = next(((wall, processor) for done, wall, processor in self.seen if done >= end), before)
            found.append((name, at[0] - before[0], at[1] - before[1]))
            before = at
        return found


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("service", nargs="?", default="company-registration")
    parser.add_argument("--precision", type=float, default=0.02)
    parser.add_argument("--orders", type=int, default=24)
    parser.add_argument("--variants", action="store_true", help="also as-is against two variants")
    chosen = parser.parse_args()
    sides = _sides(find_service(chosen.service))
    _compared(sides, chosen.precision, Depth())  # the simulator is compiled, or read from where it is kept
    watch = Watch()
    found = _compared(sides, chosen.precision, Depth(drivers=True, orders=chosen.orders), watch)
    _print(watch, found)
    if chosen.variants:
        (as_is, scenario), to_be = sides
        began = time.perf_counter()
        compare_variants(as_is, scenario, [(as_is, scenario), to_be], precision=chosen.precision)
        print(f"{'two variants':24}{time.perf_counter() - began:8.1f} s")
    if watch.seen[-1][1] > GOAL_S:
        sys.exit(f"The comparison took longer than {GOAL_S:.0f} s.")


def _sides(service: Service) -> list[tuple[Model, Scenario]]:
    models = (read_model(service.as_is, source_name="as-is.bpmn"), read_model(service.to_be, source_name="to-be.bpmn"))
    scenarios = [read_scenario(service.scenario(side), source_name=f"{side}.json") for side in ("as-is", "to-be")]
    return list(zip(models, scenarios, strict=True))


def _compared(
    sides: list[tuple[Model, Scenario]], precision: float, depth: Depth, watch: Watch | None = None
) -> Comparison:
    (as_is, scenario_as_is), (to_be, scenario_to_be) = sides
    return compare(
        as_is,
        to_be,
        scenario_as_is=scenario_as_is,
        scenario_to_be=scenario_to_be,
        precision=precision,
        depth=depth,
        progress=watch.tell if watch else None,
    )


def _print(watch: Watch, found: Comparison) -> None:
    shares, precision = found.shares, found.precision
    print(f"{os.cpu_count()} cores; {precision.text if precision else '-'}")
    if shares is not None:
        print(f"{len(shares.by_change)} changes in {shares.orders} orders; {len(found.assumptions)} assumptions\n")
    for name, wall, processor in watch.phases():
        print(f"{name:24}{wall:8.1f} s{processor:8.1f} s of processors")
    _, wall, processor = watch.seen[-1]
    print(f"{'all':24}{wall:8.1f} s{processor:8.1f} s of processors")


if __name__ == "__main__":
    main()

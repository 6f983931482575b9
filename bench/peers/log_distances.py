"""Distances between event logs: pairs of CSV files as JSON on stdin, their distances as JSON on stdout.

Run with the interpreter of the peers "simulation" (`bench.peers.environment`), which has log-distance-measures.
Source: Chapela-Campa, Benchekroun, Baron, Dumas, Krass, Senderovich, A framework for measuring the quality of business
process simulation models, Information Systems 127 (2025).
"""

import json
import sys
import warnings
from contextlib import redirect_stdout
from functools import cache
from types import ModuleType
from typing import Any

import pandas as pd
from log_distance_measures import case_arrival_distribution, n_gram_distribution, relative_event_distribution
from log_distance_measures.absolute_event_distribution import absolute_event_distribution_distance
from log_distance_measures.case_arrival_distribution import case_arrival_distribution_distance
from log_distance_measures.circadian_event_distribution import circadian_event_distribution_distance
from log_distance_measures.config import EventLogIDs
from log_distance_measures.n_gram_distribution import n_gram_distribution_distance
from log_distance_measures.relative_event_distribution import relative_event_distribution_distance
from scipy.stats import wasserstein_distance

warnings.filterwarnings("ignore")
IDS = EventLogIDs(
    case="case_id", activity="activity", start_time="start_time", end_time="end_time", resource="resource"
)


def look_once(module: ModuleType, step: str) -> None:
    """Let a step of the library that looks at one log be taken once a log: most of its time goes there."""
    taken: Any = getattr(module, step)
    known: dict[tuple[int, str], Any] = {}

    def once(log: pd.DataFrame, *settings: object) -> Any:  # noqa: ANN401 - whatever the step gives
        key = id(log), repr(settings)  # logs are kept, so no other gets the number of one
        if key not in known:
            known[key] = taken(log, *settings)
        return known[key]

    setattr(module, step, once)


@cache
def log_of(path: str) -> pd.DataFrame:
    """Return a log with its times."""
    log = pd.read_csv(path)
    for column in ("enable_time", "start_time", "end_time"):
        log[column] = pd.to_datetime(log[column], utc=True, format="ISO8601")
    log["case_id"] = log["case_id"].astype(str)
    log["activity"] = log["activity"].str.split().str.join(" ")  # line breaks of diagrams are no difference
    return log


@cache
def cycle_times(path: str) -> pd.Series:
    """Return the time from each case's first start to its last end."""
    cases = log_of(path).groupby("case_id")
    return cases["end_time"].max() - cases["start_time"].min()


def cycle_time_distance(first: pd.Series, second: pd.Series) -> float:
    """Return the library's `cycle_time_distribution_distance` in bins of an hour, without its walk through all cases.

    The bins begin at the shortest time of both logs. Source: as of this module, and log-distance-measures 2.2.0.
    """
    least = min(first.min(), second.min())
    bins = [((times - least) // pd.Timedelta(hours=1)).to_numpy() for times in (first, second)]
    return float(wasserstein_distance(*bins))


def distances(first: str, second: str) -> dict[str, float]:
    """Return the distances of two logs."""
    a, b = log_of(first), log_of(second)
    return {
        "cycle time": cycle_time_distance(cycle_times(first), cycle_times(second)),
        "3-grams": float(n_gram_distribution_distance(a, IDS, b, IDS, n=3)),
        "absolute events": float(absolute_event_distribution_distance(a, IDS, b, IDS)),
        "relative events": float(relative_event_distribution_distance(a, IDS, b, IDS)),
        "circadian events": float(circadian_event_distribution_distance(a, IDS, b, IDS)),
        "case arrivals": float(case_arrival_distribution_distance(a, IDS, b, IDS)),
    }


def main() -> None:
    """Answer."""
    look_once(n_gram_distribution, "_compute_n_grams")
    look_once(relative_event_distribution, "_relativize_and_discretize")
    look_once(case_arrival_distribution, "_get_arrival_events")
    with redirect_stdout(sys.stderr):
        found = [distances(first, second) for first, second in json.load(sys.stdin)]
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()

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

import pandas as pd
from log_distance_measures.absolute_event_distribution import absolute_event_distribution_distance
from log_distance_measures.case_arrival_distribution import case_arrival_distribution_distance
from log_distance_measures.circadian_event_distribution import circadian_event_distribution_distance
from log_distance_measures.config import EventLogIDs
from log_distance_measures.cycle_time_distribution import cycle_time_distribution_distance
from log_distance_measures.n_gram_distribution import n_gram_distribution_distance
from log_distance_measures.relative_event_distribution import relative_event_distribution_distance

warnings.filterwarnings("ignore")
IDS = EventLogIDs(
    case="case_id", activity="activity", start_time="start_time", end_time="end_time", resource="resource"
)


@cache
def log_of(path: str) -> pd.DataFrame:
    """Return a log with its times."""
    log = pd.read_csv(path)
    for column in ("enable_time", "start_time", "end_time"):
        log[column] = pd.to_datetime(log[column], utc=True, format="ISO8601")
    log["case_id"] = log["case_id"].astype(str)
    log["activity"] = log["activity"].str.split().str.join(" ")  # line breaks of diagrams are no difference
    return log


def distances(first: str, second: str) -> dict[str, float]:
    """Return the distances of two logs."""
    a, b = log_of(first), log_of(second)
    return {
        "cycle time": float(cycle_time_distribution_distance(a, IDS, b, IDS, bin_size=pd.Timedelta(hours=1))),
        "3-grams": float(n_gram_distribution_distance(a, IDS, b, IDS, n=3)),
        "absolute events": float(absolute_event_distribution_distance(a, IDS, b, IDS)),
        "relative events": float(relative_event_distribution_distance(a, IDS, b, IDS)),
        "circadian events": float(circadian_event_distribution_distance(a, IDS, b, IDS)),
        "case arrivals": float(case_arrival_distribution_distance(a, IDS, b, IDS)),
    }


def main() -> None:
    """Answer."""
    with redirect_stdout(sys.stderr):
        found = [distances(first, second) for first, second in json.load(sys.stdin)]
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()

"""How long it takes to read and mine a log of a million events.

Usage: python bench/mining.py [--corpora FOLDER] [--events N]
Three logs: the permit process of a municipality (`receipt` of the corpora) as often as it takes, with ends only, as
CSV; the library's service "Register a company" simulated, with starts and people, as CSV and (a tenth of it) as XES.
pm4py 2.7.23, measured on another day on the first: 7.0 to 7.7 s for reading, graph, variants and durations.
"""

import argparse
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import polars as pl

from analysis.log import EventLog, read_log, write_log
from analysis.mining import mine, mined_scenario
from analysis.scenario import load_scenario
from analysis.simulation import compile_simulation, simulate
from bpmn import read_model

ROOT = Path(__file__).resolve().parents[1]
SERVICE = ROOT / "processes" / "company-registration"
Value = TypeVar("Value")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, default=ROOT.parent / "shared" / "corpora")
    parser.add_argument("--events", type=int, default=1_000_000)
    chosen = parser.parse_args()
    receipt = chosen.corpora / "logs" / "receipt.xes.gz"
    with tempfile.TemporaryDirectory() as folder:
        if receipt.is_file():
            path = _copies(receipt, chosen.events, Path(folder) / "receipt.csv")
            log = _timed("receipt, ends only: read", lambda: read_log(path))
            _timed(f"  {len(log):,} events: mine", lambda: mine(log))
        _simulated(chosen.events, Path(folder))
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"most memory {megabytes:.0f} MB, the simulation's included")


def _timed(name: str, call: Callable[[], Value]) -> Value:
    wall, work = time.perf_counter(), time.process_time()
    found = call()
    print(f"{name:60} {time.perf_counter() - wall:6.2f} s, of processors {time.process_time() - work:6.2f} s")
    return found


def _copies(receipt: Path, events: int, path: Path) -> Path:
    """Write a log as often under other case numbers as it takes."""
    frame = read_log(receipt).frame.select("case_id", "activity", "end_time", "resource")
    copies = -(-events // frame.height)
    pl.concat([frame.with_columns(pl.col("case_id") + f"-{copy}") for copy in range(copies)]).write_csv(path)
    return path


def _simulated(events: int, folder: Path) -> None:
    model = read_model((SERVICE / "as-is.bpmn").read_bytes(), source_name="as-is.bpmn")
    said = load_scenario((SERVICE / "scenarios" / "as-is.json").read_bytes(), "as-is.json", model)
    cases = max(1, events * 10 // 165)  # sixteen and a half activities a case
    result = simulate(compile_simulation(model, said), cases=cases, replications=1, keep_log=True, warm_up=0)
    if result.log is None:
        return
    csv, xes = folder / "simulated.csv", folder / "simulated.xes"
    write_log(result.log, csv)
    write_log(EventLog(result.log.frame.head(events // 10)), xes)
    _timed(f"simulated, {events // 10:,} activities, XES: read", lambda: read_log(xes))
    log = _timed("simulated, starts and people, CSV: read", lambda: read_log(csv))
    _mined(log, cases)
    _timed("  mined against its model", lambda: mine(log, model, process=said.process))
    _timed("  scenario read off it", lambda: mined_scenario(log, model, process=said.process))


def _mined(log: EventLog, cases: int) -> None:
    mined = _timed(f"  {len(log):,} activities of {cases:,} cases: mine, waiting by cause too", lambda: mine(log))
    print(f"  {len(mined.variants):,} variants, {len(mined.edges)} edges")


if __name__ == "__main__":
    main()

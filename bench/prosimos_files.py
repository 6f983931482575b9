"""Whether scenarios written for Prosimos are read by it, and mean to it what they mean to Ortoo.

Usage: python bench/prosimos_files.py MODEL.bpmn SCENARIO [--cases N] [--runs R] [--python PYTHON]
Prints the mean cycle time, in hours, of Ortoo with the scenario and with what is read back of the written file, and of
each run of Prosimos with the written file. Prosimos is installed in an environment of its own (900 MB), unless PYTHON
has it.
"""

import argparse
import csv
import json
import tempfile
from datetime import datetime
from pathlib import Path

from analysis.scenario import load_scenario, prosimos_document, with_defaults
from analysis.simulation import compile_simulation, simulate
from bench.peers.environment import peer_python
from bench.peers.prosimos_peer import run_prosimos
from bpmn import read_model


def mean_cycle_time_h(log: Path) -> float:
    """Return the mean time from the first enabling to the last end of a case in a log of Prosimos."""
    spans: dict[str, tuple[datetime, datetime]] = {}
    with log.open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            begin, end = (datetime.fromisoformat(row[key]) for key in ("enable_time", "end_time"))
            first, last = spans.get(row["case_id"], (begin, end))
            spans[row["case_id"]] = (min(first, begin), max(last, end))
    return sum((last - first).total_seconds() for first, last in spans.values()) / len(spans) / 3600


def main() -> None:
    """Print the mean cycle times side by side."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("scenario", type=Path)
    parser.add_argument("--cases", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--python", default=None)
    said = parser.parse_args()
    python = said.python or peer_python("simulation")
    model = read_model(said.model.read_bytes(), source_name=said.model.name)
    scenario = with_defaults(model, load_scenario(said.scenario.read_bytes(), said.scenario.name, model)).scenario
    document, remarks = prosimos_document(scenario, model)
    for remark in remarks:
        print(remark)
    with tempfile.TemporaryDirectory() as folder:
        written, log = Path(folder, "scenario.json"), Path(folder, "log.csv")
        written.write_text(json.dumps(document), encoding="utf-8")
        back = load_scenario(written.read_bytes(), written.name, model)
        for name, one in (("as it is", scenario), ("read back", back)):
            found = simulate(compile_simulation(model, one), cases=said.cases, warm_up=0, replications=said.runs)
            print(f"Ortoo, {name}: {found.measures['cycle_time'].mean / 3600:.2f} h")
        for _ in range(said.runs):
            done = run_prosimos(python, said.model, written, said.cases, log)
            print(f"Prosimos: {done if isinstance(done, str) else f'{mean_cycle_time_h(log):.2f} h'}")


if __name__ == "__main__":
    main()

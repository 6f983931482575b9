"""How far this simulator's logs are from those of Prosimos, beside how far those are from each other.

Usage: python bench/parity.py [--corpora FOLDER] [--cases N] [--logs N] [--only TEXT] [--python PYTHON]
For each model Prosimos, which has no seed, simulates some times, and so does this simulator with as many seeds. Shown
is, for each distance of logs, the mean between the two simulators by the mean between two runs of Prosimos, and the 95%
interval of that ratio (`bench/ratios.py`): 1.0 is no difference, and up to 1.2 is wanted. FOLDER has Prosimos' own
examples; PYTHON has Prosimos (else it is installed).

Files that Prosimos 2.1.0 does not run, or whose distributions are in the older order that it misreads, are written anew
by `ortoo scenario convert` first; both then simulate what was written. They are marked by "(written anew)".
"""

import argparse
import json
import subprocess
import tempfile
from dataclasses import replace
from datetime import datetime
from itertools import combinations, product
from pathlib import Path

import numpy as np

from analysis.errors import AnalysisError
from analysis.log import write_log
from analysis.scenario import load_scenario, prosimos_document, with_defaults
from analysis.simulation import compile_simulation, simulate
from bench.peers.environment import peer_python
from bench.peers.prosimos_peer import START, has_older_laws, run_prosimos, with_stable_pools
from bench.ratios import ratio_of
from bpmn import read_model

MODELS = (
    ("LoanApp_sequential_9-5.bpmn", "LoanApp_arrival_fix_10.json"),
    ("PurchasingExampleQBP.bpmn", "PurchasingExampleQBP.json"),
    ("and_example__AND_join.bpmn", "and_example__AND_join.json"),
    ("demo_example__Credit_Application_Simulation.bpmn", "demo_example__demo_example.json"),
    ("timer_with_task.bpmn", "timer_with_task.json"),
    ("test_and_or.bpmn", "test_or_not_xor_follow.json"),
    ("padua_example__process_model.bpmn", "padua_example__simulation_params.json"),
    ("event_attributes__event_attributes_model.bpmn", "event_attributes__event_attributes.json"),
    ("batch-example-end-task.bpmn", "batch-example-with-batch.json"),
    ("1_task-batch.bpmn", "1_task-batch.json"),
    ("gateway_conditions__gateway_condition_xor_model.bpmn", "gateway_conditions__gateway_one_condition.json"),
    ("stock_replenishment.bpmn", "stock_replenishment_logs.json"),
)
LOAN_AMOUNTS = {
    "QBP_DEFAULT_RESOURCE": 24,
    "qbp_e6c371a1-c8f5-49da-9e5c-50e0c4def74f": 8,
    "qbp_315189ac-8191-4977-b204-da959c5e98c7": 6,
    "qbp_5163731d-12cd-47f5-aa87-515c0a7da49b": 4,
}
"""With these every pool of the loan example is stable; as shipped one clerk gets many times the work of one."""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, default=Path(__file__).resolve().parents[2] / "shared/corpora/prosimos")
    parser.add_argument("--cases", type=int, default=500)
    parser.add_argument("--logs", type=int, default=12, help="how many of each simulator")
    parser.add_argument("--only", default="", help="models whose file name has this in it")
    parser.add_argument("--python", help="the Python of an environment with Prosimos and log-distance-measures")
    chosen = parser.parse_args()
    if not chosen.corpora.is_dir():
        print("Prosimos' example models are not here: name their folder with --corpora")
        return
    python = chosen.python or peer_python("simulation")
    for model, scenario in MODELS:
        if chosen.only not in model:
            continue
        with tempfile.TemporaryDirectory() as folder:
            print(_row(python, chosen, model, scenario, Path(folder)), flush=True)


def _row(python: str, chosen: argparse.Namespace, model: str, scenario: str, folder: Path) -> str:
    path = chosen.corpora / model
    readable = with_stable_pools(chosen.corpora / scenario, LOAN_AMOUNTS, folder / "scenario.json")
    is_anew = has_older_laws(readable)
    try:
        if is_anew:
            _write_anew(path, readable)
        theirs, complaint = _theirs(python, path, readable, chosen, folder)
        if complaint and not is_anew:
            _write_anew(path, readable)
            is_anew = True
            theirs, complaint = _theirs(python, path, readable, chosen, folder)
        if complaint:
            return f"{model}: Prosimos does not run it: {complaint}"
        ours = _simulated(path, readable, chosen, folder)
    except AnalysisError as error:
        return f"{model}: {error}"
    return f"{model}{' (written anew)' if is_anew else ''}: {_figures(python, ours, theirs)}"


def _write_anew(path: Path, scenario: Path) -> None:
    model = read_model(path.read_bytes(), source_name=path.name)
    said = with_defaults(model, load_scenario(scenario.read_bytes(), scenario.name, model)).scenario
    scenario.write_text(json.dumps(prosimos_document(said, model)[0]), encoding="utf-8")


def _theirs(
    python: str, path: Path, scenario: Path, chosen: argparse.Namespace, folder: Path
) -> tuple[list[Path], str]:
    logs = [folder / f"theirs{number}.csv" for number in range(chosen.logs)]
    for log in logs:
        run = run_prosimos(python, path, scenario, chosen.cases, log)
        if isinstance(run, str):
            return logs, run
    return logs, ""


def _figures(python: str, ours: list[Path], theirs: list[Path]) -> str:
    pairs = list(combinations(range(len(theirs)), 2))
    found = _distances(python, [(theirs[i], theirs[j]) for i, j in pairs] + list(product(ours, theirs)))
    cells = []
    for name in found[0]:
        values = np.array([row[name] for row in found])
        among = np.zeros((len(theirs), len(theirs)))
        for (i, j), value in zip(pairs, values, strict=False):
            among[i, j] = among[j, i] = value
        between = values[len(pairs) :].reshape(len(ours), len(theirs))
        ratio = ratio_of(between, among)
        sizes = f"{between.mean():.3g} / {values[: len(pairs)].mean():.3g}"
        cells.append(f"{name} {ratio.value:.2f} [{ratio.low:.2f}, {ratio.high:.2f}] ({sizes})")
    return ", ".join(cells)


def _simulated(path: Path, scenario: Path, chosen: argparse.Namespace, folder: Path) -> list[Path]:
    model = read_model(path.read_bytes(), source_name=path.name)
    said = load_scenario(scenario.read_bytes(), scenario.name, model)
    compiled = compile_simulation(model, replace(said, start=datetime.fromisoformat(START)))
    logs = []
    for seed in range(chosen.logs):
        result = simulate(compiled, cases=chosen.cases, replications=1, seed=seed, keep_log=True)
        logs.append(folder / f"ours{seed}.csv")
        if result.log is not None:
            write_log(result.log, logs[-1])
    return logs


def _distances(python: str, pairs: list[tuple[Path, Path]]) -> list[dict[str, float]]:
    script = Path(__file__).parent / "peers" / "log_distances.py"
    given = json.dumps([[str(first), str(second)] for first, second in pairs])
    done = subprocess.run([python, str(script)], input=given, stdout=subprocess.PIPE, text=True, check=True)
    found: list[dict[str, float]] = json.loads(done.stdout)
    return found


if __name__ == "__main__":
    main()

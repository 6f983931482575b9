"""How many cases and activity instances a second the simulator does, beside Prosimos where there is one.

Usage: python bench/simulation.py [MODEL.bpmn SCENARIO] [--cases N] [--prosimos PYTHON]
Without a model it is the service "Register a company" as it is.
PYTHON is the interpreter of an environment in which Prosimos is installed; the scenario must then be its JSON.
"""

import argparse
import subprocess
import tempfile
import time
from pathlib import Path

from analysis.log import write_log
from analysis.scenario import load_scenario
from analysis.simulation import SimulationModel, compile_simulation, simulate
from bpmn import read_model

SERVICE = Path(__file__).resolve().parents[1] / "processes" / "company-registration"
PEER = """
import sys
from prosimos.simulation_engine import run_simulation
run_simulation(sys.argv[1], sys.argv[2], int(sys.argv[3]), None, sys.argv[4], False)
"""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path, nargs="?", default=SERVICE / "as-is.bpmn")
    parser.add_argument("scenario", type=Path, nargs="?", default=SERVICE / "scenarios" / "as-is.json")
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--prosimos", help="the Python of an environment with Prosimos")
    chosen = parser.parse_args()
    model = read_model(chosen.model.read_bytes(), source_name=chosen.model.name)
    scenario = load_scenario(chosen.scenario.read_bytes(), chosen.scenario.name, model)
    compiled = compile_simulation(model, scenario)
    begin = time.perf_counter()
    simulate(compiled, cases=2, replications=1)
    print(f"first call (loads or compiles the kernel): {time.perf_counter() - begin:.2f} s")
    own = _own(compiled, chosen.cases)
    if not chosen.prosimos:
        print("no peer: give --prosimos the Python of an environment that has it")
        return
    peer = _peer(chosen.prosimos, chosen.model, chosen.scenario, chosen.cases)
    if peer is not None:
        print(f"Prosimos: {peer:.2f} s with its log; this simulator with a CSV log is {peer / own:.0f} times as fast")


def _own(compiled: SimulationModel, cases: int) -> float:
    """Print the median of five runs without a log; return the seconds of one with a log written as CSV."""
    times = []
    for seed in range(5):
        begin = time.perf_counter()
        result = simulate(compiled, cases=cases, replications=1, seed=seed)
        times.append(time.perf_counter() - begin)
    wall = sorted(times)[2]
    instances = sum(figures.instances for figures in result.activities.values()) * cases
    print(f"statistics only: {wall:.3f} s, {cases / wall:,.0f} cases/s, {instances / wall:,.0f} activity instances/s")
    begin = time.perf_counter()
    logged = simulate(compiled, cases=cases, replications=1, keep_log=True)
    with tempfile.TemporaryDirectory() as folder:
        if logged.log is not None:
            write_log(logged.log, Path(folder) / "log.csv")
    whole = time.perf_counter() - begin
    print(f"with a CSV log: {whole:.3f} s, {cases / whole:,.0f} cases/s")
    return whole


def _peer(python: str, model: Path, scenario: Path, cases: int) -> float | None:
    with tempfile.TemporaryDirectory() as folder:
        arguments = [str(model), str(scenario), str(cases), str(Path(folder) / "log.csv")]
        begin = time.perf_counter()
        done = subprocess.run([python, "-c", PEER, *arguments], capture_output=True, text=True, check=False)
        wall = time.perf_counter() - begin
    if done.returncode:
        print(f"the peer did not run: {(done.stderr.strip().splitlines() or ['?'])[-1]}")
        return None
    return wall


if __name__ == "__main__":
    main()

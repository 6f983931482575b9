"""How fast the simulator is, beside Prosimos and beside plain loops in Python, in one run.

Usage: python bench/simulation.py [MODEL.bpmn SCENARIO] [--cases N] [--prosimos] [--python PYTHON] [--million]
Without a model it is the service "Register a company" as it is. With --prosimos the scenario is Prosimos' JSON, and
Prosimos is installed in an environment of its own (900 MB), unless PYTHON has it. Seconds are processor seconds, which
other work on the machine disturbs less; of several runs the fastest counts.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from analysis.scenario import load_scenario
from analysis.simulation import SimulationModel, compile_simulation, simulate
from bench.peers.environment import peer_python
from bench.peers.prosimos_peer import PeerRun, run_prosimos, with_stable_pools
from bpmn import read_model

SERVICE = Path(__file__).resolve().parents[1] / "processes" / "company-registration"
LOAN_AMOUNTS = {
    "QBP_DEFAULT_RESOURCE": 24,
    "qbp_e6c371a1-c8f5-49da-9e5c-50e0c4def74f": 8,
    "qbp_315189ac-8191-4977-b204-da959c5e98c7": 6,
    "qbp_5163731d-12cd-47f5-aa87-515c0a7da49b": 4,
}
"""People of Prosimos' loan example with whom every pool is stable."""
_WHOLE_RUN = """
import json, resource, sys, time
from pathlib import Path
from analysis.scenario import load_scenario
from analysis.simulation import compile_simulation, simulate
from bpmn import read_model
model_path, scenario_path, cases, log = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
model = read_model(model_path.read_bytes(), source_name=model_path.name)
scenario = load_scenario(scenario_path.read_bytes(), scenario_path.name, model)
result = simulate(compile_simulation(model, scenario), cases=cases, replications=1, keep_log=bool(log))
if log:
    from analysis.log import write_log
    write_log(result.log, Path(log))
print(json.dumps([time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))
"""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path, nargs="?", default=SERVICE / "as-is.bpmn")
    parser.add_argument("scenario", type=Path, nargs="?", default=SERVICE / "scenarios" / "as-is.json")
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--prosimos", action="store_true", help="measure Prosimos too")
    parser.add_argument("--python", help="the Python of an environment with Prosimos")
    parser.add_argument("--million", action="store_true", help="also simulate a million cases, and log 100,000")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        scenario = chosen.scenario
        if chosen.prosimos:
            scenario = with_stable_pools(scenario, LOAN_AMOUNTS, folder / "scenario.json")
        rate = _statistics(chosen.model, scenario, chosen.cases)
        whole = _whole(chosen.model, scenario, chosen.cases, folder / "log.csv")
        if chosen.prosimos:
            _beside_prosimos(chosen, scenario, folder, rate, whole)
        _beside_plain_loops(chosen.model, scenario)
        if chosen.million:
            _whole(chosen.model, scenario, 100_000, folder / "log.csv")
            _whole(chosen.model, scenario, 1_000_000, None)


def _statistics(model_path: Path, scenario_path: Path, cases: int) -> float:
    """Print what statistics take when everything is loaded; return activity instances a second."""
    model = read_model(model_path.read_bytes(), source_name=model_path.name)
    scenario = load_scenario(scenario_path.read_bytes(), scenario_path.name, model)
    compiled = compile_simulation(model, scenario)
    begin = time.perf_counter()
    simulate(compiled, cases=2, replications=1)
    print(f"first call (loads or compiles the kernel): {time.perf_counter() - begin:.2f} s")
    seconds = _fastest(lambda seed: simulate(compiled, cases=cases, replications=1, seed=seed))
    instances = _instances(compiled, cases)
    rate = instances / seconds
    print(f"statistics: {seconds:.3f} s, {cases / seconds:,.0f} cases/s, {rate:,.0f} activity instances/s")
    wall = time.perf_counter()
    for seed in (1, 1):
        simulate(compiled, cases=1000, replications=30, seed=seed)
    print(f"30 paired replications of 1,000 cases on two models: {time.perf_counter() - wall:.2f} s by the clock")
    return rate


def _fastest(run: Callable[[int], object]) -> float:
    times = []
    for seed in range(7):
        begin = time.process_time()
        run(seed)
        times.append(time.process_time() - begin)
    return min(times)


def _instances(compiled: SimulationModel, cases: int) -> float:
    result = simulate(compiled, cases=cases, replications=1, seed=0)
    return sum(figures.instances for figures in result.activities.values()) * cases


def _whole(model: Path, scenario: Path, cases: int, log: Path | None) -> float:
    """Print what a whole run takes in a process of its own, start-up included; return its seconds."""
    arguments = [str(model), str(scenario), str(cases), str(log or "")]
    runs = [_child([sys.executable, "-c", _WHOLE_RUN, *arguments]) for _ in range(3)]
    seconds, megabytes = min(runs)
    what = "with a CSV log" if log else "statistics only"
    print(f"{cases:,} cases, start-up included, {what}: {seconds:.2f} s, {megabytes:.0f} MB")
    return seconds


def _child(command: list[str]) -> tuple[float, float]:
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, env=_environment())
    seconds, megabytes = json.loads(done.stdout)
    return seconds, megabytes


def _environment() -> dict[str, str]:
    """Return an environment in which modules are found as bytecode, as they are wherever they are installed."""
    root = str(Path(__file__).resolve().parents[1])
    said = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return said | {"PYTHONPATH": root, "PYTHONPYCACHEPREFIX": str(Path(tempfile.gettempdir()) / "ortoo-bench-bytecode")}


def _beside_prosimos(chosen: argparse.Namespace, scenario: Path, folder: Path, rate: float, whole: float) -> None:
    python = chosen.python or peer_python("simulation")
    log = folder / "peer.csv"
    found = run_prosimos(python, chosen.model, scenario, chosen.cases, log)
    if not isinstance(found, PeerRun):
        print(f"Prosimos does not run this: {found}")
        return
    with log.open() as file:
        rows = sum(1 for _ in file) - 1
    print(
        f"Prosimos: {found.seconds:.2f} s, {rows / found.seconds:,.0f} activity instances/s, {found.megabytes:.0f} MB"
    )
    print(f"activity instances a second, statistics on: {rate / (rows / found.seconds):.0f} times those of Prosimos")
    print(f"whole run with a CSV log, start-up included: {found.all_seconds / whole:.0f} times as fast as Prosimos")


def _beside_plain_loops(model: Path, scenario: Path) -> None:
    """Print what a few cases take here and in two plain loops, start-up included.

    One plays this service, read by the same readers; the other only knows four tasks in a line and reads nothing.
    """
    peers = Path(__file__).parent / "peers"
    for cases in (100, 1_000, 10_000):
        here = _whole(model, scenario, cases, None)
        arguments = [str(peers / "plain_service.py"), str(model), str(scenario), str(cases)]
        for what, command in (("this service", arguments), ("four tasks", [str(peers / "plain_loop.py"), str(cases)])):
            seconds = _fastest_child([sys.executable, *command])
            print(f"  a plain loop over {what}: {seconds:.2f} s, so here {here / seconds:.2f} times that")


def _fastest_child(command: list[str]) -> float:
    times = []
    for _ in range(3):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, stdout=subprocess.DEVNULL, check=True, env=_environment())
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        times.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return min(times)


if __name__ == "__main__":
    main()

"""The same seed gives the same bytes: in another process, with another hash seed, on one core or on many."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from analysis.simulation import SimulationResult, compile_simulation, simulate
from tests.analysis.worked_examples import loan_application

ROOT = Path(__file__).resolve().parents[3]
PROGRAM = """
from tests.analysis.simulation.test_reproducibility import result, written
print(written(result()))
"""


def result(seed: int = 3) -> SimulationResult:
    example = loan_application()
    compiled = compile_simulation(example.model, example.scenario)
    return simulate(compiled, cases=40, replications=5, seed=seed, keep_log=True, over_time=True)


def written(found: SimulationResult) -> str:
    """Return all there is of a result: its document, its replications and its log."""
    assert found.log is not None
    numbers = {name: values.tobytes().hex() for name, values in found.per_replication.items()}
    return json.dumps([found.as_json(), numbers, found.log.frame.write_csv(), repr(found.over_time)])


def elsewhere(hash_seed: str) -> str:
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONPATH": str(ROOT), "NUMBA_DISABLE_JIT": "1"}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], env=environment, cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_in_another_process_with_another_hash_seed() -> None:
    assert elsewhere("4242") == written(result())


@pytest.mark.parametrize("cores", [1, 2, 7])
def test_on_any_number_of_cores(cores: int, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = written(result())
    monkeypatch.setattr(os, "cpu_count", lambda: cores)
    assert written(result()) == expected


def test_with_another_seed_it_is_another_result() -> None:
    assert written(result(seed=4)) != written(result())

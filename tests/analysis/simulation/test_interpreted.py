"""Without the compiler the same code gives the same numbers."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
PROGRAM = """
from analysis.simulation import compile_simulation, simulate
from tests.analysis.structure.test_measuring import MODEL, SCENARIO
from dataclasses import replace
from analysis.scenario import Distribution
laws = [Distribution(type="gamma", mean=600, sd=300), Distribution(type="lognormal", mean=60, sd=30),
        Distribution(type="normal", mean=60, sd=30)]
said = replace(SCENARIO, activities={
    key: replace(activity, duration=law) for (key, activity), law in zip(SCENARIO.activities.items(), laws)})
result = simulate(compile_simulation(MODEL, said), cases=60, replications=2)
for name, values in sorted(result.per_replication.items()):
    print(name, values.tobytes().hex())
"""


def _numbers(disabled: str) -> str:
    environment = {**os.environ, "NUMBA_DISABLE_JIT": disabled, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], env=environment, cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_interpreter_gives_the_same_bytes_as_the_compiled_kernel() -> None:
    compiled = _numbers("0")
    assert "cycle_time" in compiled
    assert _numbers("1") == compiled

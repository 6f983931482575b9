"""Without the compiler the same code gives the same numbers."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

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
STATIONS = """
from dataclasses import replace
from analysis.scenario import (Absence, ActivityParameters, Arrivals, Batch, Calendar, Distribution, Member, Opening,
                               ResourcePool, Scenario, Setback, Transfer)
from analysis.simulation import compile_simulation, simulate
from tests.analysis.models import line
law = Distribution(type="gamma", mean=1800, sd=900)
hours = Calendar(id="c", openings=(Opening(days=(0, 1, 2, 3, 4), from_s=32400.0, to_s=61200.0),))
members = (Member(id="a", speed={"": 1.5}, absence=Absence(share=0.2)), Member(id="b", calendar="c"), Member(id="d"))
said = Scenario(
    arrivals=Arrivals(inter_arrival=Distribution(type="exponential", mean=2400)), calendars={"c": hours}, promise_s=9e4,
    resources={"r": ResourcePool(id="r", amount=3, members=members, queue="due_date"),
               "q": ResourcePool(id="q", amount=1, members=(Member(id="d", cost_per_h=3.0),))},
    activities={
        "A": ActivityParameters(resources=("r",), duration=law, due_s=7200.0, set_up=law,
                                setback=Setback(probability=0.4, duration=law, work_after=law, most=3)),
        "B": ActivityParameters(resources=("r",), duration=law, durations={"b": law},
                                batch=Batch(least=2, most=4, wait=law, is_together=False, set_up=law)),
        "C": ActivityParameters(resources=("q",), duration=law, batch=Batch(least=3, factors=((3, 0.4),)))},
    transfers=(Transfer(source="r", target="q", time=law),))
for assignment in ("at_work", "longest_free"):
    made = compile_simulation(line("A", "B", "C"), replace(said, assignment=assignment))
    result = simulate(made, cases=60, replications=2)
    for name, values in sorted(result.per_replication.items()):
        print(name, values.tobytes().hex())
    print(result.activities)
"""

TOKENS = """
from analysis.scenario import AttributeSource, Calendar, Distribution, EventParameters, Opening, Scenario
from analysis.simulation import compile_simulation, simulate
from tests.analysis.simulation.test_constructs import FURTHER
from tests.analysis.simulation.test_inclusive_choice import block
from tests.analysis.simulation.test_messages import APPLICANT, ARROWS, OFFICE, together
from tests.engine.tokens.diagrams import model
from tests.engine.tokens.pieces import DEFINITIONS
law = Distribution(type="exponential", mean=3000)
hours = Calendar(id="c", openings=(Opening(days=(0, 1, 2, 3, 4), from_s=32400.0, to_s=61200.0),))
said = Scenario(calendars={"c": hours}, events={"w": EventParameters(duration=law, calendar="c"),
                                                 "sv": EventParameters(duration=law, probability=0.7)},
                attributes={"n": AttributeSource(law=law), "k": AttributeSource(choices=(("x", 0.4), ("y", 0.6))),
                            "r": AttributeSource(expression='if k = "x" then -n / 3 else floor(n) * 2 - 1')},
                case_priority='if r > 100 then 5 else 0')
models = [model(body, more=DEFINITIONS) for body in FURTHER.values()]
for made in models:
    result = simulate(compile_simulation(made, said), cases=30, replications=1)
    print(result.activities, *(values.tobytes().hex() for _, values in sorted(result.per_replication.items())))
sure = Scenario(gateways={"g": "probability_else_one"}, flows={"g_A": 0.2, "g_B": 0.1})
result = simulate(compile_simulation(block(), sure), cases=99, replications=1)
print(result.activities)
both = Scenario(partners=("applicant",), process="office")
result = simulate(compile_simulation(together(OFFICE, APPLICANT, *ARROWS), both), cases=200, replications=2)
print("cycle_time", result.per_replication["cycle_time"].tobytes().hex(), result.activities)
"""


def _numbers(program: str, disabled: str) -> str:
    environment = {**os.environ, "NUMBA_DISABLE_JIT": disabled, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", program], env=environment, cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("program", [PROGRAM, STATIONS, TOKENS], ids=["plain", "stations", "tokens"])
def test_the_interpreter_gives_the_same_bytes_as_the_compiled_kernel(program: str) -> None:
    compiled = _numbers(program, "0")
    assert "cycle_time" in compiled
    assert _numbers(program, "1") == compiled

"""Inclusive gateways that take one way by the probabilities where they happen to take none."""

import math
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.flow import Flow, analyse_flow
from analysis.scenario import ActivityParameters, Distribution, Scenario
from bpmn.model import Model
from tests.analysis.models import model, node

TIMES = {"A": 4.0, "B": 10.0, "C": 1.0, "D": 7.0}


def block(ways: str, **more: Any) -> Model:
    """An inclusive gateway with a task on each way."""
    kinds = {"s": "startEvent", "e": "endEvent", "g": node("g", "inclusiveGateway", **more), "j": "inclusiveGateway"}
    return model(kinds | dict.fromkeys(ways, "task"), ", ".join(["s > g, j > e", *(f"g > {way} > j" for way in ways)]))


def flow_of(made: Model, chances: dict[str, float], routing: str = "probability_else_one") -> Flow:
    said = {way: ActivityParameters(duration=Distribution(type="fixed", value=TIMES[way])) for way in chances}
    flows = {f"g_{way}": chance for way, chance in chances.items()}
    return analyse_flow(made, Scenario(activities=said, flows=flows, gateways={"g": routing}))


def test_the_chance_of_none_goes_to_the_ways_by_their_probabilities() -> None:
    """None: 0.5 · 0.75 = 0.375, of which 2/3 go to A. A alone 0.375 + 0.25, B alone 0.125 + 0.125, both 0.125."""
    found = flow_of(block("AB"), {"A": 0.5, "B": 0.25})
    assert [found.visits[way] for way in "AB"] == pytest.approx([0.75, 0.375], abs=1e-12)
    assert found.cycle_time_s == pytest.approx(0.625 * 4 + 0.25 * 10 + 0.125 * 10, abs=1e-12)
    assert found.first_pass_yield == pytest.approx(1, abs=1e-12)


def test_choosing_again_stays_the_meaning_of_probability() -> None:
    found = flow_of(block("AB"), {"A": 0.5, "B": 0.25}, "probability")
    assert [found.visits[way] for way in "AB"] == pytest.approx([0.5 / 0.625, 0.25 / 0.625], abs=1e-12)


def test_the_default_way_is_then_a_way_like_the_others() -> None:
    made = block("AB", default="g_B")
    assert flow_of(made, {"A": 0.5, "B": 0.25}).visits["B"] == pytest.approx(0.375, abs=1e-12)
    assert flow_of(made, {"A": 0.5, "B": 0.25}, "probability").visits["B"] == pytest.approx(0.5, abs=1e-12)


@given(st.lists(st.floats(0.01, 0.99), min_size=2, max_size=4))
def test_visits_and_times_are_those_of_every_set_of_ways(chances: list[float]) -> None:
    ways = "ABCD"[: len(chances)]
    visits, mean = [0.0] * len(chances), 0.0
    none = math.prod(1 - chance for chance in chances)
    for taken in product((False, True), repeat=len(chances)):
        share = math.prod(chance if is_in else 1 - chance for chance, is_in in zip(chances, taken, strict=True))
        alone = [taken] if any(taken) else [tuple(at == one for at in range(len(ways))) for one in range(len(ways))]
        for number, chosen in enumerate(alone):
            part = share if any(taken) else none * chances[number] / sum(chances)
            mean += part * max(TIMES[way] for way, is_in in zip(ways, chosen, strict=True) if is_in)
            visits = [known + part * is_in for known, is_in in zip(visits, chosen, strict=True)]
    found = flow_of(block(ways), dict(zip(ways, chances, strict=True)))
    assert [found.visits[way] for way in ways] == pytest.approx(visits, abs=1e-9)
    assert found.cycle_time_s == pytest.approx(mean, abs=1e-9)

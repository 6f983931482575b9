"""How often an inclusive gateway takes which of its ways, beside the exact chances."""

import math
from collections import Counter

import pytest

from analysis.errors import SimulationError
from analysis.scenario import Scenario, with_defaults
from analysis.simulation import compile_simulation, simulate
from bpmn.model import Model
from tests.analysis.models import model, node

CASES = 4000


def block(default: str | None = None) -> Model:
    gateway = node("g", "inclusiveGateway", default=default)
    return model(
        {"s": "startEvent", "e": "endEvent", "g": gateway, "A": "task", "B": "task", "j": "inclusiveGateway"},
        "s > g > A > j > e, g > B > j",
    )


def taken(made: Model, said: Scenario) -> dict[str, float]:
    """The share of cases that took each set of ways."""
    result = simulate(compile_simulation(made, said), cases=CASES, replications=1, keep_log=True)
    assert result.log is not None
    frame = result.log.frame
    done: dict[str, set[str]] = {}
    for case, element in zip(frame["case_id"].to_list(), frame["element"].to_list(), strict=True):
        done.setdefault(case, set()).add(element)
    assert len(done) == CASES
    counts = Counter("".join(sorted(elements)) for elements in done.values())
    return {ways: count / CASES for ways, count in counts.items()}


def check(found: dict[str, float], expected: dict[str, float]) -> None:
    assert set(found) == set(expected)
    for ways, chance in expected.items():
        assert found[ways] == pytest.approx(chance, abs=4.5 * math.sqrt(chance * (1 - chance) / CASES))


@pytest.mark.parametrize("default", [None, "g_B"])
def test_where_none_is_taken_one_is_by_the_probabilities(default: str | None) -> None:
    said = Scenario(flows={"g_A": 0.5, "g_B": 0.25}, gateways={"g": "probability_else_one"})
    check(taken(block(default), said), {"A": 0.375 + 0.25, "B": 0.125 + 0.125, "AB": 0.125})


def test_otherwise_it_chooses_again_and_says_so() -> None:
    said = Scenario(flows={"g_A": 0.5, "g_B": 0.25})
    check(taken(block(), said), {"A": 0.375 / 0.625, "B": 0.125 / 0.625, "AB": 0.125 / 0.625})
    assert "g happens to take none" in " ".join(map(str, with_defaults(block(), said).assumed))


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (block("g_B"), Scenario(flows={"g_A": 0.5})),
        (block(), Scenario(flows={"g_A": 1.0, "g_B": 0.25})),
        (block(), Scenario(flows={"g_A": 0.5, "g_B": 0.25}, gateways={"g": "probability_else_one"})),
    ],
    ids=["by its default", "never", "as said"],
)
def test_nothing_is_assumed_where_it_is_clear_what_happens(made: Model, said: Scenario) -> None:
    assert "happens to take none" not in " ".join(map(str, with_defaults(made, said).assumed))


@pytest.mark.parametrize("routing", ["probability", "probability_else_one"])
def test_ways_that_are_never_taken_are_told(routing: str) -> None:
    said = Scenario(flows={"g_A": 0.0, "g_B": 0.0}, gateways={"g": routing})
    with pytest.raises(SimulationError) as told:
        simulate(compile_simulation(block(), said), cases=2, replications=1)
    assert told.value.element == "g"

"""Several scenarios in one file, and scenarios stated by their differences."""

import json
from typing import Any

import pytest

from analysis.errors import ScenarioError
from analysis.scenario import Scenario, load_scenario

BASE = {
    "arrivals": {"inter_arrival": {"type": "exponential", "mean": 600}},
    "resources": {"clerk": {"amount": 3, "cost_per_h": 12}},
    "activities": {"A": {"resource": "clerk", "duration": {"type": "uniform", "min": 10, "max": 30}, "fee": 5}},
}


def read(which: str = "", **scenarios: Any) -> Scenario:
    return load_scenario(json.dumps({"ortoo_scenario": 1, "scenarios": scenarios}).encode(), "s.json", which=which)


def test_a_scenario_is_stated_by_its_differences() -> None:
    lost = {"based_on": "now", "resources": {"clerk": {"amount": 2}}, "activities": {"A": {"fee": None}}}
    found = read("lost", now=BASE, lost=lost)
    assert (found.resources["clerk"].amount, found.resources["clerk"].cost_per_h) == (2, 12)
    assert found.activities["A"].fee == 0
    assert found.activities["A"].duration == read("now", now=BASE).activities["A"].duration


def test_a_stress_scenario_has_a_fifth_more_cases() -> None:
    found = read("stress", now=BASE, stress={"based_on": "now", "load": 1.2})
    assert found.arrivals is not None
    assert found.arrivals.inter_arrival.expected == pytest.approx(500)


def test_a_distribution_is_replaced_as_a_whole() -> None:
    fast = {"based_on": "now", "activities": {"A": {"duration": {"type": "fixed", "value": 5}}}}
    found = read("fast", now=BASE, fast=fast).activities["A"].duration
    assert found is not None
    assert (found.type, found.value, found.max) == ("fixed", 5, None)


def test_differences_of_differences_add_up() -> None:
    found = read("c", a=BASE, b={"based_on": "a", "cases": 7}, c={"based_on": "b", "warm_up": 2})
    assert (found.cases, found.warm_up, found.resources["clerk"].amount) == (7, 2, 3)


def test_the_only_scenario_needs_no_name() -> None:
    assert read(now=BASE).resources["clerk"].amount == 3


@pytest.mark.parametrize(
    ("which", "scenarios", "said"),
    [
        ("", {"now": BASE, "later": {"based_on": "now"}}, "several scenarios.*now, later"),
        ("nwo", {"now": BASE, "later": {}}, 'Did you mean "now"'),
        ("b", {"a": {"based_on": "b"}, "b": {"based_on": "a"}}, "based on itself"),
        ("a", {"a": {"based_on": "zzz"}}, 'no scenario "zzz"'),
        ("a", {"a": {"laod": 2}}, r'scenarios\.a\.laod: .*Did you mean "load"'),
        ("a", {"a": {"load": 0}}, r"scenarios\.a\.load: .*too small"),
    ],
)
def test_what_is_wrong_is_told(which: str, scenarios: dict[str, Any], said: str) -> None:
    with pytest.raises(ScenarioError, match=said):
        read(which, **scenarios)


def test_a_name_for_a_file_with_one_scenario_is_told() -> None:
    with pytest.raises(ScenarioError, match="holds one only"):
        load_scenario(b'{"ortoo_scenario": 1}', "s.json", which="stress")

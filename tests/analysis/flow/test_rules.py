"""Gateways and loops that go by what is known of a case: worked out by hand, and beside the simulation."""

import math
from typing import Any

import pytest
from hypothesis import given, settings

from analysis.flow import Flow, analyse_flow
from analysis.scenario import ActivityParameters, Distribution, Scenario
from analysis.scenario.attributes import AttributeSource
from analysis.simulation import compile_simulation, simulate
from bpmn.model import Expression, Model, MultiInstance, StandardLoop
from tests.analysis.models import model, node, scope
from tests.analysis.random_models import TREES, Drawn, Tree

HOUR = 3600.0


def choice(**values: float) -> AttributeSource:
    return AttributeSource(choices=tuple(values.items()))


def yes(share: float) -> AttributeSource:
    return AttributeSource(choices=((True, share), (False, 1 - share)))


def number(law: Distribution) -> AttributeSource:
    return AttributeSource(law=law)


def made(text: str) -> AttributeSource:
    return AttributeSource(expression=text)


def scenario(**said: Any) -> Scenario:
    sets = said.pop("sets", {})
    hours = Distribution(type="fixed", value=HOUR)
    said["activities"] = {key: ActivityParameters(duration=hours, sets=sets.get(key, {})) for key in "ABCD"}
    return Scenario(**said)


def gates(**more: str) -> dict[str, Any]:
    return {"s": "startEvent", "g": "exclusiveGateway", "A": "task", "B": "task", "e": "endEvent"} | more


CHOICE = "s > g > A > e, g > B > e"


def rules(drawn: Model, **said: str) -> dict[str, str]:
    """Rules by "source_target" instead of the flow's id."""
    flows = {f"{flow.source}_{flow.target}": key for key, flow in drawn.flows.items()}
    return {flows[name]: rule for name, rule in said.items()}


def visits(drawn: Model, said: Scenario) -> Flow:
    return analyse_flow(drawn, said)


def test_a_rule_over_a_choice_is_as_likely_as_what_makes_it_true() -> None:
    drawn = model(gates(), CHOICE)
    said = scenario(attributes={"kind": choice(new=0.7, old=0.2, odd=0.1)},
                    rules=rules(drawn, g_A='kind = "new" or kind = "odd"', g_B='kind = "old"'))  # fmt: skip
    found = visits(drawn, said)
    assert (found.visits["A"], found.visits["B"]) == (pytest.approx(0.8), pytest.approx(0.2))
    assert not [text for text in found.assumed if "rule" in str(text)]


def test_a_rule_that_compares_a_number_with_constants_is_exact() -> None:
    drawn = model(gates(), CHOICE)
    said = scenario(attributes={"amount": number(Distribution(type="exponential", mean=100))},
                    rules=rules(drawn, g_A="amount > 30 and amount <= 200", g_B="true"))  # fmt: skip
    assert visits(drawn, said).visits["A"] == pytest.approx(math.exp(-0.3) - math.exp(-2), abs=1e-12)


def test_what_two_gateways_ask_for_is_the_same_of_each_case() -> None:
    drawn = model(
        {"s": "startEvent", "g": "exclusiveGateway", "A": "task", "B": "task", "m": "exclusiveGateway",
         "h": "exclusiveGateway", "C": "task", "D": "task", "e": "endEvent"},
        "s > g > A > h > C > e, g > B > e, h > D > e",
    )  # fmt: skip
    said = scenario(attributes={"x": number(Distribution(type="uniform", min=0, max=1))},
                    rules=rules(drawn, g_A="x < 0.6", g_B="x >= 0.6", h_C="x < 0.2", h_D="x >= 0.2"))  # fmt: skip
    found = visits(drawn, said).visits
    # Of those below 0.6 a third is below 0.2, though of all it is a fifth.
    assert (found["C"], found["D"]) == (pytest.approx(0.2), pytest.approx(0.4))


def test_an_inclusive_gateway_takes_its_ways_together_as_the_rules_do() -> None:
    drawn = model(
        {"s": "startEvent", "g": "inclusiveGateway", "A": "task", "B": "task", "j": "inclusiveGateway",
         "e": "endEvent"},
        "s > g > A > j > e, g > B > j",
    )  # fmt: skip
    said = scenario(attributes={"big": yes(0.4)}, rules=rules(drawn, g_A="big", g_B="not(big)"))
    found = visits(drawn, said)
    assert (found.visits["A"], found.visits["B"], found.visits["j"]) == (0.4, 0.6, 1)
    assert found.cycle_time_s == HOUR


def test_what_is_learnt_on_the_way_rules_what_comes_after() -> None:
    drawn = model(
        {"s": "startEvent", "A": "task", "g": "exclusiveGateway", "B": "task", "e": "endEvent"},
        "s > A > g > e, g > B > e",
    )
    said = scenario(attributes={"risk": yes(0.5)}, sets={"A": {"bad": made("risk and luck"), "luck": yes(0.3)}},
                    rules=rules(drawn, g_B="luck", g_e="not(luck)"))  # fmt: skip
    assert visits(drawn, said).visits["B"] == pytest.approx(0.3)


def test_a_loop_by_attributes_that_change_in_it_is_an_absorbing_chain() -> None:
    drawn = model(
        {"s": "startEvent", "m": "exclusiveGateway", "A": "task", "g": "exclusiveGateway", "e": "endEvent"},
        "s > m > A > g > e, g > m",
    )
    said = scenario(
        sets={"A": {"done": yes(0.25), "times": made("if times = null then 1 else times + 1")}},
        rules=rules(drawn, g_m="not(done) and times < 3", g_e="done or times >= 3"),
    )
    found = visits(drawn, said)
    assert found.visits["A"] == pytest.approx(1 + 0.75 + 0.75**2)
    assert not found.warnings
    endless = scenario(sets={"A": {"done": yes(0.25)}}, rules=rules(drawn, g_m="not(done)", g_e="done"))
    assert visits(drawn, endless).visits["A"] == pytest.approx(4)


def loop(rule: str, **more: Any) -> StandardLoop:
    return StandardLoop(condition=Expression(text=rule, language="feel"), **more)


@pytest.mark.parametrize(
    ("repeat", "expected"),
    [
        (loop("not(done)"), 2.5),
        (loop("not(done)", maximum=2), 1.6),
        (loop("not(done) and loopCounter <= 2"), 1.6),
        (loop("not(done)", test_before=True), 2.5),
    ],
)
def test_a_loop_activity_is_done_as_often_as_its_condition_says(repeat: StandardLoop, expected: float) -> None:
    drawn = model({"s": "startEvent", "A": node("A", "task", loop=repeat), "e": "endEvent"}, "s > A > e")
    # Each turn is the last with 0.4; tested before, nothing is done yet.
    said = scenario(attributes={"done": made("false")}, sets={"A": {"done": yes(0.4)}})
    found = visits(drawn, said)
    assert found.processing_time_s / HOUR == pytest.approx(expected)
    assert found.cycle_time_s / HOUR == pytest.approx(expected)
    assert not found.warnings


def test_as_many_instances_as_the_case_has_until_enough_are_good() -> None:
    repeat = MultiInstance(
        is_sequential=True,
        cardinality=Expression(text="n", language="feel"),
        completion_condition=Expression(text="good and numberOfCompletedInstances >= 2", language="feel"),
    )
    drawn = model({"s": "startEvent", "A": node("A", "task", loop=repeat), "e": "endEvent"}, "s > A > e")
    said = scenario(attributes={"n": AttributeSource(choices=((1.0, 0.5), (4.0, 0.5)))}, sets={"A": {"good": yes(0.5)}})
    # One; or two with a half, three with a quarter, else four.
    assert visits(drawn, said).processing_time_s / HOUR == pytest.approx(0.5 * 1 + 0.5 * (1 + 0.75 + 1))


def test_a_loop_by_what_nothing_in_it_changes_is_said_to_be_endless_or_never() -> None:
    drawn = model(
        {"s": "startEvent", "A": node("A", "task", loop=loop("urgent", maximum=7)), "e": "endEvent"}, "s > A > e"
    )
    found = visits(drawn, scenario(attributes={"urgent": yes(0.5)}))
    assert [text.into("en") for text in found.warnings] == [
        "Nothing in the loop A changes urgent, by which it goes on: it is done 7 times or once."
    ]
    assert found.processing_time_s / HOUR == pytest.approx(4)


def test_a_way_back_by_what_nothing_on_it_changes_is_said_to_be_without_end() -> None:
    drawn = model(
        {"s": "startEvent", "m": "exclusiveGateway", "A": "task", "g": "exclusiveGateway", "e": "endEvent"},
        "s > m > A > g > e, g > m",
    )
    said = scenario(attributes={"urgent": yes(0.5)}, rules=rules(drawn, g_m="urgent", g_e="not(urgent)"))
    found = visits(drawn, said)
    (warning,) = (text.into("en") for text in found.warnings)
    assert warning.startswith("Nothing on the way back to g changes urgent, by which cases leave the loop: a case that")
    assert any("without end; formulas take the probabilities as given" in text.into("en") for text in found.assumed)


def test_what_cannot_be_listed_is_estimated_by_the_same_sample_each_time_and_said() -> None:
    drawn = model(gates(), CHOICE)
    law = Distribution(type="lognormal", mean=100, sd=50)
    said = scenario(attributes={"a": number(law), "b": number(law)}, rules=rules(drawn, g_A="a > b", g_B="not(a > b)"))
    found = visits(drawn, said)
    assert found.visits["A"] == pytest.approx(0.5, abs=0.005)
    assert "What rules over attributes come to is estimated by 10,000 drawn cases." in [
        text.into("en") for text in found.assumed
    ]
    assert visits(drawn, said) == found


@pytest.mark.parametrize(("rule", "expected"), [("b > a", 0.5), ("a + b > 1.5", 0.125), ("b > a and b > first", 1 / 3)])
def test_numbers_that_become_known_on_the_way_are_drawn_where_there_are_too_many_cases(
    rule: str, expected: float
) -> None:
    drawn = model(gates(C="task"), "s > C > g > A > e, g > B > e")
    law = Distribution(type="uniform", min=0, max=1)
    said = scenario(
        attributes={"a": number(law), "first": number(law)},
        sets={"C": {"b": number(law)}},
        rules=rules(drawn, g_A=rule, g_B=f"not({rule})"),
    )
    found = visits(drawn, said)
    assert found.visits["A"] == pytest.approx(expected, abs=0.012)
    assert any("estimated by 10,000 drawn cases" in text.into("en") for text in found.assumed)
    assert visits(drawn, said) == found


def test_in_a_loop_each_turn_draws_its_own_number() -> None:
    drawn = model(
        {"s": "startEvent", "m": "exclusiveGateway", "A": "task", "g": "exclusiveGateway", "e": "endEvent"},
        "s > m > A > g > e, g > m",
    )
    law = Distribution(type="uniform", min=0, max=1)
    said = scenario(attributes={"a": number(law)}, sets={"A": {"b": number(law)}},
                    rules=rules(drawn, g_m="b > 0.5 + a / 2", g_e="not(b > 0.5 + a / 2)"))  # fmt: skip
    # The chance to leave is (1 + a) / 2, and the mean of its inverse is 2 ln 2.
    assert visits(drawn, said).visits["A"] == pytest.approx(2 * math.log(2), abs=0.03)


def test_after_parallel_ways_what_was_learnt_on_each_is_known() -> None:
    drawn = model(
        {"s": "startEvent", "f": "parallelGateway", "A": "task", "B": "task", "j": "parallelGateway",
         "g": "exclusiveGateway", "C": "task", "D": "task", "e": "endEvent"},
        "s > f > A > j > g > C > e, f > B > j, g > D > e",
    )  # fmt: skip
    said = scenario(sets={"A": {"a": yes(0.5)}, "B": {"b": yes(0.2)}},
                    rules=rules(drawn, g_C="a and b", g_D="not(a and b)"))  # fmt: skip
    assert visits(drawn, said).visits["C"] == pytest.approx(0.1)


def test_inside_sub_processes_and_by_boundary_events_rules_hold_too() -> None:
    inner = {"t": "startEvent", "A": "task", "g": "exclusiveGateway", "B": "task", "f": "endEvent"}
    drawn = model(
        {"s": "startEvent", "u": node("u", "subProcess", scope=scope(inner, "t > A > g > B > f, g > f")),
         "h": "exclusiveGateway", "C": "task", "e": "endEvent"},
        "s > u > h > C > e, h > e",
    )  # fmt: skip
    said = scenario(sets={"A": {"a": yes(0.5)}, "B": {"b": yes(0.5)}},
                    rules=rules(drawn, g_B="a", g_f="not(a)", h_C="b = true", h_e="not(b = true)"))  # fmt: skip
    found = visits(drawn, said).visits
    assert (found["B"], found["C"]) == (pytest.approx(0.5), pytest.approx(0.25))


@given(TREES)
@settings(max_examples=40, deadline=None)
def test_rules_over_attributes_of_their_own_are_as_the_probabilities_of_these(tree: Tree) -> None:
    drawn = Drawn()
    made_of = drawn.model(tree)
    times = {key: ActivityParameters(duration=Distribution(type="fixed", value=t)) for key, t in drawn.times.items()}
    # An attribute for each exclusive gateway; inclusive ones stay with their probabilities.
    names = {key: f"a{number}" for number, (key, kind) in enumerate(drawn.kinds.items()) if kind == "exclusiveGateway"}
    pairs = [(flow, *flow.split("_")) for flow in drawn.flows]
    ruled = [(flow, names[split]) for flow, split, _ in pairs if split in names]
    first = {name: flow for flow, name in reversed(ruled)}
    said = Scenario(
        activities=times,
        attributes={name: yes(drawn.flows[flow]) for name, flow in first.items()},
        rules={flow: name if first[name] == flow else f"not({name})" for flow, name in ruled},
        flows={flow: chance for flow, chance in drawn.flows.items() if flow not in dict(ruled)},
    )
    by_rules, by_chance = (
        analyse_flow(made_of, said),
        analyse_flow(made_of, Scenario(activities=times, flows=drawn.flows)),
    )
    assert by_rules.visits == pytest.approx(by_chance.visits, abs=1e-9)
    assert by_rules.cycle_time_s == pytest.approx(by_chance.cycle_time_s, abs=1e-9)


def test_the_simulation_comes_to_the_same() -> None:
    drawn = model(
        {"s": "startEvent", "m": "exclusiveGateway", "A": "task", "g": "exclusiveGateway", "h": "inclusiveGateway",
         "B": "task", "C": "task", "j": "inclusiveGateway", "e": "endEvent"},
        "s > m > A > g > h > B > j > e, h > C > j, g > m",
    )  # fmt: skip
    said = scenario(
        attributes={"size": number(Distribution(type="gamma", mean=3, sd=2)), "kind": choice(new=0.6, old=0.4)},
        sets={"A": {"ready": yes(0.5), "tries": made("if tries = null then 1 else tries + 1")}},
        rules=rules(drawn, g_m="not(ready) and tries < 4", g_h="ready or tries >= 4",
                    h_B="size > 2 or tries > 2", h_C='kind = "new" or size <= 2 and tries <= 2'),
        cases=4000, warm_up=0, replications=2,
    )  # fmt: skip
    found = visits(drawn, said).visits
    simulated = simulate(compile_simulation(drawn, said)).activities
    for key in "ABC":
        assert simulated[key].instances == pytest.approx(found[key], abs=0.03)

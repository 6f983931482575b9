"""Gateways that go by what decisions of DMN say: by hand, and beside the simulation."""

from typing import Any

import pytest

from analysis.flow import Flow, analyse_flow
from analysis.pages.analysing import analyse
from analysis.scenario import ActivityParameters, Distribution, Scenario
from analysis.scenario.attributes import AttributeSource
from analysis.simulation import SimulationResult, compile_simulation, simulate
from bpmn.decisions import DecisionModel
from bpmn.model import DecisionCall, Expression, FlowNode, Model
from bpmn.model import Mapping as VariableMapping
from tests.analysis.models import model, node
from tests.analysis.simulation.test_rules import dmn

HOUR = Distribution(type="fixed", value=3600.0)
AMOUNT = AttributeSource(law=Distribution(type="uniform", min=0, max=10))
KIND = AttributeSource(choices=(("new", 0.3), ("old", 0.7)))
TABLE = [("< 5", '"new"', '"fast"'), ("[8..10]", "-", '"fast"'), ("-", "-", '"slow"')]
FAST = 0.5 * 0.3 + 0.2


def deciding(id_: str = "D") -> FlowNode:
    answer = VariableMapping(source=Expression(text="route", language="feel"), target="answer")
    call = DecisionCall(decision="route", result_variable="route")
    return node(id_, "businessRuleTask", decision=call, outputs=(answer,))


def drawn(flows: str, **nodes: Any) -> Model:
    kinds = {"s": "startEvent", "g": "exclusiveGateway", "A": "task", "B": "task", "e": "endEvent"}
    return model(kinds | {"D": deciding()} | nodes, flows)


def said(made: Model, rules: dict[str, str], **more: Any) -> Scenario:
    ids = {f"{flow.source}_{flow.target}": key for key, flow in made.flows.items()}
    sets = more.pop("sets", {})
    activities = {key: ActivityParameters(duration=HOUR, sets=sets.get(key, {})) for key in ("A", "B", "C", "D")}
    given: dict[str, Any] = {"attributes": {"amount": AMOUNT, "kind": KIND}, "activities": activities} | more
    return Scenario(rules={ids[name]: rule for name, rule in rules.items()}, **given)


def both(made: Model, scenario: Scenario, table: DecisionModel) -> tuple[Flow, SimulationResult]:
    compiled = compile_simulation(made, scenario, [table])
    return analyse_flow(made, scenario, [table]), simulate(compiled, cases=3000, replications=2, warm_up=0)


ONE = "s > D > g > A > e, g > B > e"
BY_ROUTE = {"g_A": 'route = "fast"', "g_B": 'route != "fast"'}


@pytest.mark.parametrize("name", ["route", "answer"])
def test_what_a_table_makes_of_numbers_and_texts_is_exact(name: str) -> None:
    made = drawn(ONE)
    rules = {"g_A": f'{name} = "fast"', "g_B": f'{name} = "slow"'}
    flow, simulated = both(made, said(made, rules), dmn(TABLE))
    assert flow.visits["A"] == pytest.approx(FAST, abs=1e-9)
    assert not any("as given" in text.into("en") or "estimated" in text.into("en") for text in flow.assumed)
    assert simulated.activities["A"].instances == pytest.approx(FAST, abs=0.02)


def test_without_its_file_the_chances_are_taken_as_given() -> None:
    made = drawn(ONE)
    flow = analyse_flow(made, said(made, {}, flows={"g_A": 0.9, "g_B": 0.1}))
    assert flow.visits["A"] == pytest.approx(0.9)


def test_what_is_decided_depends_on_what_was_learnt_before_it() -> None:
    made = drawn("s > C > D > g > A > e, g > B > e", C="task")
    scenario = said(made, BY_ROUTE, sets={"C": {"kind": AttributeSource(choices=(("new", 0.8), ("old", 0.2)))}})
    flow, simulated = both(made, scenario, dmn(TABLE))
    assert flow.visits["A"] == pytest.approx(0.5 * 0.8 + 0.2, abs=1e-9)
    assert simulated.activities["A"].instances == pytest.approx(flow.visits["A"], abs=0.02)


def test_a_loop_is_decided_again_each_time() -> None:
    made = drawn("s > m > C > D > g > A > e, g > m", m="exclusiveGateway", C="task")
    scenario = said(made, {"g_A": 'route = "fast"', "g_m": 'route = "slow"'}, sets={"C": {"amount": AMOUNT}})
    flow, simulated = both(made, scenario, dmn(TABLE))
    assert flow.visits["C"] == pytest.approx(0.3 / 0.7 + 0.7 / 0.2, abs=1e-9)
    assert simulated.activities["C"].instances == pytest.approx(flow.visits["C"], abs=0.2)
    assert not flow.warnings


def test_rules_that_compare_numbers_beside_a_decision_are_estimated() -> None:
    made = drawn("s > D > g > A > h > C > e, g > B > e, h > B", h="exclusiveGateway", C="task")
    other = AttributeSource(law=Distribution(type="exponential", mean=5))
    scenario = said(made, BY_ROUTE | {"h_C": "amount > other", "h_B": "amount <= other"},
                    attributes={"amount": AMOUNT, "kind": KIND, "other": other})  # fmt: skip
    flow, simulated = both(made, scenario, dmn(TABLE))
    for key in "ABC":
        assert simulated.activities[key].instances == pytest.approx(flow.visits[key], abs=0.025)


def test_relief_is_measured_with_the_same_decisions() -> None:
    made = drawn(ONE)
    found = analyse(made, said(made, BY_ROUTE), simulated=False, decisions=[dmn(TABLE)])
    (slow,) = [one for one in found.bottlenecks if one.element == "B"]
    effect = slow.relief["removed"].effect
    assert effect is not None
    assert effect.cycle_time_s == pytest.approx(-(1 - FAST) * 3600)

"""Gateways that go by what is known of a case: rules, attributes, decisions."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from analysis.errors import ScenarioError, SimulationError
from analysis.scenario import ActivityParameters, AttributeSource, Distribution, Scenario, load_scenario, read_scenario
from analysis.simulation import SimulationResult, compile_simulation, simulate
from bpmn import read_model
from bpmn.decisions import DecisionModel, read_decisions
from bpmn.model import DecisionCall, Expression, Model
from bpmn.model import Mapping as VariableMapping
from tests.analysis.models import model, node

KINDS = {"s": "startEvent", "g": "exclusiveGateway", "A": "task", "B": "task", "e": "endEvent", "f": "endEvent"}
FLOWS = "s > g > A > e, g > B > f"
KIND = AttributeSource(choices=(("new", 0.3), ("old", 0.7)))
AMOUNT = AttributeSource(law=Distribution(type="uniform", min=0, max=10))


def fixed(seconds: float) -> Distribution:
    return Distribution(type="fixed", value=seconds)


def with_conditions(made: Model, conditions: Mapping[str, str], default: str | None = None) -> Model:
    """Write conditions onto the flows of a model (FEEL), and a default flow onto its gateway "g"."""
    scope = made.processes[0].scope
    for flow in scope.flows:
        if flow.id in conditions:
            object.__setattr__(flow, "condition", Expression(text=conditions[flow.id], language="feel"))
    for element in scope.nodes:
        if element.id == "g":
            object.__setattr__(element, "default", default)
    return made


def run(made: Model, *decisions: DecisionModel, cases: int = 4000, **said: Any) -> SimulationResult:
    activities = said.pop(
        "activities", {"A": ActivityParameters(duration=fixed(1)), "B": ActivityParameters(duration=fixed(2))}
    )
    scenario = Scenario(cases=cases, warm_up=0, replications=1, activities=activities, **said)
    return simulate(compile_simulation(made, scenario, decisions))


def test_a_gateway_goes_by_its_conditions_where_the_attributes_are_known() -> None:
    made = with_conditions(model(KINDS, FLOWS), {"g_A": 'kind = "new"'}, default="g_B")
    result = run(made, attributes={"kind": KIND})
    assert result.activities["A"].instances == pytest.approx(0.3, abs=0.03)
    assert result.activities["A"].instances + result.activities["B"].instances == 1
    assert not any("equally likely" in str(text) for text in result.assumed)


def test_two_gateways_with_one_condition_agree_about_every_case() -> None:
    kinds = {**KINDS, "h": "exclusiveGateway", "C": "task", "D": "task", "i": "exclusiveGateway", "k": "endEvent"}
    made = model(kinds, "s > g > A > i, g > B > i > h > C > e, h > D > f")
    conditions = {"g_A": "amount > 4", "g_B": "amount <= 4", "h_C": "amount > 4", "h_D": "amount <= 4"}
    activities = {key: ActivityParameters(duration=fixed(s)) for key, s in {"A": 10, "B": 1, "C": 10, "D": 1}.items()}
    result = run(with_conditions(made, conditions), activities=activities, attributes={"amount": AMOUNT})
    assert set(np.unique(result.quantiles_s).tolist()) == {2.0, 20.0}
    assert result.activities["A"].instances == pytest.approx(0.6, abs=0.03)


def test_an_inclusive_gateway_takes_every_way_whose_rule_is_true() -> None:
    kinds = {**KINDS, "g": "inclusiveGateway", "j": "inclusiveGateway", "C": "task"}
    made = model(kinds, "s > g > A > j > e, g > B > j, g > C > j")
    rules = {"g_A": "amount > 2", "g_B": "amount > 5"}
    result = run(with_conditions(made, {}, default="g_C"), attributes={"amount": AMOUNT}, rules=rules)
    shares = [result.activities[key].instances for key in "ABC"]
    assert shares == pytest.approx([0.8, 0.5, 0.2], abs=0.03)


def test_probabilities_that_are_said_come_before_conditions_of_the_model() -> None:
    made = with_conditions(model(KINDS, FLOWS), {"g_A": 'kind = "new"'}, default="g_B")
    assert run(made, attributes={"kind": KIND}, flows={"g_A": 1.0}).activities["A"].instances == 1
    chosen = run(made, attributes={"kind": KIND}, gateways={"g": "probability"})
    assert chosen.activities["A"].instances == pytest.approx(0.5, abs=0.03)
    ruled = run(made, attributes={"kind": KIND}, flows={"g_A": 1.0}, gateways={"g": "rules"})
    assert ruled.activities["A"].instances == pytest.approx(0.3, abs=0.03)


def test_a_gateway_that_must_go_by_rules_names_what_it_does_not_know() -> None:
    made = with_conditions(model(KINDS, FLOWS), {"g_A": "size > 3"}, default="g_B")
    with pytest.raises(ScenarioError, match="size") as caught:
        run(made, attributes={"kind": KIND}, gateways={"g": "rules"})
    assert (caught.value.element, caught.value.path) == ("g", "gateways.g")


def test_a_case_that_fits_no_way_is_an_error_that_names_the_gateway() -> None:
    made = with_conditions(model(KINDS, FLOWS), {"g_A": 'kind = "new"', "g_B": 'kind = "newer"'})
    with pytest.raises(SimulationError, match="No way out") as caught:
        run(made, attributes={"kind": KIND})
    assert caught.value.element == "g"


def test_attributes_are_made_of_earlier_ones() -> None:
    attributes = {"amount": AMOUNT, "is_big": AttributeSource(expression='if amount * 2 > 14 then "yes" else "no"')}
    made = with_conditions(model(KINDS, FLOWS), {"g_A": 'is_big = "yes"'}, default="g_B")
    assert run(made, attributes=attributes).activities["A"].instances == pytest.approx(0.3, abs=0.03)


def test_an_activity_sets_attributes_each_time_it_is_done() -> None:
    kinds = {**KINDS, "m": "exclusiveGateway"}
    made = model(kinds, "s > m > A > g > e, g > m")
    rules = {"g_e": "turns >= 3", "g_m": "turns < 3"}
    sets = {"turns": AttributeSource(expression="if turns = null then 1 else turns + 1")}
    activities = {"A": ActivityParameters(duration=fixed(1), sets=sets)}
    result = run(made, activities=activities, rules=rules, cases=50)
    assert result.activities["A"].instances == 3
    assert set(result.quantiles_s) == {3.0}


def test_a_function_of_few_values_is_looked_up_and_of_any_number_refused() -> None:
    made = model(KINDS, FLOWS)
    said = {"g_A": 'list contains(["new", "newer"], kind)', "g_B": "true"}
    assert run(made, attributes={"kind": KIND}, rules=said).activities["A"].instances == pytest.approx(0.3, abs=0.03)
    with pytest.raises(ScenarioError, match=r"sqrt\(amount\)") as caught:
        run(made, attributes={"amount": AMOUNT}, rules={"g_A": "sqrt(amount) > 2", "g_B": "true"})
    assert caught.value.element == "g"


ORDER = '<outputValues id="ov"><text>"3","1","2"</text></outputValues>'
DECISION = """<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="urn:d">
  <inputData id="i1" name="amount"><variable name="amount" typeRef="number"/></inputData>
  <inputData id="i2" name="kind"><variable name="kind" typeRef="string"/></inputData>
  <decision id="route" name="Route"><variable name="Route"/>
    <informationRequirement id="r1"><requiredInput href="#i1"/></informationRequirement>
    <informationRequirement id="r2"><requiredInput href="#i2"/></informationRequirement>
    <decisionTable id="t" hitPolicy="{policy}">
      <input id="c1"><inputExpression id="e1" typeRef="number"><text>amount</text></inputExpression></input>
      <input id="c2"><inputExpression id="e2" typeRef="string"><text>kind</text></inputExpression></input>
      <output id="o1" name="way" typeRef="{kind}">{order}</output>
      {rules}
    </decisionTable>
  </decision>
</definitions>"""


def dmn(rules: list[tuple[str, str, str]], policy: str = "FIRST", kind: str = "string") -> DecisionModel:
    """A table over `amount` and `kind`; by priority 3 comes before 1 before 2."""

    def cell(kind: str, text: str, name: str) -> str:
        return f'<{kind} id="{name}"><text>{text.replace("<", "&lt;")}</text></{kind}>'

    columns = ("inputEntry", "inputEntry", "outputEntry")
    rows = ""
    for number, texts in enumerate(rules):
        cells = "".join(
            cell(*pair, f"c{number}_{place}") for place, pair in enumerate(zip(columns, texts, strict=True))
        )
        rows += f'<rule id="u{number}">{cells}</rule>'
    return read_decisions(
        DECISION.format(rules=rows, policy=policy, kind=kind, order=ORDER if policy == "PRIORITY" else "").encode(),
        source_name="d.dmn",
    )


def test_a_business_rule_task_decides_by_its_table() -> None:
    decides = node(
        "D", "businessRuleTask", decision=DecisionCall(decision="route", result_variable="route"),
        outputs=(VariableMapping(source=Expression(text="route", language="feel"), target="answer"),),
    )  # fmt: skip
    made = with_conditions(
        model({**KINDS, "D": decides}, "s > D > g > A > e, g > B > f"), {"g_A": 'answer = "fast"'}, "g_B"
    )
    table = dmn([("< 5", '"new"', '"fast"'), ("[8..10]", "-", '"fast"'), ("-", "-", '"slow"')])
    result = run(made, table, attributes={"amount": AMOUNT, "kind": KIND})
    assert result.activities["A"].instances == pytest.approx(0.5 * 0.3 + 0.2, abs=0.03)
    unknown = run(made, table, attributes={"kind": KIND})
    assert unknown.activities["A"].instances == pytest.approx(0.5, abs=0.03)


def test_a_scenario_file_says_attributes_rules_and_what_activities_set() -> None:
    text = b"""{"ortoo_scenario": 1,
      "attributes": {"kind": {"type": "choice", "values": {"new": 0.25, "old": 0.75}},
                     "amount": {"type": "lognormal", "mean": 100, "sd": 50},
                     "urgent": {"expression": "kind = \\"new\\" and amount > 100"}},
      "activities": {"A": {"sets": {"checked": {"type": "choice", "values": {"true": 0.9, "false": 0.1}}}}},
      "gateways": {"g": "rules"}, "flows": {"g_A": {"rule": "urgent"}, "g_B": 0.5}}"""
    said = read_scenario(text, source_name="s.json")
    assert said.attributes["kind"].choices == (("new", 0.25), ("old", 0.75))
    assert said.activities["A"].sets["checked"].choices == ((True, 0.9), (False, 0.1))
    assert (said.rules, said.flows, said.gateways) == ({"g_A": "urgent"}, {"g_B": 0.5}, {"g": "rules"})


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ('{"attributes": {"k": {"type": "choice", "values": {"a": 0.5}}}}', "attributes.k.values"),
        ('{"attributes": {"k": {"type": "choice", "values": {}}}}', "attributes.k.values"),
        ('{"attributes": {"k": {"expression": ""}}}', "attributes.k.expression"),
        ('{"gateways": {"g": "dice"}}', "gateways.g"),
        ('{"flows": {"f": {"rul": "x"}}}', "flows.f.rul"),
        ('{"events": {"t": {"calendar": "none"}}}', "events.t.calendar"),
    ],
)
def test_what_is_wrong_about_attributes_and_rules_is_named(text: str, path: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        read_scenario(text.replace("{", '{"ortoo_scenario": 1, ', 1).encode(), source_name="s.json")
    assert caught.value.path == path


def test_a_service_of_the_library_decides_by_its_own_table() -> None:
    folder = Path(__file__).resolve().parents[3] / "processes" / "company-registration"
    service = read_model((folder / "to-be.bpmn").read_bytes(), source_name="to-be.bpmn")
    said = load_scenario((folder / "scenarios" / "to-be.json").read_bytes(), "to-be.json", service)
    table = read_decisions((folder / "decisions" / "eligibility.dmn").read_bytes(), source_name="eligibility.dmn")
    sure: dict[str, bool | str] = {
        "name_taken": False,
        "founder_found": True,
        "address_found": True,
        "charter": "standard",
    }
    attributes = {name: AttributeSource(choices=((value, 1.0),)) for name, value in sure.items()}
    attributes["activity"] = AttributeSource(choices=(("mining", 0.1), ("trade", 0.9)))
    attributes["founder_age"] = AttributeSource(law=fixed(40))
    debts = Distribution(type="empirical", values=(0.0, 1e9), weights=(0.7, 0.3))
    attributes["tax_debt_mnt"] = AttributeSource(law=debts)
    unsaid = {flow: p for flow, p in said.flows.items() if flow not in {"Flow_approve", "Flow_return", "Flow_review"}}
    scenario = replace(said, attributes=attributes, flows=unsaid, gateways={"Gateway_outcome": "rules"})
    result = simulate(compile_simulation(service, scenario, [table]), cases=100, replications=1)
    assert result.activities["Task_review"].share_of_cases == pytest.approx(1 - 0.7 * 0.9, abs=0.15)

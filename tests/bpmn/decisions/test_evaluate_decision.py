import pytest

from bpmn.decisions import DecisionModel, UnknownDecisionError, evaluate_decision, read_decisions
from bpmn.errors import UnreadableFileError

FEE = b"""<?xml version="1.0"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="Fees" namespace="urn:test">
  <inputData id="kind" name="Company kind"><variable name="Company kind" typeRef="string"/></inputData>
  <inputData id="since" name="Founded"><variable name="Founded" typeRef="date"/></inputData>
  <decision id="fee" name="Fee">
    <variable name="Fee" typeRef="number"/>
    <informationRequirement id="r1"><requiredInput href="#kind"/></informationRequirement>
    <decisionTable id="t" hitPolicy="UNIQUE">
      <input id="i"><inputExpression id="e" typeRef="string"><text>Company kind</text></inputExpression></input>
      <output id="o" name="fee" typeRef="number"/>
      <rule id="one"><inputEntry id="a"><text>"LLC"</text></inputEntry>
        <outputEntry id="b"><text>44000</text></outputEntry></rule>
      <rule id="two"><inputEntry id="c"><text>"JSC", "State"</text></inputEntry>
        <outputEntry id="f"><text>750000</text></outputEntry></rule>
    </decisionTable>
  </decision>
  <decision id="age" name="Age">
    <informationRequirement id="r2"><requiredInput href="#since"/></informationRequirement>
    <literalExpression id="l"><text>date("2026-01-01").year - Founded.year</text></literalExpression>
  </decision>
  <decision id="broken" name="Broken"><literalExpression id="x"><text>1 + </text></literalExpression></decision>
</definitions>"""


@pytest.fixture(scope="module")
def fees() -> DecisionModel:
    return read_decisions(FEE, source_name="fees.dmn")


def test_a_table_gives_its_result_and_the_rule_that_fired(fees: DecisionModel) -> None:
    result = evaluate_decision(fees, "Fee", {"Company kind": "State"})
    assert result.result == 750000
    assert [(rule.rule, rule.rule_id, dict(rule.inputs)) for rule in result.rules] == [
        (2, "two", {"Company kind": "State"})
    ]


def test_a_decision_is_found_by_its_id_too(fees: DecisionModel) -> None:
    assert evaluate_decision(fees, "fee", {"Company kind": "LLC"}).result == 44000


def test_no_matching_rule_gives_null_and_the_reason(fees: DecisionModel) -> None:
    result = evaluate_decision(fees, "Fee", {"Company kind": "Club"})
    assert result.result is None
    assert "No rule of the table matches." in [str(error) for error in result.errors]


def test_a_missing_input_is_named(fees: DecisionModel) -> None:
    errors = [str(error) for error in evaluate_decision(fees, "Fee", {}).errors]
    assert "There is no value for the input Company kind." in errors


def test_a_text_is_read_as_a_date_where_the_model_says_date(fees: DecisionModel) -> None:
    assert evaluate_decision(fees, "Age", {"Founded": "2016-05-01"}).result == 10


def test_a_value_of_the_wrong_type_is_null(fees: DecisionModel) -> None:
    assert evaluate_decision(fees, "Fee", {"Company kind": 5}).result is None


def test_an_expression_that_does_not_compile_is_a_problem_with_its_line(fees: DecisionModel) -> None:
    problem = fees.problems[0]
    line = next(number for number, text in enumerate(FEE.splitlines(), start=1) if b'id="broken"' in text)
    assert (problem.line, problem.element) == (line, "x")
    assert evaluate_decision(fees, "Broken", {}).result is None
    assert evaluate_decision(fees, "Fee", {"Company kind": "LLC"}).result == 44000


def test_an_unknown_decision_names_the_nearest(fees: DecisionModel) -> None:
    with pytest.raises(UnknownDecisionError, match="Is Fee meant"):
        evaluate_decision(fees, "Fees", {})


def test_a_file_that_is_not_dmn_is_refused() -> None:
    with pytest.raises(UnreadableFileError, match="not a DMN file"):
        read_decisions(b"<a/>", source_name="a.dmn")


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        ('hitPolicy="FIRST"', "b"),
        ('hitPolicy="RULE ORDER"', ["b", "a", "b"]),
        ('hitPolicy="OUTPUT ORDER"', ["a", "b", "b"]),
        ('hitPolicy="PRIORITY"', "a"),
        ('hitPolicy="ANY"', None),
        ('hitPolicy="UNIQUE"', None),
        ('hitPolicy="COLLECT"', ["b", "a", "b"]),
        ('hitPolicy="COLLECT" aggregation="COUNT"', 3),
        ('hitPolicy="COLLECT" aggregation="MAX"', "b"),
    ],
)
def test_each_hit_policy_makes_its_own_of_several_matches(policy: str, expected: object) -> None:
    rules = "".join(
        f'<rule><inputEntry><text>&lt; 10</text></inputEntry><outputEntry><text>"{one}"</text></outputEntry></rule>'
        for one in "bab"
    )
    source = f"""<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" name="m" namespace="n">
      <decision id="d" name="D"><decisionTable {policy}><input><inputExpression><text>x</text></inputExpression></input>
      <output name="o"><outputValues><text>"a","b"</text></outputValues></output>{rules}</decisionTable></decision>
      </definitions>"""
    model = read_decisions(source.encode(), source_name="m.dmn")
    assert evaluate_decision(model, "D", {"x": 5}).result == expected

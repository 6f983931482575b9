"""A decision can be explained: what was made, which rules fired and why the others did not, and what went wrong."""

import pytest
from lxml import etree

from bpmn.decisions import DecisionModel, evaluate_decision, read_decisions
from bpmn.decisions.explanation import explain
from tests.bpmn.decisions.decision_files import clause, decision, item, needs, rule
from tests.bpmn.decisions.decision_files import model_of as decision_model
from tests.bpmn.decisions.tables import decision_table

INPUTS = [("age", "number", ""), ("kind", "string", "")]
RULES = [(["< 18", "-"], '"child"'), ([">= 18", '"state"'], '"official"'), ([">= 18", "-"], '"adult"')]


@pytest.fixture(scope="module")
def groups() -> DecisionModel:
    return read_decisions(decision_table(INPUTS, RULES, hit_policy="FIRST"), source_name="groups.dmn")


def sentences(model: DecisionModel, data: dict[str, object], language: str = "en") -> list[str]:
    result = evaluate_decision(model, "D", data, explain=True)
    return [line.text.into(language) for line in explain(result, model.names)]


def test_what_was_made_is_told_in_order(groups: DecisionModel) -> None:
    result = evaluate_decision(groups, "D", {"age": 20, "kind": "state"}, explain=True)
    assert [(one.kind, one.name, one.value) for one in result.made] == [
        ("input", "age", 20),
        ("input", "kind", "state"),
        ("decision", "D", "official"),
    ]


def test_each_rule_tells_which_cells_kept_it_from_firing(groups: DecisionModel) -> None:
    (table,) = evaluate_decision(groups, "D", {"age": 20, "kind": "private"}, explain=True).tables
    assert [(rule.rule, rule.has_fired) for rule in table.rules] == [(1, False), (2, False), (3, True)]
    assert [tuple(cell) for cell in table.rules[0].refusals] == [("age", "< 18", 20)]
    assert [tuple(cell) for cell in table.rules[1].refusals] == [("kind", '"state"', "private")]


def test_a_rule_that_comes_too_late_is_told_apart_from_one_that_does_not_match(groups: DecisionModel) -> None:
    said = sentences(groups, {"age": 20, "kind": "state"})
    assert 'Rule 2 fired and gave "official".' in said
    assert "Rule 3 matched too, but an earlier rule decides." in said
    assert "Rule 1 nearly fired: only age = 20 does not pass < 18." in said


def test_an_explanation_is_told_in_mongolian(groups: DecisionModel) -> None:
    said = sentences(groups, {"age": 20, "kind": "state"}, "mn")
    assert '2 дугаар дүрэм үйлчилж, "official" гэсэн хариу өгөв.' in said


def test_an_explanation_changes_nothing_in_the_result(groups: DecisionModel) -> None:
    for data in ({"age": 20, "kind": "state"}, {"age": 3}, {"kind": 5}, {}):
        plain, told = evaluate_decision(groups, "D", data), evaluate_decision(groups, "D", data, explain=True)
        assert (plain.result, plain.errors, plain.rules) == (told.result, told.errors, told.rules)
        assert (plain.made, plain.tables) == ((), ())


def test_of_a_long_table_the_first_rules_and_those_that_fired_are_explained() -> None:
    rules = [([str(number)], str(number)) for number in range(300)]
    model = read_decisions(decision_table([("n", "number", "")], rules), source_name="long.dmn")
    (table,) = evaluate_decision(model, "D", {"n": 250}, explain=True).tables
    assert ([rule.rule for rule in table.rules], table.rules_in_all) == ([*range(1, 201), 251], 300)
    said = sentences(model, {"n": 250})
    assert "Rule 251 fired and gave 250." in said
    assert "The table has 300 rules; not all that did not fire are explained." in said
    assert "190 more rules did not fire." in said


def model_of(text: str, kind: str = "Any") -> DecisionModel:
    source = f"""<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" name="m" namespace="n">
      <inputData id="i" name="x"/><decision id="d" name="D"><variable name="D" typeRef="{kind}"/>
      <informationRequirement><requiredInput href="#i"/></informationRequirement>
      <literalExpression><text>{text}</text></literalExpression></decision></definitions>"""
    return read_decisions(source.encode(), source_name="m.dmn")


def test_what_came_out_null_without_harm_is_a_note_and_no_error() -> None:
    result = evaluate_decision(model_of("if x = null then 1 else 2"), "D", {})
    assert (result.result, result.errors) == (1, ())
    assert [str(note) for note in result.notes] == ["There is no value for the input x."]


@pytest.mark.parametrize("text", ["x + 1", "{a: x + 1}", "[1, x + 1]"])
def test_what_explains_a_null_in_the_result_is_an_error(text: str) -> None:
    result = evaluate_decision(model_of(text), "D", {})
    assert "There is no value for the input x." in [str(error) for error in result.errors]
    assert result.notes == ()


def test_a_null_that_nothing_explains_has_no_errors() -> None:
    assert evaluate_decision(model_of("null"), "D", {"x": 1}).errors == ()


def test_contradicting_rules_are_an_error_even_where_the_result_is_whole() -> None:
    table = decision_table([("n", "number", "")], [(["> 1"], "1"), (["> 2"], "2")]).decode()
    more = (
        '<decision id="E" name="E"><variable name="E"/><informationRequirement><requiredDecision href="#D"/>'
        "</informationRequirement><literalExpression><text>D = null</text></literalExpression></decision></definitions>"
    )
    model = read_decisions(table.replace("</definitions>", more).encode(), source_name="m.dmn")
    result = evaluate_decision(model, "E", {"n": 5})
    assert result.result is True
    assert [str(error) for error in result.errors] == ["More than one rule matches in a table where only one may."]


def test_a_reason_is_told_once_however_often_it_came() -> None:
    result = evaluate_decision(model_of("[x, x + 1, x + 1, null]"), "D", {})
    assert len(result.errors) == len({str(error) for error in result.errors})


def test_names_without_a_value_are_told_whether_it_mattered_or_not() -> None:
    for text in ("if x = null then 1 else 2", "x + 1"):
        assert evaluate_decision(model_of(text), "D", {}).missing == ("x",)
        assert evaluate_decision(model_of(text), "D", {"x": None}).missing == ()


def test_a_value_that_is_there_but_not_required_is_told_as_such() -> None:
    source = model_of("x + 1").root
    requirement = next(source.iter("{*}informationRequirement"))
    requirement.getparent().remove(requirement)
    result = evaluate_decision(read_decisions(etree.tostring(source), source_name="m.dmn"), "D", {"x": 1})
    assert str(result.errors[0]) == "There is a value called x, but the decision does not require it."


def test_rules_of_a_table_that_another_one_calls_are_told_with_their_own_table() -> None:
    inner = f"<decisionTable>{clause('n')}<output/>{rule(['> 0'], ['n * 10'])}{rule(['<= 0'], ['0'])}</decisionTable>"
    knowledge = (
        '<businessKnowledgeModel id="k" name="scale"><encapsulatedLogic><formalParameter name="n"/>'
        f"{inner}</encapsulatedLogic></businessKnowledgeModel>"
    )
    rows = rule(["1"], ["0"]) + rule(["2"], ["scale(x) + scale(0)"])
    outer = f"<decisionTable>{clause('x')}<output/>{rows}</decisionTable>"
    body = item("x") + knowledge + decision(outer, requires=needs(x="Input", k="Knowledge"))
    said = [line.strip() for line in sentences(decision_model(body), {"x": 2})]
    place = said.index("Table of D (UNIQUE), asked with x = 2:")
    assert said[place + 1] == "Rule 2 fired and gave 20."
    place = said.index("Table of scale (UNIQUE), asked with n = 2:")
    assert said[place + 1] == "Rule 1 fired and gave 20."
    place = said.index("Table of scale (UNIQUE), asked with n = 0:")
    assert said[place + 1] == "Rule 2 fired and gave 0."

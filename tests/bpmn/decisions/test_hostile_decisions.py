"""Files that were made to take long or to break something end in a sentence, or in a result, and soon."""

import pytest

from bpmn.decisions import evaluate_decision, read_decisions
from bpmn.decisions.checking import check_decision_file
from bpmn.errors import UnreadableFileError
from tests.bpmn.decisions.decision_files import decided, decision, item, literal, model_of, needs
from tests.bpmn.decisions.tables import decision_table, graded_table


def knowledge(name: str, text: str, *used: str) -> str:
    logic = f'<encapsulatedLogic><formalParameter name="n"/>{literal(text)}</encapsulatedLogic>'
    requires = needs(**dict.fromkeys(used, "Knowledge"))
    return f'<businessKnowledgeModel id="{name}" name="{name}">{logic}{requires}</businessKnowledgeModel>'


def chain(levels: int) -> str:
    """Return decisions that each need the one before."""
    first = decision(literal("0"), "D0")
    return first + "".join(
        decision(literal(f"D{level - 1} + 1"), f"D{level}", requires=needs(**{f"D{level - 1}": "Decision"}))
        for level in range(1, levels)
    )


def test_requirements_a_thousand_levels_deep_are_decided() -> None:
    assert decided(chain(1000), "D999").result == 999


def test_a_hundred_thousand_rules_are_refused_with_a_sentence() -> None:
    with pytest.raises(UnreadableFileError, match="MB can be read"):
        read_decisions(graded_table(100_000), source_name="large.dmn")
    with pytest.raises(UnreadableFileError, match="more than 50000 elements"):
        read_decisions(graded_table(9_000), source_name="large.dmn")


def test_each_decision_needing_all_others_is_made_once() -> None:
    body = "".join(
        decision(literal("1"), f"D{one}", requires=needs(**{f"D{other}": "Decision" for other in range(one)}))
        for one in range(80)
    )
    model = model_of(body)
    result = evaluate_decision(model, "D79", {}, explain=True)
    assert (result.result, len(result.made)) == (1, 80)
    assert check_decision_file(model) == ()


@pytest.mark.parametrize(
    "body",
    [
        knowledge("a", "a(n) + 1", "a") + decision(literal("a(1)"), requires=needs(a="Knowledge")),
        knowledge("a", "b(n)", "b")
        + knowledge("b", "a(n)", "a")
        + decision(literal("a(1)"), requires=needs(a="Knowledge")),
        "".join(knowledge(f"k{n}", f"k{n + 1}(n) + k{n + 1}(n)", f"k{n + 1}") for n in range(40))
        + knowledge("k40", "n")
        + decision(literal("k0(1)"), requires=needs(k0="Knowledge")),
        '<decisionService id="s" name="s"><outputDecision href="#D"/></decisionService>'
        + decision(literal("s()"), requires=needs(s="Knowledge")),
        decision(literal("for i in 1..100000, j in 1..100000 return i * j")),
        decision(
            f"<for iteratorVariable='i'><in>{literal('1..100000')}</in><return>{literal('1..100000')}</return></for>"
        ),
        '<itemDefinition name="t"><typeRef>number</typeRef><allowedValues>'
        "<text>every a in [1..5000] satisfies every b in [1..5000] satisfies a + b != ?</text></allowedValues>"
        "</itemDefinition>" + decision(literal("0"), kind="t"),
    ],
)
def test_what_has_no_end_is_stopped_with_a_sentence(body: str) -> None:
    result = decided(body)
    assert result.result is None
    assert result.errors


def test_data_nested_deep_are_held_against_a_type_that_holds_itself() -> None:
    kind = '<itemDefinition name="t"><itemComponent name="a"><typeRef>t</typeRef></itemComponent></itemDefinition>'
    data: dict[str, object] = {"a": None}
    for _ in range(90):
        data = {"a": data}
    body = kind + item("x", "t") + decision(literal("x.a.a != null"), requires=needs(x="Input"))
    assert decided(body, x=data).result is True


def test_data_nested_too_deep_are_refused_with_a_sentence() -> None:
    data: list[object] = []
    for _ in range(300):
        data = [data]
    result = decided(item("x") + decision(literal("x"), requires=needs(x="Input")), x=data)
    assert result.result is None
    assert "nested more than" in str(result.errors[0])


@pytest.mark.parametrize("policy", ["UNIQUE", "FIRST", "RULE ORDER"])
def test_thousands_of_rules_that_all_overlap_are_checked_to_a_bound(policy: str) -> None:
    rules = [([f"> {1500 - number}"], "1") for number in range(1500)]
    model = read_decisions(decision_table([("n", "number", "")], rules, hit_policy=policy), source_name="t.dmn")
    found = {finding.rule for finding in check_decision_file(model)}
    assert found <= {"decision-table-gap", "decision-table-overlap", "decision-table-unsearched"}
    assert "decision-table-gap" in found


@pytest.mark.nightly
def test_the_largest_table_that_can_be_read_is_decided_explained_and_checked() -> None:
    model = read_decisions(graded_table(7_000), source_name="large.dmn")
    result = evaluate_decision(model, "D", {"age": 69_995, "kind": "a"}, explain=True)
    assert result.result == "r6999"
    assert check_decision_file(model)


HOSTILE = (
    '<decision id="D" name="D"/>',
    "<decision/>",
    '<decision id="D" name="D"><literalExpression/></decision>',
    '<decision id="D" name="D"><invocation/></decision>',
    '<decision id="D" name="D"><context><contextEntry/></context></decision>',
    '<decision id="D" name="D"><relation><row/></relation></decision>',
    '<decision id="D" name="D"><conditional/></decision>',
    '<decision id="D" name="D"><filter/></decision>',
    '<decision id="D" name="D"><for/></decision>',
    '<decision id="D" name="D"><some><in/></some></decision>',
    '<decision id="D" name="D"><functionDefinition/></decision>',
    '<decision id="D" name="D"><knowledgeRequirement><requiredKnowledge/></knowledgeRequirement></decision>',
    '<decision id="D" name="D"><informationRequirement/></decision>',
    '<decision id="D" name="D"><decisionTable><input/><output/><rule/></decisionTable></decision>',
    '<businessKnowledgeModel id="D" name="D"/>',
    '<businessKnowledgeModel id="D" name="D"><encapsulatedLogic/></businessKnowledgeModel>',
    '<decisionService id="D" name="D"/>',
    '<decisionService id="D" name="D"><outputDecision/><inputData href="#"/></decisionService>',
    '<itemDefinition/><itemDefinition name="a"><itemComponent/></itemDefinition><decision id="D" name="D"/>',
    '<import/><decision id="D" name="D"/>',
    '<decision id="D" name="D"><variable/><literalExpression><text>1</text></literalExpression></decision>',
)


@pytest.mark.parametrize("body", HOSTILE)
def test_elements_that_lack_all_they_should_have_break_nothing(body: str) -> None:
    model = model_of(body)
    check_decision_file(model)
    for name in (*model.decisions, "D"):
        if model.names.get(name) is not None:
            evaluate_decision(model, name, {}, explain=True)

"""Each rule for DMN files finds its fault in a small file, and nothing in the same file put right."""

import ast
from pathlib import Path

import pytest

from bpmn.catalogues import read_catalogue
from bpmn.check import Finding, as_sarif
from bpmn.decisions import read_decision_file, read_decisions
from bpmn.decisions.checking import DECISION_RULES, check_decision_file
from bpmn.errors import UnreadableFileError

ROOT = Path(__file__).resolve().parents[3]
OPEN = '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="m" name="m" namespace="urn:m"'
AGE = '<inputData id="age" name="Age"><variable name="Age" typeRef="number"/></inputData>\n'
NEEDS_AGE = '<informationRequirement id="r"><requiredInput href="#age"/></informationRequirement>'
NEEDS_FEE = '<informationRequirement id="r"><requiredDecision href="#Fee"/></informationRequirement>'


def literal(text: str) -> str:
    return f'<literalExpression id="x"><text>{text}</text></literalExpression>'


def decision(logic: str, *, name: str = "Fee", needs: str = NEEDS_AGE) -> str:
    return f'<decision id="{name}" name="{name}"><variable name="{name}"/>{needs}{logic}</decision>\n'


def table(rules: str, *, attributes: str = "", output: str = '<output id="o" name="fee"/>', allowed: str = "") -> str:
    values = f"<inputValues><text>{allowed}</text></inputValues>" if allowed else ""
    clause = f'<input id="i"><inputExpression typeRef="number"><text>Age</text></inputExpression>{values}</input>'
    return f'<decisionTable id="t" {attributes}>{clause}{output}{rules}</decisionTable>'


def rule(name: str, *cells: str, outputs: tuple[str, ...] = ("1",)) -> str:
    inside = "".join(f"<inputEntry><text>{cell}</text></inputEntry>" for cell in cells)
    results = "".join(f"<outputEntry><text>{output}</text></outputEntry>" for output in outputs)
    return f'\n<rule id="{name}">{inside}{results}</rule>'


def findings(body: str, attributes: str = "") -> list[Finding]:
    model = read_decisions(f"{OPEN} {attributes}>\n{body}</definitions>".encode(), source_name="m.dmn")
    return list(check_decision_file(model))


TYPE = '<itemDefinition id="{name}" name="{name}"><typeRef>{of}</typeRef></itemDefinition>'
GRADES = '<output id="o" name="g"><outputValues><text>"high", "low"</text></outputValues></output>'
TWO = '<output id="o" name="a"/><output id="p" name="b"/>'
SERVICE = '<decisionService id="s" name="S"><outputDecision href="#{0}"/></decisionService>'
CASES: list[tuple[str, str, str, str, int]] = [
    # Rule, wrong, right, the element of the fault and its line.
    (
        "duplicate-id",
        AGE + AGE.replace("Age", "Other"),
        AGE + AGE.replace("Age", "Other").replace('"age"', '"b"'),
        "age",
        3,
    ),
    ("expression-invalid", AGE + decision(literal("Age +")), AGE + decision(literal("Age + 1")), "x", 3),
    (
        "decision-import-missing",
        '<import id="p" name="p" namespace="urn:else"/>' + AGE,
        '<import id="p" name="p" namespace="urn:else" importType="http://www.omg.org/spec/BPMN/20100524/MODEL"/>',
        "p",
        2,
    ),
    ("decision-requirement-dangling", decision(literal("1")), AGE + decision(literal("1")), "r", 2),
    (
        "decision-requirement-dangling",
        decision(literal("1"), needs="")
        + decision(literal("1"), name="B", needs=NEEDS_FEE.replace("Decision", "Input")),
        decision(literal("1"), needs="") + decision(literal("1"), name="B", needs=NEEDS_FEE),
        "r",
        3,
    ),
    (
        "decision-requirement-dangling",
        AGE + SERVICE.format("age"),
        SERVICE.format("Fee") + decision(literal("1"), needs=""),
        "s",
        3,
    ),
    (
        "decision-requirement-missing",
        AGE + decision(literal("Age"), needs=""),
        AGE + decision(literal("Age")),
        "Fee",
        3,
    ),
    (
        "decision-requirement-cycle",
        decision(literal("B"), needs=NEEDS_FEE.replace("Fee", "B"))
        + decision(literal("Fee"), name="B", needs=NEEDS_FEE),
        decision(literal("1"), needs="") + decision(literal("Fee"), name="B", needs=NEEDS_FEE),
        "Fee",
        2,
    ),
    ("decision-name-unknown", AGE + decision(literal("Agee")), AGE + decision(literal("Age")), "Fee", 3),
    (
        "decision-name-duplicate",
        AGE + AGE.replace('id="age"', 'id="b"'),
        AGE + AGE.replace('id="age"', 'id="b"').replace("Age", "B"),
        "b",
        3,
    ),
    ("decision-variable-name", AGE.replace('variable name="Age"', 'variable id="v" name="a"'), AGE, "v", 2),
    ("decision-without-logic", AGE + decision(""), AGE + decision(literal("Age")), "Fee", 3),
    ("decision-type-unknown", AGE.replace("number", "numbr"), AGE, "age", 2),
    ("decision-type-unknown", TYPE.format(name="A", of="tB"), TYPE.format(name="A", of="string"), "A", 2),
    (
        "decision-type-cycle",
        TYPE.format(name="A", of="A"),
        (
            '<itemDefinition id="A" name="A"><itemComponent name="in" isCollection="true"><typeRef>A</typeRef>'
            "</itemComponent></itemDefinition>"
        ),
        "A",
        2,
    ),
    ("decision-table-shape", AGE + decision(table(rule("u", "-", "-"))), AGE + decision(table(rule("u", "-"))), "u", 4),
    (
        "decision-table-shape",
        AGE + decision(table(rule("u", "-", outputs=()))),
        AGE + decision(table(rule("u", "-"))),
        "u",
        4,
    ),
    (
        "decision-table-shape",
        AGE + decision(table(rule("u", "-", outputs=()), output="")),
        AGE + decision(table(rule("u", "-"))),
        "t",
        3,
    ),
    (
        "decision-table-hit-policy",
        AGE + decision(table(rule("u", "-"), attributes='hitPolicy="BEST"')),
        AGE + decision(table(rule("u", "-"), attributes='hitPolicy="ANY"')),
        "t",
        3,
    ),
    (
        "decision-table-hit-policy",
        AGE + decision(table(rule("u", "-"), attributes='hitPolicy="PRIORITY"')),
        AGE
        + decision(
            table(
                rule("u", "-"),
                attributes='hitPolicy="PRIORITY"',
                output='<output id="o"><outputValues><text>1, 2</text></outputValues></output>',
            )
        ),
        "t",
        3,
    ),
    (
        "decision-table-hit-policy",
        AGE
        + decision(
            table(rule("u", "-", outputs=("1", "2")), attributes='hitPolicy="COLLECT" aggregation="SUM"', output=TWO)
        ),
        AGE + decision(table(rule("u", "-", outputs=("1", "2")), attributes='hitPolicy="COLLECT"', output=TWO)),
        "t",
        3,
    ),
    ("decision-table-gap", AGE + decision(table(rule("u", "[0..9]"))), AGE + decision(table(rule("u", "-"))), "Fee", 3),
    (
        "decision-table-overlap",
        AGE + decision(table(rule("u", "-") + rule("w", "5"))),
        AGE + decision(table(rule("u", "not(5)") + rule("w", "5"))),
        "Fee",
        5,
    ),
    (
        "decision-table-masked-rule",
        AGE + decision(table(rule("u", "-") + rule("w", "5"), attributes='hitPolicy="FIRST"')),
        AGE + decision(table(rule("w", "5") + rule("u", "-"), attributes='hitPolicy="FIRST"')),
        "Fee",
        5,
    ),
    (
        "decision-table-output-value",
        AGE + decision(table(rule("u", "-", outputs=('"lo"',)), output=GRADES)),
        AGE + decision(table(rule("u", "-", outputs=('"low"',)), output=GRADES)),
        "Fee",
        4,
    ),
    (
        "decision-table-truth",
        AGE + decision(table(rule("u", "Age > 5") + rule("w", "-"))),
        AGE + decision(table(rule("u", "? > 5") + rule("w", "-"))),
        "Fee",
        4,
    ),
    (
        "decision-table-empty-rule",
        AGE + decision(table(rule("u", "[9..1]") + rule("w", "-"))),
        AGE + decision(table(rule("w", "-"))),
        "Fee",
        4,
    ),
]


@pytest.mark.parametrize(("name", "wrong", "right", "element", "line"), CASES)
def test_a_rule_finds_its_fault_and_nothing_where_it_is_mended(
    name: str, wrong: str, right: str, element: str, line: int
) -> None:
    found = [finding for finding in findings(wrong) if finding.rule == name]
    assert [(finding.element, finding.line) for finding in found] == [(element, line)]
    assert found[0].severity == DECISION_RULES[name][0]
    assert str(found[0].advice)
    assert [finding for finding in findings(right) if finding.rule == name] == []


def test_every_rule_is_tried_and_has_its_page() -> None:
    pages = ROOT / "docs" / "rules"
    tried = {name for name, *_ in CASES} | {"decision-table-unsearched"}
    assert tried == set(DECISION_RULES)
    assert [name for name in DECISION_RULES if not (pages / f"{name}.md").is_file()] == []
    listed = (pages / "decisions.md").read_text("utf-8")
    assert [name for name in DECISION_RULES if f"[{name}]({name}.md)" not in listed] == []
    said = {name: (pages / f"{name}.md").read_text("utf-8") for name in DECISION_RULES}
    assert [name for name, (severity, _) in DECISION_RULES.items() if f"Severity: {severity}" not in said[name]] == []


def test_what_a_rule_asks_is_told_to_editors_too() -> None:
    found = findings(AGE + decision(table(rule("u", "[0..9]"))))
    (run,) = as_sarif([("m.dmn", found)], others=DECISION_RULES)["runs"]
    (told,) = run["tool"]["driver"]["rules"]
    assert told["id"] == "decision-table-gap"
    assert told["shortDescription"] == {"text": "Some rule matches every case."}
    assert told["defaultConfiguration"] == {"level": "warning"}
    assert told["helpUri"].endswith("docs/rules/decision-table-gap.md")


def test_every_sentence_is_there_in_mongolian() -> None:
    catalogue = read_catalogue(ROOT / "bpmn/translations/mn/LC_MESSAGES/messages.po")
    files = sorted((ROOT / "bpmn" / "decisions").glob("*.py"))
    calls = [
        node for file in files for node in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(node, ast.Call)
    ]
    said = {
        str(call.args[0].value)
        for call in calls
        if call.args
        and isinstance(call.args[0], ast.Constant)
        and (getattr(call.func, "id", "") == "Text" or getattr(call.func, "attr", "") == "note")
    }
    assert len(said) > 50
    assert set(said - {"{problem}", "{name}"}) - set(catalogue) == set()


def test_a_cell_that_does_not_compile_is_named_by_rule_and_column() -> None:
    body = AGE + decision(table(rule("u", "-") + rule("w", "[1..")))
    (found,) = [finding for finding in findings(body) if finding.rule == "expression-invalid"]
    assert str(found.text).startswith("Fee, rule 2, column “Age”: ")
    assert (found.element, found.line) == ("w", 5)


def test_a_pattern_that_refers_back_is_refused_where_it_stands_and_only_its_call_is_null() -> None:
    body = AGE + decision(table(rule("u", "matches(string(?), &quot;(a)\\1&quot;)") + rule("w", "-")))
    (found,) = [finding for finding in findings(body) if finding.rule == "expression-invalid"]
    assert str(found.text).startswith("Fee, rule 1, column “Age”: The pattern refers back to what it has found (\\1)")
    assert (found.element, found.line) == ("u", 4)


def test_a_cell_in_another_language_is_refused_with_its_name_and_what_to_write() -> None:
    body = AGE + decision(table(rule("u", "Age.toUpperCase()")))
    (found,) = [one for one in findings(body, 'expressionLanguage="groovy"') if "rule 1, column “Age”" in str(one.text)]
    assert "groovy" in str(found.text)
    assert "FEEL" in str(found.text)


@pytest.mark.parametrize(
    "logic",
    [
        (
            "<context><contextEntry><variable name='a'/><literalExpression><text>Age</text></literalExpression>"
            "</contextEntry>"
            "<contextEntry><literalExpression><text>a + 1</text></literalExpression></contextEntry></context>"
        ),
        (
            "<functionDefinition><formalParameter name='p'/><literalExpression><text>p + Age</text></literalExpression>"
            "</functionDefinition>"
        ),
        (
            "<for iteratorVariable='n'><in><literalExpression><text>[1, Age]</text></literalExpression></in>"
            "<return><literalExpression><text>n + sum(partial)</text></literalExpression></return></for>"
        ),
        (
            "<filter><in><literalExpression><text>[{b: Age}]</text></literalExpression></in>"
            "<match><literalExpression><text>b > 1</text></literalExpression></match></filter>"
        ),
        "<literalExpression><text>for n in [1] return n + Age + count([1])</text></literalExpression>",
        "<list><literalExpression><text>Age</text></literalExpression></list>",
        (
            "<conditional><if><literalExpression><text>Age > 1</text></literalExpression></if>"
            "<then><literalExpression><text>1</text></literalExpression></then>"
            "<else><literalExpression><text>2</text></literalExpression></else></conditional>"
        ),
    ],
)
def test_names_that_an_expression_makes_itself_need_no_requirement(logic: str) -> None:
    assert findings(AGE + decision(logic)) == []
    unseen = {finding.rule for finding in findings(AGE + decision(logic, needs=""))}
    assert unseen == {"decision-requirement-missing"}


def test_tables_that_state_no_input_take_any_data() -> None:
    assert findings(decision(table(rule("u", "-")), needs="")) == []


def test_knowledge_models_that_call_each_other_are_only_a_warning() -> None:
    one = (
        '<businessKnowledgeModel id="{0}" name="{0}"><encapsulatedLogic><formalParameter name="n"/><literalExpression>'
        "<text>if n = 0 then 0 else {1}(n - 1)</text></literalExpression></encapsulatedLogic>"
        '<knowledgeRequirement id="k{0}"><requiredKnowledge href="#{1}"/></knowledgeRequirement>'
        "</businessKnowledgeModel>"
    )
    found = findings(one.format("a", "b") + one.format("b", "a"))
    assert [(finding.rule, finding.severity) for finding in found] == [("decision-requirement-cycle", "warning")]
    assert findings(one.format("a", "a")) == []


def test_a_graph_a_thousand_levels_deep_is_checked() -> None:
    levels = [
        decision(
            literal(f"D{n - 1} + 1"), name=f"D{n}", needs=NEEDS_FEE.replace("Fee", f"D{n - 1}").replace('id="r"', "")
        )
        for n in range(1, 1000)
    ]
    body = decision(literal("0"), name="D0", needs="") + "".join(levels)
    assert {finding.rule for finding in findings(body)} == {"duplicate-id"}


def test_what_comes_from_an_imported_file_is_known(tmp_path: Path) -> None:
    (tmp_path / "types.dmn").write_text(
        OPEN.replace("urn:m", "urn:types") + ">" + TYPE.format(name="tAge", of="number") + AGE + "</definitions>"
    )
    needs = '<informationRequirement id="r"><requiredInput href="urn:types#age"/></informationRequirement>'
    (tmp_path / "main.dmn").write_text(
        OPEN
        + '><import id="p" name="types" namespace="urn:types" importType="https://www.omg.org/spec/DMN/20191111/MODEL/"/>'
        + '<inputData id="a" name="A"><variable name="A" typeRef="types.tAge"/></inputData>'
        + decision(literal("types.Age"), needs=needs)
        + "</definitions>"
    )
    assert check_decision_file(*read_decision_file(tmp_path / "main.dmn")) == ()


@pytest.mark.corpora
def test_public_models_of_the_standards_group_have_no_errors(corpora: Path) -> None:
    errors: list[tuple[str, str]] = []
    for path in sorted(corpora.glob("dmn-tck/compliance-level-2/*/*.dmn")):
        model, imports = read_decision_file(path)
        errors += [(path.name, one.rule) for one in check_decision_file(model, imports) if one.severity == "error"]
    assert errors == []


@pytest.mark.corpora
def test_every_public_file_can_be_checked(corpora: Path) -> None:
    checked = 0
    for path in sorted(corpora.glob("dmn/*.dmn")):
        try:
            model, imports = read_decision_file(path)
        except UnreadableFileError:
            continue
        check_decision_file(model, imports)
        checked += 1
    assert checked > 50

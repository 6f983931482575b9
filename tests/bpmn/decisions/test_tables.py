"""Decision tables by the sections of the standard (DMN 1.5 §8)."""

import pytest

from bpmn.decisions import DecisionResult
from tests.bpmn.decisions.decision_files import clause, decided, decision, item, literal, model_of, needs, rule

BOTH = (
    '<output name="a"><outputValues><text>"x", "y", "z"</text></outputValues></output>'
    '<output name="b"><outputValues><text>2, 1</text></outputValues></output>'
)

RISK = (
    '<itemDefinition name="tRisk"><typeRef>string</typeRef><allowedValues><text>"high", "low"</text>'
    "</allowedValues></itemDefinition>"
)


def compound(policy: str, rows: list[tuple[str, str]]) -> DecisionResult:
    rules = "".join(rule(["> 0"], [f'"{one}"', other]) for one, other in rows)
    table = f"<decisionTable {policy}>{clause('n', 'number')}{BOTH}{rules}</decisionTable>"
    return decided(item("n", "number") + decision(table, requires=needs(n="Input")), n=1)


def entry(a: str, b: int) -> dict[str, object]:
    return {"a": a, "b": b}


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        ("FIRST", entry("y", 1)),
        ("PRIORITY", entry("x", 2)),
        ("RULE ORDER", [entry("y", 1), entry("x", 1), entry("x", 2)]),
        ("OUTPUT ORDER", [entry("x", 2), entry("x", 1), entry("y", 1)]),
        ("COLLECT", [entry("y", 1), entry("x", 1), entry("x", 2)]),
    ],
)
def test_several_outputs_make_a_context_and_are_ordered_by_the_first_then_the_next(
    policy: str, expected: object
) -> None:
    assert compound(f'hitPolicy="{policy}"', [("y", "1"), ("x", "1"), ("x", "2")]).result == expected


def test_rules_of_an_any_table_must_agree_in_all_outputs() -> None:
    assert compound('hitPolicy="ANY"', [("x", "1"), ("x", "1")]).result == entry("x", 1)
    differing = compound('hitPolicy="ANY"', [("x", "1"), ("x", "2")])
    assert (differing.result, len(differing.errors)) == (None, 1)


@pytest.mark.parametrize("aggregation", ["SUM", "MIN", "MAX", "COUNT"])
def test_an_aggregation_of_several_outputs_is_null_and_says_why(aggregation: str) -> None:
    result = compound(f'hitPolicy="COLLECT" aggregation="{aggregation}"', [("x", "1"), ("x", "2")])
    assert result.result is None
    assert "defined for one output only" in str(result.errors[0])


def test_an_aggregation_says_nothing_in_a_table_that_does_not_collect() -> None:
    assert compound('hitPolicy="UNIQUE" aggregation="COUNT"', [("x", "1")]).result == entry("x", 1)


def single(policy: str, outputs: list[str], *, extra: str = "", cell: str = "> 0", kind: str = "Any") -> DecisionResult:
    rules = "".join(rule([cell], [output]) for output in outputs)
    column = f'<output name="o" typeRef="{kind}">{extra}</output>'
    table = f"<decisionTable {policy}>{clause('n')}{column}{rules}</decisionTable>"
    return decided(item("n") + decision(table, requires=needs(n="Input")), n=1)


@pytest.mark.parametrize(
    ("aggregation", "outputs", "expected"),
    [
        ("SUM", ["0.1", "0.2"], 0.3),
        ("MIN", ['date("2026-02-01")', 'date("2026-01-01")'], "2026-01-01"),
        ("MAX", ['"a"', '"b"'], "b"),
        ("COUNT", ["1", "1"], 2),
        ("MAX", ['duration("P1D")', 'duration("PT30H")'], "P1DT6H"),
    ],
)
def test_an_aggregation_takes_what_its_function_takes(aggregation: str, outputs: list[str], expected: object) -> None:
    assert single(f'hitPolicy="COLLECT" aggregation="{aggregation}"', outputs).result == expected


@pytest.mark.parametrize(
    ("policy", "expected"), [("", 7), ('hitPolicy="FIRST"', 7), ('hitPolicy="COLLECT" aggregation="SUM"', 7)]
)
def test_a_default_output_is_the_result_where_no_rule_matches(policy: str, expected: object) -> None:
    extra = "<defaultOutputEntry><text>7</text></defaultOutputEntry>"
    assert single(policy, ["1"], extra=extra, cell="> 5").result == expected


def test_a_default_output_must_be_of_the_outputs_type() -> None:
    extra = '<defaultOutputEntry><text>"seven"</text></defaultOutputEntry>'
    result = single("", ["1"], extra=extra, cell="> 5", kind="number")
    assert result.result is None
    assert any("not of its type" in str(error) for error in result.errors)


def test_of_several_outputs_those_without_a_default_are_null() -> None:
    table = (
        f"<decisionTable>{clause('n')}<output name='a'><defaultOutputEntry><text>1</text></defaultOutputEntry></output>"
        f"<output name='b'/>{rule(['> 5'], ['1', '2'])}</decisionTable>"
    )
    result = decided(item("n") + decision(table, requires=needs(n="Input")), n=1)
    assert result.result == {"a": 1, "b": None}


@pytest.mark.parametrize(("value", "expected"), [("A", 1), ("C", None)])
def test_an_input_outside_its_allowed_values_gives_null_and_the_reason(value: str, expected: object) -> None:
    column = clause("n", "string", '<inputValues><text>"A", "B"</text></inputValues>')
    table = f"<decisionTable>{column}<output/>{rule(['-'], ['1'])}</decisionTable>"
    result = decided(item("n") + decision(table, requires=needs(n="Input")), n=value)
    assert result.result == expected
    assert bool(result.errors) is (expected is None)


@pytest.mark.parametrize(
    ("cell", "value", "matches"),
    [
        ("? > 5 and ? < 10", 7, True),
        ("? > 5 and ? < 10", 10, False),
        ('starts with(?, "ab")', "abc", True),
        ('not("a", "b")', "c", True),
        ('not("a", "b")', "a", False),
        ("not(< 5)", 5, True),
        ("[1..5], > 8", 9, True),
        ("]1..5[", 1, False),
        ("(1..5]", 5, True),
        ("list contains(?, 3)", [1, 3], True),
        ("[1, 2]", [1, 2], True),
        ("null", None, True),
        ("-", None, True),
        ("", 1, True),
        ("other", 4, True),
        ("> other", 5, True),
        ("other + 1", 5, True),
        ('date("2026-01-01")', "2026-01-01", False),
        ("every x in ? satisfies x > 1", [2, 3], True),
        ("count(?) > 1", [2, 3], True),
        ("true", True, True),
        ("false", None, False),
    ],
)
def test_a_cell_is_unary_tests_of_feel(cell: str, value: object, *, matches: bool) -> None:
    table = f"<decisionTable>{clause('n')}<output/>{rule([cell], ['1'])}</decisionTable>"
    body = item("n") + item("other") + decision(table, requires=needs(n="Input", other="Input"))
    assert decided(body, n=value, other=4).result == (1 if matches else None)


def test_an_input_expression_may_be_any_expression() -> None:
    table = f"<decisionTable>{clause('sum(n) * 2', 'number')}<output/>{rule(['12'], ['1'])}</decisionTable>"
    assert decided(item("n") + decision(table, requires=needs(n="Input")), n=[1, 2, 3]).result == 1


def test_outputs_see_what_the_decision_requires() -> None:
    table = f"<decisionTable>{clause('n')}<output/>{rule(['> 0'], ['n * rate + {a: 1}.a'])}</decisionTable>"
    body = item("n") + item("rate") + decision(table, requires=needs(n="Input", rate="Input"))
    assert decided(body, n=2, rate=0.5).result == 2


def test_the_order_of_outputs_may_come_from_their_type() -> None:
    rules = rule(["-"], ['"low"']) + rule(["-"], ['"high"'])
    table = f'<decisionTable hitPolicy="PRIORITY">{clause("1")}<output typeRef="tRisk"/>{rules}</decisionTable>'
    assert decided(RISK + decision(table)).result == "high"


def test_an_output_that_its_type_does_not_allow_is_null() -> None:
    row = rule(["-"], ['"mid"'])
    table = f'<decisionTable>{clause("1")}<output typeRef="tRisk"/>{row}</decisionTable>'
    result = decided(RISK + decision(table))
    assert result.result is None
    assert "not of its type" in str(result.errors[0])


@pytest.mark.parametrize("orientation", ["Rule-as-Row", "Rule-as-Column", "CrossTable"])
def test_the_orientation_of_a_table_changes_nothing(orientation: str) -> None:
    rows = rule(["> 0"], ["1"]) + rule(["<= 0"], ["2"])
    table = f'<decisionTable preferredOrientation="{orientation}">{clause("n")}<output/>{rows}</decisionTable>'
    assert decided(item("n") + decision(table, requires=needs(n="Input")), n=-1).result == 2


def test_annotations_change_nothing() -> None:
    row = rule(["> 0"], ["1"]).replace(
        "</rule>", "<annotationEntry><text>§ 5: n &gt; (</text></annotationEntry></rule>"
    )
    table = f'<decisionTable>{clause("n")}<output/><annotation name="Law"/>{row}</decisionTable>'
    body = item("n") + decision(table, requires=needs(n="Input"))
    assert decided(body, n=1).result == 1
    assert model_of(body).problems == ()


def test_a_table_may_stand_inside_a_context_a_list_and_a_conditional() -> None:
    table = f"<decisionTable>{clause('n')}<output/>{rule(['> 0'], ['10'])}</decisionTable>"
    context = f'<context><contextEntry><variable name="t"/>{table}</contextEntry></context>'
    requires = needs(n="Input")
    assert decided(item("n") + decision(context, requires=requires), n=1).result == {"t": 10}
    assert decided(item("n") + decision(f"<list>{table}</list>", requires=requires), n=1).result == [10]
    chosen = f"<conditional><if>{literal('n > 0')}</if><then>{table}</then><else>{literal('0')}</else></conditional>"
    assert decided(item("n") + decision(chosen, requires=requires), n=1).result == 10


@pytest.mark.parametrize(
    "broken",
    [
        f"<decisionTable>{clause('n')}</decisionTable>",
        f"<decisionTable>{clause('n')}{rule(['-'], ['1'])}</decisionTable>",
        f"<decisionTable>{clause('n')}<output/>{rule([], [])}</decisionTable>",
        f"<decisionTable>{clause('n')}<output/>{rule(['-', '-', '5'], ['1', '2'])}</decisionTable>",
        f"<decisionTable>{clause('n')}<output name='a'/><output name='b'/>{rule(['-'], ['1'])}</decisionTable>",
        f"<decisionTable><output/>{rule(['-'], ['1'])}</decisionTable>",
        "<decisionTable/>",
    ],
)
def test_a_table_of_the_wrong_form_has_some_result_and_no_failure(broken: str) -> None:
    result = decided(item("n") + decision(broken, requires=needs(n="Input")), n=1)
    assert result.result in (None, 1, {}, {"a": 1, "b": None})

"""Boxed expressions by the sections of the standard (DMN 1.5 §7.3, §10.2.1)."""

import pytest

from tests.bpmn.decisions.decision_files import decided, decision, item, literal, model_of, needs

X = item("x")
NEEDS_X = needs(x="Input")


def result_of(logic: str, x: object = None, kind: str = "Any") -> object:
    return decided(X + decision(logic, kind=kind, requires=NEEDS_X), x=x).result


def row(name: str, logic: str, kind: str = "Any") -> str:
    variable = f'<variable name="{name}" typeRef="{kind}"/>' if name else ""
    return f"<contextEntry>{variable}{logic}</contextEntry>"


def function(parameters: str, body: str, kind: str = "") -> str:
    formal = "".join(
        f'<formalParameter name="{name}" typeRef="{typed or "Any"}"/>'
        for name, _, typed in (one.partition(":") for one in parameters.split(",") if one)
    )
    return f"<functionDefinition {kind}>{formal}{body}</functionDefinition>"


def call(name: str, **arguments: str) -> str:
    bindings = "".join(
        f'<binding><parameter name="{key.replace("_", " ")}"/>{literal(text)}</binding>'
        for key, text in arguments.items()
    )
    return f"<invocation>{literal(name)}{bindings}</invocation>"


def test_rows_of_a_context_see_the_rows_above_them() -> None:
    rows = row("a", literal("x + 1")) + row("b c", literal("a * 2"))
    assert result_of(f"<context>{rows}</context>", 1) == {"a": 2, "b c": 4}


def test_a_row_without_a_name_is_the_result_of_a_context() -> None:
    rows = row("a", literal("x + 1")) + row("", literal("a * 10"))
    assert result_of(f"<context>{rows}</context>", 1) == 20


def test_a_row_that_is_not_of_its_type_is_null() -> None:
    result = decided(decision(f"<context>{row('a', literal(chr(34) + 'b' + chr(34)), 'number')}</context>"))
    assert result.result == {"a": None}
    assert [str(error) for error in result.errors] == ["The value of a is not of its type."]


def test_a_list_has_its_items_in_order_and_may_hold_boxed_expressions() -> None:
    inner = f"<context>{row('a', literal('x'))}</context>"
    assert result_of(f"<list>{literal('1')}{inner}{literal('null')}</list>", 5) == [1, {"a": 5}, None]


def test_a_relation_is_a_list_of_contexts() -> None:
    rows = "".join(f"<row>{literal(one)}{literal(other)}</row>" for one, other in (("1", '"a"'), ("x", '"b"')))
    relation = f'<relation><column name="n"/><column name="the text"/>{rows}</relation>'
    assert result_of(relation, 2) == [{"n": 1, "the text": "a"}, {"n": 2, "the text": "b"}]


@pytest.mark.parametrize("arguments", [{"a": "1", "b": "2"}, {"b": "2", "a": "1"}])
def test_an_invocation_gives_arguments_by_name(arguments: dict[str, str]) -> None:
    rows = row("f", function("a,b", literal("a - b + x"))) + row("", call("f", **arguments))
    assert result_of(f"<context>{rows}</context>", 10) == 9


def test_a_parameter_that_is_not_given_is_null() -> None:
    rows = row("f", function("a,b", literal("b = null"))) + row("", call("f", a="1"))
    assert result_of(f"<context>{rows}</context>") is True


def test_a_parameter_that_the_function_does_not_have_gives_null() -> None:
    rows = row("f", function("a", literal("1"))) + row("", call("f", b="1"))
    result = decided(decision(f"<context>{rows}</context>"))
    assert result.result is None
    assert "no parameter" in str(result.errors[0])


@pytest.mark.parametrize(("argument", "expected"), [("2", 3), ('"2"', None), ("[2]", 3), ("null", None)])
def test_an_argument_must_be_of_its_parameters_type(argument: str, expected: object) -> None:
    rows = row("f", function("a:number", literal("a + 1"))) + row("", call("f", a=argument))
    assert result_of(f"<context>{rows}</context>") == expected


def test_a_function_of_another_language_is_refused_with_a_sentence() -> None:
    body = f"<context>{row('class', literal(chr(34) + 'java.lang.Math' + chr(34)))}</context>"
    for kind in ("Java", "PMML"):
        named = function("a", body, f'kind="{kind}"')
        model = model_of(decision(f"<context>{row('f', named)}</context>"))
        assert [str(problem.text) for problem in model.problems] == [
            "Functions of other programs are not called from here. Write the function in FEEL."
        ]


def test_a_function_may_call_itself_and_is_stopped_where_it_has_no_end() -> None:
    factorial = function("n", literal("if n < 2 then 1 else n * f(n - 1)"))
    assert result_of(f"<context>{row('f', factorial)}{row('', literal('f(x)'))}</context>", 5) == 120
    endless = function("n", literal("f(n + 1)"))
    result = decided(decision(f"<context>{row('f', endless)}{row('', literal('f(1)'))}</context>"))
    assert result.result is None
    assert "is there an end" in str(result.errors[0])


@pytest.mark.parametrize(("value", "expected"), [(True, "yes"), (False, "no"), (None, "no"), ("true", None)])
def test_a_conditional_takes_its_else_unless_true(value: object, expected: object) -> None:
    parts = f"<if>{literal('x')}</if><then>{literal(chr(34) + 'yes' + chr(34))}</then>"
    logic = f"<conditional>{parts}<else>{literal(chr(34) + 'no' + chr(34))}</else></conditional>"
    assert result_of(logic, value) == expected


@pytest.mark.parametrize(
    ("match", "expected"),
    [("item > 2", [3, 4]), ("1", 1), ("-1", 4), ("9", None), ("false", []), ("null", [])],
)
def test_a_filter_keeps_what_matches_or_takes_what_is_at_a_position(match: str, expected: object) -> None:
    logic = f"<filter><in>{literal('x')}</in><match>{literal(match)}</match></filter>"
    assert result_of(logic, [1, 2, 3, 4]) == expected


@pytest.mark.parametrize(("items", "expected"), [([], None), (None, None), (5, 5)])
def test_a_position_in_what_is_no_list_or_empty_is_that_of_feel(items: object, expected: object) -> None:
    logic = f"<filter><in>{literal('x')}</in><match>{literal('1')}</match></filter>"
    assert result_of(logic, items) == expected


def test_a_filter_sees_the_entries_of_its_items() -> None:
    logic = f"<filter><in>{literal('x')}</in><match>{literal('age > 17 and item.age < 60')}</match></filter>"
    people = [{"age": 5}, {"age": 20}, {"age": 70}]
    assert result_of(logic, people) == [{"age": 20}]


@pytest.mark.parametrize(
    ("kind", "items", "body", "expected"),
    [
        ("for", "[1, 2, 3]", "n * x", [2, 4, 6]),
        ("for", "1..3", "n", [1, 2, 3]),
        ("for", "3..1", "n", [3, 2, 1]),
        ("for", "[1..3]", "n", [1, 2, 3]),
        ("for", "1..x", "n", [1, 2]),
        ("for", "[1, 2, 3]", "n + count(partial)", [1, 3, 5]),
        ("for", "[]", "n", []),
        ("for", "null", "n", None),
        ("for", "5", "n", [5]),
        ("some", "[1, 2]", "n > 1", True),
        ("some", "[]", "n > 1", False),
        ("every", "[1, 2]", "n > 1", False),
        ("every", "[]", "n > 1", True),
        ("some", "[1, null]", "n > 1", None),
        ("some", "[1]", '"a"', None),
    ],
)
def test_an_iterator_goes_through_its_items(kind: str, items: str, body: str, expected: object) -> None:
    inner = "return" if kind == "for" else "satisfies"
    logic = f"<{kind} iteratorVariable='n'><in>{literal(items)}</in><{inner}>{literal(body)}</{inner}></{kind}>"
    assert result_of(logic, 2) == expected


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("number", "5", 5),
        ("number", '"5"', None),
        ("string", '["a"]', "a"),
        ("date and time", 'date("2026-01-02")', "2026-01-02T00:00:00Z"),
        ("tList", "1", [1]),
        ("tList", '["a"]', None),
        ("unheard", "1", 1),
    ],
)
def test_a_result_is_made_to_conform_to_its_type_or_null(kind: str, text: str, expected: object) -> None:
    numbers = '<itemDefinition name="tList" isCollection="true"><typeRef>number</typeRef></itemDefinition>'
    for logic in (literal(text), literal(text, f'typeRef="{kind}"')):
        is_own = "typeRef" in logic
        body = numbers + decision(logic, kind="Any" if is_own else kind)
        assert decided(body).result == expected


def test_expressions_of_two_languages_live_in_one_file() -> None:
    python = literal("x + 1 if x else 0", 'expressionLanguage="python"')
    feel = literal("if x > 0 then x + 1 else 0")
    model = X + decision(python, "P", requires=NEEDS_X) + decision(feel, "F", requires=NEEDS_X)
    assert (decided(model, "P", x=1).result, decided(model, "F", x=1).result) == (2, 2)

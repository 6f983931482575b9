import pytest

from bpmn.expressions import (
    BudgetExceededError,
    ExpressionEvaluationError,
    ExpressionRefusedError,
    Language,
    compile_expression,
    compile_script,
    decide_language,
)

DATA = {"amount": 2000, "kind": "x", "nothing": None, "items": ["q"], "a": {"b": [{"c": 5}]}}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('${amount > 1000 && kind == "x"}', True),
        ('${"5" > 3}', True),
        ('#{empty nothing ? "none" : nothing}', "none"),
        ("Hello ${kind}!", "Hello x!"),
        ("${a.b[0].c}", 5),
        ('${execution.getVariable("amount") + 1}', 2001),
        ('${execution.getVariable("missing") == null}', True),
        ("${nothing && true}", False),
        ("${items.contains('q')}", True),
        ("${var:eq(amount, 2000)}", True),
    ],
)
def test_juel_has_its_own_semantics(source: str, expected: object) -> None:
    assert compile_expression(source, Language.JUEL).evaluate(DATA).json == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("1 < 2 < 3", True),
        ("nothing or 5", 5),
        ('a.b[0]["c"]', 5),
        ("[v * 2 for v in [1, 2, 3] if v > 1]", [4, 6]),
        ('f"{amount} MNT"', "2000 MNT"),
        ("-7 % 3", 2),
        ("True + 1", 2),
        ('"q" in items and nothing is None', True),
        ('{"amount": 1, "b": amount}', {"amount": 1, "b": 2000}),
    ],
)
def test_python_has_its_own_semantics(source: str, expected: object) -> None:
    assert compile_expression(source, Language.PYTHON).evaluate(DATA).json == expected


@pytest.mark.parametrize(
    ("source", "language"), [("${amuont}", Language.JUEL), ("amuont", Language.PYTHON), ("a.d", Language.PYTHON)]
)
def test_a_missing_value_is_an_error_outside_of_feel(source: str, language: Language) -> None:
    with pytest.raises(ExpressionEvaluationError):
        compile_expression(source, language).evaluate(DATA)


def test_a_bean_call_is_refused_with_its_name_and_place() -> None:
    with pytest.raises(ExpressionRefusedError, match=r"mailer\.send") as caught:
        compile_expression("${mailer.send(kind)}", Language.JUEL)
    assert caught.value.position == 9


def test_a_script_returns_only_what_it_changed_and_leaves_the_data_alone() -> None:
    source = "total = 0\nfor i in items:\n    if i.ok:\n        total += i.price\na.b = total\n"
    data = {"items": [{"ok": True, "price": 3}, {"ok": False, "price": 5}], "a": {"b": 1}, "c": 1}
    changed = compile_script(source, Language.PYTHON).run(data)
    assert changed["total"] == 3
    assert changed["a"] == {"b": 3}
    assert "items" not in changed
    assert data["a"] == {"b": 1}


@pytest.mark.parametrize(
    ("source", "changed"),
    [
        ("b = a\nb.x = 2", {"b": {"x": 2}}),
        ("for one in xs:\n    one.n = 1\nxs = xs", {"one": {"n": 1}, "xs": [{"n": 1}]}),
        ("for one in xs:\n    pass\nxs = xs", {"one": {"n": 0}}),
        ("a = a\nc = c", {}),
        ("a.x = 1", {}),
    ],
)
def test_a_script_returns_what_differs_in_the_end_however_that_came(source: str, changed: dict[str, object]) -> None:
    data = {"a": {"x": 1}, "xs": [{"n": 0}], "c": 1}
    assert compile_script(source, Language.PYTHON).run(data) == changed


def test_a_script_does_not_look_at_what_it_does_not_name() -> None:
    deep: object = 1
    for _ in range(200):
        deep = [deep]
    assert compile_script("x = y + 1", Language.PYTHON).run({"y": 1, "deep": deep}) == {"x": 2}
    with pytest.raises(BudgetExceededError):
        compile_script("x = deep", Language.PYTHON).run({"y": 1, "deep": deep})


def test_a_script_may_be_a_context_of_feel_or_a_call_of_juel() -> None:
    assert compile_script("{x: 1, y: x + 1}", Language.FEEL).run({}) == {"x": 1, "y": 2}
    assert compile_script("${execution.setVariable('x', y + 1)}", Language.JUEL).run({"y": 2}) == {"x": 3}


@pytest.mark.parametrize(
    "source", ["while True: pass", "import os", "def f(): pass", "x = open('f')", "del x", "x, y = 1, 2"]
)
def test_a_script_that_reaches_out_is_refused(source: str) -> None:
    with pytest.raises(ExpressionRefusedError):
        compile_script(source, Language.PYTHON)


@pytest.mark.parametrize(
    ("uri", "source", "dialect", "expected"),
    [
        (None, "= a > 1", "zeebe", (Language.FEEL, "a > 1")),
        (None, "${a > 1}", "camunda", (Language.JUEL, "${a > 1}")),
        ("http://www.w3.org/1999/XPath", "${a}", None, (Language.JUEL, "${a}")),
        ("https://www.omg.org/spec/DMN/20191111/FEEL/", "a > 1", None, (Language.FEEL, "a > 1")),
        ("python", "a > 1", None, (Language.PYTHON, "a > 1")),
        ("groovy", "a > 1", "camunda", (None, "a > 1")),
        ("javascript", "a > 1", None, (None, "a > 1")),
    ],
)
def test_the_file_decides_the_language(
    uri: str | None, source: str, dialect: str | None, expected: tuple[Language | None, str]
) -> None:
    assert decide_language(uri, source, dialect) == expected


@pytest.mark.parametrize(
    ("source", "language", "text"),
    [
        ("x = 1 and y != 2", Language.FEEL, "x = 1 and y != 2"),
        ('name = "a == b"', Language.FEEL, 'name = "a == b"'),
        ("x == 1", Language.PYTHON, "x == 1"),
        ("x % 2 > 0", Language.PYTHON, "x % 2 > 0"),
        ("done is True", Language.PYTHON, "done is True"),
        ("kind in ['a', 'b']", Language.PYTHON, "kind in ['a', 'b']"),
        ("applicant's age > 18", Language.FEEL, "applicant's age > 18"),
        ("a > 1 && !b", Language.JUEL, "${a > 1 && !b}"),
    ],
)
def test_where_nothing_is_said_an_operator_that_feel_has_not_tells_the_language(
    source: str, language: Language, text: str
) -> None:
    assert decide_language(None, source, None) == (language, text)
    assert decide_language("http://www.w3.org/1999/XPath", source, "") == (language, text)
    assert decide_language(None, source, "zeebe") == (Language.FEEL, source)

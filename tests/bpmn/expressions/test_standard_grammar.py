"""FEEL's grammar and semantics, DMN 1.5 §10.3.1 and §10.3.2, rule by rule and table by table."""

import pytest

from bpmn.expressions import ExpressionSyntaxError, Language, compile_expression, compile_unary_tests


def value_of(source: str, names: tuple[str, ...] = (), **data: object) -> object:
    return compile_expression(source, Language.FEEL, names=names).evaluate(data).json


LOGIC = [  # tables 50 and 51
    (f"{left} {word} {right}", value)
    for word, table in {
        "and": {"true": (True, False, None), "false": (False, False, False), "null": (None, False, None)},
        "or": {"true": (True, True, True), "false": (True, False, None), "null": (True, None, None)},
    }.items()
    for left, values in table.items()
    for right, value in zip(("true", "false", "null"), values, strict=True)
] + [
    ("true and 1", None),
    ("false and 1", False),
    ('true or "x"', True),
    ('"x" or false', None),
    ("not(null)", None),
]
OPERATORS = [  # grammar rules 2, 4, 19 to 24 and 47 to 51: what binds tighter
    ("1 + 2 * 3 ** 2", 19),
    ("2 ** 3 ** 2", 64),
    ("-2 ** 2", 4),
    ("1 - 2 - 3", -4),
    ("10 / 4 / 5", 0.5),
    ("-1 instance of number", True),
    ("--1", 1),
    ("-(1 + 2)", -3),
    ("1 < 2 and 2 < 3 or false", True),
    ("true or true and false", True),
    ("5 in [1..10] and false", False),
    ("5 in (1, 5) and true", True),
    ("1 + 1 in [2, 3]", True),
    ("1 between 0 and 2 and false", False),
    ("(if true then 1 else 2) + 1", 2),
    ("if true then 1 else 2 + 5", 1),
    ("[1, 2][1] + 1", 2),
    ("{a: 1}.a + 1", 2),
]
COMPARISONS = [  # tables 52 to 54
    ("null = null", True),
    ("null = 0", False),
    ("null != null", False),
    ("null < 1", None),
    ('1 = "1"', None),
    ("true < false", None),
    ("[1, 2] = [1, 2]", True),
    ("[1, 2] = [2, 1]", False),
    ("[1] = 1", True),
    ("{a: 1, b: 2} = {b: 2, a: 1}", True),
    ("{a: 1} = {a: 1, b: 2}", False),
    ('@"P1Y" = @"P12M"', True),
    ('@"P1D" = @"PT24H"', True),
    ('@"2012-12-25T10:00:00@Europe/Paris" = @"2012-12-25T09:00:00Z"', True),
    ('@"10:00:00Z" = @"11:00:00+01:00"', True),
    ('@"2012-12-25" < @"2012-12-26"', True),
    ('@"2012-12-25" < @"2012-12-26T00:00:00"', None),
    ("3 between 1 and 2", False),
    ("1 between 0 and null", None),
    ("null between 0 and 1", None),
    ('"b" between "a" and "c"', True),
]
MEMBERSHIP = [  # table 55, grammar rules 7 to 16 and 49
    ("5 in (> 3)", True),
    ("5 in > 3", True),
    ("5 in (< 3, > 4)", True),
    ("5 in [1, 2, 5]", True),
    ("5 in ([1..3], [4..6])", True),
    ("5 in (5..10]", False),
    ('"b" in ["a".."c"]', True),
    ("1 in [[2, 3, 1]]", True),
    ("[1, 2, 3] in [[1, 2, 3, 4], [1, 2, 3]]", True),
    ("[1, 2, 3] in [1, 2, 3]", True),
    ("{a: 1} in [{b: 1}, {a: 1}]", True),
    ("null in null", True),
    ("null in [1, null]", True),
    ("1 in null", False),
    ("1 in [null..2]", None),
    ("1 in != 1", False),
]
TYPES = [  # §10.3.2.9, table 61
    ("[1..5] instance of range<number>", True),
    ("[1..5] instance of range<string>", False),
    ("(> 5) instance of range<number>", True),
    ('[@"2020-01-01"..@"2021-01-01"] instance of range<date>', True),
    ("[1, 2] instance of list<number>", True),
    ('["a"] instance of list<number>', False),
    ("[] instance of list<number>", True),
    ("1 instance of list<number>", False),
    ("[[1]] instance of list<list<number>>", True),
    ("{a: 1, b: 2} instance of context<a: number>", True),
    ("{a: 1} instance of context<a: number, b: string>", False),
    ('{a: "x"} instance of context<a: number>', False),
    ("{} instance of context<>", True),
    ("(function(a: number) a) instance of function<number> -> number", True),
    ("(function(a: number) a) instance of function<string> -> number", False),
    ("(function(a: Any) a) instance of function<list<number>> -> Any", True),
    ("(function(a: list<number>) a) instance of function<list<Any>> -> Any", False),
    ("(function(a: context<x: number>) a) instance of function<context<x: number, y: string>> -> Any", True),
    ("(function(a) a) instance of function<number, number> -> number", False),
    ("1 instance of function<> -> Any", False),
    ('(function() "a") instance of function<> -> string', True),
    ('(function() "a") instance of function<> -> number', False),
    ("(function(a: number) a + 1) instance of function<number> -> string", False),
    ("(function(a: number) [a]) instance of function<number> -> list<number>", True),
    ("(function(a: number) if a > 1 then a else 2) instance of function<number> -> boolean", False),
    ("(function(a) a > 1 or a < 0) instance of function<number> -> boolean", True),
    ("(function(a) sum(a)) instance of function<list<number>> -> string", True),
    ("null instance of Null", True),
    ("null instance of Any", False),
    ("null instance of number", False),
    ("1 instance of Any", True),
    ('@"P1D" instance of days and time duration', True),
    ('@"P1Y" instance of days and time duration', False),
    ('@"2020-01-01T00:00:00" instance of date', False),
    ('@"2020-01-01T00:00:00" instance of date and time', True),
]
LOOPS = [  # §10.3.2.14, grammar rules 44 to 46, table 49
    ("for i in 1..3, j in 1..i return i + j", [2, 3, 4, 4, 5, 6]),
    ("for i in 4..2 return i", [4, 3, 2]),
    ("for i in (1..4] return i", [2, 3, 4]),
    ('for i in @"2020-01-01"..@"2020-01-02" return i', ["2020-01-01", "2020-01-02"]),
    ("for i in 0..4 return if i = 0 then 1 else i * partial[-1]", [1, 1, 2, 6, 24]),
    ("for i in 1..3 return count(partial)", [0, 1, 2]),
    ("for i in [] return i", []),
    ("for i in null return i", None),
    ("for i in 5 return i", [5]),
    ("for item in [1, 2] return item + 1", [2, 3]),
    ("some i in [1, 2], j in [2, 3] satisfies i = j", True),
    ("some i in [] satisfies true", False),
    ("some i in [null, 1] satisfies i > 0", True),
    ("every i in [] satisfies false", True),
    ("every i in [1, null] satisfies i > 0", None),
    ("every i in [0, null] satisfies i > 0", False),
    ("some i in null satisfies true", None),
]
FILTERS = [  # §10.3.2.5, table 68
    ("[1, 2, 3][-1]", 3),
    ("[1, 2, 3][0]", None),
    ("[1, 2, 3][1.5]", None),
    ("[1, 2, 3][4]", None),
    ("100[1]", 100),
    ("100[2]", None),
    ("100[item > 50]", [100]),
    ("null[1]", None),
    ("[1, 2, 3, 4][item > 2]", [3, 4]),
    ("[1, 2, 3, 4][item > 2][1]", 3),
    ("[{x: 1, y: 2}, {x: null, y: 3}][x < 2]", [{"x": 1, "y": 2}]),
    ("[{x: 1, y: 2}, {x: 2, y: 3}][item.x > 1].y", [3]),
    ("[{item: 1}, {item: 5}][item > 2]", [{"item": 5}]),
    ("{a: 5}[a > 3]", [{"a": 5}]),
    ("[[1, 2], [3, 4]][1][2]", 2),
    ("[{a: {b: [1, 2]}}, {a: {b: [3]}}].a.b", [[1, 2], [3]]),
    ("{a: [1, 2, 3], r: a[item > 1]}.r", [2, 3]),
]
FUNCTIONS = [  # §10.3.2.13, table 63, and the implicit conversions of §10.3.2.9.4
    ("(function(x, y) x - y)(y: 1, x: 5)", 4),
    ("(function(x, y) y)(x: 1)", None),
    ("(function(x) x)(1, 2)", None),
    ('(function(x: number) x)("a")', None),
    ("(function(x: list<number>) x)(1)", [1]),
    ("(function(x: number) x)([1])", 1),
    ('(function(x: date and time) x)(@"2020-01-01")', "2020-01-01T00:00:00Z"),
    ("{f: function(n) if n <= 1 then 1 else n * f(n - 1), r: f(5)}.r", 120),
    ("{a: function(x) x + 1, b: a(2)}.b", 3),
    ("(function(f) f(2))(function(x) x * x)", 4),
    ("{x: 1, f: function() x, r: (function(x) f())(5)}.r", 1),
    ("1(2)", None),
]
TEMPORAL = [  # tables 56 to 59, 65 and 66
    ('@"2012-12-25" - @"2012-12-24"', "P1D"),
    ('@"2012-12-25" - @"2012-12-24T00:00:00Z"', "P1D"),
    ('@"2012-12-25" - @"2012-12-24T00:00:00"', None),
    ('@"2012-12-25" + @"PT23H"', "2012-12-25"),
    ('@"2012-12-25" - @"PT1H"', "2012-12-24"),
    ('@"10:00:00" + @"PT15H"', "01:00:00"),
    ('@"10:00:00" - @"09:00:00"', "PT1H"),
    ('@"P1D" + @"P1M"', None),
    ('2 * @"P1Y"', "P2Y"),
    ('@"P1D" / @"PT1H"', 24),
    ('@"P1Y" / 2', "P6M"),
    ('@"P1D" / 0', None),
    ('@"2012-12-25" + 1', None),
    ('"a" + 1', None),
    ('@"2012-12-25".weekday', 2),
    ('@"2012-12-25T10:11:12.5".second', 12),
    ('@"10:11:12Z".time offset', "PT0S"),
    ('@"2012-07-25T10:11:12@Europe/Paris".time offset', "PT2H"),
    ('@"10:11:12@Europe/Paris".timezone', "Europe/Paris"),
    ('duration("-P1DT2H3M4S").seconds', -4),
    ('duration("P1Y").days', None),
    ('@"2012-12-25".hour', None),
]
TEXTS = [  # grammar rules 25 to 37 and 60 to 65: comments, literals, names
    ("1 /* a */ + // b\n2", 3),
    ('"a /* b */ // c"', "a /* b */ // c"),
    ('"\\u0041\\U01F600\\uD83D\\uDE00\\t\\"\\\\"', 'A😀😀\t"\\'),
    ("1\ufeff+\u200b2\u180e*\u00a03", 7),
    ("{a b: 1, c: a\u200bb}.c", 1),
    (".5 + 0.5", 1),
    ("1.2e3", 1200),
    ('{"a b": 1}.a b', 1),
    ("{a b: 1, c: a b + 1}.c", 2),
    ('{"due-date": 4}.due-date', 4),
    ("{a: 1}.b", None),
    ('{a: 1, "a": 2}', ExpressionSyntaxError),
    ("1 +", ExpressionSyntaxError),
    ("{a: 1,}", ExpressionSyntaxError),
    ("[1,]", ExpressionSyntaxError),
    ("sum(1,)", ExpressionSyntaxError),
    ("function(a,) a", ExpressionSyntaxError),
    ("1. + 2", ExpressionSyntaxError),
    ("'a'", ExpressionSyntaxError),
    ("if true then 1", ExpressionSyntaxError),
    ("[1, 2", ExpressionSyntaxError),
    ("a instance of", ExpressionSyntaxError),
]


@pytest.mark.parametrize(
    ("source", "value"),
    [
        *LOGIC,
        *OPERATORS,
        *COMPARISONS,
        *MEMBERSHIP,
        *TYPES,
        *LOOPS,
        *FILTERS,
        *FUNCTIONS,
        *TEMPORAL,
        *TEXTS,
    ],
)
def test_an_expression_has_the_value_of_the_standard(source: str, value: object) -> None:
    if value is ExpressionSyntaxError:
        with pytest.raises(ExpressionSyntaxError):
            compile_expression(source, Language.FEEL)
        return
    found = value_of(source)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("cell", "tested", "value"),
    [
        ("-", None, True),
        ("", 1, True),
        ('"a", "b"', "b", True),
        ('not("a", "b")', "c", True),
        ("not(null)", 1, True),
        ("null", 1, False),
        ("[1..5)", 5, False),
        ("(1..5]", 5, True),
        ("]1..5[", 1, False),
        ("< 5, > 10", 7, False),
        ("? > 5 and ? < 10", 7, True),
        ("odd(?)", 3, True),
        ("not(odd(?))", 3, False),
        ("[1, 2, 3]", 2, True),
        ("[1, 2, 3]", [1, 2, 3], True),
        ("< 5", "a", None),
        ("not(< 5)", "a", None),
        ("count(?) > 1", [1, 2], True),
        ("{a: 1}", {"a": 1}, True),
        ("some x in ? satisfies x > 2", [1, 3], True),
        ('> date("2026-01-01")', "2026-02-01", None),
    ],
)
def test_a_cell_of_a_decision_table_judges_a_value(cell: str, tested: object, value: object) -> None:
    """Grammar rules 13 to 16 and table 55: unary tests."""
    assert compile_unary_tests(cell).evaluate({}, input_value=tested).value is value


@pytest.mark.parametrize(
    "name",
    [
        "due-date",
        "a+b",
        "in stock",
        "Mike's daughter",
        "date of birth",
        "average or mean",
        "not ok",
        "null value",
        "α β",
        "нас жил",
        "𝒳1",
        "a.b",
        "rate/year",
        "x*y",
        "instances",
        "order",
        "information",
    ],
)
def test_a_known_name_may_have_signs_keywords_and_any_letters(name: str) -> None:
    """§10.3.1.6: the longest known name wins."""
    assert value_of(f"{name} + 1", names=(name,), **{name: 41}) == 42
    assert value_of(f"[{name},{name}][1]", names=(name,), **{name: 41}) == 41
    assert value_of(f"(function(a) a)({name})", names=(name,), **{name: 41}) == 41


@pytest.mark.parametrize(
    ("source", "data", "value"),
    [
        ("x[y > 1]", {"x": [{"y": 1}, {"y": 2}], "y": 5}, [{"y": 2}]),
        ("[1, 2, 3][item > x]", {"x": 2}, [3]),
        ("[{a: 1}][a = b]", {"b": 1}, [{"a": 1}]),
        ("for x in [1, 2] return x", {"x": 9}, [1, 2]),
        ("{x: 1, y: x}.y", {"x": 9}, 1),
        ("(function(x) x)(1)", {"x": 9}, 1),
        ("count", {"count": 5}, 5),
        ("list contains(list, 1)", {"list": [1]}, True),
        ("[1, 2][item > 1 and count([5][item > 1]) > 0]", {}, [2]),
        ("partial", {"partial": 3}, 3),
        ("a . b", {"a": {"b": 1}}, 1),
        ("a.b c + 1", {"a": {"b c": 1}}, 2),
    ],
)
def test_the_inner_name_hides_the_outer(source: str, data: dict[str, object], value: object) -> None:
    """§10.3.2.11: scopes from the inside to the outside."""
    assert value_of(source, **data) == value

"""Functions of points and ranges, as DMN 1.5 table 78 (§10.3.4.7) gives them, case by case."""

import pytest

from bpmn.expressions import ExpressionSyntaxError, Language, compile_expression

TRUE = """
before(1, 10); before(1, (1..10]); before(1, [5..10]); before([1..10), 10); before([1..10], 15)
before([1..10], [15..20]); before([1..10), [10..20]); before([1..10], (10..20])
after(10, 5); after(12, [1..10]); after(10, [1..10)); after([11..20], 10); after((11..20], 11)
after([11..20], [1..10]); after([11..20], [1..11)); after((11..20], [1..11])
meets([1..5], [5..10]); met by([5..10], [1..5])
overlaps([1..5], [3..8]); overlaps([3..8], [1..5]); overlaps([1..8], [3..5]); overlaps([3..5], [1..8])
overlaps([1..5], [5..8]); overlaps([5..8], [1..5])
overlaps before([1..5], [3..8]); overlaps before([1..5], [5..8]); overlaps before([1..5), (1..5])
overlaps before([1..5], (1..5])
overlaps after([3..8], [1..5]); overlaps after([5..8], [1..5]); overlaps after((1..5], [1..5))
overlaps after((1..5], [1..5))
finishes(10, [1..10]); finishes([5..10], [1..10]); finishes([5..10), [1..10)); finishes([1..10], [1..10])
finishes((1..10], [1..10])
finished by([1..10], 10); finished by([1..10], [5..10]); finished by([1..10), [5..10))
finished by([1..10], [1..10]); finished by([1..10], (1..10])
includes([1..10], 5); includes([1..10], 1); includes([1..10], 10); includes([1..10], [4..6])
includes([1..10], [1..5]); includes((1..10], (1..5]); includes([1..10], (1..10)); includes([1..10), [5..10))
includes([1..10], [1..10)); includes([1..10], (1..10]); includes([1..10], [1..10])
during(5, [1..10]); during(1, [1..10]); during(10, [1..10]); during([4..6], [1..10]); during([1..5], [1..10])
during((1..5], (1..10]); during((1..10), [1..10]); during([5..10), [1..10)); during([1..10), [1..10])
during((1..10], [1..10]); during([1..10], [1..10])
starts(1, [1..10]); starts([1..5], [1..10]); starts((1..5], (1..10]); starts([1..10], [1..10])
starts([1..10), [1..10]); starts((1..10), (1..10))
started by([1..10], 1); started by([1..10], [1..5]); started by((1..10], (1..5]); started by([1..10], [1..10])
started by([1..10], [1..10)); started by((1..10), (1..10))
coincides(5, 5); coincides([1..5], [1..5])
"""
FALSE = """
before(10, 1); before(1, [1..10]); before([1..10], 10); before([1..10], [10..20])
after(5, 10); after(10, [1..10]); after([11..20], 12); after([11..20], 11); after([1..10], [11..20])
meets([1..5), [5..10]); meets([1..5], (5..10]); meets([1..5], [6..10])
met by([5..10], [1..5)); met by((5..10], [1..5]); met by([6..10], [1..5])
overlaps([1..5], [6..8]); overlaps([6..8], [1..5]); overlaps([1..5], (5..8]); overlaps([1..5), [5..8])
overlaps([1..5), (5..8]); overlaps((5..8], [1..5]); overlaps([5..8], [1..5)); overlaps((5..8], [1..5))
overlaps before([1..5], [6..8]); overlaps before([1..5], (5..8]); overlaps before([1..5), [5..8])
overlaps before([1..5), [1..5]); overlaps before([1..5], [1..5])
overlaps after([6..8], [1..5]); overlaps after((5..8], [1..5]); overlaps after([5..8], [1..5))
overlaps after([1..5], [1..5)); overlaps after([1..5], [1..5])
finishes(10, [1..10)); finishes([5..10), [1..10])
finished by([1..10), 10); finished by([1..10], [5..10))
includes([1..10], 12); includes((1..10], 1); includes([1..10), 10)
during(12, [1..10]); during(1, (1..10]); during(10, [1..10))
starts(1, (1..10]); starts(2, [1..10]); starts((1..5], [1..10]); starts([1..5], (1..10])
started by((1..10], 1); started by([1..10], 2); started by([1..10], (1..5]); started by((1..10], [1..5])
coincides(3, 4); coincides((1..5), [1..5]); coincides([1..5], [2..6])
"""


def cases(text: str) -> list[str]:
    return [case.strip() for line in text.strip().splitlines() for case in line.split(";")]


def value_of(source: str) -> object:
    return compile_expression(source, Language.FEEL).evaluate({}).json


@pytest.mark.parametrize("source", cases(TRUE))
def test_what_the_table_has_as_true(source: str) -> None:
    assert value_of(source) is True


@pytest.mark.parametrize("source", cases(FALSE))
def test_what_the_table_has_as_false(source: str) -> None:
    assert value_of(source) is False


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("before(point1: 1, point2: 2)", True),
        ("before(point: 1, range: [2..3])", True),
        ("before(range: [1..2], point: 3)", True),
        ("before(range1: [1..2], range2: [3..4])", True),
        ("during(point: 2, range: [1..3])", True),
        ("includes(range: [1..3], point: 2)", True),
        ("coincides(range1: [1..2], range2: [1..2])", True),
        ("before(1, null)", None),
        ("before(null, [1..2])", None),
        ('before(1, "a")', None),
        ("before(1)", None),
        ("before([1], 2)", True),
        ("meets(1, 2)", None),
        ("finishes([1..10], 10)", None),
        ("includes(5, [1..10])", None),
        ("during([1..10], 5)", None),
        ("overlaps([1..10], 5)", None),
        ("coincides(5, [5..5])", None),
        ('before("a", "b")', True),
        ('after(@"2026-01-02", @"2026-01-01")', True),
        ('during(@"P1D", [@"PT1H"..@"P2D"])', True),
        ('meets([@"2026-01-01"..@"2026-01-02"], [@"2026-01-02"..@"2026-01-03"])', True),
    ],
)
def test_arguments_by_name_of_other_kinds_and_wrong_ones(source: str, value: object) -> None:
    assert value_of(source) is value


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ('range("[18..21]")', "[18..21]"),
        ('range("(18..21)")', "(18..21)"),
        ('range("]18..21[")', "(18..21)"),
        ('range(from: "[1..2]")', "[1..2]"),
        ('range("[\\"a\\"..\\"c\\"]")', '["a".."c"]'),
        ('range("[date(\\"2026-01-01\\")..@\\"2026-02-01\\"]")', "[2026-01-01..2026-02-01]"),
        ('range("[duration(\\"P1D\\")..duration(\\"P2D\\")]")', "[P1D..P2D]"),
        ('range("[1..2")', None),
        ('range("[1..]")', None),
        ('range("[..2]")', None),
        ('range("[..2)")', None),
        ('range("(..)")', None),
        ('range("[a..b]")', None),
        ('range("[1 + 1..3]")', None),
        ('range("[2..1]")', None),
        ('range("[1..\\"a\\"]")', None),
        ('range("")', None),
        ("range(null)", None),
        ("range(1)", None),
        ("[1..5]", "[1..5]"),
        ("]1..5[", "(1..5)"),
        ('["a".."c"]', '["a".."c"]'),
        ('[1..@"P1D"]', None),
        ("[null..null]", None),
    ],
)
def test_ranges_of_a_text_and_of_ends(source: str, text: str | None) -> None:
    assert value_of(source) == text


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("[1..5].start", 1),
        ("[1..5].end", 5),
        ("(1..5].start included", False),
        ("(1..5].end included", True),
        ("(> 5).start", 5),
        ("(> 5).end", None),
        ("(>= 5).start included", True),
        ("(< 5).end included", False),
        ("[1..5].other", None),
        ("[1..5] = [1..5]", True),
        ("[1..5] = [1..5)", False),
        ("[1..5] = [1..6]", False),
        ("(1..5) = ]1..5[", True),
        ('range("[2..)") = (>= 2)', True),
        ('range("]2..[") = (> 2)', True),
        ('range("(..2)") = (< 2)', True),
        ('range("(..@\\"2026-01-01\\"]") = (<= @"2026-01-01")', True),
        ('3 in range("[2..)")', True),
    ],
)
def test_properties_and_equality_of_ranges(source: str, value: object) -> None:
    """Tables 53 and 67."""
    assert value_of(source) == value


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("(>= 5) instance of range<number>", True),
        ("before(1, > 5)", True),
        ("after(range: > 5, point: 3)", True),
        ("[< 5, >= 10][1].end", 5),
        ("{low: < 5, isLow: 3 in low}.isLow", True),
        ('before(< @"2026-01-01", @"2026-05-01")', True),
    ],
)
def test_a_range_may_be_written_as_a_comparison_among_arguments_items_and_entries(source: str, value: object) -> None:
    """Grammar rules 2.h and 7.a."""
    assert value_of(source) == value


@pytest.mark.parametrize("source", ["> 1000", "a and > 5", "if > 5 then 1 else 2", "a = > 5", "a == 5", "xs[> 5]"])
def test_a_condition_without_its_left_side_is_a_mistake(source: str) -> None:
    with pytest.raises(ExpressionSyntaxError):
        compile_expression(source, Language.FEEL)

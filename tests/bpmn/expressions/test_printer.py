"""What is read, printed and read again is the same tree."""

import dataclasses
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from bpmn.expressions.errors import ExpressionError
from bpmn.expressions.feel.parser import parse_expression, parse_unary_tests
from bpmn.expressions.feel.printer import print_expression, print_unary_tests
from bpmn.expressions.tree import Node
from tests.bpmn.expressions.feel_texts import FeelTexts

_OF_THE_TEXT = {"position", "text"}


def shape(node: object) -> object:
    """Return a tree without what depends on how it was written: places, and the text of a function."""
    if dataclasses.is_dataclass(node) and not isinstance(node, type):
        fields = (field.name for field in dataclasses.fields(node) if field.name not in _OF_THE_TEXT)
        return type(node).__name__, *((name, shape(getattr(node, name))) for name in fields)
    if isinstance(node, tuple):
        return tuple(map(shape, node))
    return type(node).__name__, repr(node)


def assert_prints(source: str, read: Callable[..., Node], write: Callable[[Node], str], names: tuple[str, ...]) -> None:
    tree = read(source, names)
    written = write(tree)
    assert shape(read(written, names)) == shape(tree), f"{source}  was printed as  {written}"
    assert write(read(written, names)) == written


@settings(max_examples=300, deadline=None)
@given(st.randoms(use_true_random=False))
def test_a_printed_expression_reads_as_the_same_tree(chance: Random) -> None:
    assert_prints(FeelTexts(chance).expression(), parse_expression, print_expression, FeelTexts.names)


@settings(max_examples=150, deadline=None)
@given(st.randoms(use_true_random=False))
def test_printed_unary_tests_read_as_the_same_tree(chance: Random) -> None:
    assert_prints(FeelTexts(chance, depth=3).unary_tests(), parse_unary_tests, print_unary_tests, FeelTexts.names)


@pytest.mark.parametrize(
    "source", ["(not(-(0)))", "(not(?))", "(not(negand: a))", "1, (not(a))", "not((not(a)))", "= not(a)"]
)
def test_a_call_of_not_in_a_cell_is_no_negation_of_tests(source: str) -> None:
    assert_prints(source, parse_unary_tests, print_unary_tests, FeelTexts.names)


@pytest.mark.nightly
def test_ten_thousand_printed_expressions_read_as_the_same_trees() -> None:
    texts = FeelTexts(Random(1), depth=5)  # noqa: S311 - no secrets
    for _ in range(10_000):
        assert_prints(texts.expression(), parse_expression, print_expression, FeelTexts.names)


@pytest.mark.parametrize(
    ("source", "printed"),
    [
        ("1+2*3", "1 + 2 * 3"),
        ("(1+2)*3", "(1 + 2) * 3"),
        ("1-(2-3)", "1 - (2 - 3)"),
        ("(2**3)**2", "2 ** 3 ** 2"),
        ("2**(3**2)", "2 ** (3 ** 2)"),
        ("-(-(a))", "-(-a)"),
        ("(-2)[1]", "-2[1]"),
        ("-(x[1])", "-x[1]"),
        ("-(2[1])", "-(2[1])"),
        ("a<b and(c or d)", "a < b and (c or d)"),
        ("x in[1..3]", "x in ([1..3])"),
        ("x in (<3,>5)", "x in (< 3, > 5)"),
        ("[1..2[", "[1..2)"),
        ("(if a then b else c)+1", "(if a then b else c) + 1"),
        ('{"a b": 1, "a-b": 2, "if": 3}', '{a b: 1, "a-b": 2, "if": 3}'),
        ("some x in xs satisfies x>1", "some x in xs satisfies x > 1"),
        ("function(a:list<number>,b)a", "function(a: list<number>, b) a"),
        ('f(a:1,b:"x")', 'f(a: 1, b: "x")'),
        ('"a\\"\\n\\\\"', '"a\\"\\n\\\\"'),
    ],
)
def test_brackets_and_blanks_stand_where_the_grammar_wants_them(source: str, printed: str) -> None:
    assert print_expression(parse_expression(source)) == printed


def texts_in(file: Path) -> Iterator[tuple[str, bool]]:
    """Return the FEEL texts of a DMN file, and whether each is the cell of an input column."""
    for element in etree.parse(file).iter("{*}text"):
        parent = etree.QName(element.getparent()).localname
        if parent in {"literalExpression", "inputExpression", "outputEntry", "inputEntry"}:
            yield (element.text or "").strip(), parent == "inputEntry"


def names_in(file: Path) -> tuple[str, ...]:
    return tuple({str(name) for name in etree.parse(file).xpath("//@name")})


@pytest.mark.corpora
@pytest.mark.parametrize("collection", ["dmn-tck", "dmn"])
def test_every_expression_of_the_public_files_prints_as_it_reads(corpora: Path, collection: str) -> None:
    printed: set[tuple[str, bool]] = set()
    for file in sorted((corpora / collection).rglob("*.dmn")):
        names = names_in(file)
        for source, is_cell in texts_in(file):
            if (source, is_cell) in printed:
                continue
            read, write = (parse_unary_tests, print_unary_tests) if is_cell else (parse_expression, print_expression)
            try:
                read(source, names)
            except ExpressionError:
                continue
            assert_prints(source, read, write, names)
            printed.add((source, is_cell))
    assert len(printed) > (1000 if collection == "dmn-tck" else 80)

"""Every promise names tests that exist."""

import ast
import re
from functools import lru_cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
TEXT = (ROOT / "docs/promises.md").read_text()
NAMED = sorted(set(re.findall(r"`(tests/\S+\.py)::(\w+)`", TEXT)))


@lru_cache
def names_in(file: str) -> frozenset[str]:
    """The names of the test functions that are written in a file."""
    tree = ast.parse((ROOT / file).read_text())
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


@pytest.mark.parametrize(("file", "name"), NAMED)
def test_a_named_test_exists(file: str, name: str) -> None:
    assert name.startswith("test_")
    assert (ROOT / file).exists()
    assert name in names_in(file)


def test_no_test_is_named_in_a_form_that_is_not_looked_at() -> None:
    assert len(re.findall(r"::test_", TEXT)) == len(re.findall(r"`tests/\S+\.py::test_\w+`", TEXT))


def test_each_of_the_fifteen_promises_names_a_test() -> None:
    parts = re.split(r"^## (P\d+)\. ", TEXT.partition("## Not promised")[0], flags=re.MULTILINE)
    promises = dict(zip(parts[1::2], parts[2::2], strict=True))
    assert list(promises) == [f"P{number}" for number in range(1, 16)]
    assert [name for name, text in promises.items() if "::test_" not in text] == []


def test_the_invariants_told_are_those_that_are_asked() -> None:
    source = "".join(file.read_text() for file in (ROOT / "engine/invariants").glob("*.py"))
    asked = set(re.findall(r'"(I\d+)"', source))
    told = set(re.findall(r"^\| (I\d+) \|", TEXT, flags=re.MULTILINE))
    assert asked == told

"""Reading and judging the public DMN test cases (the DMN Technology Compatibility Kit)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from lxml import etree

from bpmn.decisions import DecisionResult, evaluate_decision, read_decision_file
from bpmn.decisions.elements import child, children, local_name
from bpmn.expressions.feel.logic import equal
from bpmn.expressions.values import Value, kind_of
from bpmn.expressions.values.text import parse_date, parse_date_time, parse_duration, parse_time

_XSI = "{http://www.w3.org/2001/XMLSchema-instance}"
_NUMBERS = {"decimal", "double", "integer", "int", "float"}
_TEMPORAL = {"date": parse_date, "time": parse_time, "dateTime": parse_date_time, "duration": parse_duration}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One test case: whether it passed, and what was wrong."""

    folder: str
    case: str
    passed: bool
    expects_value: bool
    message: str


def _scalar(element: etree._Element) -> Value:
    if element.get(_XSI + "nil") == "true":
        return None
    kind = (element.get(_XSI + "type") or "").rpartition(":")[2]
    text = element.text or ""
    if kind in _NUMBERS:
        return Decimal(text.strip())
    if kind == "boolean":
        return text.strip() == "true"
    return _TEMPORAL[kind](text.strip()) if kind in _TEMPORAL else text


def value_of(element: etree._Element | None) -> Value:
    """Return the value that an input or an expected result is written as."""
    if element is None:
        return None
    components = list(children(element, "component"))
    if components:
        return {str(one.get("name")): None if one.get(_XSI + "nil") == "true" else value_of(one) for one in components}
    found = child(element, "value", "list")
    if found is None:
        return None
    if local_name(found) == "value":
        return _scalar(found)
    return None if found.get(_XSI + "nil") == "true" else [value_of(item) for item in children(found, "item")]


def is_same(expected: Value, actual: Value) -> bool:
    """Return whether a result is the expected one; numbers to a relative 1e-8, as results are written rounded."""
    if expected is None or actual is None or kind_of(expected) != kind_of(actual):
        return expected is actual
    if isinstance(expected, Decimal) and isinstance(actual, Decimal):
        return abs(expected - actual) <= max(abs(expected), abs(actual), Decimal(1)) * Decimal("1e-8")
    if isinstance(expected, list) and isinstance(actual, list):
        return len(expected) == len(actual) and all(map(is_same, expected, actual))
    if isinstance(expected, dict) and isinstance(actual, dict):
        return expected.keys() == actual.keys() and all(is_same(item, actual[key]) for key, item in expected.items())
    return equal(expected, actual) is True


def outcomes(level: Path) -> Iterator[Outcome]:
    """Return how every test case of a folder goes."""
    return _outcomes(level, value_of, lambda result: result.value, is_same)


def outcomes_as_json(level: Path) -> Iterator[Outcome]:
    """Return how every test case goes with data and results as JSON, as the command line has them."""
    return _outcomes(level, json_of, lambda result: result.result, is_same_json)


def json_of(element: etree._Element | None) -> object:
    """Return the JSON that stands for an input or an expected result: dates and the like as they are written."""
    value = value_of(element)
    return None if value is None else _as_written(element)


def _as_written(element: etree._Element | None) -> object:
    components = [] if element is None else list(children(element, "component"))
    if components:
        return {str(one.get("name")): json_of(one) for one in components}
    found = child(element, "value", "list")
    if found is None:
        return None
    if local_name(found) == "list":
        return [json_of(item) for item in children(found, "item")]
    value = _scalar(found)
    return value if isinstance(value, Decimal | bool | None) else (found.text or "")


def is_same_json(expected: object, actual: object) -> bool:
    """Return whether a result as JSON is the expected one; numbers to a relative 1e-8."""
    if isinstance(expected, bool) or isinstance(actual, bool):
        return expected is actual
    if isinstance(expected, Decimal | int | float) and isinstance(actual, Decimal | int | float):
        return is_same(Decimal(str(expected)), Decimal(str(actual)))
    if isinstance(expected, list) and isinstance(actual, list):
        return len(expected) == len(actual) and all(map(is_same_json, expected, actual))
    if isinstance(expected, dict) and isinstance(actual, dict):
        return expected.keys() == actual.keys() and all(
            is_same_json(item, actual[key]) for key, item in expected.items()
        )
    return expected == actual


def _outcomes(
    level: Path,
    read: Callable[[etree._Element | None], object],
    write: Callable[[DecisionResult], object],
    judge: Callable[..., bool],
) -> Iterator[Outcome]:
    for file in sorted(level.glob("*/*.xml")):
        root = etree.parse(file).getroot()
        if local_name(root) != "testCases":
            continue
        name = (child(root, "modelName").text or "").strip()
        model, imports = read_decision_file(file.parent / name)
        for case in children(root, "testCase"):
            data = {str(node.get("name")): read(node) for node in children(case, "inputNode")}
            messages: list[str] = []
            expects_value = False
            for node in children(case, "resultNode"):
                wanted = read(child(node, "expected"))
                expects_value = expects_value or wanted is not None
                result = evaluate_decision(model, _wanted(case, node), data, imports=imports)
                if not judge(wanted, write(result)):
                    why = "; ".join(map(str, result.errors))
                    messages.append(f"{node.get('name')}: expected {wanted!r}, got {write(result)!r} ({why})")
            yield Outcome(
                folder=file.parent.name,
                case=str(case.get("id")),
                passed=not messages,
                expects_value=expects_value,
                message=" | ".join(messages),
            )


def _wanted(case: etree._Element, node: etree._Element) -> str:
    return str(case.get("invocableName") if case.get("type") == "decisionService" else node.get("name"))

"""Functions that make one kind of value of another, and `not` and `is` (DMN 1.5 §10.3.4.1, §10.3.4.2, §10.3.4.6)."""

import re

from bpmn.expressions.feel.builtins.registry import Registry
from bpmn.expressions.feel.logic import equal
from bpmn.expressions.numbers import CONTEXT
from bpmn.expressions.run import Run
from bpmn.expressions.sizes import pay_for_text
from bpmn.expressions.values import DateTime, Time, Value
from bpmn.expressions.values.text import text_of

__all__ = ["REGISTRY"]

REGISTRY = Registry()
_NUMBER = re.compile(r"[-+]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,4})?")


@REGISTRY.add("not", "negand: boolean")
def _not(_run: Run, value: bool) -> Value:
    return not value


@REGISTRY.add("string", "from: Any")
def _string(run: Run, value: Value) -> Value:
    pay_for_text(run, value)
    return text_of(value)


@REGISTRY.add("number", "from: string, grouping separator: string?, decimal separator: string?")
def _number(_run: Run, text: str, grouping: str | None = None, point: str | None = None) -> Value:
    if grouping not in {None, " ", ",", "."} or point not in {None, ",", "."} or grouping == (point or "no separator"):
        return None
    if grouping:
        text = text.replace(grouping, "")
    if point == ",":
        if "." in text:
            return None
        text = text.replace(",", ".")
    return CONTEXT.create_decimal(text) if _NUMBER.fullmatch(text) else None


@REGISTRY.add("is", "value1: Any, value2: Any")
def _is(run: Run, left: Value, right: Value) -> Value:
    if type(left) is not type(right):
        return False
    if isinstance(left, Time | DateTime):
        return left == right
    return equal(left, right, run)

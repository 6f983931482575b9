"""Patterns that are written in an expression, looked at before it is evaluated.

A call of `matches` with a pattern that is none is null whatever the data: that is better said when a model is checked.
"""

import re

from bpmn.expressions.errors import ExpressionRefusedError
from bpmn.expressions.feel.builtins.patterns import compile_pattern
from bpmn.expressions.feel.builtins.registry import NoValueError
from bpmn.expressions.feel.calls import calls_in
from bpmn.expressions.tree import Call, Constant, Node, Variable
from bpmn.expressions.values import Function

__all__ = ["literal_pattern_error"]

_CALLS = re.compile(r"\b(?:matches|replace|split)\s*\(")
# By function: the parameter that is a pattern, and its place from 0; likewise the flags.
_PATTERNS = {"matches": (("pattern", 1), ("flags", 2)), "replace": (("pattern", 1), ("flags", 3))}
_PATTERNS["split"] = (("delimiter", 1), ("flags", 2))


def literal_pattern_error(source: str, tree: Node) -> ExpressionRefusedError | None:
    """Return what is wrong with the first literal pattern of an expression that is no pattern, or None.

    Args:
        source: The text.
        tree: What was read from it.
    """
    if _CALLS.search(source) is None:
        return None
    return next(filter(None, (_error(source, call) for call in calls_in(tree))), None)


def _error(source: str, call: Call) -> ExpressionRefusedError | None:
    called = call.function
    if not (isinstance(called, Variable) and called.name in _PATTERNS and isinstance(called.otherwise, Function)):
        return None
    pattern, flags = (_argument(call, *parameter) for parameter in _PATTERNS[called.name])
    if not isinstance(pattern, str):
        return None
    try:
        compile_pattern(pattern, flags or "")
    except NoValueError as error:
        return ExpressionRefusedError(error.text, source=source, language="feel", position=call.position)
    return None


def _argument(call: Call, name: str, place: int) -> str | None:
    """Return an argument that is a text in the source, or None."""
    if call.named:
        found = next((value for key, value in zip(call.named, call.arguments, strict=True) if key == name), None)
    else:
        found = call.arguments[place] if place < len(call.arguments) else None
    return found.value if isinstance(found, Constant) and isinstance(found.value, str) else None

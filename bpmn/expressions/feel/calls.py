"""The calls in an expression, and those of functions that there are not: they are null whatever the data.

Data come as JSON, which has no functions: outside of decision models a name that is called is one of the built-in
functions, or of those that the expression makes itself.
"""

import dataclasses
from collections.abc import Collection, Iterator

from bpmn.expressions.errors import ExpressionRefusedError
from bpmn.expressions.feel.access import nearest_name
from bpmn.expressions.feel.builtins import BUILTINS
from bpmn.expressions.tree import Call, Node, Variable
from bpmn.expressions.values import Function
from bpmn.language import Text

__all__ = ["calls_in", "unknown_function_error"]


def calls_in(node: object) -> Iterator[Call]:
    """Yield the calls in a tree."""
    if isinstance(node, Call):
        yield node
    if isinstance(node, tuple):
        for part in node:
            yield from calls_in(part)
    elif dataclasses.is_dataclass(node) and not isinstance(node, type | Function):
        for field in dataclasses.fields(node):
            yield from calls_in(getattr(node, field.name))


def unknown_function_error(source: str, tree: Node, free: Collection[str]) -> ExpressionRefusedError | None:
    """Return what is wrong with the first call of a function that there is not, or None.

    Args:
        source: The text.
        tree: What was read from it.
        free: The names that it takes from the data.
    """
    for call in calls_in(tree):
        called = call.function
        if isinstance(called, Variable) and called.otherwise is None and called.name in free:
            return ExpressionRefusedError(_unknown(called.name), source=source, language="feel", position=call.position)
    return None


def _unknown(name: str) -> Text:
    near = nearest_name(name, BUILTINS)
    if near is None:
        return Text("There is no function called {name}.", name=name)
    return Text("There is no function called {name}. Is {near} meant?", name=name, near=near)

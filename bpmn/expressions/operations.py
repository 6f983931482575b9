"""The table of all that compiled code can call: nothing else is in its reach."""

from collections.abc import Callable, Mapping

from bpmn.expressions.feel import access, arithmetic, logic
from bpmn.expressions.juel import operators as juel
from bpmn.expressions.python import functions, operators
from bpmn.expressions.values import Value

__all__ = ["OPERATIONS"]

OPERATIONS: Mapping[str, Callable[..., Value]] = {
    **logic.OPERATIONS,
    **arithmetic.OPERATIONS,
    **access.OPERATIONS,
    **juel.OPERATIONS,
    **operators.OPERATIONS,
    **functions.OPERATIONS,
}

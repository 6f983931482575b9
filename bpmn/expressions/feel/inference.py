"""What kind of value an expression certainly has, as far as its text alone tells."""

from collections.abc import Mapping

from bpmn.expressions.feel.types import ListType, SimpleType, Type
from bpmn.expressions.tree import Choice, Constant, ListOf, Node, Operation, Shortcut, Variable
from bpmn.expressions.values import kind_of

__all__ = ["type_of_node"]

_NUMBER, _STRING, _BOOLEAN = SimpleType(name="number"), SimpleType(name="string"), SimpleType(name="boolean")
_ARITHMETIC = frozenset({"feel_add", "feel_subtract", "feel_multiply", "feel_divide", "feel_power", "feel_negate"})
_TESTS = frozenset({"feel_lt", "feel_le", "feel_gt", "feel_ge", "feel_eq", "feel_ne", "feel_between"})


def type_of_node(node: Node, known: Mapping[str, Type | None]) -> Type | None:
    """Return the type of an expression, or None where its text does not tell.

    Args:
        node: The expression.
        known: The types of the names in it; None where a name has none.

    >>> type_of_node(Constant(value="a"), {})
    SimpleType(name='string')
    """
    match node:
        case Constant(value=value):
            return SimpleType(name=kind_of(value))
        case Variable(name=name):
            return known.get(name)
        case Shortcut():
            return _BOOLEAN
        case Operation():
            return _of_operation(node, known)
        case Choice() | ListOf():
            return _of_parts(node, known)
    return None


def _of_operation(node: Operation, known: Mapping[str, Type | None]) -> Type | None:
    if node.name in _TESTS:
        return _BOOLEAN
    kinds = [type_of_node(operand, known) for operand in node.operands]
    if node.name in _ARITHMETIC and all(kind == _NUMBER for kind in kinds):
        return _NUMBER
    return _STRING if node.name == "feel_add" and all(kind == _STRING for kind in kinds) else None


def _of_parts(node: Choice | ListOf, known: Mapping[str, Type | None]) -> Type | None:
    parts = node.items if isinstance(node, ListOf) else (node.then, node.otherwise)
    kinds = [type_of_node(part, known) for part in parts]
    first = kinds[0] if kinds else None
    if first is None or any(kind != first for kind in kinds):
        return None
    return ListType(item=first) if isinstance(node, ListOf) else first

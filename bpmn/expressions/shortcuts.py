"""Short cuts in compiled code: what is so for nearly every value is decided on the spot, the rest by the operation.

A call costs about five times what it does in `amount > 1000`. Where one side is a number or text of the source, the
compiled code compares at once if the other side is of the same type, and calls the operation if it is not; so also for
`and`, `or` and truth of what is true or false already. The result is the operation's in every case.
"""

import ast
from collections.abc import Callable, Mapping
from decimal import Decimal

from bpmn.expressions.code_nodes import is_same, load, named
from bpmn.expressions.values import Value

__all__ = ["CHECKED_TYPES", "TRUTHS", "has_shortcut", "joined", "quick_comparison", "quick_truth"]

_Emit = Callable[..., ast.expr]
_NUMBERS: Mapping[str, type[ast.cmpop]] = {
    f"{language}_{name}": symbol
    for language in ("feel", "juel", "python")
    for name, symbol in {
        "lt": ast.Lt,
        "le": ast.LtE,
        "gt": ast.Gt,
        "ge": ast.GtE,
        "eq": ast.Eq,
        "ne": ast.NotEq,
    }.items()
}
# Texts have an order in all three languages, but what JUEL makes of them depends on both sides.
_TEXTS: Mapping[str, type[ast.cmpop]] = {
    name: symbol for name, symbol in _NUMBERS.items() if name.startswith("feel") or name.endswith(("eq", "ne"))
}
_SYMBOLS: Mapping[type, Mapping[str, type[ast.cmpop]]] = {Decimal: _NUMBERS, str: _TEXTS}

CHECKED_TYPES: Mapping[type, str] = {Decimal: "number_type", str: "text_type"}
"""The types that compiled code asks for, and what it calls them."""
TRUTHS = frozenset({"feel_truth", "juel_truth", "python_truth"})
"""The operations that make true or false of a value."""


def has_shortcut(name: str, fixed: Value) -> bool:
    """Return whether an operation with this literal as its right side has a short cut."""
    return name in _SYMBOLS.get(type(fixed), {})


def quick_comparison(name: str, value: ast.expr, fixed: ast.expr, kind: type, local: str, operate: _Emit) -> ast.expr:
    """Return the code of a comparison with a literal.

    Args:
        name: The operation.
        value: The code of its left side.
        fixed: The code of the literal, its right side.
        kind: The literal's type.
        local: A free name.
        operate: Returns the code that calls the operation with two sides.
    """
    value_kind = ast.Attribute(value=named(local, value), attr="__class__", ctx=ast.Load())
    return ast.IfExp(
        test=is_same(value_kind, load(CHECKED_TYPES[kind])),
        body=ast.Compare(left=load(local), ops=[_SYMBOLS[kind][name]()], comparators=[fixed]),
        orelse=operate(load(local), fixed),
    )


def quick_truth(value: ast.expr, local: str, operate: _Emit) -> ast.expr:
    """Return the code of a value's truth."""
    return ast.IfExp(test=_is_boolean(named(local, value), local), body=load(local), orelse=operate(load(local)))


def joined(decisive: bool, left: str, right: ast.expr, local: str, operate: _Emit) -> ast.expr:
    """Return the code of `and` or `or` behind a left side that has not settled it.

    Args:
        decisive: The value that settles it.
        left: The name that holds the left side.
        right: The code of the right side.
        local: A free name.
        operate: Returns the code that calls the operation with two sides.
    """
    right_is_boolean = _is_boolean(named(local, right), local)
    left_is_boolean = is_same(load(left), ast.Constant(value=not decisive))
    test = ast.BoolOp(op=ast.And(), values=[right_is_boolean, left_is_boolean])
    return ast.IfExp(test=test, body=load(local), orelse=operate(load(left), load(local)))


def _is_boolean(value: ast.expr, local: str) -> ast.BoolOp:
    is_false = is_same(load(local), ast.Constant(value=False))
    return ast.BoolOp(op=ast.Or(), values=[is_same(value, ast.Constant(value=True)), is_false])

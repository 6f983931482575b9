"""A tree of FEEL as FEEL text: what is printed reads back as the same tree.

Brackets stand where the grammar needs them and nowhere else. Comments, blanks and needless brackets of the text that
the tree was read from are not in the tree, so they are not printed.
"""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, cast

from bpmn.expressions.feel.scanner import KEYWORDS
from bpmn.expressions.feel.type_printer import print_type
from bpmn.expressions.tree import (
    Call,
    Choice,
    Constant,
    Context,
    Filter,
    Iteration,
    Iterator,
    Lambda,
    Let,
    ListOf,
    Node,
    Operation,
    Shortcut,
    Variable,
)
from bpmn.expressions.values import Value
from bpmn.expressions.values.text import text_within

if TYPE_CHECKING:
    from bpmn.expressions.feel.types import Type

__all__ = ["print_expression", "print_unary_tests"]

# How tightly a form binds; those from _OPEN downwards take all that follows them.
_OPEN, _OR, _AND, _COMPARISON, _ADDITIVE, _PRODUCT, _POWER, _SIGN, _POSTFIX = range(9)
_SIGNS = {
    "feel_le": ("<=", _COMPARISON),
    "feel_ge": (">=", _COMPARISON),
    "feel_lt": ("<", _COMPARISON),
    "feel_gt": (">", _COMPARISON),
    "feel_eq": ("=", _COMPARISON),
    "feel_ne": ("!=", _COMPARISON),
    "feel_add": ("+", _ADDITIVE),
    "feel_subtract": ("-", _ADDITIVE),
    "feel_multiply": ("*", _PRODUCT),
    "feel_divide": ("/", _PRODUCT),
    "feel_power": ("**", _POWER),
}
_INPUT = "?"
_PLAIN_KEY = re.compile(r"[^\W\d_][^\W_]*(?: [^\W\d_][^\W_]*)*")
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def print_expression(tree: Node) -> str:
    """Return the text of an expression.

    Args:
        tree: What `parse_expression` gives.

    >>> from bpmn.expressions.feel.parser import parse_expression
    >>> print_expression(parse_expression("(1+2) * ((a))"))
    '(1 + 2) * a'
    """
    return _print(tree, _OPEN)


def print_unary_tests(tree: Node) -> str:
    """Return the text of the cell of a decision table.

    Args:
        tree: What `parse_unary_tests` gives.
    """
    match tree:
        case Constant(value=True):
            return "-"
        case Operation(name="feel_not", operands=(tests,)):
            return f"not({_tests(tests)})"
        case Operation(name="feel_member" | "feel_truth", operands=(*_, Call(function=Variable(name="not")))):
            return f"({_tests(tree)})"  # without brackets the whole cell would be a negation of tests
    return _tests(tree)


def _print(node: Node, least: int) -> str:
    """Return the text of a node, in brackets where it binds less tightly than it must."""
    binds, text = _PRINTERS[type(node)](node)
    return text if binds >= least else f"({text})"


def _all(nodes: tuple[Node, ...]) -> str:
    return ", ".join(_print(node, _OPEN) for node in nodes)


# Literals and names.


def _constant(node: Constant) -> tuple[int, str]:
    value = node.value
    if isinstance(value, Decimal):
        return _POSTFIX, str(value)
    if isinstance(value, str):
        return _POSTFIX, _quoted(value)
    return _POSTFIX, text_within(value) if value is None or isinstance(value, bool) else _at_literal(value)


def _at_literal(value: Value) -> str:
    return f'@"{text_within(value)}"'


def _quoted(text: str) -> str:
    return '"' + "".join(_ESCAPES.get(character, character) for character in text) + '"'


def _variable(node: Variable) -> tuple[int, str]:
    return _POSTFIX, node.name


# Operators.


def _operation(node: Operation) -> tuple[int, str]:
    sign = _SIGNS.get(node.name)
    if sign is None:
        return _OTHERS[node.name](node)
    symbol, binds = sign
    left, right = node.operands
    return binds, f"{_print(left, binds)} {symbol} {_print(right, binds + 1)}"


def _negation(node: Operation) -> tuple[int, str]:
    operand = _print(node.operands[0], _POSTFIX)
    # A sign next to digits would be read as theirs.
    return _SIGN, f"-({operand})" if operand[0] in "-.0123456789" else f"-{operand}"


def _between(node: Operation) -> tuple[int, str]:
    value, start, end = node.operands
    return _COMPARISON, f"{_print(value, _COMPARISON)} between {_print(start, _ADDITIVE)} and {_print(end, _ADDITIVE)}"


def _path(node: Operation) -> tuple[int, str]:
    return _POSTFIX, f"{_print(node.operands[0], _POSTFIX)}.{node.constants[0]}"


def _index(node: Operation) -> tuple[int, str]:
    items, position = node.operands
    return _POSTFIX, f"{_print(items, _POSTFIX)}[{_print(position, _OPEN)}]"


def _instance_of(node: Operation) -> tuple[int, str]:
    # A dot behind it would belong to the name of the type, and in `x instance of date and time(y)` so does the `and`.
    return _OR, f"{_print(node.operands[0], _POSTFIX)} instance of {print_type(cast('Type', node.constants[0]))}"


def _range(node: Operation) -> tuple[int, str]:
    start, end = node.operands
    has_start, has_end = node.constants
    # After a range's end `[` is read as its closing bracket or as a filter, so a filter there goes into brackets.
    is_filter = isinstance(end, Filter) or (isinstance(end, Operation) and end.name == "feel_index")
    written = f"({_print(end, _OPEN)})" if is_filter else _print(end, _ADDITIVE)
    return _POSTFIX, f"{'[' if has_start else '('}{_print(start, _OPEN)}..{written}{']' if has_end else ')'}"


def _half_range(node: Operation) -> tuple[int, str]:
    return _POSTFIX, f"({node.constants[0]} {_print(node.operands[0], _ADDITIVE)})"


_OTHERS: Mapping[str, Callable[[Operation], tuple[int, str]]] = {
    "feel_negate": _negation,
    "feel_between": _between,
    "feel_path": _path,
    "feel_index": _index,
    "feel_instance_of": _instance_of,
    "feel_range": _range,
    "feel_half_range": _half_range,
}


def _shortcut(node: Shortcut) -> tuple[int, str]:
    binds, word = (_OR, "or") if node.decisive else (_AND, "and")
    first, *others = node.operands
    return binds, f" {word} ".join([_print(first, binds + 1), *(_print(other, binds + 1) for other in others)])


# Postfixes.


def _filter(node: Filter) -> tuple[int, str]:
    return _POSTFIX, f"{_print(node.items, _POSTFIX)}[{_print(node.test, _OPEN)}]"


def _call(node: Call) -> tuple[int, str]:
    function = _print(node.function, _POSTFIX)
    if not node.named:
        return _POSTFIX, f"{function}({_all(node.arguments)})"
    given = zip(node.named, node.arguments, strict=True)
    return _POSTFIX, f"{function}({', '.join(f'{name}: {_print(value, _OPEN)}' for name, value in given)})"


# Forms with a word or a bracket in front.


def _choice(node: Choice) -> tuple[int, str]:
    test, then, otherwise = (_print(part, _OPEN) for part in (node.test, node.then, node.otherwise))
    return _OPEN, f"if {test} then {then} else {otherwise}"


def _list(node: ListOf) -> tuple[int, str]:
    return _POSTFIX, f"[{_all(node.items)}]"


def _context(node: Context) -> tuple[int, str]:
    return _POSTFIX, "{" + ", ".join(f"{_key(key)}: {_print(value, _OPEN)}" for key, value in node.entries) + "}"


def _key(key: str) -> str:
    is_plain = _PLAIN_KEY.fullmatch(key) and not KEYWORDS.intersection(key.split())
    return key if is_plain else _quoted(key)


def _lambda(node: Lambda) -> tuple[int, str]:
    pairs = zip(node.parameters, node.types, strict=True)
    parameters = (name if kind is None else f"{name}: {print_type(kind)}" for name, kind in pairs)
    return _OPEN, f"function({', '.join(parameters)}) {_print(node.body, _OPEN)}"


def _iteration(node: Iteration) -> tuple[int, str]:
    word = node.operation.removeprefix("feel_")
    verb = "return" if word == "for" else "satisfies"
    iterators = ", ".join(map(_iterator, node.iterators))
    return _OPEN, f"{word} {iterators} {verb} {_print(node.body, _OPEN)}"


def _iterator(node: Iterator) -> str:
    match node.items:
        case Operation(name="feel_sequence", operands=(start, end)):
            return f"{node.name} in {_print(start, _OR)}..{_print(end, _ADDITIVE)}"
        case Operation(name="feel_items", operands=(items,)):
            return f"{node.name} in {_print(items, _OR)}"
    return f"{node.name} in {_print(node.items, _OR)}"


# Tests of a value.


def _membership(node: Let) -> tuple[int, str]:
    return _COMPARISON, f"{_print(node.value, _COMPARISON)} in ({_tests(node.body)})"


def _tests(node: Node) -> str:
    return ", ".join(map(_test, node.operands)) if isinstance(node, Shortcut) else _test(node)


def _test(node: Node) -> str:
    match node:
        case Operation(name="feel_member", operands=(_, test)) | Operation(name="feel_truth", operands=(test,)):
            return _print(test, _OPEN)
        case Operation(name=name, operands=(Variable(name="?"), bound)) if name in _SIGNS:
            return f"{_SIGNS[name][0]} {_print(bound, _ADDITIVE)}"
    return _print(node, _OPEN)


_PRINTERS: Mapping[type, Callable[..., tuple[int, str]]] = {
    Call: _call,
    Choice: _choice,
    Constant: _constant,
    Context: _context,
    Filter: _filter,
    Iteration: _iteration,
    Lambda: _lambda,
    Let: _membership,
    ListOf: _list,
    Operation: _operation,
    Shortcut: _shortcut,
    Variable: _variable,
}

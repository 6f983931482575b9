"""From Python's own syntax tree to ours: what is not on the list is refused, with a word on what to write instead."""

import ast
import itertools
import re
import warnings
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import NoReturn

from bpmn.expressions.errors import ExpressionRefusedError, ExpressionSyntaxError
from bpmn.expressions.interchange import from_json
from bpmn.expressions.numbers import literal
from bpmn.expressions.python.functions import FUNCTIONS, METHODS
from bpmn.expressions.tree import (
    Choice,
    Constant,
    Context,
    Fallback,
    Iteration,
    Iterator,
    Let,
    ListOf,
    Node,
    Operation,
    Shortcut,
    Variable,
)
from bpmn.language import Text

__all__ = ["PythonReader", "parse_module", "parse_python"]

_BINARY: Mapping[type[ast.operator], str] = {
    ast.Add: "python_add",
    ast.Sub: "python_subtract",
    ast.Mult: "python_multiply",
    ast.Div: "python_divide",
    ast.FloorDiv: "python_floor_divide",
    ast.Mod: "python_modulo",
    ast.Pow: "python_power",
}
_COMPARISONS: Mapping[type[ast.cmpop], str] = {
    ast.Eq: "python_eq",
    ast.NotEq: "python_ne",
    ast.Lt: "python_lt",
    ast.LtE: "python_le",
    ast.Gt: "python_gt",
    ast.GtE: "python_ge",
    ast.In: "python_in",
    ast.NotIn: "python_not_in",
    ast.Is: "python_is_none",
    ast.IsNot: "python_is_not_none",
}
# As Python counts lines; `str.splitlines` also counts form feeds and the like.
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_FILENAME = "<Python of a model>"
# Python says on the standard error what it may refuse one day (`1if x else y`); nobody looks there.
warnings.filterwarnings("ignore", module=re.escape(_FILENAME))
_GETTERS = frozenset({"getVariable", "getVariableLocal"})


def parse_python(source: str) -> Node:
    """Return the tree of an expression of the Python subset.

    Raises:
        ExpressionSyntaxError: If it is not Python.
        ExpressionRefusedError: If it uses what the subset does not have.
    """
    text = source.strip()
    skipped = len(source) - len(source.lstrip())
    return PythonReader(text, skipped).node(_parse(text, "eval", skipped).body[0])


def parse_module(source: str) -> list[ast.stmt]:
    """Return the statements of a script.

    Raises:
        ExpressionSyntaxError: If it is not Python.
    """
    return [node for node in _parse(source, "exec", 0).body if isinstance(node, ast.stmt)]


class _Body:
    def __init__(self, body: list[ast.AST]) -> None:
        self.body = body


def _parse(source: str, mode: str, skipped: int) -> _Body:
    # Parsing only: nothing that `ast.parse` gives is compiled or run, it is translated node by node.
    try:
        tree = ast.parse(source, _FILENAME, mode=mode)
    except SyntaxError as error:
        place = _place(source, error.lineno or 1, (error.offset or 1) - 1)
        raise ExpressionSyntaxError(
            Text("This is not Python: {reason}.", reason=error.msg),
            source=source,
            language="python",
            position=min(place + skipped, len(source)),
        ) from None
    except (ValueError, OverflowError):
        raise ExpressionSyntaxError(
            Text("This is not Python: {reason}.", reason="a character or a number is not allowed"),
            source=source,
            language="python",
        ) from None
    return _Body([tree.body] if isinstance(tree, ast.Expression) else list(getattr(tree, "body", [])))


def _place(source: str, line: int, column: int) -> int:
    lines = _LINE.findall(source)
    return sum(map(len, lines[: line - 1])) + max(column, 0)


class PythonReader:
    """Translates expressions of one source."""

    def __init__(self, source: str, skipped: int = 0) -> None:
        self.source = source
        self._skipped = skipped
        self._lines = _LINE.findall(source)
        self._starts = [0, *itertools.accumulate(map(len, self._lines))]

    def node(self, node: ast.AST) -> Node:
        """Return our tree of a Python expression.

        Raises:
            ExpressionRefusedError: If it uses what the subset does not have.
        """
        read = _READERS.get(type(node))
        if read is None:
            self.refuse(
                node,
                "{construct} is not part of the Python that is run here: operators, conditions, lists, dicts, "
                "and the functions {functions}.",
                construct=type(node).__name__,
                functions=", ".join(sorted(FUNCTIONS)),
            )
        tree = read(self, node)
        if isinstance(tree, Operation) and tree.position is None:
            return replace(tree, position=self.place(node))
        return tree

    def nodes(self, nodes: list[ast.expr]) -> tuple[Node, ...]:
        """Return our trees of several expressions."""
        return tuple(self.node(node) for node in nodes)

    def place(self, node: ast.AST) -> int:
        """Return the 0-based character at which a node begins."""
        line, column = getattr(node, "lineno", 1) - 1, getattr(node, "col_offset", 0)
        if line >= len(self._lines):
            return self._skipped
        text = self._lines[line]
        if not text.isascii():
            # Python counts bytes of UTF-8.
            column = len(text.encode()[:column].decode(errors="ignore"))
        return self._skipped + self._starts[line] + column

    def refuse(self, node: ast.AST, template: str, **values: object) -> NoReturn:
        """Say that something is not allowed.

        Raises:
            ExpressionRefusedError: Always.
        """
        raise ExpressionRefusedError(
            Text(template, **values), source=self.source, language="python", position=self.place(node)
        )

    def variable(self, node: ast.AST, name: str) -> Variable:
        """Return the tree of a name."""
        if name.startswith("__"):
            self.refuse(node, "Names that begin with __ are not used here.")
        return Variable(name=name, position=self.place(node), on_missing="python_missing")


def _constant(reader: PythonReader, node: ast.Constant) -> Node:
    if node.value is None or isinstance(node.value, bool | str):
        return Constant(value=node.value)
    if isinstance(node.value, int | float):
        return _number(reader, node, node.value)
    return reader.refuse(node, "Values of this kind are not used here: {kind}.", kind=type(node.value).__name__)


def _number(reader: PythonReader, node: ast.Constant, value: float) -> Node:
    """Return a number by the digits that are written, not by the nearest binary number."""
    written = ast.get_source_segment(reader.source, node) if isinstance(value, float) else None
    number = from_json(value) if written is None else literal(written.replace("_", ""))
    if number is None:
        reader.refuse(node, "The number is too large.")
    return Constant(value=number)


def _name(reader: PythonReader, node: ast.Name) -> Node:
    return reader.variable(node, node.id)


def _boolean(reader: PythonReader, node: ast.BoolOp) -> Node:
    *first, last = reader.nodes(node.values)
    result = last
    for one in reversed(first):
        result = Fallback(operation="python_truth", wanted=isinstance(node.op, ast.Or), first=one, second=result)
    return result


def _unary(reader: PythonReader, node: ast.UnaryOp) -> Node:
    operand = reader.node(node.operand)
    if isinstance(node.op, ast.Not):
        return Operation(name="python_not", operands=(operand,))
    if isinstance(node.op, ast.USub):
        return Operation(name="python_negate", operands=(operand,))
    if isinstance(node.op, ast.UAdd):
        return operand
    return reader.refuse(node, "The sign {sign} is not used here.", sign="~")


def _binary(reader: PythonReader, node: ast.BinOp) -> Node:
    operation = _BINARY.get(type(node.op))
    if operation is None:
        reader.refuse(node, "The sign {sign} is not used here.", sign=type(node.op).__name__)
    return Operation(name=operation, operands=(reader.node(node.left), reader.node(node.right)))


def _comparison(reader: PythonReader, node: ast.Compare) -> Node:
    """Return a comparison; in a chain each operand is computed once, as Python does."""
    return _chain(reader, reader.node(node.left), list(zip(node.ops, node.comparators, strict=True)), node)


def _chain(reader: PythonReader, left: Node, rest: list[tuple[ast.cmpop, ast.expr]], whole: ast.Compare) -> Node:
    (operator, right_node), *more = rest
    right = reader.node(right_node)
    if not more:
        return _one_comparison(reader, operator, left, right, right_node)
    name = f"#{len(more)}@{reader.place(whole)}"
    middle = Variable(name=name)
    first = _one_comparison(reader, operator, left, middle, right_node)
    following = _chain(reader, middle, more, whole)
    body = Shortcut(operation="python_and", decisive=False, operands=(first, following))
    return Let(name=name, value=right, body=body)


def _one_comparison(reader: PythonReader, operator: ast.cmpop, left: Node, right: Node, place: ast.AST) -> Node:
    name = _COMPARISONS[type(operator)]
    if isinstance(operator, ast.Is | ast.IsNot):
        if not (isinstance(right, Constant) and right.value is None):
            reader.refuse(place, "After `is` only None is used here; compare with ==.")
        return Operation(name=name, operands=(left,))
    return Operation(name=name, operands=(left, right))


def _conditional(reader: PythonReader, node: ast.IfExp) -> Node:
    test = Operation(name="python_truth", operands=(reader.node(node.test),))
    return Choice(test=test, then=reader.node(node.body), otherwise=reader.node(node.orelse))


def _attribute(reader: PythonReader, node: ast.Attribute) -> Node:
    if node.attr.startswith("_"):
        reader.refuse(node, "Names that begin with __ are not used here.")
    return Operation(name="python_attribute", operands=(reader.node(node.value),), constants=(node.attr,))


def _subscript(reader: PythonReader, node: ast.Subscript) -> Node:
    owner = reader.node(node.value)
    if not isinstance(node.slice, ast.Slice):
        return Operation(name="python_item", operands=(owner, reader.node(node.slice)))
    if node.slice.step is not None:
        reader.refuse(node, "Parts of lists have no step here.")
    ends = tuple(
        Constant(value=None) if end is None else reader.node(end) for end in (node.slice.lower, node.slice.upper)
    )
    return Operation(name="python_part", operands=(owner, *ends))


def _list(reader: PythonReader, node: ast.List | ast.Tuple) -> Node:
    return ListOf(items=reader.nodes(node.elts))


def _dict(reader: PythonReader, node: ast.Dict) -> Node:
    entries: dict[str, Node] = {}
    for key, value in zip(node.keys, node.values, strict=True):
        if not (isinstance(key, ast.Constant) and isinstance(key.value, str)):
            reader.refuse(key or node, "The keys of a dict are texts in quotes here.")
        entries[key.value] = reader.node(value)
    # Keys are no names inside of Python's dicts, so each value is computed outside of the context.
    names = {key: f"#{index}@{reader.place(node)}" for index, key in enumerate(entries)}
    result: Node = Context(entries=tuple((key, Variable(name=name)) for key, name in names.items()))
    for name in reversed(entries):
        result = Let(name=names[name], value=entries[name], body=result)
    return result


def _formatted(reader: PythonReader, node: ast.JoinedStr) -> Node:
    parts: list[Node] = []
    for part in node.values:
        if isinstance(part, ast.FormattedValue):
            if part.format_spec is not None or part.conversion != -1:
                reader.refuse(node, "Values in texts have no format here; use round() or str().")
            parts.append(reader.node(part.value))
        else:
            parts.append(reader.node(part))
    return Operation(name="python_formatted", operands=tuple(parts))


def _call(reader: PythonReader, node: ast.Call) -> Node:
    if node.keywords or any(isinstance(argument, ast.Starred) for argument in node.args):
        reader.refuse(node, "Arguments are given by position here.")
    if isinstance(node.func, ast.Attribute):
        return _method(reader, node.func, node)
    name = node.func.id if isinstance(node.func, ast.Name) else ""
    if name not in FUNCTIONS:
        reader.refuse(
            node,
            "There is no function {name} here; there are: {functions}.",
            name=name,
            functions=", ".join(sorted(FUNCTIONS)),
        )
    _count_arguments(reader, node, name, FUNCTIONS[name][:2])
    return Operation(name="python_function", operands=reader.nodes(node.args), constants=(name,))


def _method(reader: PythonReader, function: ast.Attribute, node: ast.Call) -> Node:
    if isinstance(function.value, ast.Name) and function.value.id == "execution":
        return _execution_call(reader, function.attr, node)
    if function.attr not in METHODS:
        reader.refuse(
            node,
            "The call {name}() is not run here. Put it in a service task and use its result, "
            "or use one of these methods of values: {methods}.",
            name=function.attr,
            methods=", ".join(sorted(METHODS)),
        )
    _count_arguments(reader, node, function.attr, METHODS[function.attr][:2])
    operands = (reader.node(function.value), *reader.nodes(node.args))
    return Operation(name="python_method", operands=operands, constants=(function.attr,))


def _count_arguments(reader: PythonReader, node: ast.Call, name: str, bounds: tuple[int, int]) -> None:
    if not bounds[0] <= len(node.args) <= bounds[1]:
        reader.refuse(node, "The function {name} has a different number of arguments.", name=name)


def _execution_call(reader: PythonReader, method: str, node: ast.Call) -> Node:
    first = node.args[0] if len(node.args) == 1 else None
    if method in _GETTERS and isinstance(first, ast.Constant) and isinstance(first.value, str):
        return Variable(name=first.value, position=reader.place(node), on_missing="juel_absent")
    return reader.refuse(
        node,
        "The call {name}() is not run here. Only getVariable and hasVariable with a name in quotes are; "
        "the name of a variable alone means its value.",
        name=f"execution.{method}",
    )


def _comprehension(reader: PythonReader, node: ast.ListComp | ast.GeneratorExp) -> Node:
    """Return `[f(x) for x in xs if c(x)]`: lists of one item or none, joined."""
    iterators: list[Iterator] = []
    tests: list[ast.expr] = []
    for index, part in enumerate(node.generators):
        if not isinstance(part.target, ast.Name) or part.is_async or (part.ifs and index + 1 < len(node.generators)):
            reader.refuse(node, "A comprehension has one name for each list here, and its conditions at the end.")
        items = Operation(name="python_items", operands=(reader.node(part.iter),))
        iterators.append(Iterator(name=part.target.id, items=items))
        tests += part.ifs
    body: Node = ListOf(items=(reader.node(node.elt),))
    for test in reversed(tests):
        truth = Operation(name="python_truth", operands=(reader.node(test),))
        body = Choice(test=truth, then=body, otherwise=ListOf(items=()))
    loop = Iteration(operation="feel_for", iterators=tuple(iterators), body=body)
    return Operation(name="python_joined", operands=(loop,))


_READERS: Mapping[type[ast.AST], Callable[..., Node]] = {
    ast.Constant: _constant,
    ast.Name: _name,
    ast.BoolOp: _boolean,
    ast.UnaryOp: _unary,
    ast.BinOp: _binary,
    ast.Compare: _comparison,
    ast.IfExp: _conditional,
    ast.Attribute: _attribute,
    ast.Subscript: _subscript,
    ast.List: _list,
    ast.Tuple: _list,
    ast.Dict: _dict,
    ast.JoinedStr: _formatted,
    ast.Call: _call,
    ast.ListComp: _comprehension,
    ast.GeneratorExp: _comprehension,
}

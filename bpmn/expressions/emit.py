"""From our tree to a Python code object, by `ast` nodes: model text never becomes Python text.

Compiled code is a function of the run, the scope (a dict of values by name) and the tested value. Its globals hold the
operations it uses and its constants, and no built-ins. FEEL's names never become Python names: locals are numbered.

Python's line numbers in compiled code are characters of the source (`bpmn.expressions.place`): so an evaluation that
goes well pays nothing for knowing where one that goes wrong did so.
"""

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import cast

from bpmn.expressions.code_nodes import at, call, either, entry, function, is_same, load, named
from bpmn.expressions.errors import ExpressionRefusedError
from bpmn.expressions.operations import OPERATIONS
from bpmn.expressions.place import FILENAME
from bpmn.expressions.run import LIMITS, Run
from bpmn.expressions.shortcuts import CHECKED_TYPES, TRUTHS, has_shortcut, joined, quick_comparison, quick_truth
from bpmn.expressions.tree import (
    Call,
    Choice,
    Constant,
    Context,
    Fallback,
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
from bpmn.expressions.values import Function, Value
from bpmn.language import Text

__all__ = ["Code", "emit"]

_RUN, _SCOPE, _INPUT = "run", "scope", "tested"
_FIXED = frozenset({"feel_range", "feel_half_range"})
_PLAIN = (str, bool, type(None))


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """A compiled tree.

    Attributes:
        call: The function of run, scope and tested value.
        names: The names that it takes from the scope and nowhere else.
        reads: The names that it may take from the scope: `names`, and those that an item of a list may have itself.
    """

    call: Callable[..., Value]
    names: frozenset[str]
    reads: frozenset[str]


@dataclass(slots=True)
class _Frame:
    """Names that are local from here on: by name, or the entries of the item of a filter.

    Attributes:
        names: Python's name by ours.
        item: Python's name of the item of a filter.
        growing: Python's name of a list that is still being made, of which others get copies.
    """

    names: dict[str, str] = field(default_factory=dict)
    item: str | None = None
    growing: str | None = None


def emit(tree: Node, *, input_name: str | None = None, shadowing: frozenset[str] = frozenset()) -> Code:
    """Return the code of a tree.

    Args:
        tree: What a front end has read.
        input_name: The name by which the tree calls the tested value, or None.
        shadowing: Names that hide a built-in function of the same name.

    Raises:
        ExpressionRefusedError: If it is too large or nested too deep.
    """
    emitter = _Emitter(shadowing)
    if input_name is not None:
        emitter.frames.append(_Frame(names={input_name: _INPUT}))
    body = emitter.node(tree)
    whole = ast.Expression(body=function((_RUN, _SCOPE, _INPUT), body, defaults=[ast.Constant(value=None)]))
    # The only code object that is ever made: out of nodes that `_Emitter` has built, none of them from source text.
    code = compile(ast.fix_missing_locations(whole), FILENAME, "eval")
    compiled = cast("Callable[..., Value]", eval(code, emitter.globals))  # noqa: S307 - see above
    return Code(call=compiled, names=frozenset(emitter.names), reads=frozenset(emitter.reads))


class _Emitter:
    """Turns nodes into `ast` nodes and collects what they need."""

    def __init__(self, shadowing: frozenset[str]) -> None:
        self.globals: dict[str, object] = {"__builtins__": {}}
        self.names: set[str] = set()
        self.reads: set[str] = set()
        self.frames: list[_Frame] = []
        self._shadowing = shadowing
        self._numbers = 0
        self._nodes = 0
        self._depth = 0

    def node(self, node: Node) -> ast.expr:
        """Return the Python expression for a node.

        Raises:
            ExpressionRefusedError: If there are too many nodes, or they are nested too deep.
        """
        self._nodes += 1
        self._depth += 1
        if self._nodes > LIMITS.nodes or self._depth > LIMITS.depth:
            place = getattr(node, "position", None)
            raise ExpressionRefusedError(Text("The expression is too large. Make several of it."), position=place)
        try:
            return at(getattr(node, "position", None), _EMITTERS[type(node)](self, node))
        finally:
            self._depth -= 1

    def local(self) -> str:
        """Return a new Python name."""
        self._numbers += 1
        return f"v{self._numbers}"

    def constant(self, value: object) -> ast.expr:
        """Return an expression for a value that is fixed."""
        if type(value) in _PLAIN:
            return ast.Constant(value=cast("str | bool | None", value))
        self._numbers += 1
        name = f"k{self._numbers}"
        self.globals[name] = value
        return load(name)

    def operation(self, name: str, *arguments: ast.expr) -> ast.Call:
        """Return the call of a runtime operation."""
        self.globals[name] = OPERATIONS[name]
        return call(load(name), load(_RUN), *arguments)

    def within(self, frame: _Frame, node: Node) -> ast.expr:
        """Return the expression for a node that sees more local names."""
        self.frames.append(frame)
        try:
            return self.node(node)
        finally:
            self.frames.pop()

    def variable(self, node: Variable, frames: int, *, is_certain: bool = True) -> ast.expr:
        """Return the expression for a name, seen from so many frames inside."""
        for index in range(frames - 1, -1, -1):
            frame = self.frames[index]
            if node.name in frame.names:
                local = frame.names[node.name]
                return self.operation("feel_copy", load(local)) if local == frame.growing else load(local)
            if frame.item is not None:
                self.globals["dict_type"] = dict
                has = ast.BoolOp(
                    op=ast.And(),
                    values=[
                        is_same(
                            ast.Attribute(value=load(frame.item), attr="__class__", ctx=ast.Load()), load("dict_type")
                        ),
                        ast.Compare(left=ast.Constant(value=node.name), ops=[ast.In()], comparators=[load(frame.item)]),
                    ],
                )
                is_item = node.name == "item"
                outside = load(frame.item) if is_item else self.variable(node, index, is_certain=False)
                return either(has, entry(frame.item, node.name), outside)
        return self._from_scope(node, is_certain=is_certain)

    def only_read(self, node: Node) -> ast.expr:
        """Return the expression for a value of which nothing is kept: `partial` need not be copied for it."""
        if isinstance(node, Variable):
            for frame in reversed(self.frames):
                if frame.item is not None:
                    break
                if node.name in frame.names:
                    return load(frame.names[node.name])
        return self.node(node)

    def _from_scope(self, node: Variable, *, is_certain: bool) -> ast.expr:
        self.reads.add(node.name)
        if is_certain and node.otherwise is None:
            self.names.add(node.name)
        has = ast.Compare(left=ast.Constant(value=node.name), ops=[ast.In()], comparators=[load(_SCOPE)])
        missing = self.operation(node.on_missing, ast.Constant(value=node.name), self.constant(node.otherwise))
        return either(has, entry(_SCOPE, node.name), missing)

    def built_in(self, node: Node) -> Function | None:
        """Return the built-in function that a name certainly means, or None."""
        if not isinstance(node, Variable) or not isinstance(node.otherwise, Function):
            return None
        is_hidden = node.name in self._shadowing or any(node.name in frame.names for frame in self.frames)
        return None if is_hidden else node.otherwise


def _constant(emitter: _Emitter, node: Constant) -> ast.expr:
    return emitter.constant(node.value)


def _variable(emitter: _Emitter, node: Variable) -> ast.expr:
    return emitter.variable(node, len(emitter.frames))


def _operation(emitter: _Emitter, node: Operation) -> ast.expr:
    # The ranges in the cells of decision tables are nearly all between literals: made once, not at each test.
    if node.name in _FIXED and all(isinstance(operand, Constant) for operand in node.operands):
        ends = (operand.value for operand in node.operands if isinstance(operand, Constant))
        fixed = OPERATIONS[node.name](Run(), *node.constants, *ends)
        if fixed is not None:
            return emitter.constant(fixed)
    constants = [emitter.constant(value) for value in node.constants]
    if not constants:
        quick = _quick(emitter, node)
        if quick is not None:
            return quick
    read = emitter.only_read if node.name == "feel_index" else emitter.node
    return emitter.operation(node.name, *constants, *map(read, node.operands))


def _quick(emitter: _Emitter, node: Operation) -> ast.expr | None:
    """Return the short cut for an operation, or None where it has none."""
    operate = partial(emitter.operation, node.name)
    match node.operands:
        case (value,) if node.name in TRUTHS:
            return quick_truth(emitter.node(value), emitter.local(), operate)
        case (value, Constant(value=fixed)) if has_shortcut(node.name, fixed):
            emitter.globals[CHECKED_TYPES[type(fixed)]] = type(fixed)
            return quick_comparison(
                node.name, emitter.node(value), emitter.constant(fixed), type(fixed), emitter.local(), operate
            )
    return None


def _shortcut(emitter: _Emitter, node: Shortcut) -> ast.expr:
    result = emitter.node(node.operands[0])
    decisive = ast.Constant(value=node.decisive)
    for operand in node.operands[1:]:
        so_far = emitter.local()
        operate = partial(emitter.operation, node.operation)
        both = joined(node.decisive, so_far, emitter.node(operand), emitter.local(), operate)
        result = either(is_same(named(so_far, result), decisive), decisive, both)
    return result


def _choice(emitter: _Emitter, node: Choice) -> ast.expr:
    test = is_same(emitter.node(node.test), ast.Constant(value=True))
    return either(test, emitter.node(node.then), emitter.node(node.otherwise))


def _fallback(emitter: _Emitter, node: Fallback) -> ast.expr:
    first = emitter.local()
    value = named(first, emitter.node(node.first))
    test = is_same(emitter.operation(node.operation, value), ast.Constant(value=node.wanted))
    return either(test, load(first), emitter.node(node.second))


def _list(emitter: _Emitter, node: ListOf) -> ast.expr:
    return ast.List(elts=[emitter.node(item) for item in node.items], ctx=ast.Load())


def _context(emitter: _Emitter, node: Context) -> ast.expr:
    frame = _Frame()
    emitter.frames.append(frame)
    values: list[ast.expr] = []
    for name, part in node.entries:
        local = emitter.local()
        # A function may call itself by the name of its entry; any other value has no name before it is there.
        if isinstance(part, Lambda):
            frame.names[name] = local
        value = emitter.node(part)
        frame.names[name] = local
        values.append(named(local, value))
    emitter.frames.pop()
    keys: list[ast.expr | None] = [ast.Constant(value=name) for name, _ in node.entries]
    return call(function((), ast.Dict(keys=keys, values=values)))


def _lambda(emitter: _Emitter, node: Lambda) -> ast.expr:
    frame = _Frame(names={name: emitter.local() for name in node.parameters})
    body = function(tuple(frame.names.values()), emitter.within(frame, node.body))
    constants = (emitter.constant(value) for value in (node.parameters, node.types, node.text, node.result))
    return emitter.operation("feel_function", *constants, body)


def _call_node(emitter: _Emitter, node: Call) -> ast.expr:
    built_in = emitter.built_in(node.function)
    # No built-in function of one argument returns that argument, or a value that holds it.
    read = emitter.only_read if built_in is not None and len(node.arguments) == 1 else emitter.node
    arguments = [read(argument) for argument in node.arguments]
    if node.named:
        called = emitter.constant(built_in) if built_in else emitter.node(node.function)
        return emitter.operation("feel_call_named", emitter.constant(node.named), called, *arguments)
    if built_in is not None:
        return call(emitter.constant(built_in.call), load(_RUN), *arguments)
    return emitter.operation("feel_call", emitter.node(node.function), *arguments)


def _filter(emitter: _Emitter, node: Filter) -> ast.expr:
    items = emitter.only_read(node.items)
    frame = _Frame(item=emitter.local())
    test = function((cast("str", frame.item),), emitter.within(frame, node.test))
    return emitter.operation("feel_filter", items, test)


def _let(emitter: _Emitter, node: Let) -> ast.expr:
    value = emitter.node(node.value)
    frame = _Frame(names={node.name: emitter.local()})
    return call(function((frame.names[node.name],), emitter.within(frame, node.body)), value)


def _iteration(emitter: _Emitter, node: Iteration) -> ast.expr:
    if node.operation != "feel_for":
        return _nested(emitter, node.iterators, node.operation, node.body)
    results = emitter.local()
    emitter.frames.append(_Frame(names={"partial": results}, growing=results))
    loop = _nested(emitter, node.iterators, "feel_each", node.body, results)
    emitter.frames.pop()
    return emitter.operation("feel_for", function((results,), loop))


def _nested(
    emitter: _Emitter, iterators: tuple[Iterator, ...], operation: str, body: Node, results: str | None = None
) -> ast.expr:
    if not iterators:
        value = emitter.node(body)
        if results is None:
            return value
        emitter.globals["feel_append"] = OPERATIONS["feel_append"]
        return call(load("feel_append"), load(results), value)
    first, *rest = iterators
    items = emitter.node(first.items)
    frame = _Frame(names={first.name: emitter.local()})
    emitter.frames.append(frame)
    inner = _nested(emitter, tuple(rest), operation, body, results)
    emitter.frames.pop()
    return emitter.operation(operation, items, function((frame.names[first.name],), inner))


_EMITTERS: Mapping[type, Callable[..., ast.expr]] = {
    Constant: _constant,
    Variable: _variable,
    Operation: _operation,
    Shortcut: _shortcut,
    Choice: _choice,
    Fallback: _fallback,
    ListOf: _list,
    Context: _context,
    Lambda: _lambda,
    Call: _call_node,
    Filter: _filter,
    Let: _let,
    Iteration: _iteration,
}

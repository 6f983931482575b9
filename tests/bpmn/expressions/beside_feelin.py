"""Where we and feelin (npm) differ on the same expressions, traced to the smallest part on which we do."""

import dataclasses
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from bpmn.expressions import ExpressionError, Language, compile_expression
from bpmn.expressions.compile import compile_unary_tests
from bpmn.expressions.feel.parser import parse_expression
from bpmn.expressions.feel.printer import print_expression
from bpmn.expressions.tree import Call, Constant, Filter, Let, Node, Operation, Shortcut, Variable
from bpmn.expressions.values import DayTimeDuration, Function, Range, Value, YearMonthDuration, kind_of
from bpmn.expressions.values.text import text_within
from tests.bpmn.expressions.typed_texts import DATA
from tests.peers.node import NodePeers

__all__ = ["Difference", "differences", "is_same", "ours", "theirs"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """The smallest part of an expression for which two engines have different values.

    Attributes:
        source: The part.
        what: The function or operation that it is.
        operands: What we have for its operands.
        ours: What we have for it.
        theirs: What feelin has.
        within: The whole expression.
    """

    source: str
    what: str
    operands: tuple[Value, ...]
    ours: object
    theirs: object
    within: str


def theirs(peers: NodePeers, sources: Sequence[str], *, tested: object = None) -> list[object]:
    """Return feelin's values, as JSON; for cells of decision tables where a tested value is given."""
    given = {"data": dict(DATA)} | ({} if tested is None else {"input": tested})
    lines = "\n".join(json.dumps({"source": source, **given}) for source in sources)
    answers = map(json.loads, peers.run("feelin.mjs", given=lines).splitlines())
    return [answer.get("value", answer) for answer in answers]


def ours(source: str, *, tested: object = None) -> object:
    """Return our value, written as feelin's are."""
    try:
        if tested is not None:
            return _written(compile_unary_tests(source).evaluate(DATA, input_value=tested).value)
        return _written(compile_expression(source, Language.FEEL).evaluate(DATA).value)
    except ExpressionError as error:
        return {"error": str(error)}


def _written(value: Value) -> object:
    if value is None or isinstance(value, bool | str):
        return value
    write = _WRITERS.get(type(value))
    return {"kind": kind_of(value), "text": text_within(value)} if write is None else write(value)


def _write_range(value: Range) -> object:
    text = ("[" if value.has_start else "(") + ("]" if value.has_end else ")")
    return {"kind": "range", "start": _written(value.start), "end": _written(value.end), "text": text}


def _write_duration(value: Value) -> object:
    return {"kind": "duration", "text": text_within(value)}


_WRITERS: Mapping[type, Callable[..., object]] = {
    Decimal: float,
    list: lambda value: [_written(item) for item in value],
    dict: lambda value: {key: _written(item) for key, item in value.items()},
    Function: lambda _: {"kind": "function", "text": ""},
    Range: _write_range,
    DayTimeDuration: _write_duration,
    YearMonthDuration: _write_duration,
}


def is_same(one: object, other: object) -> bool:
    """Return whether two written values are the same; numbers to what binary floats hold."""
    match one, other:
        case (bool(), _) | (_, bool()):
            return one is other
        case (int() | float(), int() | float()):
            return abs(one - other) <= 1e-9 * max(1, abs(one), abs(other))
        case (list(), list()):
            return len(one) == len(other) and all(map(is_same, one, other))
        case (dict(), dict()):
            return one.keys() == other.keys() and all(is_same(one[key], other[key]) for key in one)
    return one == other


def differences(peers: NodePeers, sources: Sequence[str]) -> list[Difference]:
    """Return the smallest part of each expression on which we and feelin differ."""
    wholes = [source for source, said in _both(peers, sources) if not is_same(*said)]
    parts = {whole: [whole, *(_printed(node) for node in _nodes(parse_expression(whole)))] for whole in wholes}
    asked = dict(_both(peers, list(dict.fromkeys(part for printed in parts.values() for part in printed))))
    return [_smallest(whole, [(part, asked[part]) for part in parts[whole]]) for whole in wholes]


def _both(peers: NodePeers, sources: Sequence[str]) -> list[tuple[str, tuple[object, object]]]:
    said = theirs(peers, sources)
    return [(source, (ours(source), their)) for source, their in zip(sources, said, strict=True)]


def _smallest(whole: str, asked: list[tuple[str, tuple[object, object]]]) -> Difference:
    differing = [part for part in asked if not is_same(*part[1])]
    source, (our, their) = min(differing, key=lambda part: len(part[0]))
    tree = parse_expression(source)
    operands = tuple(_value(node) for node in _operands(tree))
    return Difference(source=source, what=_name(tree), operands=operands, ours=our, theirs=their, within=whole)


def _printed(node: Node) -> str:
    return print_expression(node)


def _nodes(tree: object) -> Iterator[Node]:
    """Return the tree and all expressions within it that have a text of their own."""
    if isinstance(tree, Let):
        tests = tree.body.operands if isinstance(tree.body, Shortcut) else (tree.body,)
        yield tree
        yield from _nodes((tree.value, *(test.operands[1] for test in tests if isinstance(test, Operation))))
    elif isinstance(tree, Operation) and tree.name in {"feel_items", "feel_sequence"}:
        yield from _nodes(tree.operands)
    elif dataclasses.is_dataclass(tree):
        if isinstance(tree, Node):
            yield tree
        for field in dataclasses.fields(tree):
            yield from _nodes(getattr(tree, field.name))
    elif isinstance(tree, tuple):
        for item in tree:
            yield from _nodes(item)


def _operands(tree: Node) -> tuple[Node, ...]:
    match tree:
        case Call():
            return tree.arguments
        case Operation():
            return tree.operands
        case Filter():
            return tree.items, tree.test
        case Let():
            return (tree.value,)
    return ()


def _name(tree: Node) -> str:
    if isinstance(tree, Call) and isinstance(tree.function, Variable):
        return tree.function.name
    return tree.name if isinstance(tree, Operation) else type(tree).__name__.lower()


def _value(node: Node) -> Value:
    if isinstance(node, Constant):
        return node.value
    return compile_expression(print_expression(node), Language.FEEL).evaluate(DATA).value

"""The forms of FEEL that begin with a word or a bracket: if, for, some, every, function, lists, ranges, contexts."""

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from bpmn.expressions.errors import ExpressionRefusedError
from bpmn.expressions.feel.inference import type_of_node
from bpmn.expressions.feel.type_parser import parse_type
from bpmn.expressions.tree import Choice, Context, Iteration, Iterator, Lambda, ListOf, Node, Operation
from bpmn.language import Text

if TYPE_CHECKING:
    from bpmn.expressions.feel.parser import Parser
    from bpmn.expressions.feel.scanner import Scanner
    from bpmn.expressions.feel.types import Type

__all__ = ["FORMS", "parse_brackets", "parse_context", "parse_half_range"]

_COMPARISON = re.compile(r"<=|>=|!=|<|>|=")


def parse_half_range(parser: "Parser") -> Node | None:
    """Read a range that is written as a comparison, `>= 18`, if one is next (DMN 1.5 §10.3.1.2, rules 2 and 7)."""
    scanner = parser.scanner
    start = scanner.skip_space()
    found = _COMPARISON.match(scanner.text, start)
    if found is None:
        return None
    scanner.position = found.end()
    bound = parser.additive()
    return Operation(name="feel_half_range", operands=(bound,), constants=(found[0],), position=start)


def parse_brackets(parser: "Parser") -> Node:
    """Read what begins with `(`, `[` or `]`: brackets around an expression, a list, or a range."""
    scanner = parser.scanner
    opening = scanner.next_character()
    opened_at = scanner.position
    scanner.position += 1
    if opening == "[" and scanner.take("]"):
        return ListOf(items=())
    first = parser.value()
    if scanner.take(".."):
        return _range(parser, first, opened_at, has_start=opening == "[")
    if opening == "]":
        scanner.fail("Here {symbol} is missing.", symbol="..")
    if opening == "(":
        scanner.require(")")
        return first
    items = [first]
    while scanner.take(","):
        items.append(parser.value())
    scanner.require("]")
    return ListOf(items=tuple(items))


def _range(parser: "Parser", start: Node, opened_at: int, *, has_start: bool) -> Node:
    scanner = parser.scanner
    end = parser.range_end()
    closing = scanner.next_character()
    if closing not in {")", "]", "["}:
        scanner.fail("The range that begins here has no end: {symbol} is missing.", symbol="]")
    scanner.position += 1
    return Operation(
        name="feel_range", operands=(start, end), constants=(has_start, closing == "]"), position=opened_at
    )


def parse_context(parser: "Parser") -> Node:
    """Read `{name: value, …}`."""
    scanner = parser.scanner
    scanner.require("{")
    entries: dict[str, Node] = {}
    while not scanner.sees("}"):
        key = scanner.take_string()
        if key is None:
            key = scanner.take_name_before(":")
        if key is None:
            scanner.fail("Here a name and then {symbol} is missing.", symbol=":")
        if key in entries:
            scanner.fail("The name {name} is given twice.", name=key)
        scanner.require(":")
        scanner.know(key)
        entries[key] = parser.value()
        if not scanner.take(","):
            break
        _refuse_end(scanner, "}")
    scanner.require("}")
    return Context(entries=tuple(entries.items()))


def _refuse_end(scanner: "Scanner", closing: str) -> None:
    """Say that after a comma something must follow."""
    if scanner.sees(closing):
        scanner.fail("A name is missing here.")


def _if(parser: "Parser") -> Node:
    test = parser.expression()
    parser.scanner.require("then")
    then = parser.expression()
    parser.scanner.require("else")
    return Choice(test=test, then=then, otherwise=parser.expression())


def _iterators(parser: "Parser") -> tuple[Iterator, ...]:
    scanner = parser.scanner
    iterators: list[Iterator] = []
    while True:
        name = scanner.take_iterator_name()
        scanner.require("in")
        start = scanner.skip_space()
        items = parser.expression()
        if scanner.take(".."):
            items = Operation(name="feel_sequence", operands=(items, parser.additive()), position=start)
        else:
            items = Operation(name="feel_items", operands=(items,), position=start)
        scanner.know(name)
        iterators.append(Iterator(name=name, items=items))
        if not scanner.take(","):
            return tuple(iterators)


def _for(parser: "Parser") -> Node:
    iterators = _iterators(parser)
    parser.scanner.require("return")
    return Iteration(operation="feel_for", iterators=iterators, body=parser.expression())


def _some(parser: "Parser") -> Node:
    iterators = _iterators(parser)
    parser.scanner.require("satisfies")
    return Iteration(operation="feel_some", iterators=iterators, body=parser.expression())


def _every(parser: "Parser") -> Node:
    iterators = _iterators(parser)
    parser.scanner.require("satisfies")
    return Iteration(operation="feel_every", iterators=iterators, body=parser.expression())


def _function(parser: "Parser") -> Node:
    scanner = parser.scanner
    start = scanner.position - len("function")
    scanner.require("(")
    parameters: list[str] = []
    types: list[Type | None] = []
    while not scanner.sees(")"):
        name = scanner.take_name_before(":,)")
        if name is None:
            scanner.fail("A name is missing here.")
        parameters.append(name)
        scanner.know(name)
        types.append(parse_type(scanner, parser.types) if scanner.take(":") else None)
        if not scanner.take(","):
            break
        _refuse_end(scanner, ")")
    scanner.require(")")
    if scanner.sees("external"):
        raise ExpressionRefusedError(
            Text("Functions of other programs are not called from here. Write the function in FEEL."),
            source=scanner.text,
            language="feel",
            position=scanner.position,
        )
    body = parser.expression()
    text = " ".join(scanner.text[start : scanner.position].split())
    result = type_of_node(body, dict(zip(parameters, types, strict=True)))
    return Lambda(parameters=tuple(parameters), types=tuple(types), body=body, text=text, result=result)


FORMS: Mapping[str, Callable[["Parser"], Node]] = {
    "if": _if,
    "for": _for,
    "some": _some,
    "every": _every,
    "function": _function,
}

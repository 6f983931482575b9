"""Types as they are written in FEEL: `list<number>`, `context<a: string>`, `function<date> -> time` (DMN 1.5)."""

import difflib
from collections.abc import Callable, Mapping

from bpmn.expressions.feel.scanner import Scanner
from bpmn.expressions.feel.types import (
    ANY,
    TYPE_NAMES,
    ContextType,
    FunctionType,
    ListType,
    RangeType,
    Type,
    simple_type,
)

__all__ = ["parse_type"]

_NAMES_WITH_BLANKS = (
    ("years", "and", "months", "duration"),
    ("days", "and", "time", "duration"),
    ("date", "and", "time"),
    ("day", "time", "duration"),
    ("year", "month", "duration"),
)


def nearest_type(name: str, named: Mapping[str, Type]) -> str | None:
    """Return the known type that is most like a misspelt one, or None."""
    found = difflib.get_close_matches(name, [*named, *TYPE_NAMES], n=1, cutoff=0.7)
    return found[0] if found else None


def parse_type(scanner: Scanner, named: Mapping[str, Type]) -> Type:
    """Read a type.

    Args:
        scanner: Where it is read from.
        named: The types that the model defines.

    Raises:
        ExpressionSyntaxError: If there is none, or it is not known.
    """
    start = scanner.skip_space()
    word = scanner.peek_word()
    build = _GENERIC.get(word)
    if build is not None:
        scanner.require(word)
        if scanner.take("<"):
            return build(scanner, named)
        scanner.position = start
    for words in _NAMES_WITH_BLANKS:
        if word == words[0] and all(scanner.take(part) for part in words):
            return simple_type(" ".join(words)) or ANY
        scanner.position = start
    name = scanner.take_name()
    while scanner.take("."):
        name = f"{name}.{scanner.take_name()}"
    found = named.get(name) or simple_type(name)
    if found is None:
        near = nearest_type(name, named)
        if near is None:
            scanner.fail("There is no type {name}.", position=start, name=name)
        scanner.fail("There is no type {name}. Is {near} meant?", position=start, name=name, near=near)
    return found


def _list(scanner: Scanner, named: Mapping[str, Type]) -> Type:
    item = parse_type(scanner, named)
    scanner.require(">")
    return ListType(item=item)


def _range(scanner: Scanner, named: Mapping[str, Type]) -> Type:
    end = parse_type(scanner, named)
    scanner.require(">")
    return RangeType(end=end)


def _context(scanner: Scanner, named: Mapping[str, Type]) -> Type:
    entries: list[tuple[str, Type]] = []
    while not scanner.take(">"):
        name = scanner.take_name_before(":") or scanner.take_name()
        scanner.require(":")
        entries.append((name, parse_type(scanner, named)))
        if not scanner.take(",") and not scanner.sees(">"):
            scanner.fail("Here {symbol} is missing.", symbol=">")
    return ContextType(entries=tuple(entries))


def _function(scanner: Scanner, named: Mapping[str, Type]) -> Type:
    parameters: list[Type] = []
    while not scanner.take(">"):
        parameters.append(parse_type(scanner, named))
        if not scanner.take(",") and not scanner.sees(">"):
            scanner.fail("Here {symbol} is missing.", symbol=">")
    scanner.require("->")
    return FunctionType(parameters=tuple(parameters), result=parse_type(scanner, named))


_GENERIC: Mapping[str, Callable[[Scanner, Mapping[str, Type]], Type]] = {
    "list": _list,
    "range": _range,
    "context": _context,
    "function": _function,
}

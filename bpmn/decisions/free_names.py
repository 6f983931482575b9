"""The names that a boxed expression takes from around it, for holding them against what its decision requires.

Names inside functions that an expression itself makes, rows above in a context, and iterators are its own.
"""

from collections.abc import Callable, Mapping

from bpmn.decisions.boxed import (
    Boxed,
    BoxedConditional,
    BoxedContext,
    BoxedFilter,
    BoxedFunction,
    BoxedInvocation,
    BoxedIteration,
    BoxedList,
    Literal,
    Typed,
)
from bpmn.decisions.table import DecisionTable

__all__ = ["free_names"]

_NONE: frozenset[str] = frozenset()


def free_names(boxed: Boxed | None) -> frozenset[str]:
    """Return the names that an expression needs to be given; none for one that could not be compiled."""
    read = _READERS.get(type(boxed))
    return _NONE if read is None else read(boxed)


def _all(*parts: Boxed) -> frozenset[str]:
    return _NONE.union(*map(free_names, parts))


def _context(boxed: BoxedContext) -> frozenset[str]:
    needed: set[str] = set()
    above: set[str] = set()
    for entry in boxed.entries:
        # A function in a row may call itself, and rows below it, when it is called.
        own = {row.name for row in boxed.entries} if _is_function(entry.value) else above
        needed |= free_names(entry.value) - own
        if entry.name is not None:
            above.add(entry.name)
    return frozenset(needed)


def _is_function(boxed: Boxed) -> bool:
    return isinstance(boxed, BoxedFunction) or (isinstance(boxed, Typed) and _is_function(boxed.inner))


def _function(boxed: BoxedFunction) -> frozenset[str]:
    return free_names(boxed.body) - {parameter.name for parameter in boxed.parameters}


def _filter(boxed: BoxedFilter) -> frozenset[str]:
    # What the entries of the items are called is not known here: only that they may be meant.
    return free_names(boxed.items)


def _iteration(boxed: BoxedIteration) -> frozenset[str]:
    return free_names(boxed.items) | (free_names(boxed.body) - {boxed.name, "partial"})


_READERS: Mapping[type, Callable[..., frozenset[str]]] = {
    Literal: lambda boxed: boxed.code.names,
    Typed: lambda boxed: free_names(boxed.inner),
    BoxedContext: _context,
    BoxedList: lambda boxed: _all(*boxed.items),
    BoxedFunction: _function,
    BoxedInvocation: lambda boxed: _all(boxed.function, *boxed.arguments),
    BoxedConditional: lambda boxed: _all(boxed.test, boxed.then, boxed.otherwise),
    BoxedFilter: _filter,
    BoxedIteration: _iteration,
    DecisionTable: lambda table: table.names,
}

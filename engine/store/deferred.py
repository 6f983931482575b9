"""Statements that wait to be run, and how PostgreSQL is told several of them in one."""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain
from typing import Any, NamedTuple

__all__ = ["Deferred", "together"]


class Deferred(NamedTuple):
    """A statement that writes and answers nothing.

    Attributes:
        table: The table that it writes to, "" where it writes to none itself.
        is_insert: Whether it adds rows to it; otherwise it changes or takes out what is there.
        text: The statement.
        parameters: Its parameters, as the driver takes them.
        or_else: What is raised if it changes no row, or None where that is no matter.
    """

    table: str
    is_insert: bool
    text: str
    parameters: Sequence[Any]
    or_else: type[Exception] | None = None


def together(waiting: Iterable[Deferred]) -> Iterator[Deferred]:
    """Yield the fewest statements that do the same as those given.

    The parts of a statement do not see what the others write (PostgreSQL, 7.8.4 "Data-Modifying Statements in WITH"):
    of those for one table only an insert goes with a change, which it comes after and which does not see its rows.
    Nor do two go together of which it matters how many rows they change.
    """
    group: list[Deferred] = []
    for one in waiting:
        if any(_is_apart(earlier, one) for earlier in group):
            yield _as_one(group)
            group = []
        group.append(one)
    if group:
        yield _as_one(group)


def _is_apart(earlier: Deferred, one: Deferred) -> bool:
    if earlier.or_else is not None and one.or_else is not None:
        return True
    if not earlier.table or not one.table:
        return True  # a query that writes by what it calls: as a part that nobody asks for it would not be run
    return earlier.table == one.table and (earlier.is_insert or not one.is_insert)


def _as_one(group: list[Deferred]) -> Deferred:
    if len(group) == 1:
        return group[0]
    # What is told of the whole is how many rows its last part has changed.
    ordered = sorted(group, key=lambda one: one.or_else is not None)
    text = _joined(tuple(one.text for one in ordered))
    parameters = [*chain.from_iterable(one.parameters for one in ordered)]
    return Deferred(ordered[-1].table, ordered[-1].is_insert, text, parameters, ordered[-1].or_else)


@lru_cache(maxsize=512)
def _joined(texts: tuple[str, ...]) -> str:
    parts = ", ".join(f"part_{place} AS ({text})" for place, text in enumerate(texts[:-1]))
    return f"WITH {parts} {texts[-1]}"

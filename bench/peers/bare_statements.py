"""What the database alone takes for completions: the statements that Ortoo sends, sent again by the driver alone.

Nothing is loaded, checked or moved; each completion is the same statements with the same values in one transaction that
is on the disk. It is the least that keeping the same rows can take, whatever is done around them.
"""

import shutil
import sqlite3
import time
from collections.abc import Callable, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import Any, TypeAlias

import psycopg
from sqlalchemy import URL, event, make_url

from engine import Engine
from engine.store.cursors import numbered

__all__ = ["Said", "copied", "record", "repeat"]

Said: TypeAlias = list[tuple[str, Any]]
"""The statements of one completion, each with its values."""


def copied(url: str, name: str, *, is_postgresql: bool) -> str:
    """Copy a database that nobody has open, and return the copy's address."""
    if is_postgresql:
        address = make_url(url)
        with psycopg.connect(_told(address.set(database="template1")), autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE {name} TEMPLATE "{address.database}"')
        return _told(address.set(database=name))
    file = url.removeprefix("sqlite:///")
    shutil.copy(file, f"{file}.{name}")
    return f"sqlite:///{file}.{name}"


def record(engine: Engine, works: Sequence[Callable[[], object]]) -> list[Said]:
    """Do some works and return what each has said to the database."""
    said: list[Said] = []

    def hear(_: object, _cursor: object, text: str, values: Any, *_more: object) -> None:  # noqa: ANN401 - as the driver takes them
        said[-1].append((text, values))

    inside = engine.database._engine  # noqa: SLF001 - what is said there is what is wanted
    event.listen(inside, "before_cursor_execute", hear)
    for work in works:
        said.append([])
        work()
    event.remove(inside, "before_cursor_execute", hear)
    return said


def repeat(
    url: str, said: Sequence[Said], *, is_postgresql: bool, moves: Sequence[Callable[[], object]] = ()
) -> list[float]:
    """Say it all again to a copy that is as the database was before, and return the seconds of each, by the clock.

    Args:
        url: The copy.
        said: The statements of each completion.
        is_postgresql: Whether the copy is PostgreSQL's.
        moves: What is computed for each completion before anything is said, within its time.
    """
    connection = psycopg.connect(url) if is_postgresql else _sqlite(url.removeprefix("sqlite:///"))
    cursors: dict[str, Any] = {}
    spent = []
    for one, move in zip_longest(said, moves):
        began = time.perf_counter()
        if move is not None:
            move()
        for text, values in one:
            if text not in cursors:
                cursors[text] = _cursor(connection, values)
            words = numbered(text) if isinstance(cursors[text], psycopg.RawCursor) else text
            cursors[text].execute(words, values)
        connection.commit()
        spent.append(time.perf_counter() - began)
    connection.close()
    return spent


def _cursor(connection: Any, values: Any) -> Any:  # noqa: ANN401 - either driver's
    is_numbered = isinstance(connection, psycopg.Connection) and not isinstance(values, dict)
    return psycopg.RawCursor(connection) if is_numbered else connection.cursor()


def _told(address: URL) -> str:
    return address.render_as_string(hide_password=False)


def _sqlite(file: str) -> Any:  # noqa: ANN401 - either driver's connection
    connection = sqlite3.connect(Path(file), isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):  # as Ortoo opens it
        connection.execute(f"PRAGMA {pragma}")
    return connection

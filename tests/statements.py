"""Statements that one engine of a session has put into a database's words, kept for all that are opened after it.

Nearly every test opens an engine of its own. SQLAlchemy keeps what it has compiled with the engine, so that each would
compile every statement anew, which takes longer than all that the database does. Which statements are alike is told
by SQLAlchemy's own keys; only the dialect in them, an object of each engine, gives way to its kind.
"""

from typing import Any

import pytest
from sqlalchemy import Engine, create_engine

from engine.store import database

__all__ = ["keep_statements"]

_kept: dict[Any, Any] = {}


class _OfAKind:
    """What was compiled for databases of one kind, as SQLAlchemy asks for it."""

    def __init__(self, kind: str) -> None:
        self._kind = kind

    def get(self, key: tuple[Any, ...]) -> Any:
        """Return what was compiled under a key, whose first part is the dialect."""
        return _kept.get((self._kind, *key[1:]))

    def __setitem__(self, key: tuple[Any, ...], compiled: object) -> None:
        _kept[self._kind, *key[1:]] = compiled


def _create_engine(*given: Any, **options: Any) -> Engine:
    made = create_engine(*given, **options)
    made.update_execution_options(compiled_cache=_OfAKind(made.dialect.name))
    return made


@pytest.fixture(scope="session", autouse=True)
def keep_statements() -> None:
    """Let every engine that is opened know the statements of those before it."""
    database.create_engine = _create_engine

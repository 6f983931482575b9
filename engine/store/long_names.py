"""Names of messages and signals of any length, though an index on PostgreSQL takes only so much of one."""

import hashlib
from collections.abc import Callable

from sqlalchemy import Dialect

from engine.store.types import CleanString, clean_text

__all__ = ["EventName", "kept_name"]

_LONGEST = 500
_HASHED = "sha256:"


def kept_name(name: str) -> str:
    """Return what a name is kept and found by: itself, or its beginning and its hash where it is longer than 500."""
    if len(name) <= _LONGEST:
        return name
    hashed = _HASHED + hashlib.sha256(name.encode("utf-8", "replace")).hexdigest()
    return name[: _LONGEST - len(hashed) - 1] + " " + hashed


class EventName(CleanString):
    """The name of a message or signal, which is looked up by the whole of it, however long it is."""

    cache_ok = True

    def __init__(self) -> None:
        super().__init__(_LONGEST)

    def bind_processor(self, dialect: Dialect) -> Callable[[str | None], str | None]:
        """Return what makes of a name what is kept."""
        del dialect
        return _kept


def _kept(name: str | None) -> str | None:
    return None if name is None else kept_name(clean_text(name))

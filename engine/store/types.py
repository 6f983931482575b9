"""Column types that mean the same on SQLite and PostgreSQL: UTC times, texts both accept, exact JSON."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import DateTime, Dialect, String, Text
from sqlalchemy.types import TypeDecorator

from engine.store.json_text import read_json, write_json
from engine.tokens.values import decode, encode
from engine.values import Json

__all__ = ["CleanString", "CleanText", "JsonText", "UtcTime", "are_clean", "clean", "clean_text"]


class UtcTime(TypeDecorator[datetime]):
    """An aware time; always UTC when read."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the time in UTC."""
        del dialect
        return _in_utc_if_any(value)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the time as aware UTC."""
        del dialect
        return _in_utc_if_any(value)

    def bind_processor(self, dialect: Dialect) -> Callable[[datetime | None], Any] | None:
        """Return what turns a time into the database's: SQLite has no times, so a text in UTC, as SQLAlchemy has it."""
        return _sqlite_text if dialect.name == "sqlite" else _in_utc_if_any

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], datetime | None] | None:
        """Return what turns the database's time into an aware one."""
        del coltype
        return _time_of_sqlite if dialect.name == "sqlite" else _in_utc_if_any


def _in_utc_if_any(value: datetime | None) -> datetime | None:
    return value if value is None or value.tzinfo is UTC else _in_utc(value)


def _in_utc(value: datetime) -> datetime:
    if value.tzinfo is None:
        message = f"a time without a zone came to the database: {value}"
        raise ValueError(message)
    return value.astimezone(UTC)


@lru_cache(maxsize=128)  # all that happens in one step happens at one moment
def _sqlite_text(value: datetime | None) -> str | None:
    if value is None:
        return None
    in_utc = value if value.tzinfo is UTC else _in_utc(value)
    return in_utc.isoformat(" ", "microseconds")[:-6]  # without "+00:00"


def _time_of_sqlite(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text).replace(tzinfo=UTC)


class CleanText(TypeDecorator[str]):
    """A text from outside; what PostgreSQL cannot hold (NUL, lone surrogates) becomes U+FFFD."""

    impl = Text
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Callable[[str | None], str | None]:
        """Return what takes out of a text what no database holds."""
        del dialect
        return clean


def clean_text(text: str) -> str:
    """Return a text as the database gives it back."""
    if type(text) is str and text.isascii() and "\0" not in text:
        return text  # as most are
    return text.replace("\0", "\N{REPLACEMENT CHARACTER}").encode("utf-8", "replace").decode("utf-8")


def clean(text: str | None) -> str | None:
    """Return a text as the database gives it back, or None."""
    # The first line of `clean_text` once more: a step of a case brings a hundred texts.
    if text is None or (type(text) is str and text.isascii() and "\0" not in text):
        return text
    return clean_text(text)


def are_clean(texts: Iterable[str | None]) -> bool:
    """Return whether it is sure, at one look, that the database gives back texts as they are."""
    try:
        joined = "".join(texts)  # type: ignore[arg-type]  # where one is None, it is not sure
    except TypeError:
        return False
    return joined.isascii() and "\0" not in joined


class CleanString(CleanText):
    """A text of limited length, cleaned likewise."""

    impl = String  # type: ignore[assignment]  # a String is what a Text is, of limited length
    cache_ok = True


class JsonText(TypeDecorator[Any]):
    """JSON as text, in the form of saved states; what is not ASCII is escaped, so that it survives both databases."""

    impl = Text
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Callable[[Json], str]:
        """Return what makes a text of a value."""
        del dialect
        return _written

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[str | None], Json]:
        """Return what reads the value that a text holds."""
        del dialect, coltype
        return _read


def _written(value: Json) -> str:
    return write_json(encode(value))


def _read(text: str | None) -> Json:
    return None if text is None else decode(read_json(text))  # type: ignore[return-value]  # what was written is read

"""Column types that mean the same on SQLite and PostgreSQL: UTC times, texts both accept, exact JSON."""

import json
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, Dialect, String, Text
from sqlalchemy.types import TypeDecorator

from engine.tokens.values import decode, encode
from engine.values import Json

__all__ = ["CleanString", "CleanText", "JsonText", "UtcTime"]


class UtcTime(TypeDecorator[datetime]):
    """An aware time; always UTC when read."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the time as the database keeps it: SQLite has no zones, so UTC without one there."""
        if value is None:
            return None
        if value.tzinfo is None:
            message = f"a time without a zone came to the database: {value}"
            raise ValueError(message)
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the time as aware UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


class CleanText(TypeDecorator[str]):
    """A text from outside; what PostgreSQL cannot hold (NUL, lone surrogates) becomes U+FFFD."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Return the text without what no database holds."""
        del dialect
        if value is None:
            return None
        return value.replace("\0", "\N{REPLACEMENT CHARACTER}").encode("utf-8", "replace").decode("utf-8")


class CleanString(CleanText):
    """A text of limited length, cleaned likewise."""

    impl = String  # type: ignore[assignment]  # a String is what a Text is, of limited length
    cache_ok = True


class JsonText(TypeDecorator[Any]):
    """JSON as text, in the form of saved states; ASCII, so that every character survives both databases."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Json, dialect: Dialect) -> str | None:
        """Return the value as text."""
        del dialect
        return json.dumps(encode(value), separators=(",", ":"), allow_nan=False)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Json:
        """Return the value the text holds."""
        del dialect
        return None if value is None else decode(json.loads(value))  # type: ignore[return-value]  # what was written is read

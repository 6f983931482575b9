"""Flask-Babel's functions with types: what is said in the reader's language, and how numbers and dates are written."""

from datetime import datetime
from decimal import Decimal
from typing import Any

import flask_babel

__all__ = ["format_date", "format_datetime", "format_decimal", "gettext", "lazy_gettext"]


def gettext(message: str, **values: object) -> str:
    """Return a sentence in the reader's language, its blanks filled."""
    return str(flask_babel.gettext(message, **values))


def lazy_gettext(message: str) -> Any:  # noqa: ANN401  # becomes the sentence when it is shown
    """Return a sentence that is put into the reader's language when it is shown."""
    return flask_babel.lazy_gettext(message)


def format_date(moment: datetime, pattern: str, *, rebase: bool) -> str:
    """Return a date; `rebase` brings it to the office's time zone first."""
    return str(flask_babel.format_date(moment, pattern, rebase=rebase))


def format_datetime(moment: datetime, pattern: str) -> str:
    """Return a date and time of the office's time zone."""
    return str(flask_babel.format_datetime(moment, pattern))


def format_decimal(number: Decimal | float) -> str:
    """Return a number with the language's marks."""
    return str(flask_babel.format_decimal(number))

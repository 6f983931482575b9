"""Mongolian and English: which one to answer in, and how dates, numbers and sentences of other rooms are written."""

from datetime import UTC, date, datetime
from decimal import Decimal

from flask import Flask, request
from flask_babel import Babel

from bpmn.language import Text
from webui.context import LANGUAGES, current_language
from webui.settings import Settings
from webui.words import format_date, format_datetime, format_decimal

__all__ = ["add_languages", "say", "show_date", "show_moment", "show_number"]

_MOMENTS = {"mn": "y.MM.dd HH:mm", "en": "d MMM y, HH:mm"}
_DATES = {"mn": "y.MM.dd", "en": "d MMM y"}


def add_languages(app: Flask, settings: Settings) -> None:
    """Have the application answer in the reader's language, with its clocks in the office's time zone."""
    Babel(
        app,
        default_locale="en",
        default_translation_directories="translations",
        locale_selector=current_language,
        timezone_selector=lambda: str(settings.timezone),
    )
    app.jinja_env.filters.update(say=say, date=show_date, moment=show_moment, number=show_number)

    @app.context_processor
    def _languages() -> dict[str, object]:
        return {"language": current_language(), "languages": LANGUAGES, "here": request.full_path.rstrip("?")}


def say(text: object) -> str:
    """Return a sentence of any room in the reader's language."""
    if isinstance(text, Text):
        return text.into(current_language())
    return str(text)


def show_moment(moment: datetime | None) -> str:
    """Return a date and time of the office's clocks, "" for None."""
    return format_datetime(moment, _MOMENTS[current_language()]) if moment else ""


def show_date(day: date | datetime | None) -> str:
    """Return a date, that of the office's calendar where a moment is given; "" for None."""
    if day is None:
        return ""
    moment = day if isinstance(day, datetime) else datetime(day.year, day.month, day.day, tzinfo=UTC)
    return format_date(moment, _DATES[current_language()], rebase=isinstance(day, datetime))


def show_number(number: Decimal | float) -> str:
    """Return a number with the language's marks."""
    return format_decimal(number)

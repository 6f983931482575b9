"""How the command line speaks: one JSON document on stdout, or lines that fit a terminal."""

import json
import os
from collections.abc import Iterable, Sequence
from contextvars import ContextVar
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import click

from bpmn.errors import BpmnFileError
from bpmn.language import LANGUAGES, Text

__all__ = ["forget_wanted", "language", "print_json", "print_table", "sentence_of", "speak"]


_wanted: ContextVar[str | None] = ContextVar("wanted", default=None)


def speak(context: click.Context, parameter: click.Parameter, wanted: str | None) -> str | None:
    """Let everything be said in the language that an option asks for, errors too; None: as `ORTOO_LANGUAGE` says."""
    del context, parameter
    _wanted.set(wanted)
    return wanted


def forget_wanted() -> None:
    """Let nothing be asked for by an option, as when a command begins."""
    _wanted.set(None)


def language() -> str:
    """Return the language of the command line: an option's, else `ORTOO_LANGUAGE` ("mn" or "en"), else English."""
    chosen = _wanted.get()
    if chosen is not None:
        return chosen
    wanted = os.environ.get("ORTOO_LANGUAGE", "en")[:2]
    return wanted if wanted in LANGUAGES else "en"


def print_json(document: object) -> None:
    """Write one JSON document, keys in their order, to stdout."""
    click.echo(json.dumps(document, ensure_ascii=False, indent=2, default=_to_json))


def print_table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write a table in plain columns; numbers are set to the right."""
    cells = [[_cell(value) for value in row] for row in rows]
    widths = [max(len(heading), *(len(row[i]) for row in cells), 0) for i, heading in enumerate(headings)]
    is_number = [all(_looks_numeric(row[i]) for row in cells) and bool(cells) for i in range(len(headings))]
    for row in [list(headings), ["-" * width for width in widths], *cells]:
        line = (
            value.rjust(width) if right else value.ljust(width)
            for value, width, right in zip(row, widths, is_number, strict=True)
        )
        click.echo("  ".join(line).rstrip())


def sentence_of(error: BaseException) -> str | None:
    """Return the sentence an error of one of the rooms has for a person; None for any other error."""
    if isinstance(error, BpmnFileError):
        return error.into(language())
    into, text = getattr(error, "into", None), getattr(error, "text", None)
    if isinstance(text, Text) and language() == "en":
        return str(error)  # with what it is for operators to know
    if callable(into):  # with the place, such as the path in a scenario
        return str(into(language()))
    if isinstance(text, Text):
        return text.into(language())
    if isinstance(error, OSError) and error.filename is not None:
        return f"{error.filename}: {error.strerror}"
    return None


def _cell(value: object) -> str:
    if value is None:
        return "-"
    if isinstance(value, Text):
        return value.into(language())
    if isinstance(value, float):
        return f"{value:,.3g}" if abs(value) < 10 else f"{value:,.1f}"
    return str(value)


def _looks_numeric(cell: str) -> bool:
    return cell == "-" or cell.replace(",", "").replace(".", "").replace("%", "").lstrip("-").isdigit()


def _to_json(value: Any) -> Any:  # noqa: ANN401 - the border to JSON
    if isinstance(value, Text):
        return value.into(language())
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    if hasattr(value, "tolist"):
        return value.tolist()
    return str(value)

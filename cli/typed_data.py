"""Data for expressions and decisions: JSON, or a context of FEEL, which has dates where JSON has texts."""

from typing import Any

import click

from cli.files import exact_json_object, read_bytes

__all__ = ["typed_object"]


def typed_object(context: click.Context, parameter: click.Parameter, value: str | None) -> dict[str, Any]:
    """Read an option's value as a JSON object or, if it is none, as a context of FEEL; `@file` reads it from a file.

    A callback for click. Numbers keep every digit. What is JSON is never read as FEEL.
    """
    try:
        return exact_json_object(context, parameter, value)
    except click.BadParameter as not_json:
        found = _context(value or "")
        if found is None:
            raise not_json from None
        return found


def _context(value: str) -> dict[str, Any] | None:
    """Return the entries of a context of FEEL all of whose parts have values, or None."""
    from bpmn.expressions import ExpressionError, Language, compile_expression

    try:
        text = read_bytes(value[1:]).decode() if value.startswith("@") else value
        found = compile_expression(text, Language.FEEL).evaluate({})
    except (ExpressionError, OSError, UnicodeDecodeError):
        return None
    return found.value if isinstance(found.value, dict) and not found.reasons else None

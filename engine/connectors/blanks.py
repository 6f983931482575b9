"""Texts with blanks: `{name}` is filled with the input of that name."""

import re
from collections.abc import Callable, Mapping

from engine.ports import JobRequest
from engine.values import Json

__all__ = ["DEFAULT_LANGUAGE", "fill", "names_in", "setting"]

DEFAULT_LANGUAGE = "mn"
_BLANK = re.compile(r"\{(\w+)\}")


def fill(text: str, inputs: Mapping[str, Json], written: Callable[[str], str] = str) -> str:
    """Return a text with its blanks filled; a blank that has no input stays as it is.

    Args:
        text: The text.
        inputs: The values by name.
        written: How a value is written where it stands.
    """

    def value(blank: re.Match[str]) -> str:
        found = inputs.get(blank[1])
        return blank[0] if found is None else written(str(found))

    return _BLANK.sub(value, text)


def names_in(text: str) -> tuple[str, ...]:
    """Return the names of a text's blanks."""
    return tuple(_BLANK.findall(text))


def setting(request: JobRequest, name: str) -> str:
    """Return what a task says of `name`: its input, else its header in the case's language, else its plain header.

    The language is the input `language`, Mongolian where there is none: `text.en` is the header for English.
    """
    language = str(request.inputs.get("language") or DEFAULT_LANGUAGE)
    found = request.inputs.get(name) or request.headers.get(f"{name}.{language}") or request.headers.get(name)
    return str(found or "").strip()

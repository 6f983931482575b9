"""Texts with blanks: `{name}` is filled with the input of that name."""

import re
from collections.abc import Callable, Mapping

from engine.ports import JobRequest, TaskFailure
from engine.values import Json

__all__ = ["DEFAULT_LANGUAGE", "fill", "header", "names_in", "setting", "without_blanks"]

DEFAULT_LANGUAGE = "mn"
_LONGEST = 1_000_000
_BLANK = re.compile(r"\{(\w+)\}")
_NOTHING_IN_IT = re.compile(r"\(\s*\)|\[\s*\]|«\s*»|“\s*”|\"\s*\"")


def fill(text: str, inputs: Mapping[str, Json], written: Callable[[str], str] = str) -> str:
    """Return a text with its blanks filled; a blank that has no input stays as it is.

    Args:
        text: The text.
        inputs: The values by name.
        written: How a value is written where it stands.

    Raises:
        TaskFailure: If what is filled in has more than a million characters in all; not to be retried.
    """
    left = _LONGEST

    def value(blank: re.Match[str]) -> str:
        nonlocal left
        found = inputs.get(blank[1])
        filled = blank[0] if found is None else written(str(found))
        left -= len(filled)
        if left < 0:  # a long value in many blanks would be as much memory as a model likes
            raise TaskFailure(f"What the blanks are filled with has more than {_LONGEST} characters.", retry=False)
        return filled

    return _BLANK.sub(value, text)


def names_in(text: str) -> tuple[str, ...]:
    """Return the names of a text's blanks."""
    return tuple(_BLANK.findall(text))


def without_blanks(text: str) -> str:
    """Return a text without its blanks, and without the marks around them that then join nothing.

    >>> without_blanks("Certificate of registration – {name} ({number})")
    'Certificate of registration'
    """
    return _NOTHING_IN_IT.sub(" ", _BLANK.sub("", text)).strip(" \t\n,;:–—-№#\"'«»“”")


def setting(request: JobRequest, name: str) -> str:
    """Return what a task says of `name`: its input, else its header in the case's language, else its plain header.

    The language is the input `language`, Mongolian where there is none: `text.en` is the header for English.
    """
    return str(request.inputs.get(name) or header(request, name)).strip()


def header(request: JobRequest, name: str) -> str:
    """Return what the model says of `name`, whatever the inputs say: in the case's language, else in none."""
    language = str(request.inputs.get("language") or DEFAULT_LANGUAGE)
    return str(request.headers.get(f"{name}.{language}") or request.headers.get(name) or "").strip()

"""A JSON document read field by field, each complaint with its path."""

import math
from collections.abc import Callable, Iterable, Iterator
from difflib import get_close_matches
from typing import Any, TypeVar

from analysis.errors import ScenarioError
from analysis.scenario.durations import duration_s, why_no_duration
from analysis.scenario.values import Label
from bpmn.language import Text

__all__ = ["Place", "nearest"]

T = TypeVar("T")


def nearest(word: str, known: Iterable[str]) -> str:
    """Return which of the known words is most like a misspelt one, "" where none is.

    >>> nearest("activites", ["activities", "flows"])
    'activities'
    """
    return next(iter(get_close_matches(word, sorted(known), n=1)), "")


def _unknown_key(key: str, asked: Iterable[str]) -> Text:
    known, near = ", ".join(sorted(asked)), nearest(key, asked)
    if near:
        return Text('Nobody knows this key. Did you mean "{near}"? Known are: {known}.', near=near, known=known)
    return Text("Nobody knows this key. Known are: {known}.", known=known)


class Place:
    """A value somewhere in a JSON document, with the way that leads to it.

    Attributes:
        value: The JSON value, None where there is none.
        path: Its path, keys and indices joined by dots.
        source_name: The file's name.
    """

    __slots__ = ("_asked", "path", "source_name", "value")

    def __init__(self, value: object, *, path: str = "", source_name: str = "") -> None:
        self.value = value
        self.path = path
        self.source_name = source_name
        self._asked: set[str] = set()

    def error(self, text: Text) -> ScenarioError:
        """Return an error that names this place."""
        return ScenarioError(text, source_name=self.source_name, path=self.path)

    def at(self, key: str) -> "Place":
        """Return the value of a key of this object (None in it where there is no such key)."""
        self._asked.add(key)
        return self._inner(self._object().get(key), key)

    def has(self, key: str) -> bool:
        """Return whether this object has the key, be it with null."""
        return key in self._object()

    def items(self) -> Iterator[tuple[str, "Place"]]:
        """Yield the keys and values of this object; nothing where it is missing."""
        for key, value in self._object().items():
            yield key, self._inner(value, key)

    def entries(self) -> list["Place"]:
        """Return the entries of this list; none where it is missing."""
        if self.value is None:
            return []
        if not isinstance(self.value, list):
            raise self.error(Text("This must be a list."))
        return [self._inner(value, str(index)) for index, value in enumerate(self.value)]

    def refuse_others(self) -> None:
        """Raise for the first key that nobody has asked for: most often it is misspelt."""
        for key in self._object():
            if key not in self._asked:
                known, here = ", ".join(sorted(self._asked)), self._inner(None, key)
                near = nearest(key, self._asked)
                if near:
                    text = Text(
                        'Nobody knows this key. Did you mean "{near}"? Known are: {known}.', near=near, known=known
                    )
                    raise here.error(text)
                raise here.error(Text("Nobody knows this key. Known are: {known}.", known=known))

    def optional(self, read: Callable[["Place"], T]) -> T | None:
        """Return `read(self)`, or None where there is no value."""
        return None if self.value is None else read(self)

    def text(self, default: str = "") -> str:
        """Return a string."""
        if self.value is None:
            return default
        if not isinstance(self.value, str):
            raise self.error(Text("This must be a text."))
        return self.value

    def label(self) -> Label:
        """Return a text, given as a string or as one string a language."""
        if self.value is None:
            return Label()
        if isinstance(self.value, str):
            return Label((("", self.value),))
        return Label(tuple((language, place.text()) for language, place in self.items()))

    def number(self, default: float = 0.0, *, least: float | None = None, most: float | None = None) -> float:
        """Return a finite number within bounds."""
        if self.value is None:
            return default
        if isinstance(self.value, bool) or not isinstance(self.value, int | float) or not math.isfinite(self.value):
            raise self.error(Text("This must be a number."))
        return self._within(float(self.value), least, most)

    def whole(self, *, least: int = 0) -> int:
        """Return a whole number."""
        number = self.number(least=least)
        if number != int(number):
            raise self.error(Text("This must be a whole number."))
        return int(number)

    def yes_or_no(self, *, default: bool) -> bool:
        """Return true or false."""
        if self.value is None:
            return default
        if not isinstance(self.value, bool):
            raise self.error(Text("This must be true or false."))
        return self.value

    def seconds(self, default: float = 0.0) -> float:
        """Return a time in seconds, given as a number of seconds or an ISO 8601 duration."""
        if isinstance(self.value, str):
            seconds = duration_s(self.value)
            if seconds is None:
                raise self.error(why_no_duration(self.value))
            return seconds
        return self.number(default, least=0)

    def _within(self, number: float, least: float | None, most: float | None) -> float:
        said = f"{number:g}"
        if least is not None and number < least:
            raise self.error(Text("{value} is too small: it must be at least {least}.", value=said, least=f"{least:g}"))
        if most is not None and number > most:
            raise self.error(Text("{value} is too large: it must be at most {most}.", value=said, most=f"{most:g}"))
        return number

    def _object(self) -> dict[str, Any]:
        if self.value is None:
            return {}
        if not isinstance(self.value, dict):
            raise self.error(Text("This must be an object with keys."))
        return self.value

    def _inner(self, value: object, key: str) -> "Place":
        path = f"{self.path}.{key}" if self.path else key
        return Place(value, path=path, source_name=self.source_name)

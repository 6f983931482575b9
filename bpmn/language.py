"""Sentences for people, kept apart from the language they are shown in.

A room makes a `Text` where something has to be said; who shows it decides the language. The English sentence is the
message id of the room's gettext catalogue, so English needs no catalogue and a missing translation is still readable.
"""

import re
from collections.abc import Mapping
from dataclasses import field
from functools import lru_cache
from pathlib import Path

from bpmn.catalogues import read_catalogue
from bpmn.frozen import dataclass

__all__ = ["LANGUAGES", "Text", "translate"]

LANGUAGES = ("mn", "en")
_ROOT = Path(__file__).resolve().parent.parent
_ROOMS = ("bpmn", "engine", "analysis", "processes", "webui")
_BLANK = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True, init=False)
class Text:
    """A sentence with named blanks, to be shown in any language.

    Attributes:
        template: The English sentence; blanks are written `{name}`.
        values: What fills the blanks: strings, numbers, `Text`s, or whatever else says itself by `into(language)`.

    >>> str(Text("Activity {name} has no role.", name="Check"))
    'Activity Check has no role.'
    """

    template: str
    values: Mapping[str, object] = field(hash=False)

    def __init__(self, template: str, /, **values: object) -> None:
        object.__setattr__(self, "template", template)
        object.__setattr__(self, "values", values)

    def __str__(self) -> str:
        return self.into("en")

    def relabelled(self, labels: Mapping[str, str]) -> "Text":
        """Return the sentence with the names in its blanks replaced by what `labels` calls them."""

        def put(value: object) -> object:
            if isinstance(value, Text):
                return value.relabelled(labels)
            return labels.get(value, value) if isinstance(value, str) else value

        return Text(self.template, **{name: put(value) for name, value in self.values.items()})

    def into(self, language: str) -> str:
        """Return the sentence in `language` ("mn" or "en")."""

        def fill(blank: re.Match[str]) -> str:
            value = self.values.get(blank[1], blank[0])
            speak = getattr(value, "into", None)
            return str(speak(language)) if speak is not None else str(value)

        return _BLANK.sub(fill, translate(self.template, language))


def translate(message: str, language: str) -> str:
    """Return the catalogues' translation of one message, or the message itself where there is none."""
    return _translations(language).get(message, message)


@lru_cache
def _translations(language: str) -> dict[str, str]:
    """Return the translations of all rooms."""
    found: dict[str, str] = {}
    for room in _ROOMS:
        found |= read_catalogue(_ROOT / room / "translations" / language / "LC_MESSAGES" / "messages.po")
    return found

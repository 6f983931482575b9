"""The attributes of a start tag as they are written: looked up, set and dropped without touching the others."""

import re

from bpmn.errors import BpmnFileError
from bpmn.language import Text

__all__ = ["dropped", "escaped", "held", "unescaped", "value_of", "with_value"]

_ATTRIBUTE = re.compile(r"""(?P<before>\s+(?P<name>[^\s=]+)\s*=\s*)(?P<value>"[^"]*"|'[^']*')""")
_LINE_BREAK = re.compile(r"\r\n|[\r\n\t]")
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}
_REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]+)|#([0-9]+)|(\w+));")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}


def escaped(text: str) -> str:
    """Return a text as it is written in an attribute or between tags.

    Raises:
        BpmnFileError: If it holds a character that XML does not allow.
    """
    if _NOT_XML.search(text):
        shown = _NOT_XML.sub("\ufffd", text)
        raise BpmnFileError(Text("“{text}” holds a character that XML does not allow.", text=shown))
    return "".join(_ESCAPES.get(character, character) for character in text)


def unescaped(raw: str) -> str:
    """Return what a text with character and entity references says.

    >>> unescaped("a &lt; b &#38; c")
    'a < b & c'
    """

    def said(found: re.Match[str]) -> str:
        if found[1] or found[2]:
            return chr(int(found[1], 16) if found[1] else int(found[2]))
        return _NAMED.get(found[3], found[0])

    return _REFERENCE.sub(said, raw)


def held(attributes: str) -> dict[str, str]:
    """Return the values of all attributes by their names as written."""
    return {found["name"]: _value(found) for found in _ATTRIBUTE.finditer(attributes)}


def value_of(attributes: str, name: str) -> str | None:
    """Return an attribute's value, or None where there is none of that name."""
    found = _find(attributes, name)
    return None if found is None else _value(found)


def with_value(attributes: str, name: str, value: str) -> str:
    """Return the attributes with this value: in its old place, behind the id, or last where there is no id."""
    written = f'"{escaped(value)}"'
    old = _find(attributes, name)
    if old is not None:
        return attributes[: old.start("value")] + written + attributes[old.end("value") :]
    identity = _find(attributes, "id")
    behind = identity.end() if identity is not None else len(attributes)
    return f"{attributes[:behind]} {name}={written}{attributes[behind:]}"


def dropped(attributes: str, name: str) -> str:
    """Return the attributes without one of them and the blanks before it."""
    old = _find(attributes, name)
    return attributes if old is None else attributes[: old.start()] + attributes[old.end() :]


def _value(found: re.Match[str]) -> str:
    # A line break in an attribute means a blank, unless it is written as a character reference (XML 1.0 §3.3.3).
    return unescaped(_LINE_BREAK.sub(" ", found["value"][1:-1]))


def _find(attributes: str, name: str) -> re.Match[str] | None:
    return next((found for found in _ATTRIBUTE.finditer(attributes) if found["name"] == name), None)

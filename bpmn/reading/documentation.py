"""Documentation as plain text, whatever format it is written in. BPMN 2.0.2 §8.3.2."""

import html
import re

from lxml import etree

from bpmn.reading.names import attribute, children, text_in

__all__ = ["documentation_of"]

_BREAK = re.compile(r"<(?:br|/p|/div|/li|/tr|/h[1-6])\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_BLANKS = re.compile(r"[ \t\xa0]+")
_LINES = re.compile(r"\s*\n\s*")


def documentation_of(element: etree._Element) -> str:
    """Return an element's documentation; several pieces are paragraphs of one."""
    found = (_plain(inner) for inner in children(element, "documentation"))
    return "\n\n".join(text for text in found if text)


def _plain(element: etree._Element) -> str:
    text = text_in(element).strip()
    return _without_tags(text) if "html" in attribute(element, "textFormat").lower() else text


def _without_tags(text: str) -> str:
    """Return what a reader of HTML would read: paragraphs and items on lines of their own."""
    bare = html.unescape(_TAG.sub("", _BREAK.sub("\n", text)))
    return _LINES.sub("\n", _BLANKS.sub(" ", bare)).strip()

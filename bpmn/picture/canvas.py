"""Writes SVG: elements with presentation attributes only, all text escaped.

No `style` attribute, script, font or reference to another place is ever written: a strict Content-Security-Policy
forbids them, and the picture must stand alone in a report.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from xml.sax.saxutils import escape, quoteattr

__all__ = ["Canvas", "Value", "number"]

Value = str | float | None
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def number(value: float) -> str:
    """Return a length with at most two decimals.

    >>> number(12.5), number(3.0), number(-0.001)
    ('12.5', '3', '0')
    """
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


class Canvas:
    """Gathers SVG elements in drawing order."""

    def __init__(self) -> None:
        self._parts: list[str] = []

    def __str__(self) -> str:
        return "".join(self._parts)

    def element(self, tag: str, text: str | None = None, /, **attributes: Value) -> None:
        """Write one element; underscores in attribute names become hyphens, None leaves an attribute out."""
        if text is None:
            self._parts.append(f"<{tag}{_attributes(attributes)}/>")
        else:
            self._parts.append(f"<{tag}{_attributes(attributes)}>{escape(_NOT_XML.sub('', text))}</{tag}>")

    @contextmanager
    def inside(self, tag: str, /, **attributes: Value) -> Iterator[None]:
        """Write an element around what is written meanwhile."""
        self._parts.append(f"<{tag}{_attributes(attributes)}>")
        yield
        self._parts.append(f"</{tag}>")

    def polygon(self, points: Sequence[tuple[float, float]], **attributes: Value) -> None:
        """Write a closed shape of straight lines."""
        self.element("polygon", points=" ".join(f"{number(x)},{number(y)}" for x, y in points), **attributes)


def _attributes(attributes: dict[str, Value]) -> str:
    return "".join(
        f" {name.rstrip('_').replace('_', '-')}={quoteattr(_NOT_XML.sub('', _text(value)))}"
        for name, value in attributes.items()
        if value is not None
    )


def _text(value: str | float) -> str:
    return value if isinstance(value, str) else number(value)

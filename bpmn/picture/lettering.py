"""How wide letters are, and where lines of a label break, without a font at hand."""

import re
import unicodedata
from functools import lru_cache

from bpmn.picture.advances import ADVANCES

__all__ = ["FONT_FAMILY", "LINE_HEIGHT", "text_width", "wrap"]

FONT_FAMILY = "Noto Sans, DejaVu Sans, Arial, sans-serif"
LINE_HEIGHT = 1.2
_AFTER_A_HYPHEN = re.compile("(?<=-)")

# Where neither a letter nor its base is in the table: half-wide ones, and ideographs.
_WIDE, _USUAL = 1.0, 0.6
# More than five times the longest text of 1,449 real files; a text of megabytes would take minutes and fit nowhere.
_LONGEST = 10_000


@lru_cache(maxsize=4096)
def _width_em(letter: str) -> float:
    base = letter if letter in ADVANCES else unicodedata.normalize("NFD", letter)[0]
    known = ADVANCES.get(base)
    if known is not None:
        return known
    if unicodedata.combining(letter) or unicodedata.category(letter) == "Cf":
        return 0.0
    return _WIDE if unicodedata.east_asian_width(letter) in "WF" else _USUAL


def text_width(text: str, size: float) -> float:
    """Return how wide a line is in Noto Sans at a font size, both in diagram points.

    >>> text_width("Шийдвэр", 12) > text_width("Decided", 12)
    True
    """
    return sum(map(_width_em, text)) * size


def wrap(text: str, width: float, size: float, *, most_lines: int | None = None) -> tuple[str, ...]:
    """Break a label into lines no wider than `width`; a wider word is broken, after a hyphen where it has one.

    Of a label of more than 10,000 characters only these are shown.

    Args:
        text: The label; runs of blanks count as one.
        width: Width there is, in diagram points.
        size: Font size, in diagram points.
        most_lines: Lines there is room for; what is left over is cut with an ellipsis.
    """
    if len(text) > _LONGEST:
        text = text[:_LONGEST] + "…"
    lines: list[str] = []
    line = ""
    for word in (piece for long in text.split() for piece in _pieces(long, width, size)):
        longer = f"{line} {word}" if line else word
        if line and text_width(longer, size) > width:
            lines.append(line)
            line = word
        else:
            line = longer
    if line:
        lines.append(line)
    if most_lines is not None and len(lines) > most_lines:
        lines = [*lines[: most_lines - 1], lines[most_lines - 1].rstrip(".,;:") + "…"]
    return tuple(lines)


def _pieces(word: str, width: float, size: float) -> list[str]:
    """Return the word in pieces that are no wider than there is room: broken after hyphens, else anywhere."""
    if text_width(word, size) <= width:
        return [word]
    pieces = [""]
    for part in _AFTER_A_HYPHEN.split(word):
        if pieces[-1] and text_width(pieces[-1] + part, size) > width:
            pieces.append("")
        for letter in part:
            if pieces[-1] and text_width(pieces[-1] + letter, size) > width:
                pieces.append("")
            pieces[-1] += letter
    return pieces

"""How wide letters are, and where lines of a label break, without a font at hand."""

import unicodedata
from functools import lru_cache

__all__ = ["FONT_FAMILY", "LINE_HEIGHT", "text_width", "wrap"]

FONT_FAMILY = "Noto Sans, DejaVu Sans, Arial, sans-serif"
LINE_HEIGHT = 1.2

# Advance widths of Noto Sans Regular in em, rounded to a twentieth; read from the font's hmtx table, Latin and
# Cyrillic. DejaVu Sans, the likeliest substitute, is 7 % wider on the mean: labels are measured for it.
_SUBSTITUTE = 1.07
_CLASSES = {
    0.2: "'’",
    0.25: " !,.:;Jijl\u00a0¡ІЇіїì",
    0.3: "()-`\u00ad",
    0.35: "/I[\\]ft“”",
    0.4: '"r{}',
    0.45: "?_z°гѓ",
    0.5: "FLcsvy«»ГЗзстуэѕўү–",
    0.55: "$*+0123456789<=>ESTYZ^aekx|~ÈÉÊàáâãäåèéêëЁЕТаекхяёҮ₮",
    0.6: "KPRVXbdghnopquñòóôõöùúûüБКРУХбвдлопрчьө",
    0.65: "#ABCÀÁÂÃÄÅÇßАВСЬЭЯийнц",
    0.7: "ДЛЧЪфъ",
    0.75: "&DGHNUÑÙÚÛÜИЙНПЦжм",
    0.8: "OQwÒÓÔÕÖОФыӨ…",
    0.85: "%Жюљ",
    0.9: "@MМшщ",
    0.95: "Wm",
    1.0: "—№",
    1.05: "ШЩЮ",
}
_WIDTHS = {letter: width for width, letters in _CLASSES.items() for letter in letters}
_WIDE, _USUAL = 1.0, 0.65


@lru_cache(maxsize=4096)
def _width_em(letter: str) -> float:
    known = _WIDTHS.get(letter)
    if known is not None:
        return known
    if unicodedata.combining(letter):
        return 0.0
    return _WIDE if unicodedata.east_asian_width(letter) in "WF" else _USUAL


def text_width(text: str, size: float) -> float:
    """Return how wide a line is at a font size, both in diagram points.

    >>> text_width("Шийдвэр", 12) > text_width("Decided", 12)
    True
    """
    return sum(map(_width_em, text)) * size * _SUBSTITUTE


def wrap(text: str, width: float, size: float, *, most_lines: int | None = None) -> tuple[str, ...]:
    """Break a label into lines no wider than `width`; a word that is wider itself is broken in the middle.

    Args:
        text: The label; runs of blanks count as one.
        width: Width there is, in diagram points.
        size: Font size, in diagram points.
        most_lines: Lines there is room for; what is left over is cut with an ellipsis.
    """
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
    pieces = [""]
    for letter in word:
        if pieces[-1] and text_width(pieces[-1] + letter, size) > width:
            pieces.append("")
        pieces[-1] += letter
    return pieces

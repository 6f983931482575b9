"""Character classes of XML Schema that RE2 does not have: one taken from another, and blocks of Unicode.

`[a-z-[aeiou]]` is worked out here, to the ranges of characters that are left (XML Schema 1.1 part 2, appendix G.4.2).
"""

import re
import sys

__all__ = ["BLOCKS", "has_subtraction", "read_subtraction"]

_SUBTRACTION = re.compile(r"\[\^?(?:[^\[\]\\]|\\.)*-\[", re.DOTALL)
_SINGLE = {"n": "\n", "r": "\r", "t": "\t"}
_WHITE = [(9, 10), (13, 13), (32, 32)]
_Ranges = list[tuple[int, int]]

# The blocks that patterns of forms and registers name; ends included (Unicode, Blocks.txt).
BLOCKS = {
    "IsBasicLatin": (0x0000, 0x007F),
    "IsLatin-1Supplement": (0x0080, 0x00FF),
    "IsLatinExtended-A": (0x0100, 0x017F),
    "IsLatinExtended-B": (0x0180, 0x024F),
    "IsGreek": (0x0370, 0x03FF),
    "IsGreekandCoptic": (0x0370, 0x03FF),
    "IsCyrillic": (0x0400, 0x04FF),
    "IsArmenian": (0x0530, 0x058F),
    "IsHebrew": (0x0590, 0x05FF),
    "IsArabic": (0x0600, 0x06FF),
    "IsDevanagari": (0x0900, 0x097F),
    "IsTibetan": (0x0F00, 0x0FFF),
    "IsGeorgian": (0x10A0, 0x10FF),
    "IsMongolian": (0x1800, 0x18AF),
    "IsGeneralPunctuation": (0x2000, 0x206F),
    "IsCurrencySymbols": (0x20A0, 0x20CF),
    "IsHiragana": (0x3040, 0x309F),
    "IsKatakana": (0x30A0, 0x30FF),
    "IsCJKUnifiedIdeographs": (0x4E00, 0x9FFF),
    "IsHangulSyllables": (0xAC00, 0xD7A3),
}


def has_subtraction(pattern: str, start: int) -> bool:
    """Return whether the class that begins here takes another class from itself."""
    return _SUBTRACTION.match(pattern, start) is not None


def read_subtraction(pattern: str, start: int) -> tuple[str, int]:
    r"""Return the class for RE2, and where the one that begins here ends.

    Raises:
        ValueError: If it is no class, or has parts such as `\\w` that are not worked out.
    """
    ranges, end = _read(pattern, start)
    if not ranges:
        # Nothing is left: no character is outside of all characters.
        return r"[^\x{0}-\x{10FFFF}]", end
    return "[" + "".join(f"\\x{{{first:X}}}-\\x{{{last:X}}}" for first, last in ranges) + "]", end


def _read(pattern: str, start: int) -> tuple[_Ranges, int]:
    position = start + 1
    is_negated = pattern.startswith("^", position)
    position += is_negated
    ranges: _Ranges = []
    taken: _Ranges = []
    while not pattern.startswith("]", position):
        if pattern.startswith("-[", position):
            taken, position = _read(pattern, position + 1)
            break
        found, position = _read_range(pattern, position)
        ranges += found
    if not pattern.startswith("]", position):
        raise ValueError
    kept = _minus([(0, sys.maxunicode)], ranges) if is_negated else ranges
    return _minus(kept, taken), position + 1


def _read_range(pattern: str, position: int) -> tuple[_Ranges, int]:
    if pattern.startswith("\\s", position):
        return _WHITE, position + 2
    first, position = _character(pattern, position)
    if not pattern.startswith("-", position) or pattern[position + 1 : position + 2] in {"[", "]"}:
        return [(first, first)], position
    last, position = _character(pattern, position + 1)
    if last < first:
        raise ValueError
    return [(first, last)], position


def _character(pattern: str, position: int) -> tuple[int, int]:
    character = pattern[position : position + 1]
    if character == "\\":
        escaped = pattern[position + 1 : position + 2]
        if not escaped or (escaped.isalnum() and escaped not in _SINGLE):
            raise ValueError
        return ord(_SINGLE.get(escaped, escaped)), position + 2
    if not character or character == "[":
        raise ValueError
    return ord(character), position + 1


def _minus(ranges: _Ranges, taken: _Ranges) -> _Ranges:
    for first, last in taken:
        left = [(start, min(end, first - 1)) for start, end in ranges if start < first]
        right = [(max(start, last + 1), end) for start, end in ranges if end > last]
        ranges = left + right
    return sorted(ranges)

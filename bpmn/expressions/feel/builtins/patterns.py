"""Regular expressions of XPath (which FEEL uses), run by RE2: linear in the text, so that no pattern can run away.

Source: XPath and XQuery Functions and Operators 3.1 §5.6; XML Schema 1.1 part 2, appendix G.
"""

import re
from functools import lru_cache
from typing import cast

import re2

from bpmn.expressions.feel.builtins.char_classes import BLOCKS, has_subtraction, read_subtraction
from bpmn.expressions.feel.builtins.registry import NoValueError
from bpmn.language import Text

__all__ = ["compile_pattern"]

# RE2 keeps up to so much for a pattern as long as the pattern is kept.
_MEMORY_BYTES, _PATTERNS_KEPT = 2 << 20, 32
_PATTERN_CHARACTERS = 1000
# What XPath means by an escape, for RE2: (outside of a class, inside of one).
_ESCAPES = {
    "d": (r"\p{Nd}", r"\p{Nd}"),
    "D": (r"\P{Nd}", r"\P{Nd}"),
    "w": (r"[\p{L}\p{M}\p{N}\p{S}]", r"\p{L}\p{M}\p{N}\p{S}"),
    "W": (r"[\p{P}\p{Z}\p{C}]", r"\p{P}\p{Z}\p{C}"),
    "s": (r"[ \t\n\r]", r" \t\n\r"),
    "S": (r"[^ \t\n\r]", r"\S"),
    "i": (r"[\p{L}_:]", r"\p{L}_:"),
    "I": (r"[^\p{L}_:]", ""),
    "c": (r"[\p{L}\p{M}\p{Nd}_:.\-]", r"\p{L}\p{M}\p{Nd}_:.\-"),
    "C": (r"[^\p{L}\p{M}\p{Nd}_:.\-]", ""),
}
_PLAIN = frozenset("nrt\\|.?*+(){}-[]^$")
_BLOCK = re.compile(r"([pP])\{(Is[A-Za-z0-9\-]+)\}")
_CATEGORY = re.compile(r"[pP]\{[A-Za-z]{1,2}\}")


@lru_cache(maxsize=_PATTERNS_KEPT)
def compile_pattern(pattern: str, flags: str) -> "re.Pattern[str]":
    r"""Return the compiled form of an XPath pattern.

    Args:
        pattern: The pattern; back references are refused, since no linear engine has them.
        flags: Any of s, m, i, x and q.

    Raises:
        NoValueError: If it is not such a pattern.
    """
    if len(pattern) > _PATTERN_CHARACTERS:
        raise NoValueError(Text("The pattern is longer than {limit} characters.", limit=_PATTERN_CHARACTERS))
    if not set(flags) <= set("smixq"):
        raise NoValueError(Text("The flags {flags} are not some of s, m, i, x and q.", flags=flags))
    try:
        return _compile(pattern, flags)
    except NoValueError:
        raise
    except (ValueError, re2.error) as error:
        raise NoValueError(Text("{pattern} is not a pattern of XPath.", pattern=pattern)) from error


def _compile(pattern: str, flags: str) -> "re.Pattern[str]":
    translated = re2.escape(pattern) if "q" in flags else _Translator(pattern, ignores_space="x" in flags).translate()
    options = re2.Options()
    options.log_errors = False
    options.max_mem = _MEMORY_BYTES
    letters = "".join(flag for flag in "smi" if flag in flags)
    prefix = f"(?{letters})" if letters else ""
    return cast("re.Pattern[str]", re2.compile(prefix + translated, options))


class _Translator:
    """Walks over a pattern and writes it as RE2 reads it."""

    def __init__(self, pattern: str, *, ignores_space: bool) -> None:
        self._pattern = pattern
        self._ignores_space = ignores_space
        self._position = 0
        self._depth_of_class = 0

    def translate(self) -> str:
        parts: list[str] = []
        while self._position < len(self._pattern):
            parts.append(self._next())
        return "".join(parts)

    def _next(self) -> str:
        character = self._pattern[self._position]
        self._position += 1
        if character == "\\":
            return self._escape()
        if self._depth_of_class:
            return self._in_class(character)
        if character == "[" and has_subtraction(self._pattern, self._position - 1):
            written, self._position = read_subtraction(self._pattern, self._position - 1)
            return written
        if character == "[":
            self._depth_of_class = 1
            return self._open_class()
        if character == "(" and self._pattern.startswith("?", self._position):
            # `(?:` is the only group of this kind that XPath has.
            if not self._pattern.startswith("?:", self._position):
                raise ValueError
            return character
        return "" if self._ignores_space and character in " \t\r\n" else character

    def _open_class(self) -> str:
        if self._pattern.startswith("^", self._position):
            self._position += 1
            return "[^"
        return "["

    def _in_class(self, character: str) -> str:
        if character == "]":
            self._depth_of_class = 0
            return character
        if character == "[":
            raise ValueError
        return character

    def _escape(self) -> str:
        rest = self._pattern[self._position :]
        if not rest:
            raise ValueError
        category = _CATEGORY.match(rest)
        if category:
            self._position += category.end()
            return "\\" + category[0]
        block = _BLOCK.match(rest)
        if block:
            return self._block(block)
        self._position += 1
        if rest[0] in "123456789" and not self._depth_of_class:
            raise NoValueError(
                Text(
                    "The pattern refers back to what it has found ({reference}), which may take for ever. "
                    "Compare the parts of the text in the expression instead.",
                    reference=f"\\{rest[0]}",
                )
            )
        if rest[0] in _ESCAPES:
            written = _ESCAPES[rest[0]][bool(self._depth_of_class)]
            if not written:
                raise ValueError
            return written
        if rest[0] not in _PLAIN:
            raise ValueError
        return "\\" + rest[0]

    def _block(self, block: re.Match[str]) -> str:
        self._position += block.end()
        ends = BLOCKS.get(block[2])
        is_negated = block[1] == "P"
        if ends is None or (is_negated and self._depth_of_class):
            raise ValueError
        written = f"\\x{{{ends[0]:X}}}-\\x{{{ends[1]:X}}}"
        return written if self._depth_of_class else f"[{'^' if is_negated else ''}{written}]"

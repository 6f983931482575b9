"""The text of a FEEL expression, read piece by piece: symbols, words, literals, and names with blanks in them.

Where a name ends depends on which names are known (DMN 1.5 §10.3.1.6): the longest known name wins. Where none is
known, words that follow each other make one name, since no rule of the grammar puts two names side by side.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import NoReturn

from bpmn.expressions.errors import ExpressionSyntaxError
from bpmn.expressions.numbers import literal
from bpmn.language import Text

__all__ = ["KEYWORDS", "NameTable", "Scanner", "normal_name"]

KEYWORDS = frozenset(
    {
        "and",
        "between",
        "else",
        "every",
        "external",
        "false",
        "for",
        "function",
        "if",
        "in",
        "instance",
        "null",
        "of",
        "or",
        "return",
        "satisfies",
        "some",
        "then",
        "true",
    }
)
# Three characters that were blanks in an older Unicode are white space in FEEL still (grammar rule 61).
_BLANK = r"[\s\u180e\u200b\ufeff]"
_SPACE = re.compile(rf"(?:{_BLANK}|//[^\n]*(?:\n|\Z)|/\*.*?\*/)*", re.DOTALL)
_HIGH = "\U00010000-\U000effff"
_WORD = re.compile(rf"[^\W\d{_HIGH}]\w*|[{_HIGH}][\w{_HIGH}]*|[^\W\d][\w{_HIGH}]*")
_NUMBER = re.compile(r"(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,4})?")
_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"', re.DOTALL)
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|U[0-9a-fA-F]{6}|.)", re.DOTALL)
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", '"': '"', "\\": "\\", "'": "'", "/": "/"}
_RUN_OF_NAME = re.compile(rf"[\w\s'+*/.\-{_HIGH}]+")
_IN = re.compile(r"(?<=\s)in(?!\w)")
_LONGER = {"<": "=", ">": "=", "*": "*", ".": ".", "-": ">"}


def normal_name(name: str) -> str:
    """Return a name with its blanks made single, as names are compared.

    >>> normal_name(" Applicant   age")
    'Applicant age'
    """
    return " ".join(name.split())


@dataclass(frozen=True, slots=True, kw_only=True)
class _KnownName:
    name: str
    pattern: re.Pattern[str]


class NameTable:
    """The names that one word does not make: with blanks or with signs in them, by their first character."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._by_first: dict[str, list[_KnownName]] = {}
        for name in names:
            self.add(name)

    def add(self, name: str) -> None:
        """Make a name known."""
        words = name.split()
        if not words or (len(words) == 1 and _WORD.fullmatch(words[0])):
            return
        known = self._by_first.setdefault(words[0][0], [])
        normal = " ".join(words)
        if all(other.name != normal for other in known):
            pattern = re.compile(f"{_BLANK}+".join(map(re.escape, words)) + r"(?!\w)")
            known.append(_KnownName(name=normal, pattern=pattern))

    def longest_at(self, text: str, position: int) -> tuple[str, int]:
        """Return the longest known name at a place and where it ends, or an empty name."""
        best, best_end = "", position
        for known in self._by_first.get(text[position : position + 1], ()):
            found = known.pattern.match(text, position)
            if found and found.end() > best_end:
                best, best_end = known.name, found.end()
        return best, best_end


class Scanner:
    """A place in a text that moves forward.

    Attributes:
        text: The source.
        position: The 0-based character that is read next.
        own: The names that the text itself makes known.
    """

    def __init__(self, text: str, *tables: NameTable) -> None:
        self.text = text
        self.position = 0
        self.own = NameTable()
        self._tables = (*tables, self.own)

    def know(self, name: str) -> None:
        """Make a name known from here on."""
        self.own.add(name)

    def skip_space(self) -> int:
        """Move over blanks and comments, and return the place."""
        found = _SPACE.match(self.text, self.position)
        if found:
            self.position = found.end()
        return self.position

    def is_at_end(self) -> bool:
        """Return whether nothing is left."""
        return self.skip_space() >= len(self.text)

    def sees(self, symbol: str) -> bool:
        """Return whether a symbol or a keyword is next."""
        start = self.skip_space()
        if not self.text.startswith(symbol, start):
            return False
        after = self.text[start + len(symbol) : start + len(symbol) + 1]
        if symbol[0].isalpha():
            return not (after.isalnum() or after == "_")
        return len(symbol) > 1 or not after or _LONGER.get(symbol) != after

    def take(self, symbol: str) -> bool:
        """Move over a symbol or keyword if it is next; return whether it was."""
        if not self.sees(symbol):
            return False
        self.position += len(symbol)
        return True

    def require(self, symbol: str) -> None:
        """Move over a symbol or keyword.

        Raises:
            ExpressionSyntaxError: If it is not next.
        """
        if not self.take(symbol):
            self.fail("Here {symbol} is missing.", symbol=symbol)

    def fail(self, template: str, *, position: int | None = None, **values: object) -> NoReturn:
        """Say what is wrong at this place.

        Raises:
            ExpressionSyntaxError: Always.
        """
        place = min(self.skip_space() if position is None else position, len(self.text))
        raise ExpressionSyntaxError(Text(template, **values), source=self.text, language="feel", position=place)

    def next_character(self) -> str:
        """Return the character after blanks, or an empty text at the end."""
        start = self.skip_space()
        return self.text[start : start + 1]

    def take_number(self) -> Decimal | None:
        """Read a number if one is next, rounded to 34 digits.

        Raises:
            ExpressionSyntaxError: If it is larger than the largest number of Decimal128.
        """
        found = _NUMBER.match(self.text, self.skip_space())
        if found is None:
            return None
        number = literal(found[0])
        if number is None:
            self.fail("The number is too large.")
        self.position = found.end()
        return number

    def take_string(self) -> str | None:
        """Read a string literal if one is next.

        Raises:
            ExpressionSyntaxError: If it has no end.
        """
        if self.next_character() != '"':
            return None
        found = _STRING.match(self.text, self.position)
        if found is None:
            self.fail("The text that begins here has no closing quotation mark.")
        self.position = found.end()
        return _unescape(found[1])

    def peek_word(self) -> str:
        """Return the word that is next, without moving."""
        found = _WORD.match(self.text, self.skip_space())
        return found[0] if found else ""

    def take_name(self) -> str:
        """Read a name: the longest known one, or all the words that follow each other.

        Raises:
            ExpressionSyntaxError: If no name is next.
        """
        start = self.skip_space()
        best, end = "", start
        for table in self._tables:
            name, name_end = table.longest_at(self.text, start)
            if name_end > end:
                best, end = name, name_end
        words, words_end = self._words_at(start)
        if not best and not words:
            self.fail("A name is missing here." if start < len(self.text) else "The expression ends too early.")
        if words_end <= end:
            self.position = end
            return best
        if best and len(words) > 1:
            self.position = end
            return best
        self.position = words_end
        return " ".join(words)

    def _words_at(self, start: int) -> tuple[list[str], int]:
        words: list[str] = []
        end = start
        found = _WORD.match(self.text, start)
        while found and (not words or found[0] not in KEYWORDS):
            words.append(found[0])
            end = found.end()
            space = _SPACE.match(self.text, end)
            found = _WORD.match(self.text, space.end()) if space and space.end() > end else None
        return words, end

    def take_name_before(self, symbols: str) -> str | None:
        """Read a name that is new here, if one of these characters comes right after it."""
        start = self.skip_space()
        found = _RUN_OF_NAME.match(self.text, start)
        if found is None or found.end() >= len(self.text) or self.text[found.end()] not in symbols:
            return None
        name = normal_name(found[0])
        if not _WORD.match(name):
            return None
        self.position = found.end()
        return name

    def take_iterator_name(self) -> str:
        """Read the name before `in`.

        Raises:
            ExpressionSyntaxError: If there is none.
        """
        start = self.skip_space()
        run = _RUN_OF_NAME.match(self.text, start)
        found = _IN.search(self.text, start, run.end()) if run else None
        if found is None or not _WORD.match(self.text, start):
            self.fail("Here a name and then {symbol} is missing.", symbol="in")
        self.position = found.start()
        return normal_name(self.text[start : found.start()])


def _unescape(raw: str) -> str:
    if "\\" not in raw:
        return raw

    def character(escape: re.Match[str]) -> str:
        code = escape[1]
        if code[0] in "uU" and len(code) > 1:
            number = int(code[1:], 16)
            return chr(number) if number <= 0x10FFFF else "\ufffd"
        return _ESCAPED.get(code, "\\" + code)

    text = _ESCAPE.sub(character, raw)
    # Two halves of a surrogate pair may be written as two escapes; a half alone is no character.
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")

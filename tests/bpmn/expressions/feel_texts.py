"""Random FEEL over all of its grammar, from a source of chance that can be repeated."""

from collections.abc import Callable
from random import Random

__all__ = ["FeelTexts"]

_NAMES = ("a", "b", "applicant age", "items", "x1", "нас", "rate_2", "due-date", "a+b")
_KNOWN = ("due-date", "a+b")
_STRINGS = (
    '""',
    '"a"',
    '"Бат"',
    '"a\\"b"',
    '"\\u00e9\\n"',
    '"\\\\"',
    '"\\U01F40E"',
    '"\\uD83D\\uDC0E"',
    '"a b"',
    '"2"',
)
_NUMBERS = ("0", "1", "2", "3", "10", "0.5", ".25", "1e3", "1.5E-7", "9999999999999999999999999999999999", "100", "007")
_TEMPORAL = (
    '@"2026-11-26"', '@"09:30:00"', '@"09:30:00@Asia/Ulaanbaatar"', '@"2026-11-26T09:30:00Z"', '@"P1Y2M"',
    '@"-PT3H0.5S"', '@"nonsense"', 'date("2024-02-29")', 'time("10:00:00+08:00")', 'duration("P2D")',
    '@"-999999999-01-01"', 'date and time("2024-02-29T00:00:00@Europe/Paris")',
)  # fmt: skip
_TYPES = (
    "number", "string", "boolean", "date", "time", "date and time", "days and time duration", "list<number>",
    "years and months duration", "range<date>", "context<a: number, b: list<string>>", "Any",
    "function<number> -> string", "list<context<a: number>>", "Null", "context<>", "function<> -> Any",
)  # fmt: skip
_CALLS = (
    ("string length", 1), ("substring", 2), ("contains", 2), ("count", 1), ("sum", 1), ("sum", 3), ("min", 2),
    ("not", 1), ("number", 1), ("string", 1), ("floor", 1), ("decimal", 2), ("list contains", 2), ("append", 2),
    ("sort", 1), ("reverse", 1), ("distinct values", 1), ("flatten", 1), ("get value", 2), ("context put", 3),
    ("modulo", 2), ("now", 0), ("today", 0), ("date", 3), ("before", 2), ("day of week", 1), ("is", 2), ("split", 2),
    ("string join", 2), ("insert before", 3), ("index of", 2), ("union", 2), ("all", 1), ("any", 1), ("replace", 3),
    ("round up", 2), ("median", 1), ("stddev", 1), ("mode", 1), ("sublist", 3), ("matches", 2), ("abs", 1),
    ("range", 1),
)  # fmt: skip
_NAMED_CALLS = ("substring(string: {0}, start position: {1})", "is(value1: {0}, value2: {1})", "date(from: {0})")
_OPERATORS = ("+", "-", "*", "/", "**", "=", "!=", "<", "<=", ">", ">=", "and", "or")


class FeelTexts:
    """Writes random expressions.

    Args:
        chance: Decides everything.
        depth: How deep forms are within each other at most.
    """

    names = _KNOWN
    """What has to be known beside, for the texts to be read."""

    def __init__(self, chance: Random, depth: int = 4) -> None:
        self._chance = chance
        self._depth = depth

    def expression(self) -> str:
        """Return any expression."""
        return self._any(self._depth)

    def unary_tests(self) -> str:
        """Return the cell of a decision table."""
        tests = ", ".join(self._test(self._depth - 1) for _ in range(self._chance.randint(1, 3)))
        return self._chance.choice((tests, tests, f"not({tests})", "-"))

    def _any(self, depth: int) -> str:
        if depth <= 0:
            return self._leaf()
        return self._chance.choice(_FORMS)(self, depth - 1)

    def _leaf(self) -> str:
        kind = self._chance.randint(0, 9)
        if kind < 3:
            return self._chance.choice(_NUMBERS)
        if kind < 6:
            return self._chance.choice(_NAMES)
        if kind < 8:
            return self._chance.choice(_STRINGS)
        return self._chance.choice((*_TEMPORAL, "true", "false", "null", "[]", "{}"))

    def _inner(self, depth: int) -> str:
        """Return an expression that can stand before a postfix."""
        return f"({self._any(depth)})" if self._chance.random() < 0.7 else self._leaf()

    def _binary(self, depth: int) -> str:
        return f"{self._side(depth)} {self._chance.choice(_OPERATORS)} {self._side(depth)}"

    def _side(self, depth: int) -> str:
        text = self._any(depth)
        return f"({text})" if self._chance.random() < 0.5 else text

    def _negative(self, depth: int) -> str:
        return "-" * self._chance.randint(1, 3) + self._inner(depth)

    def _bracketed(self, depth: int) -> str:
        return f"( {self._any(depth)} /* why */ )"

    def _between(self, depth: int) -> str:
        return f"{self._inner(depth)} between {self._inner(depth)} and {self._inner(depth)}"

    def _in(self, depth: int) -> str:
        if self._chance.random() < 0.4:
            return f"{self._inner(depth)} in {self._test(depth)}"
        tests = ", ".join(self._test(depth) for _ in range(self._chance.randint(1, 3)))
        return f"({self._inner(depth)} in ({tests}))"

    def _test(self, depth: int) -> str:
        kind = self._chance.randint(0, 4)
        if kind == 0:
            return f"{self._chance.choice(('<', '<=', '>', '>=', '=', '!='))} {self._inner(depth)}"
        if kind == 1:
            return self._range(depth)
        if kind == 2:
            return f"? {self._chance.choice(_OPERATORS)} {self._inner(depth)}"
        return self._inner(depth)

    def _range(self, depth: int) -> str:
        start, end = self._chance.choice("[(]"), self._chance.choice("])[")
        text = f"{start}{self._inner(depth)}..{self._inner(depth)}{end}"
        # `[]1..2]]` begins as an empty list does, and `]1..x[ - 1` ends as a filter begins.
        return f"({text})" if start == "]" or end == "[" else text

    def _half_range(self, depth: int) -> str:
        return f"({self._chance.choice(('<', '<=', '>', '>='))} {self._inner(depth)})"

    def _list(self, depth: int) -> str:
        return "[" + ", ".join(self._any(depth) for _ in range(self._chance.randint(0, 4))) + "]"

    def _context(self, depth: int) -> str:
        keys = self._chance.sample(("a", "b", "long name", '"a b"', '"due-date"', '"\\"q"', "some key"), 3)
        return "{" + ", ".join(f"{key}: {self._any(depth)}" for key in keys[: self._chance.randint(1, 3)]) + "}"

    def _if(self, depth: int) -> str:
        return f"if {self._any(depth)} then {self._any(depth)} else {self._any(depth)}"

    def _iterators(self, depth: int) -> str:
        parts = [
            f"{name} in "
            + (f"{self._inner(depth)}..{self._inner(depth)}" if self._chance.random() < 0.4 else self._inner(depth))
            for name in self._chance.sample(("i", "j", "one item"), self._chance.randint(1, 2))
        ]
        return ", ".join(parts)

    def _for(self, depth: int) -> str:
        body = self._chance.choice(("i", "j", "one item", "partial", self._any(depth)))
        return f"for {self._iterators(depth)} return {body}"

    def _quantified(self, depth: int) -> str:
        word = self._chance.choice(("some", "every"))
        return f"{word} {self._iterators(depth)} satisfies {self._any(depth)}"

    def _function(self, depth: int) -> str:
        parameters = self._chance.choice(("", "n", "n, m", "n: number", "n: list<number>, m: string", "long name"))
        return f"function({parameters}) {self._any(depth)}"

    def _called_function(self, depth: int) -> str:
        return f"({self._function(depth)})({self._any(depth)})"

    def _call(self, depth: int) -> str:
        if self._chance.random() < 0.15:
            return self._chance.choice(_NAMED_CALLS).format(self._any(depth), self._any(depth))
        name, count = self._chance.choice(_CALLS)
        return f"{name}({', '.join(self._any(depth) for _ in range(count))})"

    def _path(self, depth: int) -> str:
        name = self._chance.choice(("a", "b", "year", "time offset", "start included", "due-date", "long name"))
        return f"{self._inner(depth)}.{name}"

    def _filter(self, depth: int) -> str:
        test = self._chance.choice(("1", "-1", "item > 1", "a = 1", "true", self._any(depth)))
        return f"{self._inner(depth)}[{test}]"

    def _instance_of(self, depth: int) -> str:
        return f"{self._inner(depth)} instance of {self._chance.choice(_TYPES)}"


_FORMS: tuple[Callable[[FeelTexts, int], str], ...] = (
    FeelTexts._binary,
    FeelTexts._binary,
    FeelTexts._binary,
    FeelTexts._binary,
    FeelTexts._negative,
    FeelTexts._bracketed,
    FeelTexts._between,
    FeelTexts._in,
    FeelTexts._range,
    FeelTexts._half_range,
    FeelTexts._list,
    FeelTexts._context,
    FeelTexts._if,
    FeelTexts._for,
    FeelTexts._quantified,
    FeelTexts._function,
    FeelTexts._called_function,
    FeelTexts._call,
    FeelTexts._call,
    FeelTexts._path,
    FeelTexts._filter,
    FeelTexts._instance_of,
)

"""Random FEEL whose parts are mostly of the kinds that they should be, so that most of it has a value."""

from collections.abc import Callable, Mapping
from random import Random

__all__ = ["DATA", "TypedTexts"]

DATA: Mapping[str, object] = {
    "n": 5,
    "m": -2.5,
    "s": "abc",
    "t": "",
    "flag": True,
    "nothing": None,
    "xs": [1, 2, 3],
    "ys": ["b", "a"],
    "none": [],
    "c": {"a": 1, "b": "x"},
    "rows": [{"a": 1, "b": "p"}, {"a": 2, "b": "q"}, {"a": 3, "b": "p"}],
}


class TypedTexts:
    """Writes random expressions on `DATA`.

    Args:
        chance: Decides everything.
        depth: How deep forms are within each other at most.
    """

    def __init__(self, chance: Random, depth: int = 3) -> None:
        self._chance = chance
        self._depth = depth

    def expression(self) -> str:
        """Return an expression of any kind."""
        kinds = (self._number, self._number, self._boolean, self._boolean, self._text, self._list, self._context)
        return self._chance.choice(kinds)(self._depth)

    def unary_tests(self) -> str:
        """Return the cell of a decision table for a number."""
        tests = ", ".join(self._test(1) for _ in range(self._chance.randint(1, 3)))
        return self._chance.choice((tests, f"not({tests})", "-"))

    def _pick(self, leaves: tuple[str, ...], forms: tuple[str, ...], depth: int) -> str:
        """Return a leaf, or a form in which N, B, S, L, C, T and A stand for parts of those kinds."""
        if self._chance.random() < 0.03:
            return self._chance.choice(("null", "nothing", "unknown name"))
        if depth <= 0 or self._chance.random() < 0.1:
            return self._chance.choice(leaves)
        return "".join(self._part(piece, depth - 1) for piece in self._chance.choice(forms).split("`"))

    def _part(self, piece: str, depth: int) -> str:
        write = _PARTS.get(piece)
        return piece if write is None else write(self, depth)

    def _number(self, depth: int) -> str:
        return self._pick(_NUMBERS, _NUMBER_FORMS, depth)

    def _boolean(self, depth: int) -> str:
        return self._pick(("true", "false", "flag"), _BOOLEAN_FORMS, depth)

    def _text(self, depth: int) -> str:
        return self._pick(('""', '"a"', '"foobar"', '"a b"', "s", "t"), _TEXT_FORMS, depth)

    def _list(self, depth: int) -> str:
        return self._pick(("xs", "[]", "[1]", "[3, 1, 2]", "none", "[1, null, 2]"), _LIST_FORMS, depth)

    def _context(self, depth: int) -> str:
        return self._pick(("c", "{}", "{a: 1}", "{a: 2, b: {a: 3}}"), _CONTEXT_FORMS, depth)

    def _any(self, depth: int) -> str:
        kinds = (self._number, self._boolean, self._text, self._list, self._context)
        return self._chance.choice(kinds)(depth)

    def _test(self, depth: int) -> str:
        return self._pick(("1", "5", "n", "null"), _TESTS, depth)


_NUMBERS = ("0", "1", "2", "3", "10", "0.5", "1.25", "n", "m", "-1")
_NUMBER_FORMS = (
    "(`N` + `N`)",
    "(`N` - `N`)",
    "`N` * `N`",
    "(`N` / `N`)",
    "(`N` ** 2)",
    "-(`N`)",
    "(if `B` then `N` else `N`)",
    "count(`L`)",
    "sum(`L`)",
    "min(`L`)",
    "max(`L`)",
    "mean(`L`)",
    "product(`L`)",
    "median(`L`)",
    "sum(`N`, `N`)",
    "floor(`N`)",
    "ceiling(`N`)",
    "abs(`N`)",
    "decimal(`N`, 1)",
    "round up(`N`, 0)",
    "round down(`N`, 1)",
    "round half up(`N`, 0)",
    "round half down(`N`, 0)",
    "modulo(`N`, `N`)",
    "string length(`S`)",
    "`C`.a",
    "`L`[1]",
    "`L`[-1]",
    'number("12.5")',
    "index of(`L`, `N`)[1]",
    "(for i in `L` return i)[1]",
    "({f: function(x) x * 2, r: f(`N`)}).r",
    "(function(x, y) x - y)(`N`, `N`)",
    "min(`N`, `N`)",
    "rows[`N`].a",
    '@"2026-11-26".day',
    "sqrt(4)",
    'get value(`C`, "a")',
    "floor(`N`, 1)",
    "ceiling(n: `N`)",
)
_BOOLEAN_FORMS = (
    "(`N` < `N`)",
    "(`N` <= `N`)",
    "(`N` > `N`)",
    "(`N` = `N`)",
    "(`N` != `N`)",
    "(`S` = `S`)",
    "(`S` < `S`)",
    "(`B` and `B`)",
    "(`B` or `B`)",
    "not(`B`)",
    "(`N` in [`N`..`N`])",
    "(`N` in (1, `N`, > `N`))",
    "(`N` in (`N`..`N`])",
    "(`N` between `N` and `N`)",
    "(some i in `L` satisfies i > `N`)",
    "(every i in `L` satisfies i > `N`)",
    "contains(`S`, `S`)",
    "starts with(`S`, `S`)",
    "ends with(`S`, `S`)",
    "list contains(`L`, `N`)",
    "all(`B`, `B`)",
    "any([`B`, `B`])",
    "(`A` instance of number)",
    "(`A` instance of string)",
    "(`A` instance of list<number>)",
    "odd(`N`)",
    "even(`N`)",
    'matches(`S`, "[a-c]+")',
    "(`L` = `L`)",
    "(`C` = `C`)",
    "(`A` = null)",
    "(`B` and `A`)",
    "(`N` in < `N` and `B`)",
    "before(`N`, `N`)",
    "during(`N`, [1..`N`])",
    "is(`N`, `N`)",
    "(`A` instance of context)",
    "(every i in `L` satisfies every j in `L` satisfies i >= j)",
    "(`N` in `L`)",
    '(`S` in ("a", `S`))',
)
_TEXT_FORMS = (
    "(`S` + `S`)",
    "substring(`S`, `N`)",
    "substring(`S`, 1, `N`)",
    "upper case(`S`)",
    "lower case(`S`)",
    "string(`N`)",
    "substring before(`S`, `S`)",
    "substring after(`S`, `S`)",
    "(if `B` then `S` else `S`)",
    "string(`B`)",
    "c.b",
    "string join(ys, `S`)",
    'replace(`S`, "o+", "0")',
    'replace(`S`, "(o)(b)", "$2$1")',
    "string(`L`)",
    'split(`S`, "o")[1]',
    'day of week(@"2026-11-26")',
    'string join(split(`S`, "b"), "-")',
    "rows.b[`N`]",
)
_LIST_FORMS = (
    "[`N`, `N`]",
    "append(`L`, `N`)",
    "concatenate(`L`, `L`)",
    "union(`L`, `L`)",
    "reverse(`L`)",
    "distinct values(`L`)",
    "flatten([`L`, `L`])",
    "sublist(`L`, 1, 2)",
    "sublist(`L`, `N`)",
    "remove(`L`, 1)",
    "insert before(`L`, 1, `N`)",
    "`L`[item > `N`]",
    "(for i in `L` return i + `N`)",
    "(for i in 3..1 return i + `N`)",
    "(for i in `L`, j in `L` return i * j)",
    "sort(`L`, function(x, y) x < y)",
    "rows.a",
    "rows[a > `N`].a",
    'rows[b = "p"].a',
    "index of(`L`, `N`)",
    "sort(`L`)",
    "(if `B` then `L` else `L`)",
    "(for i in 1..3 return if i = 1 then 1 else partial[-1] * i)",
    "mode(`L`)",
    "list replace(`L`, 1, `N`)",
    "list replace(`L`, function(i, x) i > `N`, 0)",
    "[1, 2, 3, 4][item > `N`]",
    "(for i in [1..3] return i)",
    "rows[`B`].a",
    "(for i in 1..count(`L`) return i)",
)
_CONTEXT_FORMS = (
    "{a: `N`, b: `S`}",
    "{a: `N`, b: a + 1}",
    'context put(`C`, "a", `N`)',
    "context merge([`C`, `C`])",
    "rows[`N`]",
    "{a: {b: `N`}}.a",
    'context([{key: "a", value: `N`}])',
    '{"a": `N`}',
    "(if `B` then `C` else `C`)",
    "get entries({a: `N`})[1]",
    'context put(`C`, ["b", "q"], `N`)',
)
_TESTS = (
    "< `N`",
    ">= `N`",
    "[`N`..`N`]",
    "(`N`..`N`)",
    "`N`",
    "= `N`",
    "!= `N`",
    "? > `N`",
    "`L`",
    "even(?)",
    "]`N`..10[",
)
_PARTS: Mapping[str, Callable[[TypedTexts, int], str]] = {
    "N": TypedTexts._number,
    "B": TypedTexts._boolean,
    "S": TypedTexts._text,
    "L": TypedTexts._list,
    "C": TypedTexts._context,
    "A": TypedTexts._any,
}

"""FEEL's grammar (DMN 1.5 §10.3.1.2): operators by precedence, paths, filters and calls; the rest is in `forms`."""

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from operator import itemgetter

from bpmn.expressions.feel.builtins import BUILTINS
from bpmn.expressions.feel.forms import FORMS, parse_brackets, parse_context, parse_half_range
from bpmn.expressions.feel.scanner import KEYWORDS, NameTable, Scanner
from bpmn.expressions.feel.type_parser import parse_type
from bpmn.expressions.feel.types import Type
from bpmn.expressions.numbers import CONTEXT
from bpmn.expressions.run import LIMITS
from bpmn.expressions.tree import (
    Call,
    Constant,
    Filter,
    Let,
    Node,
    Operation,
    Shortcut,
    Variable,
)
from bpmn.expressions.values.text import parse_temporal

__all__ = ["INPUT", "Parser", "parse_expression", "parse_unary_tests"]

INPUT = "?"
_OPERATOR = re.compile(r"<=|>=|!=|\*\*|->|[<>=+\-*/]|(?:or|and|between|in)(?!\w)")
_LEVELS = {
    "or": 1,
    "and": 2,
    **dict.fromkeys(("<=", ">=", "!=", "<", ">", "=", "between", "in"), 3),
    "+": 4,
    "-": 4,
    "*": 5,
    "/": 5,
    "**": 6,
}
ADDITIVE = 4
_OPERATIONS = {
    "<=": "feel_le",
    ">=": "feel_ge",
    "!=": "feel_ne",
    "<": "feel_lt",
    ">": "feel_gt",
    "=": "feel_eq",
    "+": "feel_add",
    "-": "feel_subtract",
    "*": "feel_multiply",
    "/": "feel_divide",
    "**": "feel_power",
}
_AFTER_RANGE = re.compile(
    r"\s*(?:\Z|[)\]},=<>!+*/]|\.(?![0-9])|(?:and|or|in|then|else|return|satisfies|instance|between)(?!\w))"
)
_COMPARISON = re.compile(r"<=|>=|!=|<|>|=")
_GOES_ON = re.compile(r"[\[(*/+-]|\.(?!\.)")
_PROPERTY_NAMES = NameTable(["time offset", "start included", "end included"])
_BUILTIN_NAMES = NameTable(BUILTINS)
# What comes later in a form that names its items first: `some one in all satisfies …`.
_CLOSED_BY = {"for": "return", "some": "satisfies", "every": "satisfies"}
_IN = re.compile(r"\s+in(?!\w)")
_LITERALS = {"true": True, "false": False, "null": None}


class Parser:
    """One FEEL expression being read.

    Attributes:
        scanner: The place in the text.
        types: The types that the model defines, by name.
        names: The names that are known beside the built-in functions, single words too.
    """

    def __init__(self, source: str, names: Iterable[str] = (), types: Mapping[str, Type] | None = None) -> None:
        self.names = frozenset(names)
        self.types = types or {}
        self._known = NameTable(self.names)
        self.scanner = Scanner(source, _BUILTIN_NAMES, _PROPERTY_NAMES, self._known)
        self._paths = (_PROPERTY_NAMES, self._known)
        self._nesting = 0
        self._uses_input = False
        self._is_range_end = False

    def expression(self) -> Node:
        """Read an expression."""
        # Whatever reads one has its own closing bracket, so no `[` in it ends a range that it is in.
        outer, self._is_range_end = self._is_range_end, False
        node = self._binary(1)
        self._is_range_end = outer
        return node

    def value(self) -> Node:
        """Read an expression or a range that is written as a comparison, where such a range can be meant.

        It cannot where a condition stands: there, what is before the comparison has been forgotten.
        """
        return parse_half_range(self) or self.expression()

    def additive(self) -> Node:
        """Read an expression that has no comparison outside brackets: the end of a range, a bound."""
        return self._binary(ADDITIVE)

    def range_end(self) -> Node:
        """Read the end of a range, after which `[` closes the range unless a filter follows."""
        outer, self._is_range_end = self._is_range_end, True
        node = self.additive()
        self._is_range_end = outer
        return node

    def _opens_filter(self) -> bool:
        scanner = self.scanner
        if not scanner.sees("["):
            return False
        return not self._is_range_end or not _AFTER_RANGE.match(scanner.text, scanner.position + 1)

    def _binary(self, lowest: int) -> Node:
        self._nesting += 1
        if self._nesting > LIMITS.nesting:
            self.scanner.fail("The expression is nested too deep.")
        left = self._operand()
        while True:
            found = _OPERATOR.match(self.scanner.text, self.scanner.skip_space())
            level = _LEVELS.get(found[0], 0) if found else 0
            if not found or level < lowest:
                break
            self.scanner.position = found.end()
            left = self._join(left, found[0], level, found.start())
        self._nesting -= 1
        return left

    def _join(self, left: Node, symbol: str, level: int, position: int) -> Node:
        if symbol == "in":
            return self._membership(left)
        if symbol == "between":
            start = self._binary(ADDITIVE)
            self.scanner.require("and")
            operands = (left, start, self._binary(ADDITIVE))
            return Operation(name="feel_between", operands=operands, position=position)
        right = self._binary(level + 1)
        if symbol in {"or", "and"}:
            operation, decisive = f"feel_{symbol}", symbol == "or"
            before = left.operands if isinstance(left, Shortcut) and left.operation == operation else (left,)
            return Shortcut(operation=operation, decisive=decisive, operands=(*before, right))
        return Operation(name=_OPERATIONS[symbol], operands=(left, right), position=position)

    def _operand(self) -> Node:
        signs, start = 0, self.scanner.skip_space()
        while self.scanner.take("-"):
            signs += 1
        number = self.scanner.take_number() if signs else None
        if number is None:
            operand = self._primary()
        else:
            # The sign next to the digits is part of the literal, so that `-1 instance of number` is true.
            signs -= 1
            operand = Constant(value=CONTEXT.minus(number))
        operand = self._postfix(operand)
        for _ in range(signs % 2 if signs > 2 else signs):
            operand = Operation(name="feel_negate", operands=(operand,), position=start)
        return operand

    def _postfix(self, node: Node) -> Node:
        scanner = self.scanner
        while True:
            position = scanner.skip_space()
            if scanner.take("."):
                position = scanner.skip_space()
                node = Operation(name="feel_path", operands=(node,), constants=(self._path_name(),), position=position)
            elif self._opens_filter():
                scanner.require("[")
                test = self.expression()
                scanner.require("]")
                node = _filtered(node, test, position)
            elif scanner.take("("):
                node = self._call(node, _place_of(node, position))
            elif scanner.sees("instance"):
                scanner.require("instance")
                scanner.require("of")
                expected = parse_type(scanner, self.types)
                node = Operation(name="feel_instance_of", operands=(node,), constants=(expected,), position=position)
            else:
                return node

    def _path_name(self) -> str:
        scanner = self.scanner
        start = scanner.skip_space()
        inner = Scanner(scanner.text, *self._paths, scanner.own)
        inner.position = start
        name = inner.take_name()
        scanner.position = inner.position
        return name

    def _call(self, function: Node, position: int) -> Node:
        scanner = self.scanner
        arguments: list[Node] = []
        named: list[str] = []
        while not scanner.sees(")"):
            name = scanner.take_name_before(":")
            if name is not None:
                scanner.require(":")
                named.append(name)
            arguments.append(self.value())
            if not scanner.take(","):
                break
            if scanner.sees(")"):
                scanner.fail("Here an expression is missing.")
        scanner.require(")")
        if named and len(named) != len(arguments):
            scanner.fail("Give all arguments by name, or none.")
        return Call(function=function, arguments=tuple(arguments), named=tuple(named), position=position)

    def _primary(self) -> Node:
        scanner = self.scanner
        character = scanner.next_character()
        if character == '"':
            return Constant(value=scanner.take_string())
        if character in "([]" and character:
            return parse_brackets(self)
        if character == "{":
            return parse_context(self)
        if character == "@":
            return self._at_literal()
        if character == INPUT:
            scanner.position += 1
            self._uses_input = True
            return Variable(name=INPUT, position=scanner.position - 1)
        number = scanner.take_number()
        return self._named() if number is None else Constant(value=number)

    def _at_literal(self) -> Node:
        scanner = self.scanner
        scanner.position += 1
        text = scanner.take_string()
        if text is None:
            scanner.fail('After @ a text such as "2026-11-24" is missing.')
        return Constant(value=parse_temporal(text))

    def _named(self) -> Node:
        scanner = self.scanner
        start = scanner.skip_space()
        word = scanner.peek_word()
        form = FORMS.get(word)
        if form is not None and not self._is_name_with(word, start):
            scanner.require(word)
            return form(self)
        name = scanner.take_name()
        if name in _LITERALS:
            return Constant(value=_LITERALS[name])
        if name in KEYWORDS and name != "not" and name not in self.names:
            scanner.fail("The word {word} cannot stand here.", position=start, word=name)
        return Variable(name=name, position=start, otherwise=BUILTINS.get(name))

    def _is_name_with(self, keyword: str, start: int) -> bool:
        """Return whether a name begins here, not a form of the grammar, though its first word is a keyword.

        The standard has no such names (DMN 1.5 §10.3.1.4), but models do: a known one is read as a name, unless the
        form can be meant as well.
        """
        text = self.scanner.text
        if keyword == "function":
            return not re.match(r"function\s*\(", text[start : start + 40])
        name, end = max((table.longest_at(text, start) for table in (self._known, self.scanner.own)), key=itemgetter(1))
        if not name or name[len(keyword) :].strip() in self.names:
            return False
        return not (keyword in _CLOSED_BY and _IN.match(text, end) and _CLOSED_BY[keyword] in text[end:])

    # Tests of a value: `x in (…)`, and the cells of decision tables.

    def _membership(self, value: Node) -> Node:
        outer_use = self._uses_input
        # Without brackets a test ends where a comparison does: `x in [1..3] and y` is a conjunction.
        tests = self._tests_in_brackets() or self.unary_test(ADDITIVE)
        self._uses_input = outer_use
        return Let(name=INPUT, value=value, body=tests)

    def _tests_in_brackets(self) -> Node | None:
        scanner = self.scanner
        start = scanner.skip_space()
        if not scanner.take("("):
            return None
        tests = [self.unary_test()]
        while scanner.take(","):
            tests.append(self.unary_test())
        # `(1..3)` is a range and `(a + b) * c` an expression: both begin as a list of tests does.
        if not scanner.take(")") or _GOES_ON.match(scanner.text, scanner.skip_space()):
            scanner.position = start
            return None
        return _any_of(tests)

    def unary_test(self, lowest: int = 1) -> Node:
        """Read one test of the value that is called `?`.

        Args:
            lowest: How loosely the operators in it may bind, 1 for all.
        """
        scanner = self.scanner
        start = scanner.skip_space()
        subject = Variable(name=INPUT, position=start)
        found = _COMPARISON.match(scanner.text, start)
        if found:
            scanner.position = found.end()
            return Operation(name=_OPERATIONS[found[0]], operands=(subject, self.additive()), position=start)
        outer_use, self._uses_input = self._uses_input, False
        test = self._binary(lowest)
        uses_input, self._uses_input = self._uses_input, outer_use
        if uses_input:
            return Operation(name="feel_truth", operands=(test,), position=start)
        return Operation(name="feel_member", operands=(subject, test), position=start)

    def unary_tests(self) -> Node:
        """Read the whole text as the cell of a decision table."""
        scanner = self.scanner
        if scanner.text.strip() in {"", "-"}:
            return Constant(value=True)
        if scanner.take("not") and scanner.take("("):
            tests = self._list_of_tests()
            if scanner.take(")") and scanner.is_at_end():
                return Operation(name="feel_not", operands=(_any_of(tests),))
        scanner.position = 0
        node = _any_of(self._list_of_tests())
        self._require_end()
        return node

    def _list_of_tests(self) -> list[Node]:
        tests = [self.unary_test()]
        while self.scanner.take(","):
            tests.append(self.unary_test())
        return tests

    def whole_expression(self, *, may_be_range: bool = False) -> Node:
        """Read the whole text as one expression; `>= 18` is one only where it may be a range."""
        node = self.value() if may_be_range else self.expression()
        self._require_end()
        return node

    def _require_end(self) -> None:
        if not self.scanner.is_at_end():
            rest = self.scanner.text[self.scanner.position :][:20]
            self.scanner.fail("What follows here does not belong to the expression: {rest}", rest=rest)


def _filtered(items: Node, test: Node, position: int) -> Node:
    if isinstance(test, Constant) and type(test.value) is Decimal:
        return Operation(name="feel_index", operands=(items, test), position=position)
    return Filter(items=items, test=test, position=position)


def _place_of(node: Node, otherwise: int) -> int:
    """Return the place of a name or a path, or another one where a node has no place of its own."""
    place = getattr(node, "position", None)
    return otherwise if place is None else int(place)


def _any_of(tests: list[Node]) -> Node:
    if len(tests) == 1:
        return tests[0]
    return Shortcut(operation="feel_or", decisive=True, operands=tuple(tests))


def parse_expression(
    source: str, names: Iterable[str] = (), types: Mapping[str, Type] | None = None, *, may_be_range: bool = False
) -> Node:
    """Return the tree of a FEEL expression.

    Args:
        source: The text.
        names: Names that may occur in it, blanks and signs in them allowed.
        types: The types that the model defines.
        may_be_range: Whether the text may be a range written as a comparison, `>= 18`: not where a condition is due.

    Raises:
        ExpressionSyntaxError: If it is not FEEL.
    """
    return Parser(source, names, types).whole_expression(may_be_range=may_be_range)


def parse_unary_tests(source: str, names: Iterable[str] = (), types: Mapping[str, Type] | None = None) -> Node:
    """Return the tree of the tests in a cell of a decision table; the tested value is the variable `?`.

    Raises:
        ExpressionSyntaxError: If it is not FEEL.
    """
    return Parser(source, names, types).unary_tests()

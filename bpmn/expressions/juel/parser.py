"""JUEL's grammar: operators, paths, the ternary, `empty`, text around; calls only of a stated list."""

import re
from typing import NoReturn

from bpmn.expressions.errors import ExpressionRefusedError, ExpressionSyntaxError
from bpmn.expressions.juel.operators import METHODS
from bpmn.expressions.juel.tokens import Token, split_text, tokens_of
from bpmn.expressions.numbers import literal
from bpmn.expressions.run import LIMITS
from bpmn.expressions.tree import Choice, Constant, Node, Operation, Shortcut, Variable
from bpmn.language import Text

__all__ = ["parse_juel", "parse_variable_call"]

_LEVELS = (
    {"||": "juel_or"},
    {"&&": "juel_and"},
    {"==": "juel_eq", "!=": "juel_ne"},
    {"<": "juel_lt", ">": "juel_gt", "<=": "juel_le", ">=": "juel_ge"},
    {"+": "juel_add", "-": "juel_subtract"},
    {"*": "juel_multiply", "/": "juel_divide", "%": "juel_modulo"},
)
_PRECEDENCE = {sign: level for level, signs in enumerate(_LEVELS) for sign in signs}
_OPERATIONS = {sign: operation for signs in _LEVELS for sign, operation in signs.items()}
_PREFIXED = {"-": "juel_negate", "!": "juel_not", "empty": "juel_empty"}
_LITERALS = {"true": True, "false": False, "null": None}
# Objects of the engine that expressions of other engines are handed, and are not here.
_ENGINE_OBJECTS = frozenset({"execution", "task", "processEngine", "runtimeService", "taskService", "caseExecution"})
_GETTERS = frozenset({"getVariable", "getVariableLocal"})
_FUNCTIONS = {"now": "juel_now", "dateTime": "juel_now"}
# Flowable's and Activiti's functions on variables: `${var:eq(amount, 5)}`.
_VARIABLE_FUNCTIONS = {
    "get": "juel_same",
    "equals": "juel_eq",
    "eq": "juel_eq",
    "notEquals": "juel_ne",
    "ne": "juel_ne",
    "lowerThan": "juel_lt",
    "lt": "juel_lt",
    "lowerThanOrEquals": "juel_le",
    "lte": "juel_le",
    "greaterThan": "juel_gt",
    "gt": "juel_gt",
    "greaterThanOrEquals": "juel_ge",
    "gte": "juel_ge",
    "isEmpty": "juel_empty",
    "empty": "juel_empty",
}
_PREFIXES = frozenset({"variables", "vars", "var"})


def parse_juel(source: str) -> Node:
    """Return the tree of a text with `${…}` or `#{…}` in it; one without is a string.

    Raises:
        ExpressionSyntaxError: If an expression in it is none.
        ExpressionRefusedError: If it calls a bean or a method that is not on the list.
    """
    pieces = split_text(source)
    nodes = [
        Constant(value=source[start:end]) if kind == "text" else _Parser(source, start, end).whole()
        for kind, start, end in pieces
    ]
    if len(nodes) == 1:
        return nodes[0]
    return Operation(name="juel_concatenate", operands=tuple(nodes))


def parse_variable_call(source: str) -> tuple[str, Node] | None:
    """Return the variable and the value of a text that is `${execution.setVariable('x', value)}`, or None.

    Raises:
        ExpressionSyntaxError, ExpressionRefusedError: As `parse_juel`, for the value.
    """
    found = re.fullmatch(r"\s*[$#]\{\s*execution\.setVariable\(\s*(['\"])(.+?)\1\s*,(.*)\)\s*\}\s*", source, re.DOTALL)
    if found is None:
        return None
    return found[2], _Parser(source, found.start(3), found.end(3)).whole()


def _unquote(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text[1:-1], flags=re.DOTALL)


class _Parser:
    """One `${…}` being read."""

    def __init__(self, source: str, start: int, end: int) -> None:
        self._source = source
        self._tokens = tokens_of(source, start, end)
        self._index = 0
        self._nesting = 0

    def whole(self) -> Node:
        node = self._ternary()
        if self._next.kind != "end":
            self._fail("What follows here does not belong to the expression: {rest}", rest=self._next.text)
        return node

    @property
    def _next(self) -> Token:
        return self._tokens[self._index]

    def _take(self, sign: str) -> bool:
        if self._next.kind == "sign" and self._next.text == sign:
            self._index += 1
            return True
        return False

    def _require(self, sign: str) -> None:
        if not self._take(sign):
            self._fail("Here {symbol} is missing.", symbol=sign)

    def _fail(self, template: str, **values: object) -> NoReturn:
        raise ExpressionSyntaxError(
            Text(template, **values), source=self._source, language="juel", position=self._next.position
        )

    def _refuse(self, position: int, template: str, **values: object) -> NoReturn:
        raise ExpressionRefusedError(Text(template, **values), source=self._source, language="juel", position=position)

    def _ternary(self) -> Node:
        self._nesting += 1
        if self._nesting > LIMITS.nesting:
            self._fail("The expression is nested too deep.")
        test = self._binary(0)
        position = self._next.position
        if self._take("?"):
            then = self._ternary()
            self._require(":")
            otherwise = self._ternary()
            truth = Operation(name="juel_truth", operands=(test,), position=position)
            test = Choice(test=truth, then=then, otherwise=otherwise)
        self._nesting -= 1
        return test

    def _binary(self, lowest: int) -> Node:
        left = self._unary()
        while self._next.kind == "sign" and _PRECEDENCE.get(self._next.text, -1) >= lowest:
            sign, position = self._next.text, self._next.position
            self._index += 1
            right = self._binary(_PRECEDENCE[sign] + 1)
            if sign in {"&&", "||"}:
                operands = tuple(
                    Operation(name="juel_truth", operands=(side,), position=position) for side in (left, right)
                )
                left = Shortcut(operation=_OPERATIONS[sign], decisive=sign == "||", operands=operands)
            else:
                left = Operation(name=_OPERATIONS[sign], operands=(left, right), position=position)
        return left

    def _unary(self) -> Node:
        signs: list[Token] = []
        while self._next.text in _PREFIXED and self._next.kind in {"sign", "name"}:
            signs.append(self._next)
            self._index += 1
        node = self._postfix(self._primary())
        for sign in reversed(signs):
            node = Operation(name=_PREFIXED[sign.text], operands=(node,), position=sign.position)
        return node

    def _postfix(self, node: Node) -> Node:
        while True:
            position = self._next.position
            if self._take("."):
                node = self._member(node)
            elif self._take("["):
                node = Operation(name="juel_path", operands=(node, self._ternary()), position=position)
                self._require("]")
            else:
                return node

    def _member(self, owner: Node) -> Node:
        token = self._next
        if token.kind != "name":
            self._fail("A name is missing here.")
        self._index += 1
        if not self._take("("):
            operands = (owner, Constant(value=token.text))
            return Operation(name="juel_path", operands=operands, position=token.position)
        arguments = self._arguments()
        if isinstance(owner, Variable) and owner.name == "execution":
            return self._execution_call(token, arguments)
        if token.text not in METHODS or (isinstance(owner, Variable) and owner.name in _ENGINE_OBJECTS):
            called = f"{owner.name}.{token.text}" if isinstance(owner, Variable) else token.text
            self._refuse(
                token.position,
                "The call {name}() is not run here. Put it in a service task and use its result, "
                "or use one of these methods of values: {methods}.",
                name=called,
                methods=", ".join(sorted(METHODS)),
            )
        return Operation(
            name="juel_method", operands=(owner, *arguments), constants=(token.text,), position=token.position
        )

    def _execution_call(self, token: Token, arguments: list[Node]) -> Node:
        first = arguments[0] if arguments else None
        name = first.value if isinstance(first, Constant) else None
        if isinstance(name, str) and len(arguments) == 1:
            variable = Variable(name=name, position=token.position, on_missing="juel_absent")
            if token.text in _GETTERS:
                return variable
            if token.text == "hasVariable":
                return Operation(name="juel_ne", operands=(variable, Constant(value=None)), position=token.position)
        return self._refuse(
            token.position,
            "The call {name}() is not run here. Only getVariable and hasVariable with a name in quotes are; "
            "the name of a variable alone means its value.",
            name=f"execution.{token.text}",
        )

    def _arguments(self) -> list[Node]:
        arguments: list[Node] = []
        while not self._take(")"):
            arguments.append(self._ternary())
            if not self._take(","):
                self._require(")")
                break
        return arguments

    def _primary(self) -> Node:
        token = self._next
        self._index += token.kind != "end"
        if token.kind == "number":
            return self._number(token)
        if token.kind == "string":
            return Constant(value=_unquote(token.text))
        if token.kind == "name":
            return self._named(token)
        if token.text == "(" and token.kind == "sign":
            node = self._ternary()
            self._require(")")
            return node
        self._index -= token.kind != "end"
        if token.kind == "end":
            self._fail("The expression ends too early.")
        return self._fail("The character {character} cannot stand here.", character=token.text)

    def _number(self, token: Token) -> Node:
        number = literal(token.text)
        if number is None:
            self._index -= 1
            self._fail("The number is too large.")
        return Constant(value=number)

    def _named(self, token: Token) -> Node:
        if token.text in _LITERALS:
            return Constant(value=_LITERALS[token.text])
        if token.text in _PREFIXES and self._next.text == ":":
            return self._variable_function()
        if not self._take("("):
            return Variable(name=token.text, position=token.position, on_missing="juel_missing")
        arguments = self._arguments()
        if token.text in _FUNCTIONS and not arguments:
            return Operation(name=_FUNCTIONS[token.text], operands=())
        return self._refuse(
            token.position,
            "There is no function {name} here; there are: {functions}.",
            name=token.text,
            functions=", ".join(sorted(_FUNCTIONS)),
        )

    def _variable_function(self) -> Node:
        self._require(":")
        token = self._next
        operation = _VARIABLE_FUNCTIONS.get(token.text) or _OPERATIONS.get(token.text)
        if operation is None:
            self._refuse(
                token.position,
                "There is no function {name} here; there are: {functions}.",
                name=token.text,
                functions=", ".join(sorted(_VARIABLE_FUNCTIONS)),
            )
        self._index += 1
        self._require("(")
        arguments = self._arguments()
        if len(arguments) != (1 if operation in {"juel_same", "juel_empty"} else 2):
            self._fail("The function {name} has a different number of arguments.", name=token.text)
        first = arguments[0]
        if isinstance(first, Constant) and isinstance(first.value, str):
            first = Variable(name=first.value, position=token.position, on_missing="juel_absent")
        elif isinstance(first, Variable):
            first = Variable(name=first.name, position=first.position, on_missing="juel_absent")
        return Operation(name=operation, operands=(first, *arguments[1:]), position=token.position)

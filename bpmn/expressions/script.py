"""Statements for script tasks: assignments, conditions, bounded loops, in the same closed languages.

Python: assignments to names and to parts of data, `if`, `for … in`, `pass`, `execution.setVariable("x", value)`, and
`raise BpmnError("code", "message")` for an error that the model's events may catch.
FEEL: a context, `{total: price * amount, vat: total * 0.1}`, whose entries become the variables.
JUEL: `${execution.setVariable("x", value)}`.
"""

import ast
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from bpmn.expressions.compile import parse, parsed
from bpmn.expressions.emit import Code, emit
from bpmn.expressions.errors import BudgetExceededError, ExpressionError, ExpressionRefusedError, ScriptThrewError
from bpmn.expressions.interchange import JsonValue, to_json, values_from_json
from bpmn.expressions.juel.parser import parse_variable_call
from bpmn.expressions.language import Language
from bpmn.expressions.place import place_of_error
from bpmn.expressions.python.operators import error, index_of, is_true, items_of
from bpmn.expressions.python.parser import PythonReader, parse_module
from bpmn.expressions.run import LIMITS, Run
from bpmn.expressions.tree import Context, Node
from bpmn.expressions.values import Value, kind_of
from bpmn.expressions.values.text import text_of
from bpmn.language import Text

__all__ = ["CompiledScript", "compile_script"]

_HAVE_PARTS = frozenset({list, dict})
_Scope = dict[str, Value]
_Statement = Callable[[Run, _Scope], None]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CompiledScript:
    """A script that is ready to be run, any number of times, from any thread.

    Attributes:
        source: Its text.
        language: Its language.
        assigns: The variables that it may change, in the order of their names.
        uses: The variables that it may look at or change.
        changes_parts: Whether it may change a part of a value in place.
        statements: What it does, in order.
    """

    source: str
    language: Language
    assigns: tuple[str, ...]
    uses: frozenset[str]
    changes_parts: bool
    statements: tuple[_Statement, ...]

    def run(self, data: Mapping[str, object], *, now: datetime | None = None) -> dict[str, JsonValue]:
        """Return the variables that the script sets, as JSON; the data themselves are never changed.

        Args:
            data: JSON values by variable name.
            now: The time that `now()` tells; the clock's where it is not given.

        Raises:
            ExpressionEvaluationError: If a value is missing or does not fit.
            BudgetExceededError: If it takes too long or too much.
        """
        run = Run(data, now)
        try:
            scope = values_from_json(data, self.uses)
            before = values_from_json(data, self.assigns) if self.changes_parts else scope.copy()
            for statement in self.statements:
                statement(run, scope)
            changed: dict[str, JsonValue] = {}
            for name in self.assigns:
                if name in scope and (name not in before or before[name] != scope[name]):
                    changed[name] = to_json(scope[name])
        except ExpressionError as problem:
            problem.source, problem.language = self.source, self.language
            if problem.position is None:
                problem.position = place_of_error(problem)
            raise
        except (RecursionError, MemoryError):
            raise BudgetExceededError(
                Text("Functions call each other more than {limit} deep: is there an end?", limit=LIMITS.calls),
                source=self.source,
                language=self.language,
            ) from None
        return changed


@lru_cache(maxsize=1024)
def compile_script(source: str, language: Language) -> CompiledScript:
    """Return a script, compiled once and kept.

    Raises:
        ExpressionSyntaxError: If it is not a script of that language.
        ExpressionRefusedError: If it asks for what no script may do; the sentence says what to write instead.
    """
    writer = _Writer(source, language)
    try:
        statements = tuple(writer.statements())
    except ExpressionError as problem:
        problem.source, problem.language = problem.source or source, language
        raise
    except (RecursionError, MemoryError):
        raise ExpressionRefusedError(
            Text("The expression is nested too deep."), source=source, language=language
        ) from None
    return CompiledScript(
        source=source,
        language=language,
        assigns=tuple(sorted(writer.assigns)),
        uses=frozenset(writer.reads | writer.assigns),
        changes_parts=writer.changes_parts,
        statements=statements,
    )


class _Writer:
    """Compiles the statements of one script and collects what they read and assign."""

    def __init__(self, source: str, language: Language) -> None:
        self.source = source
        self.language = language
        self.assigns: set[str] = set()
        self.reads: set[str] = set()
        self.changes_parts = False
        self.reader = PythonReader(source)

    def statements(self) -> Iterator[_Statement]:
        """Return the statements in order."""
        if len(self.source) > LIMITS.source_characters:
            raise ExpressionRefusedError(
                Text("The expression is longer than {limit} characters.", limit=LIMITS.source_characters)
            )
        if self.language is Language.PYTHON:
            yield from map(self.statement, parse_module(self.source))
        elif self.language is Language.FEEL:
            yield from self._feel()
        else:
            yield self._juel()

    def _feel(self) -> Iterator[_Statement]:
        tree = parsed(self.source, self.language, lambda: parse(self.source, self.language, frozenset()))
        if not isinstance(tree, Context):
            raise ExpressionRefusedError(
                Text("A script in FEEL is a context, {example}, whose entries become variables.", example="{x: 1}"),
                position=0,
            )
        for name, value in tree.entries:
            yield self.set_name(name, self.emitted(value))

    def _juel(self) -> _Statement:
        found = parse_variable_call(self.source)
        if found is None:
            raise ExpressionRefusedError(
                Text("A script in JUEL only sets a variable: {example}.", example="${execution.setVariable('x', 1)}"),
                position=0,
            )
        return self.set_name(found[0], self.emitted(found[1]))

    def set_name(self, name: str, code: Code) -> _Statement:
        """Return the statement that gives a variable a value."""
        self.assigns.add(name)

        call = code.call

        def assign(run: Run, scope: _Scope) -> None:
            run.spend(2)  # for the statement and for what it keeps
            value = call(run, scope)
            # A copy, so that a part that is changed later is not changed under another name.
            scope[name] = _copy(run, value) if type(value) in _HAVE_PARTS else value

        return assign

    def statement(self, node: ast.stmt) -> _Statement:
        """Return the compiled form of a Python statement."""
        write = _STATEMENTS.get(type(node))
        if write is None:
            self.reader.refuse(
                node,
                "The statement {statement} is not run here: assignments, if and for are. "
                "What reaches outside of the data belongs in a service task.",
                statement=type(node).__name__,
            )
        return write(self, node)

    def code(self, node: ast.expr) -> Code:
        """Return the code of a Python expression."""
        return self.emitted(self.reader.node(node))

    def emitted(self, tree: Node) -> Code:
        """Return the code of an expression of any language."""
        code = emit(tree)
        self.reads |= code.reads
        return code

    def block(self, nodes: list[ast.stmt]) -> _Statement:
        """Return several statements as one."""
        inner = [self.statement(node) for node in nodes]

        def run_all(run: Run, scope: _Scope) -> None:
            for one in inner:
                one(run, scope)

        return run_all

    def assign(self, target: ast.expr, code: Code) -> _Statement:
        """Return the statement that gives a name, or a part of data, a value."""
        if isinstance(target, ast.Name):
            return self.set_name(self.reader.variable(target, target.id).name, code)
        if isinstance(target, ast.Attribute) and not target.attr.startswith("_"):
            return self._assign_part(target.value, lambda _run, _scope: target.attr, code)
        if isinstance(target, ast.Subscript) and not isinstance(target.slice, ast.Slice):
            key = self.code(target.slice)
            return self._assign_part(target.value, key.call, code)
        return self.reader.refuse(target, "Only a name or a part of data can be given a value.")

    def _assign_part(self, owner: ast.expr, key: Callable[..., Value], code: Code) -> _Statement:
        root = owner
        while isinstance(root, ast.Attribute | ast.Subscript):
            root = root.value
        if not isinstance(root, ast.Name):
            self.reader.refuse(owner, "Only a name or a part of data can be given a value.")
        self.assigns.add(root.id)
        self.changes_parts = True
        place = self.code(owner)

        def assign(run: Run, scope: _Scope) -> None:
            _put(place.call(run, scope), key(run, scope), _copy(run, code.call(run, scope)))

        return assign


def _copy(run: Run, value: Value) -> Value:
    run.spend()
    if isinstance(value, list):
        run.spend_list(len(value))
        return [_copy(run, item) for item in value]
    if isinstance(value, dict):
        return {key: _copy(run, item) for key, item in value.items()}
    return value


def _put(owner: Value, key: Value, value: Value) -> None:
    if isinstance(owner, dict) and isinstance(key, str):
        owner[key] = value
    elif isinstance(owner, list) and -len(owner) <= index_of(key) < len(owner):
        owner[index_of(key)] = value
    else:
        raise error("{kind} has no {name}.", kind=kind_of(owner), name=kind_of(key))


def _assignment(writer: _Writer, node: ast.Assign) -> _Statement:
    code = writer.code(node.value)
    parts = [writer.assign(target, code) for target in node.targets]
    if len(parts) == 1:
        return parts[0]

    def assign(run: Run, scope: _Scope) -> None:
        for part in parts:
            part(run, scope)

    return assign


def _augmented(writer: _Writer, node: ast.AugAssign) -> _Statement:
    value: Node = writer.reader.node(ast.BinOp(left=node.target, op=node.op, right=node.value, **_place(node)))
    return writer.assign(node.target, writer.emitted(value))


def _place(node: ast.stmt) -> dict[str, int]:
    return {"lineno": node.lineno, "col_offset": node.col_offset}


def _if(writer: _Writer, node: ast.If) -> _Statement:
    test, then, otherwise = writer.code(node.test), writer.block(node.body), writer.block(node.orelse)

    def choose(run: Run, scope: _Scope) -> None:
        (then if is_true(run, test.call(run, scope)) else otherwise)(run, scope)

    return choose


def _for(writer: _Writer, node: ast.For) -> _Statement:
    if not isinstance(node.target, ast.Name) or node.orelse:
        writer.reader.refuse(node, "A loop has one name and no else here.")
    name, items, body = node.target.id, writer.code(node.iter), writer.block(node.body)
    writer.assigns.add(name)

    def loop(run: Run, scope: _Scope) -> None:
        for item in items_of(run, items.call(run, scope)):
            run.spend()
            scope[name] = item
            body(run, scope)

    return loop


def _call(writer: _Writer, node: ast.Expr) -> _Statement:
    call = node.value
    if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "setVariable":
        is_execution = isinstance(call.func.value, ast.Name) and call.func.value.id == "execution"
        name = call.args[0] if len(call.args) == 2 else None
        if is_execution and isinstance(name, ast.Constant) and isinstance(name.value, str):
            return writer.set_name(name.value, writer.code(call.args[1]))
    code = writer.code(call)

    def evaluate(run: Run, scope: _Scope) -> None:
        code.call(run, scope)

    return evaluate


def _pass(_writer: _Writer, _node: ast.Pass) -> _Statement:
    def nothing(_run: Run, _scope: _Scope) -> None:
        return

    return nothing


def _raise(writer: _Writer, node: ast.Raise) -> _Statement:
    call = node.exc
    is_error = isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "BpmnError"
    if not isinstance(call, ast.Call) or not is_error or node.cause or call.keywords or len(call.args) not in {1, 2}:
        writer.reader.refuse(node, "A script raises BPMN errors only: {example}.", example='raise BpmnError("code")')
    parts = [writer.code(argument) for argument in call.args]

    def throw(run: Run, scope: _Scope) -> None:
        code, message = [*(text_of(part.call(run, scope)) or "" for part in parts), ""][:2]
        raise ScriptThrewError(Text("The script raised the error {code}.", code=code), code=code, message=message)

    return throw


_STATEMENTS: Mapping[type[ast.stmt], Callable[..., _Statement]] = {
    ast.Assign: _assignment,
    ast.AugAssign: _augmented,
    ast.If: _if,
    ast.For: _for,
    ast.Expr: _call,
    ast.Pass: _pass,
    ast.Raise: _raise,
}

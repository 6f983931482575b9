"""From the XML of boxed expressions to their compiled forms."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from lxml import etree

from bpmn.decisions.boxed import (
    Boxed,
    BoxedConditional,
    BoxedContext,
    BoxedFilter,
    BoxedFunction,
    BoxedInvocation,
    BoxedIteration,
    BoxedList,
    Broken,
    ContextEntry,
    Literal,
    Parameter,
    Typed,
)
from bpmn.decisions.cells import Cell, compares_with_truth, read_cell
from bpmn.decisions.elements import attribute, child, children, line_of, local_name, text_of
from bpmn.decisions.item_types import ItemTypes
from bpmn.expressions.compile import parse, parsed
from bpmn.expressions.emit import Code, emit
from bpmn.expressions.errors import ExpressionError, ExpressionRefusedError
from bpmn.expressions.feel.literal_patterns import literal_pattern_error
from bpmn.expressions.feel.parser import INPUT, parse_expression, parse_unary_tests
from bpmn.expressions.feel.scanner import KEYWORDS, normal_name
from bpmn.expressions.language import Language, decide_language
from bpmn.expressions.tree import Constant
from bpmn.language import Text

if TYPE_CHECKING:
    from bpmn.decisions.table import DecisionTable
    from bpmn.expressions.feel.types import Type

__all__ = ["EXPRESSIONS", "Builder"]


class Builder:
    """Compiles the expressions of one model.

    Attributes:
        types: The item definitions of the model.
        language: The expression language that the file names for all its expressions, or "".
        owner: Id of the decision or knowledge model that is being compiled.
        truth_tests: The texts of unary tests that hold the tested value against true or false.
        used: Names that the literals and tests compiled so far take from around them.
        reads: Names that they may take from around them, those included that an item of a list may have itself.
        types_of_columns: The types of tables' columns whose input is a plain name, by it.
        problems: The expressions that do not compile or hold a pattern that is none, each with its element; they or
            what the pattern is for are null when they are evaluated.
        tables: The decision tables, for checking them.
    """

    def __init__(
        self,
        root: etree._Element,
        *,
        source_name: str,
        imported: Sequence[tuple[str, ItemTypes]],
        names: frozenset[str],
    ) -> None:
        self.language = attribute(root, "expressionLanguage")
        self._source_name = source_name
        self._names = names
        self._unusual_names = _unusual(names)
        self._codes: dict[tuple[str, str], Code] = {}
        self._cells: dict[str, Cell | None] = {}
        self._doubts: dict[str, ExpressionError | None] = {}
        self.problems: list[tuple[etree._Element | None, ExpressionError]] = []
        self.tables: list[DecisionTable] = []
        self.owner = ""
        self.truth_tests: set[str] = set()
        self.used: set[str] = set()
        self.reads: set[str] = set()
        self.types_of_columns: dict[str, Type | None] = {}
        self.types = ItemTypes(root, self.tests_or_none, imported)

    def boxed(self, element: etree._Element | None) -> Boxed:
        """Return the compiled form of a boxed expression."""
        if element is None:
            nothing = emit(Constant(value=None))
            return Literal(code=nothing, evaluate=nothing.call)
        inner = _BUILDERS[local_name(element)](self, element)
        if isinstance(inner, BoxedFunction):
            return inner
        expected = self.types.resolve(attribute(element, "typeRef"))
        if expected is None:
            return inner
        return Typed(inner=inner, expected=expected, name=attribute(element, "label") or self.owner)

    def inner(self, element: etree._Element, name: str) -> Boxed:
        """Return the expression in a named child."""
        return self.boxed(child(child(element, name), *EXPRESSIONS))

    def literal(self, element: etree._Element | None, text: str | None = None) -> Boxed:
        """Return the compiled form of a text."""
        source = text_of(element) if text is None else text
        named = attribute(element, "expressionLanguage") if element is not None else ""
        try:
            code = self._literal_code(source, named or self.language)
        except ExpressionError as error:
            return self._broken(error, element)
        self.used |= code.names
        self.reads |= code.reads
        self._tell(source, element)
        return Literal(code=code, evaluate=code.call)

    def compiles(self, source: str) -> bool:
        """Return whether a text is an expression of the file's language."""
        try:
            self._literal_code(source, self.language)
        except ExpressionError:
            return False
        return True

    def _literal_code(self, source: str, named: str) -> Code:
        language, text = decide_language(named, source, None)
        key = (str(language), text)
        if key not in self._codes:
            self._codes[key] = self._compile(language, text, named)
        return self._codes[key]

    def _compile(self, language: Language | None, text: str, named: str) -> Code:
        if language is None:
            raise ExpressionRefusedError(
                Text("The language {language} is not run here. Write the expression in FEEL.", language=named),
                source=text,
            )
        if not text.strip():
            return emit(Constant(value=None))
        if language is not Language.FEEL:
            return emit(parsed(text, language, lambda: parse(text, language, self._names)))
        tree = parsed(
            text, language, lambda: parse_expression(text, self._unusual_names, self.types, may_be_range=True)
        )
        self._doubts[text] = literal_pattern_error(text, tree)
        return emit(tree, shadowing=self._names)

    def _broken(self, error: ExpressionError, element: etree._Element | None) -> Broken:
        self._keep(error, element)
        return Broken(error=error)

    def _tell(self, source: str, element: etree._Element | None) -> None:
        """Keep what a text that compiles asks for in vain."""
        doubt = self._doubts.get(source)
        if doubt is not None:
            here = ExpressionRefusedError(doubt.text, source=source, language="feel", position=doubt.position)
            self._keep(here, element)

    def _keep(self, error: ExpressionError, element: etree._Element | None) -> None:
        error.source_name = self._source_name
        if element is not None:
            error.line = line_of(element)
            error.element = attribute(element, "id") or None
        self.problems.append((element, error))

    def tests(self, text: str, element: etree._Element | None = None) -> Code | Broken:
        """Return the compiled form of unary tests."""
        key = ("tests", text)
        try:
            if key not in self._codes:
                tree = parsed(text, Language.FEEL, lambda: parse_unary_tests(text, self._unusual_names, self.types))
                self._codes[key] = emit(tree, input_name=INPUT, shadowing=self._names)
                self._doubts[text] = literal_pattern_error(text, tree)
                self._cells[text] = read_cell(tree, self._names)
                if compares_with_truth(tree):
                    self.truth_tests.add(text)
        except ExpressionError as error:
            return self._broken(error, element)
        self.used |= self._codes[key].names
        self.reads |= self._codes[key].reads
        self._tell(text, element)
        return self._codes[key]

    def cell(self, text: str) -> Cell | None:
        """Return what unary tests that `tests` has compiled let pass, or None where that is not known."""
        return self._cells.get(text)

    def tests_or_none(self, text: str) -> Code:
        """Return the compiled form of unary tests; those that do not compile let nothing pass."""
        code = self.tests(text)
        return emit(Constant(value=None)) if isinstance(code, Broken) else code

    def function(self, element: etree._Element, reference: str = "") -> BoxedFunction:
        """Return the compiled form of a function definition, of the type that `reference` or the element names."""
        kind = attribute(element, "kind") or "FEEL"
        parameters = tuple(
            Parameter(
                name=normal_name(attribute(parameter, "name")),
                expected=self.types.resolve(attribute(parameter, "typeRef")),
            )
            for parameter in children(element, "formalParameter")
        )
        body = child(element, *EXPRESSIONS)
        # A parameter may have a point in its name, which anywhere else is the way into a context.
        dotted = frozenset(parameter.name for parameter in parameters if "." in parameter.name)
        if dotted - self._names:
            outer = self._names, self._unusual_names, self._codes
            self._names, self._unusual_names, self._codes = self._names | dotted, self._unusual_names | dotted, {}
            try:
                return self.function(element, reference)
            finally:
                self._names, self._unusual_names, self._codes = outer
        names = ", ".join(parameter.name for parameter in parameters)
        text = f"function({names}) {text_of(body)}".strip()
        if kind != "FEEL":
            error = ExpressionRefusedError(
                Text("Functions of other programs are not called from here. Write the function in FEEL."), source=kind
            )
            return BoxedFunction(parameters=parameters, body=self._broken(error, element), result=None, text=text)
        result = self.types.result_type(reference or attribute(element, "typeRef"))
        return BoxedFunction(parameters=parameters, body=self.boxed(body), result=result, text=text)


def _unusual(names: frozenset[str]) -> frozenset[str]:
    """Return the names that a text is not understood without: a word that is no keyword is a name anyway.

    A file may have thousands of names, and each of its expressions is read with them.
    """
    return frozenset(name for name in names if not name.isidentifier() or name in KEYWORDS)


def _literal(builder: Builder, element: etree._Element) -> Boxed:
    return builder.literal(element)


def _context(builder: Builder, element: etree._Element) -> Boxed:
    entries: list[ContextEntry] = []
    for entry in children(element, "contextEntry"):
        variable = child(entry, "variable")
        value = builder.boxed(child(entry, *EXPRESSIONS))
        name = None if variable is None else normal_name(attribute(variable, "name"))
        expected = None if variable is None else builder.types.resolve(attribute(variable, "typeRef"))
        if expected is not None and not isinstance(value, BoxedFunction):
            value = Typed(inner=value, expected=expected, name=name or "")
        entries.append(ContextEntry(name=name, value=value))
    return BoxedContext(entries=tuple(entries))


def _list(builder: Builder, element: etree._Element) -> Boxed:
    return BoxedList(items=tuple(builder.boxed(item) for item in children(element, *EXPRESSIONS)))


def _relation(builder: Builder, element: etree._Element) -> Boxed:
    columns = [normal_name(attribute(column, "name")) for column in children(element, "column")]
    rows: list[Boxed] = []
    for row in children(element, "row"):
        cells = [builder.boxed(cell) for cell in children(row, *EXPRESSIONS)]
        entries = tuple(ContextEntry(name=name, value=cell) for name, cell in zip(columns, cells, strict=False))
        rows.append(BoxedContext(entries=entries))
    return BoxedList(items=tuple(rows))


def _invocation(builder: Builder, element: etree._Element) -> Boxed:
    names: list[str] = []
    arguments: list[Boxed] = []
    for binding in children(element, "binding"):
        parameter = child(binding, "parameter")
        names.append("" if parameter is None else normal_name(attribute(parameter, "name")))
        arguments.append(builder.boxed(child(binding, *EXPRESSIONS)))
    function = builder.boxed(child(element, *EXPRESSIONS))
    return BoxedInvocation(function=function, names=tuple(names), arguments=tuple(arguments))


def _function(builder: Builder, element: etree._Element) -> Boxed:
    return builder.function(element)


def _conditional(builder: Builder, element: etree._Element) -> Boxed:
    return BoxedConditional(
        test=builder.inner(element, "if"),
        then=builder.inner(element, "then"),
        otherwise=builder.inner(element, "else"),
    )


def _filter(builder: Builder, element: etree._Element) -> Boxed:
    return BoxedFilter(items=builder.inner(element, "in"), match=builder.inner(element, "match"))


def _iterated(builder: Builder, element: etree._Element | None) -> Boxed:
    """Return what is gone through: a list, a range, or `1..n`, which is no value by itself (DMN 1.5 §10.3.1.2)."""
    inner = child(element, *EXPRESSIONS)
    text = text_of(inner).strip() if inner is not None and local_name(inner) == "literalExpression" else ""
    if ".." in text and not builder.compiles(text):
        as_loop = f"for item in {text} return item"
        return builder.literal(inner, as_loop if builder.compiles(as_loop) else text)
    return builder.boxed(inner)


def _iteration(builder: Builder, element: etree._Element) -> Boxed:
    kind = local_name(element)
    return BoxedIteration(
        kind=kind,
        name=normal_name(attribute(element, "iteratorVariable")),
        items=_iterated(builder, child(element, "in")),
        body=builder.inner(element, "return" if kind == "for" else "satisfies"),
    )


def _table(builder: Builder, element: etree._Element) -> Boxed:
    from bpmn.decisions.table_builder import build_table

    table = build_table(builder, element)
    builder.tables.append(table)
    return table


_BUILDERS: Mapping[str, Callable[[Builder, etree._Element], Boxed]] = {
    "literalExpression": _literal,
    "decisionTable": _table,
    "context": _context,
    "list": _list,
    "relation": _relation,
    "invocation": _invocation,
    "functionDefinition": _function,
    "conditional": _conditional,
    "filter": _filter,
    "for": _iteration,
    "some": _iteration,
    "every": _iteration,
}
EXPRESSIONS = tuple(_BUILDERS)

"""From the XML of a decision table to its compiled form."""

from collections.abc import Callable, Sequence

from lxml import etree

from bpmn.decisions.boxed import Boxed, Broken
from bpmn.decisions.builder import Builder
from bpmn.decisions.cells import Cell
from bpmn.decisions.elements import attribute, child, children, line_of, text_of
from bpmn.decisions.hit_policies import Aggregation, HitPolicy, conclusion_of
from bpmn.decisions.matching import Test, make_matcher
from bpmn.decisions.table import DecisionTable, InputClause, OutputClause, Rule
from bpmn.expressions.feel.scanner import normal_name
from bpmn.expressions.feel.types import class_of
from bpmn.expressions.language import Language, decide_language
from bpmn.expressions.run import Run
from bpmn.expressions.values import Value

__all__ = ["build_table"]

_EVERYTHING = frozenset({"", "-"})
_WHOLE = frozenset({"integer", "long", "short"})
# What the cells of Camunda's tables call the tested value where the file does not say.
_CELL_VARIABLE = "cellInput"


def build_table(builder: Builder, element: etree._Element) -> DecisionTable:
    """Return the compiled form of a decision table."""
    around, builder.used = builder.used, set()
    policy = attribute(element, "hitPolicy").upper() or HitPolicy.UNIQUE
    hit_policy = HitPolicy(policy) if policy in set(HitPolicy) else HitPolicy.UNIQUE
    aggregation = attribute(element, "aggregation").upper()
    has_aggregation = hit_policy is HitPolicy.COLLECT and aggregation in set(Aggregation)
    rules = list(children(element, "rule"))
    is_named = any(_CELL_VARIABLE in text_of(entry) for rule in rules for entry in rule)
    inputs = tuple(_input(builder, clause, is_named=is_named) for clause in children(element, "input"))
    outputs = _outputs(builder, element)
    tests = [_tests(builder, rule, inputs) for rule in rules]
    table = DecisionTable(
        owner=builder.owner,
        hit_policy=hit_policy,
        conclude=conclusion_of(hit_policy),
        only_first=hit_policy is HitPolicy.FIRST,
        aggregation=Aggregation(aggregation) if has_aggregation else None,
        inputs=inputs,
        labels=tuple(clause.label for clause in inputs),
        outputs=outputs,
        rules=tuple(
            _rule(builder, rule, tests[index], number=index + 1, width=len(inputs), outputs=outputs)
            for index, rule in enumerate(rules)
        ),
        matcher=make_matcher(tests, len(inputs)),
        names_inputs=any(clause.variable for clause in inputs),
        names=frozenset(builder.used - {clause.variable for clause in inputs}),
        line=line_of(element),
    )
    builder.used |= around
    return table


def _input(builder: Builder, clause: etree._Element, *, is_named: bool) -> InputClause:
    expression = child(clause, "inputExpression")
    text = text_of(expression).strip()
    allowed = text_of(child(clause, "inputValues")).strip()
    reference = "" if expression is None else attribute(expression, "typeRef")
    expected = builder.types.resolve(reference)
    builder.types_of_columns.setdefault(normal_name(text), expected)
    return InputClause(
        label=text or attribute(clause, "label"),
        value=builder.literal(expression, text),
        expected=expected,
        value_class=class_of(expected),
        allowed=builder.tests_or_none(allowed) if allowed not in _EVERYTHING else None,
        variable=attribute(clause, "inputVariable") or (_CELL_VARIABLE if is_named else None),
        domain=_domain(builder, allowed or builder.types.order_of(reference).strip(), reference),
        is_whole=reference.strip().lower() in _WHOLE,
    )


def _domain(builder: Builder, allowed: str, reference: str) -> Cell | None:
    """Return the values that a column can have, where the file says it."""
    if reference.strip() == "boolean":
        allowed = "true, false"
    if allowed in _EVERYTHING or isinstance(builder.tests(allowed), Broken):
        return None
    return builder.cell(allowed)


def _outputs(builder: Builder, element: etree._Element) -> tuple[OutputClause, ...]:
    clauses = list(children(element, "output"))
    names = [attribute(clause, "name") for clause in clauses]
    if len(set(names)) < len(names):
        # Each output of several needs a name; where the file gives none, something in it that tells them apart.
        names = [
            name or attribute(clause, "label") or attribute(clause, "id") or f"output {number}"
            for number, (clause, name) in enumerate(zip(clauses, names, strict=True), start=1)
        ]
    return tuple(_output(builder, clause, name) for clause, name in zip(clauses, names, strict=True))


def _output(builder: Builder, clause: etree._Element, name: str) -> OutputClause:
    reference = attribute(clause, "typeRef")
    order = text_of(child(clause, "outputValues")).strip() or builder.types.order_of(reference).strip()
    default = child(clause, "defaultOutputEntry")
    return OutputClause(
        name=name,
        expected=builder.types.resolve(reference),
        order=_order(builder, order),
        default=None if default is None else builder.literal(default),
    )


def _order(builder: Builder, text: str) -> tuple[Value, ...]:
    if text in _EVERYTHING:
        return ()
    values = builder.literal(None, f"[{text}]").evaluate(Run(), {})
    return tuple(values) if isinstance(values, list) else ()


def _rule(
    builder: Builder,
    rule: etree._Element,
    tests: Sequence[Test],
    *,
    number: int,
    width: int,
    outputs: Sequence[OutputClause],
) -> Rule:
    """Return a rule; cells that it has too many of are left out, and those that are missing say nothing."""
    known = {column: cell for column, _, cell in tests}
    cells = [text_of(entry).strip() for entry in children(rule, "inputEntry")]
    entries = [*children(rule, "outputEntry"), *[None] * len(outputs)][: len(outputs)]
    return Rule(
        number=number,
        rule_id=attribute(rule, "id"),
        cells=tuple(known.get(column) for column in range(width)),
        is_known=None not in known.values(),
        tests=tuple((column, test, cells[column]) for column, test, _ in tests),
        texts=tuple(text_of(entry).strip() for entry in entries),
        outputs=tuple((clause, builder.literal(entry)) for clause, entry in zip(outputs, entries, strict=True)),
        line=line_of(rule),
    )


def _tests(builder: Builder, rule: etree._Element, inputs: Sequence[InputClause]) -> list[Test]:
    entries = list(children(rule, "inputEntry"))[: len(inputs)]
    return [
        (column, *_test(builder, entry, inputs[column].variable))
        for column, entry in enumerate(entries)
        if text_of(entry).strip() not in _EVERYTHING
    ]


def _test(builder: Builder, entry: etree._Element, variable: str | None) -> tuple[Callable[..., Value], Cell | None]:
    text = text_of(entry).strip()
    language, _ = decide_language(attribute(entry, "expressionLanguage") or builder.language, text, None)
    # A cell that calls the tested value by the column's own name is an expression that is true or not, as with `?`.
    if language is not Language.FEEL or (variable is not None and variable in text and builder.compiles(text)):
        return _as_expression(builder.literal(entry)), None
    code = builder.tests(text, entry)
    return (_never(code), None) if isinstance(code, Broken) else (code.call, builder.cell(text))


def _never(broken: Broken) -> Callable[..., Value]:
    def test(run: Run, scope: dict[str, Value], _value: Value) -> Value:
        return broken.evaluate(run, scope)

    return test


def _as_expression(expression: Boxed) -> Callable[..., Value]:
    def test(run: Run, scope: dict[str, Value], _value: Value) -> Value:
        return expression.evaluate(run, scope)

    return test

"""From the XML of a decision table to its compiled form."""

from collections.abc import Callable

from lxml import etree

from bpmn.decisions.boxed import Boxed, Broken
from bpmn.decisions.builder import Builder
from bpmn.decisions.elements import attribute, child, children, text_of
from bpmn.decisions.table import Aggregation, DecisionTable, HitPolicy, InputClause, OutputClause, Rule
from bpmn.expressions.language import Language, decide_language
from bpmn.expressions.run import Run
from bpmn.expressions.values import Value

__all__ = ["build_table"]

_EVERYTHING = frozenset({"", "-"})
# What the cells of Camunda's tables call the tested value where the file does not say.
_CELL_VARIABLE = "cellInput"


def build_table(builder: Builder, element: etree._Element) -> DecisionTable:
    """Return the compiled form of a decision table."""
    policy = attribute(element, "hitPolicy").upper() or HitPolicy.UNIQUE
    aggregation = attribute(element, "aggregation").upper()
    return DecisionTable(
        owner=builder.owner,
        hit_policy=HitPolicy(policy) if policy in set(HitPolicy) else HitPolicy.UNIQUE,
        aggregation=Aggregation(aggregation) if aggregation in set(Aggregation) else None,
        inputs=tuple(_input(builder, clause) for clause in children(element, "input")),
        outputs=tuple(_output(builder, clause) for clause in children(element, "output")),
        rules=tuple(_rule(builder, rule, number) for number, rule in enumerate(children(element, "rule"), start=1)),
    )


def _input(builder: Builder, clause: etree._Element) -> InputClause:
    expression = child(clause, "inputExpression")
    text = text_of(expression).strip()
    allowed = text_of(child(clause, "inputValues")).strip()
    expected = None if expression is None else builder.types.resolve(attribute(expression, "typeRef"))
    return InputClause(
        label=text or attribute(clause, "label"),
        value=builder.literal(expression, text),
        expected=expected,
        allowed=builder.tests_or_none(allowed) if allowed not in _EVERYTHING else None,
        variable=attribute(clause, "inputVariable") or _CELL_VARIABLE,
    )


def _output(builder: Builder, clause: etree._Element) -> OutputClause:
    reference = attribute(clause, "typeRef")
    order = text_of(child(clause, "outputValues")).strip() or builder.types.order_of(reference).strip()
    default = child(clause, "defaultOutputEntry")
    return OutputClause(
        name=attribute(clause, "name"),
        expected=builder.types.resolve(reference),
        order=_order(builder, order),
        default=None if default is None else builder.literal(default),
    )


def _order(builder: Builder, text: str) -> tuple[Value, ...]:
    if text in _EVERYTHING:
        return ()
    values = builder.literal(None, f"[{text}]").evaluate(Run(), {})
    return tuple(values) if isinstance(values, list) else ()


def _rule(builder: Builder, rule: etree._Element, number: int) -> Rule:
    tests: list[tuple[int, Callable[..., Value]]] = []
    for column, entry in enumerate(children(rule, "inputEntry")):
        if text_of(entry).strip() not in _EVERYTHING:
            tests.append((column, _test(builder, entry)))
    return Rule(
        number=number,
        rule_id=attribute(rule, "id"),
        tests=tuple(tests),
        outputs=tuple(_cell(builder, entry) for entry in children(rule, "outputEntry")),
    )


def _cell(builder: Builder, entry: etree._Element) -> Boxed:
    return builder.literal(entry)


def _test(builder: Builder, entry: etree._Element) -> Callable[..., Value]:
    text = text_of(entry).strip()
    language, _ = decide_language(attribute(entry, "expressionLanguage") or builder.language, text, None)
    if language is not Language.FEEL:
        return _test_in_another_language(builder.literal(entry))
    code = builder.tests(text, entry)
    return _never(code) if isinstance(code, Broken) else code.call


def _never(broken: Broken) -> Callable[..., Value]:
    def test(run: Run, scope: dict[str, Value], _value: Value) -> Value:
        return broken.evaluate(run, scope)

    return test


def _test_in_another_language(expression: Boxed) -> Callable[..., Value]:
    def test(run: Run, scope: dict[str, Value], _value: Value) -> Value:
        return expression.evaluate(run, scope)

    return test

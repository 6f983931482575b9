"""Checking a DMN file: everything that can be found wrong with it before a decision is made."""

from collections.abc import Iterable, Iterator, Mapping

from lxml import etree

from bpmn.check.finding import Finding, Severity, in_order
from bpmn.decisions.declaration_checks import declaration_faults
from bpmn.decisions.elements import attribute, children, line_of, local_name, text_of
from bpmn.decisions.fault import Fault
from bpmn.decisions.program import Program
from bpmn.decisions.reader import DecisionModel
from bpmn.decisions.requirement_checks import requirement_faults
from bpmn.decisions.shape_checks import shape_faults
from bpmn.decisions.table import DecisionTable
from bpmn.decisions.table_checks import TableFault, check_table
from bpmn.expressions.errors import ExpressionError
from bpmn.expressions.feel.types import SimpleType
from bpmn.language import Text

__all__ = ["DECISION_RULES", "check_decision_file"]

DECISION_RULES: Mapping[str, tuple[Severity, str]] = {
    "duplicate-id": ("error", "Every id is used once."),
    "expression-invalid": ("error", "Every expression can be compiled in its language."),
    "decision-import-missing": ("error", "An imported DMN file lies beside the file that imports it."),
    "decision-requirement-dangling": ("error", "A requirement leads to an element of the right kind."),
    "decision-requirement-missing": ("error", "What a decision uses it also requires."),
    "decision-requirement-cycle": ("error", "Requirements do not go in a circle."),
    "decision-name-unknown": ("warning", "A name in an expression is the name of something."),
    "decision-name-duplicate": ("error", "No two elements, types or imports have one name."),
    "decision-variable-name": ("hint", "The variable of an element is called like the element."),
    "decision-without-logic": ("warning", "A decision has a table or an expression."),
    "decision-type-unknown": ("warning", "A typeRef names a type."),
    "decision-type-cycle": ("error", "A type is not made of itself."),
    "decision-table-shape": ("error", "Each rule of a table has one cell for each column."),
    "decision-table-hit-policy": ("error", "A table has a hit policy that its outputs allow."),
    "decision-table-gap": ("warning", "Some rule matches every case."),
    "decision-table-overlap": ("error", "Rules that match together do not contradict."),
    "decision-table-masked-rule": ("warning", "Each rule decides some case."),
    "decision-table-empty-rule": ("warning", "Each rule can match."),
    "decision-table-output-value": ("warning", "What a rule gives is among the values that its output lists."),
    "decision-table-truth": ("warning", "A cell says something of its input."),
    "decision-table-unsearched": ("hint", "A table can be searched to the end."),
}
"""The rules for DMN files: how bad a fault is unless the fault says otherwise, and what each rule asks.

`docs/rules/<id>.md` explains each.
"""


def check_decision_file(model: DecisionModel, imports: Iterable[DecisionModel] = ()) -> tuple[Finding, ...]:
    """Return what is wrong with a DMN file, in the order of the file.

    Args:
        model: The file.
        imports: The models that it imports, as far as they were found.
    """
    program = model.program(imports)
    findings = [
        *map(_finding, declaration_faults(model, program)),
        *map(_finding, requirement_faults(model, program)),
        *map(_finding, shape_faults(model.root)),
        *_expression_findings(program),
        *(_table_finding(fault) for table in program.tables for fault in check_table(table)),
        *(finding for table in program.tables for finding in _truth_findings(table, program.truth_tests)),
    ]
    return in_order(findings)


def _finding(fault: Fault) -> Finding:
    return Finding(
        rule=fault.rule,
        severity=fault.severity or DECISION_RULES[fault.rule][0],
        element=_holder(fault.element),
        line=line_of(fault.element),
        text=fault.text,
        advice=fault.advice,
    )


def _holder(element: etree._Element | None) -> str | None:
    """Return the id of an element or of the nearest one around it that has one."""
    while element is not None and not attribute(element, "id"):
        element = element.getparent()
    return None if element is None else attribute(element, "id")


def _table_finding(fault: TableFault) -> Finding:
    return Finding(
        rule=f"decision-table-{fault.kind}",
        severity=fault.severity,
        element=fault.decision,
        line=fault.line,
        text=fault.text,
        advice=fault.advice,
    )


def _truth_findings(table: DecisionTable, truth_tests: frozenset[str]) -> Iterator[Finding]:
    """Yield the cells that hold a value that is not a boolean against whether something else is true."""
    for rule in table.rules:
        for column, _, test in rule.tests:
            expected = table.inputs[column].expected
            is_boolean = not isinstance(expected, SimpleType) or expected.name == "boolean"
            if test in truth_tests and not is_boolean:
                yield Finding(
                    rule="decision-table-truth",
                    severity="warning",
                    element=table.owner,
                    line=rule.line,
                    text=Text(
                        "Rule {rule} compares {input} with whether {test} is true.",
                        rule=rule.number,
                        input=table.labels[column],
                        test=test,
                    ),
                    advice=Text("Write what is asked of the input itself, such as > 5, or call the input “?”."),
                )


def _expression_findings(program: Program) -> Iterator[Finding]:
    seen: set[tuple[int | None, str]] = set()
    for element, error in program.problems:
        # One text may be compiled for several purposes.
        if (key := (error.line, str(error.text))) not in seen:
            seen.add(key)
            yield Finding(
                rule="expression-invalid",
                severity="error",
                element=_holder(element),
                line=error.line,
                text=Text("{place}: {problem}", place=_place(element), problem=_Problem(error)),
                advice=Text("Mend it here: until then this part of the decision is null."),
            )


class _Problem:
    """What is wrong with an expression and at which character, without the file and the line."""

    def __init__(self, error: ExpressionError) -> None:
        self._error = error

    def into(self, language: str) -> str:
        sentence = self._error.text.into(language)
        if self._error.position is None:
            return sentence
        return f"{sentence} {Text('(character {number})', number=self._error.position + 1).into(language)}"


def _place(element: etree._Element | None) -> Text:
    """Return where an expression is, in words: a cell of a table, or a part of a decision."""
    owner = element
    while owner is not None and not attribute(owner, "name"):
        owner = owner.getparent()
    name = "?" if owner is None else attribute(owner, "name")
    row = None if element is None else element.getparent()
    if element is None or row is None or local_name(row) != "rule":
        return Text("{name}", name=name)
    table = row.getparent()
    clauses = "input" if local_name(element) == "inputEntry" else "output"
    column = list(children(row, local_name(element))).index(element)
    columns = list(children(table, clauses))
    label = _label(columns[column]) if column < len(columns) else str(column + 1)
    number = list(children(table, "rule")).index(row) + 1
    return Text("{name}, rule {rule}, column “{column}”", name=name, rule=number, column=label)


def _label(clause: etree._Element) -> str:
    expression = next(children(clause, "inputExpression"), None)
    return attribute(clause, "label") or attribute(clause, "name") or text_of(expression).strip()

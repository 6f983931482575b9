"""Every expression can be compiled in its language (Ortoo)."""

from collections.abc import Iterator

from bpmn.check.expressions import expressions_of, problem_of
from bpmn.check.rule import Fault, Rule
from bpmn.check.subject import Subject, describe
from bpmn.language import Text

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    for use in expressions_of(subject):
        if not use.expression.language:
            continue
        problem = problem_of(use.expression)
        if problem is None:
            continue
        yield Fault(
            text=Text(
                "{what} of {element}: {problem}", what=use.what, element=describe(use.element), problem=problem.text
            ),
            advice=problem.advice,
            element=use.element.id,
            line=use.expression.line or use.element.line,
            severity="error" if subject.is_to_run(use.element.id) else "warning",
        )


RULE = Rule(id="expression-invalid", severity="error", find=_find)

"""The reader could take everything as it is written (Ortoo)."""

from collections.abc import Iterator

from bpmn.check.rule import Fault, Rule
from bpmn.check.rules import (
    dangling_reference,
    duplicate_id,
    facts,
    imports,
    misplaced_flow,
    missing_id,
    no_bounds,
    script_translated,
    unknown_element,
    unknown_extension,
)
from bpmn.check.subject import Subject
from bpmn.language import Text

__all__ = ["RULE"]

_TOLD_ELSEWHERE = frozenset(
    {
        dangling_reference.RULE.id,
        duplicate_id.RULE.id,
        facts.RULE.id,
        imports.RULE.id,
        misplaced_flow.RULE.id,
        missing_id.RULE.id,
        no_bounds.RULE.id,
        script_translated.RULE.id,
        unknown_element.RULE.id,
        unknown_extension.RULE.id,
    }
)


def _find(subject: Subject) -> Iterator[Fault]:
    for note in subject.model.notes:
        if note.rule not in _TOLD_ELSEWHERE:
            advice = Text("Look at the file there; Ortoo went on as described.")
            yield Fault(text=note.text, advice=advice, element=note.element, line=note.line)


RULE = Rule(id="reader-note", severity="warning", find=_find)

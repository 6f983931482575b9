"""Rules about what the reader found or had to mend: it leaves notes, and each rule tells those of its kind."""

from collections.abc import Iterator
from functools import partial

from bpmn.check.finding import Severity
from bpmn.check.rule import Fault, Rule
from bpmn.check.subject import Subject
from bpmn.language import Text

__all__ = ["noted"]


def noted(rule: str, severity: Severity, advice: Text) -> Rule:
    """Return the rule that tells the reader's notes of its id, with the advice on how to mend what they say."""
    return Rule(id=rule, severity=severity, find=partial(_find, rule, advice))


def _find(rule: str, advice: Text, subject: Subject) -> Iterator[Fault]:
    for note in subject.model.notes:
        if note.rule == rule:
            yield Fault(text=note.text, advice=advice, element=note.element, line=note.line)

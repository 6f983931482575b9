"""A rule: an id, a severity, and the function that finds where a model breaks it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bpmn.check.finding import Finding, Severity
from bpmn.check.subject import Subject
from bpmn.language import Text
from bpmn.model import Element

__all__ = ["Fault", "Rule", "fault_at"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One place where a rule is broken, as a rule's function gives it.

    Attributes:
        text: What is wrong.
        advice: How to mend it.
        element: Id of the element concerned, or None.
        line: 1-based line, or None.
        severity: The fault's own severity where it differs from the rule's.
    """

    text: Text
    advice: Text
    element: str | None = None
    line: int | None = None
    severity: Severity | None = None


def fault_at(element: Element, text: Text, advice: Text, *, line: int | None = None) -> Fault:
    """Return a fault of `element`, at its line or at a line inside it."""
    return Fault(text=text, advice=advice, element=element.id, line=line or element.line)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule that models are checked against.

    Attributes:
        id: Its id; bpmnlint's where bpmnlint has the rule. `docs/rules/<id>.md` explains it.
        severity: How bad a fault is, unless the fault says otherwise.
        find: Yields the faults of a model.
        constraint: The standard's constraint that it holds up, as BPMNspector numbers them, or None.
    """

    id: str
    severity: Severity
    find: Callable[[Subject], Iterator[Fault]]
    constraint: str | None = None

    def findings(self, subject: Subject) -> Iterator[Finding]:
        """Yield the findings of this rule for a model."""
        for fault in self.find(subject):
            yield Finding(
                rule=self.id,
                constraint=self.constraint,
                severity=fault.severity or self.severity,
                element=fault.element,
                line=fault.line,
                text=fault.text,
                advice=fault.advice,
            )

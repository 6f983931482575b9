"""A rule: an id, a severity, and the function that finds where a model breaks it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lxml import etree

from bpmn.check.finding import Finding, Severity
from bpmn.check.subject import Subject
from bpmn.language import Text
from bpmn.model import Element
from bpmn.xml import line_of

__all__ = ["Fault", "Rule", "fault_at", "fault_if_run", "fault_in_file", "written_for_no_engine"]


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


def fault_if_run(subject: Subject, node: Element, text: Text, advice: Text, *, line: int | None = None) -> Fault:
    """Return a fault of what a node needs to be run: an error where it is to run, a hint in a picture for people."""
    severity: Severity = "error" if subject.is_meant_to_run(node.id) else "hint"
    return Fault(text=text, advice=advice, element=node.id, line=line or node.line, severity=severity)


def fault_in_file(element: etree._Element, text: Text, advice: Text) -> Fault:
    """Return a fault at an element of the file, named by its id or by that of the nearest element around it."""
    holder: etree._Element | None = element
    while holder is not None and not holder.get("id"):
        holder = holder.getparent()
    name = None if holder is None else holder.get("id")
    return Fault(text=text, advice=advice, element=name, line=line_of(element))


def written_for_no_engine(find: Callable[[Subject], Iterator[Fault]]) -> Callable[[Subject], Iterator[Fault]]:
    """Return `find` for files without an engine's dialect: engines leave out much of what the standard asks."""

    def found(subject: Subject) -> Iterator[Fault]:
        if not subject.model.is_for_engine:
            yield from find(subject)

    return found


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

"""Messages, signals, errors and escalations have a name of their own and are used (bpmnlint)."""

from collections.abc import Iterator

from bpmn.check.rule import Fault, Rule, fault_at
from bpmn.check.subject import Subject, describe
from bpmn.language import Text
from bpmn.model import Event, Task

__all__ = ["RULE"]

_KINDS = frozenset({"message", "signal", "error", "escalation"})


def _find(subject: Subject) -> Iterator[Fault]:
    used = _references(subject)
    seen: dict[tuple[str, str], str] = {}
    for definition in subject.model.definitions.values():
        if definition.type not in _KINDS:
            continue
        if not definition.name:
            text = Text("{element} has no name.", element=describe(definition))
            yield fault_at(definition, text, Text("Give it a name that says what it is about."))
        elif seen.setdefault((definition.type, definition.name), definition.id) != definition.id:
            text = Text("The name of {element} is given twice.", element=describe(definition))
            yield fault_at(definition, text, Text("Use one definition in all places, or give the second another name."))
        if definition.id not in used:
            text = Text("{element} is used nowhere.", element=describe(definition))
            yield Fault(
                text=text,
                advice=Text("Remove it, or refer to it."),
                element=definition.id,
                line=definition.line,
                severity="hint",
            )


def _references(subject: Subject) -> set[str]:
    used: set[str] = set()
    for node in subject.nodes():
        if isinstance(node, Event):
            used.update(d.reference for d in node.definitions if d.reference)
        if isinstance(node, Task) and node.message:
            used.add(node.message)
        if isinstance(node, Task) and node.operation:
            used.add(node.operation)
    for collaboration in subject.model.collaborations:
        used.update(flow.message for flow in collaboration.message_flows if flow.message)
    return used


RULE = Rule(id="global", severity="warning", find=_find)

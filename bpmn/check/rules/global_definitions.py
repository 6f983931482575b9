"""Messages, signals, errors and escalations have a name of their own and are used (bpmnlint)."""

from collections import Counter
from collections.abc import Iterator

from bpmn.check.rule import Fault, Rule, fault_at
from bpmn.check.subject import Subject, describe
from bpmn.language import Text
from bpmn.model import Definition, Event, Task

__all__ = ["RULE"]

_KINDS = frozenset({"message", "signal", "error", "escalation"})


def _find(subject: Subject) -> Iterator[Fault]:
    used = _references(subject)
    definitions = [one for one in subject.model.definitions.values() if one.type in _KINDS]
    names = Counter((one.type, one.name) for one in definitions)
    for definition in definitions:
        yield from _faults(definition, is_unique=names[definition.type, definition.name] == 1)
        if (definition.type, definition.id) not in used:
            text = Text("{element} is used nowhere.", element=describe(definition))
            advice = Text("Remove it, or refer to it.")
            yield Fault(text=text, advice=advice, element=definition.id, line=definition.line, severity="hint")


def _faults(definition: Definition, *, is_unique: bool) -> Iterator[Fault]:
    if not definition.name:
        text = Text("{element} has no name.", element=describe(definition))
        yield fault_at(definition, text, Text("Give it a name that says what it is about."))
    elif not is_unique:
        text = Text("The name of {element} is given twice.", element=describe(definition))
        yield fault_at(definition, text, Text("Use one definition in all places, or give the second another name."))


def _references(subject: Subject) -> set[tuple[str, str]]:
    """Return the kind and id of what is referred to by what can use that kind."""
    used: set[tuple[str, str]] = set()
    for node in subject.drawn_nodes:
        if isinstance(node, Event):
            used.update((d.type.removesuffix("EventDefinition"), d.reference) for d in node.definitions if d.reference)
        if isinstance(node, Task) and node.message:
            used.add(("message", node.message))
    for collaboration in subject.model.collaborations:
        used.update(("message", flow.message) for flow in collaboration.message_flows if flow.message)
    return used


RULE = Rule(id="global", severity="warning", find=_find)

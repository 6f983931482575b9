"""What is bound to an operation is what the operation's messages carry.

Source: BPMN 2.0.2 §10.3.6; BPMNspector EXT.065.
"""

from collections.abc import Iterator

from lxml import etree

from bpmn.check.families import CALLABLE
from bpmn.check.messages import message_of
from bpmn.check.rule import Fault, Rule, fault_in_file
from bpmn.check.source import Source, calls_it
from bpmn.check.subject import Subject
from bpmn.language import Text

__all__ = ["RULE"]

_MEMBERS = {"inputSet": "dataInputRefs", "outputSet": "dataOutputRefs"}


def _find(subject: Subject) -> Iterator[Fault]:
    source = subject.source
    for element in source.every(*CALLABLE):
        if source.inside(element, "supportedInterfaceRef"):
            for binding in source.inside(element, "ioBinding"):
                yield from _differences(source, element, binding)


def _differences(source: Source, element: etree._Element, binding: etree._Element) -> Iterator[Fault]:
    operation = source.named(binding.get("operationRef"))
    if operation is None:
        return
    for data, message in (("inputDataRef", "inMessageRef"), ("outputDataRef", "outMessageRef")):
        item = source.item_of(message_of(source, operation, message))
        bound = _bound(source, binding.get(data))
        if item is not None and bound is not None and not source.is_same_item(item, source.item_of(bound)):
            text = Text(
                "The message of an operation of {service} and {element} have different items.",
                service=calls_it(element),
                element=calls_it(bound),
            )
            yield fault_in_file(
                element, text, Text("Let both name the same item definition, or one of the same structure.")
            )


def _bound(source: Source, reference: str | None) -> etree._Element | None:
    """Return the data element of a binding; the standard's text lets it name a set, its schema a data element."""
    found = source.named(reference)
    if found is None or source.name_of(found) not in _MEMBERS:
        return found
    members = source.texts(found, _MEMBERS[source.name_of(found)])
    return source.named(members[0]) if len(members) == 1 else None


RULE = Rule(id="standard-065", constraint="EXT.065", severity="warning", find=_find)

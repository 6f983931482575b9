"""A reference names an element of a kind that it may name.

What leads nowhere is what `dangling-reference` finds. The ends of sequence flows, default flows and loops have rules of
their own.

Source: BPMN 2.0.2, the class diagrams of §8 to §11; BPMNspector's REF_TYPE.
"""

from collections.abc import Iterator

from bpmn.check.imported import by_namespace
from bpmn.check.references import references_of
from bpmn.check.rule import Fault, Rule, fault_in_file
from bpmn.check.source import calls_it
from bpmn.check.subject import Subject
from bpmn.language import Text

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    source = subject.source
    own = "" if source.root is None else source.root.get("targetNamespace", "")
    others = by_namespace(subject)
    for reference in references_of(source):
        if reference.namespace in {None, own}:
            found = source.named(reference.written)
        else:
            elsewhere = (other.named(reference.id) for other in others.get(reference.namespace or "", ()))
            found = next((element for element in elsewhere if element is not None), None)
        if found is not None and source.name_of(found) not in reference.allowed:
            text = Text(
                "{reference} of {element} names {found}, which is of another kind.",
                reference=reference.name,
                element=calls_it(reference.element),
                found=calls_it(found),
            )
            advice = Text("Name one of: {kinds}.", kinds=", ".join(reference.allowed))
            yield fault_in_file(reference.element, text, advice)


RULE = Rule(id="reference-type", severity="warning", find=_find)

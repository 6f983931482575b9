"""What the constraints on the sets of inputs and outputs share. BPMN 2.0.2 §10.4.1, §10.4.1."""

from collections.abc import Iterator

from bpmn.check.families import CATCH_EVENTS, THROW_EVENTS
from bpmn.check.rule import Fault, fault_in_file
from bpmn.check.source import calls_it
from bpmn.check.subject import Subject
from bpmn.language import Text

__all__ = ["in_no_set", "not_of_its_set"]


def in_no_set(subject: Subject, data: str, sets: str, references: str) -> Iterator[Fault]:
    """Yield the data elements of a kind that none of the sets beside them lists.

    Args:
        subject: The model under check.
        data: "dataInput" or "dataOutput".
        sets: "inputSet" or "outputSet".
        references: The element of a set that lists its members.
    """
    source = subject.source
    for holder in source.every("ioSpecification", *CATCH_EVENTS, *THROW_EVENTS):
        listed = {name for every in source.inside(holder, sets) for name in source.texts(every, references)}
        for element in source.inside(holder, data):
            if element.get("id") not in listed:
                text = Text("{element} is in no set of inputs or outputs.", element=calls_it(element))
                yield fault_in_file(element, text, Text("List it in at least one inputSet or outputSet."))


def not_of_its_set(subject: Subject, sets: str, references: str, part: str) -> Iterator[Fault]:
    """Yield the sets that name in `part` ("optionalInputRefs", …) what they do not list as their members."""
    source = subject.source
    for element in source.every(sets):
        apart = set(source.texts(element, part)) - set(source.texts(element, references))
        if apart:
            text = Text(
                "A set names {names} in {part}, but not in {whole}.",
                names=", ".join(sorted(apart)),
                part=part,
                whole=references,
            )
            yield fault_in_file(element, text, Text("List every member of the set first."))

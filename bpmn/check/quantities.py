"""What the constraints on the quantities of an activity share. BPMN 2.0.2 §10.3."""

from collections.abc import Iterator

from bpmn.check.families import ACTIVITIES
from bpmn.check.rule import Fault, fault_in_file
from bpmn.check.source import calls_it
from bpmn.check.subject import Subject
from bpmn.language import Text

__all__ = ["quantity_below_one"]


def quantity_below_one(subject: Subject, name: str) -> Iterator[Fault]:
    """Yield the activities whose `name` ("startQuantity" or "completionQuantity") is below 1."""
    for element in subject.source.every(*ACTIVITIES):
        written = element.get(name, "1").strip()
        if written.removeprefix("-").isdecimal() and int(written) < 1:
            text = Text("{element} has a {name} below 1.", element=calls_it(element), name=name)
            yield fault_in_file(element, text, Text("Leave it out, or write 1 or more."))

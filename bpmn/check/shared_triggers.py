"""Event definitions that events share, though they belong to one of them. BPMN 2.0.2 §10.5.1."""

from collections.abc import Collection, Iterator

from bpmn.check.families import CATCH_EVENTS, THROW_EVENTS
from bpmn.check.rule import Fault, fault_in_file
from bpmn.check.source import calls_it
from bpmn.check.subject import Subject
from bpmn.language import Text

__all__ = ["borrowed_triggers"]


def borrowed_triggers(subject: Subject, owners: Collection[str]) -> Iterator[Fault]:
    """Yield the event definitions that stand in an event of one of these names and that an event refers to."""
    source = subject.source
    for event in source.every(*CATCH_EVENTS, *THROW_EVENTS):
        for name in source.texts(event, "eventDefinitionRef"):
            found = source.named(name)
            holder = None if found is None else found.getparent()
            if found is not None and holder is not None and source.name_of(holder) in owners:
                text = Text(
                    "{element} is used by {user}, but belongs to another event.",
                    element=calls_it(found),
                    user=calls_it(event),
                )
                yield fault_in_file(found, text, Text("Put an event definition that events share outside the process."))

"""The triggers of events: which an event has, and what to say of one that may not stand there. §10.5.5."""

from bpmn.check.rule import Fault, fault_at
from bpmn.check.subject import describe
from bpmn.language import Text
from bpmn.model import Event

__all__ = ["ALWAYS_INTERRUPT", "START_TRIGGERS", "misplaced_trigger", "triggers_of"]

START_TRIGGERS = frozenset({"message", "timer", "signal", "conditional"})
"""What starts a process from outside (§10.5.2)."""

ALWAYS_INTERRUPT = frozenset({"error", "compensate", "cancel"})
"""What ends the activity or scope it occurs in, so that nothing goes on beside it (§10.5.4)."""


def triggers_of(event: Event) -> set[str]:
    """Return the kinds of an event's triggers ("timer", "message", …), of definitions it refers to as well."""
    return {definition.type.removesuffix("EventDefinition") for definition in event.definitions}


def misplaced_trigger(event: Event, kinds: set[str]) -> Fault:
    """Return the fault of an event that has triggers which may not stand there; "none" says that it has none."""
    text = Text(
        "{element} has a trigger that may not stand there: {kinds}.",
        element=describe(event),
        kinds=", ".join(sorted(kinds)),
    )
    return fault_at(event, text, Text("Use another trigger, or another place for the event."))

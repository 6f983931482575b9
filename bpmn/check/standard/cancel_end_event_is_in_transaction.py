"""A cancel end event stands inside a transaction.

Source: BPMN 2.0.2 §10.5.3; BPMNspector EXT.106.
"""

from collections.abc import Iterator

from bpmn.check.rule import Fault, Rule
from bpmn.check.subject import Subject
from bpmn.check.triggers import misplaced_trigger, triggers_of
from bpmn.model import EndEvent, Process

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    for event in subject.events():
        is_cancel = isinstance(event, EndEvent) and "cancel" in triggers_of(event)
        if is_cancel and not _is_in_transaction(subject, event.id):
            yield misplaced_trigger(event, {"cancel"})


def _is_in_transaction(subject: Subject, node: str) -> bool:
    owner = subject.place_of[node].owner
    while not isinstance(owner, Process):
        if owner.type == "transaction":
            return True
        owner = subject.place_of[owner.id].owner
    return False


RULE = Rule(id="standard-106", constraint="EXT.106", severity="error", find=_find)

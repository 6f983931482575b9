"""A cancel boundary event stands on a transaction.

Source: BPMN 2.0.2 §10.5.4; BPMNspector EXT.111.
"""

from collections.abc import Iterator

from bpmn.check.rule import Fault, Rule
from bpmn.check.subject import Subject
from bpmn.check.triggers import misplaced_trigger, triggers_of
from bpmn.model import BoundaryEvent

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    for event in subject.events():
        if isinstance(event, BoundaryEvent) and "cancel" in triggers_of(event):
            host = subject.model.nodes.get(event.attached_to)
            if host is not None and host.type != "transaction":
                yield misplaced_trigger(event, {"cancel"})


RULE = Rule(id="standard-111", constraint="EXT.111", severity="error", find=_find)

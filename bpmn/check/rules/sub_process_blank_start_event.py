"""A sub-process that a token starts has a start event without a trigger (bpmnlint; BPMN 2.0.2 §10.5.2)."""

from collections.abc import Iterator

from bpmn.check.rule import Fault, Rule, fault_at
from bpmn.check.subject import Subject, describe
from bpmn.language import Text
from bpmn.model import Process, StartEvent

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    for place in subject.places:
        if isinstance(place.owner, Process) or place.is_event_sub_process:
            continue
        for node in place.scope.nodes:
            if isinstance(node, StartEvent) and node.kind != "none":
                yield fault_at(
                    node,
                    Text("{element} has a trigger, but a token starts its sub-process.", element=describe(node)),
                    Text("Remove the trigger, or make the sub-process an event sub-process."),
                )


RULE = Rule(id="sub-process-blank-start-event", severity="error", find=_find, constraint="EXT.100")

"""A process that is called has a start event without a trigger.

Source: BPMN 2.0.2 §10.5.2; BPMNspector EXT.099.
"""

from collections.abc import Iterator

from bpmn.check.rule import Fault, Rule, fault_at
from bpmn.check.subject import Subject, describe
from bpmn.language import Text
from bpmn.model import CallActivity, StartEvent

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    called = {n.called_element.text for n in subject.activities() if isinstance(n, CallActivity) and n.called_element}
    for process in subject.model.processes:
        starts = [node for node in process.scope.nodes if isinstance(node, StartEvent)]
        if process.id in called and starts and all(start.kind != "none" for start in starts):
            text = Text("{element} is called, but has no start event without a trigger.", element=describe(process))
            yield fault_at(process, text, Text("Add a plain start event."))


RULE = Rule(id="standard-099", constraint="EXT.099", severity="warning", find=_find)

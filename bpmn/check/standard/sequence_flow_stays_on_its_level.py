"""A sequence flow does not cross the edge of a sub-process.

Source: BPMN 2.0.2 §7.6.1, §10.3.5; BPMNspector EXT.152.
"""

from collections.abc import Iterator

from bpmn.check.rule import Fault, Rule, fault_at
from bpmn.check.subject import Subject, describe
from bpmn.language import Text
from bpmn.model import Process

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    for flow in subject.model.flows.values():
        source, target = subject.place_of.get(flow.source), subject.place_of.get(flow.target)
        if source is None or target is None or source.owner.id == target.owner.id:
            continue
        # From one process to another is another fault, unless there is a sub-process around an end as well.
        if not (isinstance(source.owner, Process) and isinstance(target.owner, Process)):
            text = Text("{element} crosses the edge of a sub-process or process.", element=describe(flow))
            yield fault_at(flow, text, Text("Draw the flow between two nodes on the same level."))


RULE = Rule(id="standard-152", constraint="EXT.152", severity="error", find=_find)

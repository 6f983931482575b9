"""A conditional flow leaves a gateway, or an activity that has another flow.

Source: BPMN 2.0.2 §8.4.13; BPMNspector EXT.025.
"""

from collections.abc import Iterator

from bpmn.check.rule import Fault, Rule, fault_at
from bpmn.check.subject import Subject, describe
from bpmn.language import Text
from bpmn.model import Activity, Gateway

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    for flow in subject.model.flows.values():
        origin = subject.model.nodes.get(flow.source)
        if flow.condition is None or origin is None or isinstance(origin, Gateway):
            continue
        if not isinstance(origin, Activity):
            text = Text("A flow with a condition leaves {element}, which cannot decide.", element=describe(origin))
            yield fault_at(flow, text, Text("Remove the condition, or put a gateway between them."))
        elif len(origin.outgoing) < 2:
            text = Text("The only flow out of {element} has a condition.", element=describe(origin))
            yield fault_at(flow, text, Text("Draw what happens otherwise, or remove the condition."))


RULE = Rule(id="standard-025", constraint="EXT.025", severity="warning", find=_find)

"""A sequence flow stays in its pool.

Source: BPMN 2.0.2 §7.6.1, §9.3; BPMNspector EXT.028.
"""

from collections.abc import Iterator

from bpmn.check.rule import Fault, Rule, fault_at
from bpmn.check.subject import Subject, describe
from bpmn.language import Text

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    for flow in subject.model.flows.values():
        source, target = subject.place_of.get(flow.source), subject.place_of.get(flow.target)
        if source is not None and target is not None and source.process.id != target.process.id:
            text = Text("{element} leads from one process into another.", element=describe(flow))
            yield fault_at(flow, text, Text("Let a message flow cross the edge of the pool."))


RULE = Rule(id="standard-028", constraint="EXT.028", severity="error", find=_find)

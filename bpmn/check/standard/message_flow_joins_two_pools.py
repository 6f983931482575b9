"""A message flow joins two pools.

Source: BPMN 2.0.2 §9.4; BPMNspector EXT.031.
"""

from collections.abc import Iterator

from bpmn.check.rule import Fault, Rule, fault_at
from bpmn.check.subject import Subject, describe
from bpmn.language import Text

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    process_of = {node.id: process.id for process, _, node in subject.model.walk()}
    for collaboration in subject.model.collaborations:
        pools = {pool.id: pool.process or pool.id for pool in collaboration.participants}
        for flow in collaboration.message_flows:
            source = pools.get(flow.source, process_of.get(flow.source))
            is_circle = bool(flow.source) and flow.source == flow.target
            if is_circle or (source is not None and source == pools.get(flow.target, process_of.get(flow.target))):
                text = Text("{element} stays in one pool.", element=describe(flow))
                yield fault_at(flow, text, Text("Use a sequence flow inside a pool."))


RULE = Rule(id="standard-031", constraint="EXT.031", severity="error", find=_find)

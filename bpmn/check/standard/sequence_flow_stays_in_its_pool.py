"""A sequence flow stays in its pool.

Source: BPMN 2.0.2 §7.6.1, §9.3; BPMNspector EXT.028.
"""

from collections.abc import Iterator

from bpmn.check.crossing_flows import crossing_flows, process_of
from bpmn.check.rule import Fault, Rule, fault_in_file
from bpmn.check.source import calls_it
from bpmn.check.subject import Subject
from bpmn.language import Text

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    source = subject.source
    for flow, begun, ended in crossing_flows(source):
        if process_of(source, begun) is not process_of(source, ended):
            text = Text("{element} leads from one process into another.", element=calls_it(flow))
            yield fault_in_file(flow, text, Text("Let a message flow cross the edge of the pool."))


RULE = Rule(id="standard-028", constraint="EXT.028", severity="error", find=_find)

"""A sequence flow does not cross the edge of a sub-process.

Source: BPMN 2.0.2 §7.6.1, §10.3.5; BPMNspector EXT.152.
"""

from collections.abc import Iterator

from bpmn.check.crossing_flows import crossing_flows
from bpmn.check.rule import Fault, Rule, fault_in_file
from bpmn.check.source import calls_it
from bpmn.check.subject import Subject
from bpmn.language import Text

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    source = subject.source
    for flow, begun, ended in crossing_flows(source):
        # From process to process is another fault, unless there is a sub-process around an end as well.
        if not source.name_of(begun) == source.name_of(ended) == "process":
            text = Text("{element} crosses the edge of a sub-process or process.", element=calls_it(flow))
            yield fault_in_file(flow, text, Text("Draw the flow between two nodes on the same level."))


RULE = Rule(id="standard-152", constraint="EXT.152", severity="error", find=_find)

"""A sub-process holds no choreography activities.

Source: BPMN 2.0.2 §10.3.5; BPMNspector EXT.056.
"""

from collections.abc import Iterator

from bpmn.check.families import CHOREOGRAPHY_ACTIVITIES, SUB_PROCESSES
from bpmn.check.rule import Fault, Rule, fault_in_file
from bpmn.check.source import calls_it
from bpmn.check.subject import Subject
from bpmn.language import Text

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    source = subject.source
    for element in source.every(*SUB_PROCESSES):
        found = source.inside(element, *CHOREOGRAPHY_ACTIVITIES)
        if found:
            text = Text(
                "{element} holds {activity}, which belongs into a choreography.",
                element=calls_it(element),
                activity=calls_it(found[0]),
            )
            yield fault_in_file(element, text, Text("Use a task and a message flow instead."))


RULE = Rule(id="standard-056", constraint="EXT.056", severity="error", find=_find)

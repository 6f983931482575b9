"""An ad-hoc sub-process holds no start or end event and no choreography.

The finding is of the sub-process; bpmnlint's `ad-hoc-sub-process` names each of the events.

Source: BPMN 2.0.2 §10.3.5; BPMNspector EXT.062.
"""

from collections.abc import Iterator

from bpmn.check.families import CHOREOGRAPHY_ACTIVITIES
from bpmn.check.rule import Fault, Rule, fault_in_file
from bpmn.check.source import calls_it
from bpmn.check.subject import Subject
from bpmn.language import Text

__all__ = ["RULE"]

_NOT_IN_IT = ("startEvent", "endEvent", "conversation", "conversationLink", *CHOREOGRAPHY_ACTIVITIES)


def _find(subject: Subject) -> Iterator[Fault]:
    source = subject.source
    for element in source.every("adHocSubProcess"):
        found = source.inside(element, *_NOT_IN_IT)
        if found:
            text = Text(
                "{element} holds {inner}, but has no order.", element=calls_it(element), inner=calls_it(found[0])
            )
            yield fault_in_file(element, text, Text("Remove it, or make the sub-process an ordinary one."))


RULE = Rule(id="standard-062", constraint="EXT.062", severity="warning", find=_find)

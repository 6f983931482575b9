"""A global conversation holds participants, message flows and correlation keys only.

Source: BPMN 2.0.2 §9.5; BPMNspector EXT.032.
"""

from collections.abc import Iterator

from bpmn.check.families import ARTIFACTS
from bpmn.check.rule import Fault, Rule, fault_in_file
from bpmn.check.source import calls_it
from bpmn.check.subject import Subject
from bpmn.language import Text

__all__ = ["RULE"]

_NOT_IN_IT = (
    *("conversation", "subConversation", "callConversation", "conversationLink", "conversationAssociation"),
    *("participantAssociation", "messageFlowAssociation"),
    *ARTIFACTS,
)


def _find(subject: Subject) -> Iterator[Fault]:
    source = subject.source
    for element in source.every("globalConversation"):
        found = sorted({source.name_of(child) for child in source.inside(element, *_NOT_IN_IT)})
        if found:
            text = Text("{element} holds what it may not: {kinds}.", element=calls_it(element), kinds=", ".join(found))
            yield fault_in_file(
                element, text, Text("Leave only participants, message flows and correlation keys in it.")
            )


RULE = Rule(id="standard-032", constraint="EXT.032", severity="error", find=_find)

"""A collaboration is closed where its choreography is, and only there.

Source: BPMN 2.0.2 §9.2; BPMNspector EXT.033.
"""

from collections.abc import Iterator

from bpmn.check.families import TRUE
from bpmn.check.rule import Fault, Rule, fault_in_file
from bpmn.check.source import calls_it
from bpmn.check.subject import Subject
from bpmn.language import Text

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    source = subject.source
    for element in source.every("collaboration"):
        named = (source.named(name) for name in source.texts(element, "choreographyRef"))
        for choreography in (found for found in named if found is not None):
            if (element.get("isClosed") in TRUE) != (choreography.get("isClosed") in TRUE):
                text = Text(
                    "{element} and {choreography} differ in isClosed.",
                    element=calls_it(element),
                    choreography=calls_it(choreography),
                )
                yield fault_in_file(element, text, Text("Say isClosed the same way in both."))


RULE = Rule(id="standard-033", constraint="EXT.033", severity="warning", find=_find)

"""A data association of several sources has a transformation.

Source: BPMN 2.0.2 §10.4.1; BPMNspector EXT.092.
"""

from collections.abc import Iterator

from bpmn.check.associations import copying_associations
from bpmn.check.rule import Fault, Rule, fault_in_file
from bpmn.check.source import calls_it
from bpmn.check.subject import Subject
from bpmn.language import Text

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    source = subject.source
    for element in copying_associations(subject):
        # Without any source nothing is ambiguous: bpmn.io writes what leaves an activity so.
        if len(source.inside(element, "sourceRef")) > 1:
            text = Text("{element} has several sources, but no transformation.", element=calls_it(element))
            yield fault_in_file(element, text, Text("Add a transformation, or draw one association for each source."))


RULE = Rule(id="standard-092", constraint="EXT.092", severity="warning", find=_find)

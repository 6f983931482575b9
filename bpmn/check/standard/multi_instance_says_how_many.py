"""A multi-instance activity to be run says how many instances there are.

Source: BPMN 2.0.2 §10.3.8; BPMNspector EXT.067.
"""

from collections.abc import Iterator

from bpmn.check.loops import multi_instance_loops
from bpmn.check.rule import Fault, Rule, fault_in_file, written_for_no_engine
from bpmn.check.source import calls_it
from bpmn.check.subject import Subject
from bpmn.language import Text

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    for loop, activity in multi_instance_loops(subject):
        if not subject.source.inside(loop, "loopCardinality", "loopDataInputRef"):
            text = Text("It is not said how many instances of {element} there are.", element=calls_it(activity))
            yield fault_in_file(loop, text, Text("Add a loopCardinality or a loopDataInputRef."))


RULE = Rule(id="standard-067", constraint="EXT.067", severity="warning", find=written_for_no_engine(_find))

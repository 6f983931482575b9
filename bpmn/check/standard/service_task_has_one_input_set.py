"""A service task that calls an operation has exactly one input set.

Source: BPMN 2.0.2 §10.3.3; BPMNspector EXT.042.
"""

from collections.abc import Iterator

from bpmn.check.messages import too_many
from bpmn.check.rule import Fault, Rule, fault_in_file, written_for_no_engine
from bpmn.check.source import calls_it
from bpmn.check.subject import Subject
from bpmn.language import Text

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    source = subject.source
    for task in source.every("serviceTask"):
        if not task.get("operationRef"):
            continue
        if not source.inside(source.first(task, "ioSpecification"), "inputSet"):
            text = Text("{element} calls an operation, but has no input set.", element=calls_it(task))
            yield fault_in_file(task, text, Text("Give it one inputSet with one data input."))
        yield from too_many(source, task, "inputSet")


RULE = Rule(id="standard-042", constraint="EXT.042", severity="warning", find=written_for_no_engine(_find))

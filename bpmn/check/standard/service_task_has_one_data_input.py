"""A service task that calls an operation has a single data input.

Source: BPMN 2.0.2 §10.3.3.
"""

from collections.abc import Iterator

from bpmn.check.messages import tasks_with_operation, too_many
from bpmn.check.rule import Fault, Rule, fault_in_file, written_for_no_engine
from bpmn.check.source import calls_it
from bpmn.check.subject import Subject
from bpmn.language import Text

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    for task, _, specification in tasks_with_operation(subject):
        if not subject.source.inside(specification, "dataInput"):
            text = Text("{element} calls an operation, but has no data input.", element=calls_it(task))
            yield fault_in_file(task, text, Text("Give it one data input with the message's item definition."))
        yield from too_many(subject.source, task, "dataInput")


RULE = Rule(id="service-task-data-input", severity="warning", find=written_for_no_engine(_find))

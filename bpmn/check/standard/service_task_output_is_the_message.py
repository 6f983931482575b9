"""A service task whose operation answers has one data output: what the answer carries.

Source: BPMN 2.0.2 §10.3.3; BPMNspector EXT.045.
"""

from collections.abc import Iterator

from bpmn.check.messages import carries_other_data, message_of, tasks_with_operation, too_many
from bpmn.check.rule import Fault, Rule, fault_in_file
from bpmn.check.source import calls_it
from bpmn.check.subject import Subject
from bpmn.language import Text

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    for task, operation, specification in tasks_with_operation(subject):
        message = message_of(subject.source, operation, "outMessageRef")
        if message is None:
            continue
        if not subject.source.inside(specification, "dataOutput"):
            text = Text("The operation of {element} answers, but there is no data output.", element=calls_it(task))
            yield fault_in_file(task, text, Text("Give it one data output with the message's item definition."))
        yield from too_many(subject.source, task, "dataOutput")
        yield from carries_other_data(subject.source, task, message, "dataOutput")


RULE = Rule(id="standard-045", constraint="EXT.045", severity="warning", find=_find)

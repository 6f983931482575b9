"""A receive task that starts a process has no incoming flow.

The table leaves no incoming flow at all; the text of §10.3.3 lets a start event come before the task. A file that does
only what the text allows is told so in a hint.

Source: BPMN 2.0.2 §10.3.3; BPMNspector EXT.049.
"""

from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from bpmn.check.families import TRUE
from bpmn.check.rule import Fault, Rule, fault_in_file
from bpmn.check.source import calls_it
from bpmn.check.subject import Subject
from bpmn.language import Text

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    source = subject.source
    for task in source.every("receiveTask"):
        if task.get("instantiate") not in TRUE:
            continue
        node = subject.model.nodes.get(task.get("id", ""))
        before = [] if node is None else [subject.model.nodes.get(flow.source) for flow in subject.incoming(node)]
        if any(origin is None or origin.type != "startEvent" for origin in before):
            text = Text("{element} is to start the process, but comes after something else.", element=calls_it(task))
            yield fault_in_file(task, text, Text("Let nothing but a start event lead to it, or remove instantiate."))
        elif before or source.inside(task, "incoming"):
            yield _after_a_start_event(task)


def _after_a_start_event(task: etree._Element) -> Fault:
    text = Text(
        "{element} starts the process itself; some tools allow no start event before it.", element=calls_it(task)
    )
    return replace(fault_in_file(task, text, Text("Remove the start event, or remove instantiate.")), severity="hint")


RULE = Rule(id="standard-049", constraint="EXT.049", severity="warning", find=_find)

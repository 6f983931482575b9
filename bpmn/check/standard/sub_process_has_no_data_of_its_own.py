"""A sub-process has no data inputs and outputs of its own.

A multi-instance sub-process may define data, but in its loop and not in a specification; several tools write one all
the same, and some an empty one: those are only hints.

Source: BPMN 2.0.2 §10.4.1; BPMNspector EXT.079.
"""

from collections.abc import Iterator
from dataclasses import replace

from bpmn.check.families import SUB_PROCESSES
from bpmn.check.rule import Fault, Rule, fault_in_file
from bpmn.check.source import calls_it
from bpmn.check.subject import Subject
from bpmn.language import Text

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    source = subject.source
    for element in source.every(*SUB_PROCESSES):
        specification = source.first(element, "ioSpecification")
        if specification is None:
            continue
        text = Text("{element} has data inputs or outputs of its own.", element=calls_it(element))
        fault = fault_in_file(element, text, Text("Use data objects inside it, or call a process instead."))
        is_multiple = source.first(element, "multiInstanceLoopCharacteristics") is not None
        is_empty = not source.inside(specification, "dataInput", "dataOutput")
        yield replace(fault, severity="hint") if is_multiple or is_empty else fault


RULE = Rule(id="standard-079", constraint="EXT.079", severity="warning", find=_find)

"""A public process is not executable.

Source: BPMN 2.0.2 §10.2; BPMNspector EXT.035.
"""

from collections.abc import Iterator

from bpmn.check.rule import Fault, Rule, fault_at
from bpmn.check.subject import Subject, describe
from bpmn.language import Text

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    for process in subject.model.processes:
        if process.process_type == "Public" and process.is_executable:
            text = Text("{element} is public and executable at once.", element=describe(process))
            yield fault_at(process, text, Text("Make it private, or not executable."))


RULE = Rule(id="standard-035", constraint="EXT.035", severity="warning", find=_find)

"""What supports an interface binds its data to the operations.

Source: BPMN 2.0.2 §10.3.6; BPMNspector EXT.064.
"""

from collections.abc import Iterator

from bpmn.check.families import CALLABLE
from bpmn.check.rule import Fault, Rule, fault_in_file
from bpmn.check.source import calls_it
from bpmn.check.subject import Subject
from bpmn.language import Text

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    source = subject.source
    for element in source.every(*CALLABLE):
        if source.inside(element, "supportedInterfaceRef") and not source.inside(element, "ioBinding"):
            text = Text(
                "{element} supports an interface, but binds no data to its operations.", element=calls_it(element)
            )
            yield fault_in_file(element, text, Text("Add an ioBinding for each operation."))


RULE = Rule(id="standard-064", constraint="EXT.064", severity="warning", find=_find)

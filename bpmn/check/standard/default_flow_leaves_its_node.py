"""A default flow leaves the activity or gateway that names it.

Source: BPMN 2.0.2 §10.3, §10.6; BPMNspector EXT.026.
"""

from collections.abc import Iterator

from bpmn.check.families import ACTIVITIES, GATEWAYS
from bpmn.check.rule import Fault, Rule, fault_in_file
from bpmn.check.source import calls_it
from bpmn.check.subject import Subject
from bpmn.language import Text

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    source = subject.source
    for node in source.every(*ACTIVITIES, *GATEWAYS):
        if not node.get("default"):
            continue
        flow = source.named(node.get("default"))
        if flow is None or source.named(flow.get("sourceRef")) is not node:
            text = Text("The default flow of {element} does not leave it.", element=calls_it(node))
            yield fault_in_file(node, text, Text("Name one of its outgoing flows."))


RULE = Rule(id="standard-026", constraint="EXT.026", severity="error", find=_find)

"""What follows an event-based gateway has no other way in.

Source: BPMN 2.0.2 §10.6.6; BPMNspector EXT.141.
"""

from collections.abc import Iterator

from bpmn.check.event_gateways import awaited
from bpmn.check.rule import Fault, Rule, fault_at
from bpmn.check.subject import Subject, describe
from bpmn.language import Text

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    for target in dict.fromkeys(target for _, _, target in awaited(subject)):
        if len(target.incoming) > 1:
            text = Text(
                "{element} waits for an event-based gateway, but other flows lead to it.", element=describe(target)
            )
            yield fault_at(target, text, Text("Let only the gateway lead to it."))


RULE = Rule(id="standard-141", constraint="EXT.141", severity="error", find=_find)

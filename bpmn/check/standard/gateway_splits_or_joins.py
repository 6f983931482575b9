"""A gateway has several flows in or several out.

One flow in and one out is what the rule `superfluous-gateway` finds.

Source: BPMN 2.0.2 §10.6.1; BPMNspector EXT.135.
"""

from collections.abc import Iterator

from bpmn.check.rule import Fault, Rule, fault_at
from bpmn.check.subject import Subject, describe
from bpmn.language import Text

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    for gateway in subject.gateways():
        if len(gateway.incoming) + len(gateway.outgoing) < 2:
            text = Text("{element} neither splits nor joins anything.", element=describe(gateway))
            yield fault_at(gateway, text, Text("Draw the flows that are missing, or remove it."))


RULE = Rule(id="standard-135", constraint="EXT.135", severity="warning", find=_find)

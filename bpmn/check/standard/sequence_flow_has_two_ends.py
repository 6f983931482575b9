"""A sequence flow has a node at both ends.

Source: BPMN 2.0.2 §8.4.13.
"""

from collections.abc import Iterator

from bpmn.check.rule import Fault, Rule, fault_at
from bpmn.check.subject import Subject, describe
from bpmn.language import Text

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    for flow in subject.model.flows.values():
        if not flow.source or not flow.target:
            text = Text("{element} has an end that leads nowhere.", element=describe(flow))
            yield fault_at(flow, text, Text("Draw the flow from one node to another."))


RULE = Rule(id="flow-without-end", severity="error", find=_find)

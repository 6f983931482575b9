"""No flow leads to an activity for compensation or leaves it.

Source: BPMN 2.0.2 §10.7.
"""

from collections.abc import Iterator

from bpmn.check.rule import Fault, Rule, fault_at
from bpmn.check.subject import Subject, describe
from bpmn.language import Text

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    for node in subject.activities():
        if node.is_for_compensation and (node.incoming or node.outgoing):
            text = Text("{element} is there for compensation only, but has flows.", element=describe(node))
            yield fault_at(node, text, Text("Remove the flows; an association leads to it."))


RULE = Rule(id="compensation-activity-flows", severity="warning", find=_find)

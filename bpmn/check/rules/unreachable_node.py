"""Every node can be come to from a start (BPMN 2.0.2 §13.2; soundness says the same of conditions and joins)."""

from collections.abc import Iterator

from bpmn.check.paths import entries, following, reached
from bpmn.check.rule import Fault, Rule, fault_at
from bpmn.check.subject import Subject, describe
from bpmn.language import Text

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    for place in subject.places:
        if place.is_ad_hoc:
            continue
        found = reached(entries(subject, place), following(subject, place))
        for node in place.scope.nodes:
            # What no flow enters is named by no-implicit-start.
            if node.incoming and node.id not in found and not subject.stands_alone(node):
                text = Text("No path leads from a start to {element}.", element=describe(node))
                yield fault_at(node, text, Text("Lead a flow from the path that is taken before it, or remove it."))


RULE = Rule(id="unreachable-node", severity="warning", find=_find)

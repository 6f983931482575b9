"""An ad-hoc sub-process has no start and end events (bpmnlint; BPMN 2.0.2 §10.3.5)."""

from collections.abc import Iterator

from bpmn.check.rule import Fault, Rule, fault_at
from bpmn.check.subject import Subject, describe
from bpmn.language import Text
from bpmn.model import EndEvent, StartEvent

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    for place in subject.places:
        if not place.is_ad_hoc:
            continue
        for node in place.scope.nodes:
            if isinstance(node, StartEvent | EndEvent):
                yield fault_at(
                    node,
                    Text(
                        "{element} stands in an ad-hoc sub-process, which has neither start nor end.",
                        element=describe(node),
                    ),
                    Text("Remove it, or make the sub-process an ordinary one."),
                )


RULE = Rule(id="ad-hoc-sub-process", severity="warning", find=_find, constraint="EXT.062")

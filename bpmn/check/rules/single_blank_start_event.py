"""At most one start event without a trigger (bpmnlint; 7PMG G3)."""

from collections.abc import Iterator

from bpmn.check.rule import Fault, Rule, fault_at
from bpmn.check.subject import Subject, describe
from bpmn.language import Text
from bpmn.model import StartEvent

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    for owner, scope in subject.levels:
        blank = [node for node in scope.nodes if isinstance(node, StartEvent) and node.kind == "none"]
        if len(blank) > 1:
            yield fault_at(
                owner,
                Text(
                    "{element} has {count} start events without a trigger.",
                    element=describe(owner),
                    count=len(blank),
                ),
                Text("Keep one, or give the others a trigger (message, timer, signal)."),
            )


RULE = Rule(id="single-blank-start-event", severity="warning", find=_find)

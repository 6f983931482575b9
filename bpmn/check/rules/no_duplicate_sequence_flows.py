"""No two flows lead from the same node to the same node under the same condition (bpmnlint)."""

from collections.abc import Iterator

from bpmn.check.rule import Fault, Rule, fault_at
from bpmn.check.subject import Subject, describe
from bpmn.language import Text

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    seen: dict[tuple[str, str, str], str] = {}
    for flow in subject.model.flows.values():
        if not flow.source or not flow.target:
            continue
        key = (flow.source, flow.target, flow.condition.text if flow.condition else "")
        first = seen.setdefault(key, flow.id)
        if first != flow.id:
            yield fault_at(
                flow,
                Text("{element} repeats {first}: the next step runs twice.", element=describe(flow), first=first),
                Text("Remove one of the two flows."),
            )


RULE = Rule(id="no-duplicate-sequence-flows", severity="warning", find=_find)

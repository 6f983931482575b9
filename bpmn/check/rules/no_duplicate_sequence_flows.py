"""No two flows lead from the same node to the same node under the same condition (bpmnlint)."""

from collections.abc import Iterator

from bpmn.check.rule import Fault, Rule, fault_at
from bpmn.check.subject import Subject, describe
from bpmn.language import Text

__all__ = ["RULE"]

_ADVICE = Text("Remove one of the two flows.")


def _find(subject: Subject) -> Iterator[Fault]:
    nodes = {node.id: node for node in subject.drawn_nodes}
    seen: dict[tuple[str, str, str | bool], str] = {}
    sources: dict[str, None] = {}
    targets: dict[str, None] = {}
    for flow in subject.drawn_flows.values():
        if flow.source not in nodes or flow.target not in nodes:
            continue
        key = (flow.source, flow.target, flow.condition.text if flow.condition else subject.is_conditional(flow))
        first = seen.setdefault(key, flow.id)
        if first != flow.id:
            text = Text("{element} repeats {first}: the next step runs twice.", element=describe(flow), first=first)
            yield fault_at(flow, text, _ADVICE)
            sources[flow.source] = targets[flow.target] = None
    for node in (nodes[source] for source in sources):
        yield fault_at(node, Text("Two flows lead from {element} to the same node.", element=describe(node)), _ADVICE)
    for node in (nodes[target] for target in targets):
        yield fault_at(node, Text("Two flows lead to {element} from the same node.", element=describe(node)), _ADVICE)


RULE = Rule(id="no-duplicate-sequence-flows", severity="warning", find=_find)

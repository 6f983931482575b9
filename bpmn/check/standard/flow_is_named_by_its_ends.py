"""The source and the target of a flow name it among their flows.

Where a file has no such lists at all, nothing in it contradicts anything: that is said once. Where it is written for an
engine, which needs none, not even that.

Source: BPMN 2.0.2 §8.4.13; BPMNspector EXT.023.
"""

from collections.abc import Iterator

from bpmn.check.listed_flows import Direction, has_lists
from bpmn.check.rule import Fault, Rule, fault_in_file
from bpmn.check.subject import Subject
from bpmn.language import Text

__all__ = ["RULE"]

_ADVICE = Text("Save the file with a tool that writes the flow lists.")


def _find(subject: Subject) -> Iterator[Fault]:
    flows = list(subject.source.every("sequenceFlow"))
    if not has_lists(subject):
        if flows and not subject.model.is_for_engine:
            text = Text("No element of the file lists its incoming and outgoing flows.")
            yield fault_in_file(flows[0], text, _ADVICE)
        return
    text = Text("The source of a flow does not name it, though other elements of the file name theirs.")
    yield from _unnamed(subject, "outgoing", "sourceRef", text)
    text = Text("The target of a flow does not name it, though other elements of the file name theirs.")
    yield from _unnamed(subject, "incoming", "targetRef", text)


def _unnamed(subject: Subject, direction: Direction, end: str, text: Text) -> Iterator[Fault]:
    named = {(element.text or "").strip().rpartition(":")[2] for element in subject.source.every(direction)}
    for flow in subject.source.every("sequenceFlow"):
        if flow.get(end) and flow.get("id") not in named:
            yield fault_in_file(flow, text, _ADVICE)


RULE = Rule(id="standard-023", constraint="EXT.023", severity="hint", find=_find)

"""Constraints on sub-processes. BPMN 2.0.2 §10.3.5."""

from collections.abc import Iterator

from lxml import etree

from bpmn.check.rule import Fault, Rule, fault_at, fault_in_file
from bpmn.check.source import calls_it
from bpmn.check.subject import Subject, describe
from bpmn.language import Text
from bpmn.model import Activity, SequenceFlow, SubProcess

__all__ = ["RULES"]

_NODES = frozenset(
    {
        *("task", "userTask", "manualTask", "serviceTask", "scriptTask", "sendTask", "receiveTask", "businessRuleTask"),
        *("callActivity", "subProcess", "adHocSubProcess", "transaction"),
        *("choreographyTask", "subChoreography", "callChoreography"),
        *("startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent"),
        *("implicitThrowEvent", "exclusiveGateway", "parallelGateway", "inclusiveGateway", "eventBasedGateway"),
        "complexGateway",
    }
)
_BETWEEN_NODES = Text("Draw the flow between steps, gateways and events.")


def _sub_processes(subject: Subject) -> Iterator[SubProcess]:
    return (node for node in subject.nodes() if isinstance(node, SubProcess))


def _not_nodes(subject: Subject, end: str) -> Iterator[etree._Element]:
    """Yield what flows begin or end at, but may not: only activities, gateways and events may be there (§8.3.13)."""
    named = (subject.source.named(flow.get(end)) for flow in subject.source.every("sequenceFlow"))
    for element in dict.fromkeys(found for found in named if found is not None):
        if subject.source.name_of(element) not in _NODES:
            yield element


def _event_sub_processes_stand_alone(subject: Subject) -> Iterator[Fault]:
    for node in _sub_processes(subject):
        if node.is_event_sub_process and node.outgoing:
            text = Text("A flow leaves {element}, which an event starts.", element=describe(node))
            yield fault_at(node, text, Text("Remove the flow, or make it an ordinary sub-process."))
    for element in _not_nodes(subject, "sourceRef"):
        text = Text("A flow begins at {element}, which is no step, gateway or event.", element=calls_it(element))
        yield fault_in_file(element, text, _BETWEEN_NODES)


def _event_sub_processes_are_not_entered(subject: Subject) -> Iterator[Fault]:
    for node in _sub_processes(subject):
        if node.is_event_sub_process and node.incoming:
            text = Text("A flow leads to {element}, which an event starts.", element=describe(node))
            yield fault_at(node, text, Text("Remove the flow, or make it an ordinary sub-process."))
    for element in _not_nodes(subject, "targetRef"):
        text = Text("A flow ends at {element}, which is no step, gateway or event.", element=calls_it(element))
        yield fault_in_file(element, text, _BETWEEN_NODES)


def _ad_hoc_holds_something(subject: Subject) -> Iterator[Fault]:
    for node in _sub_processes(subject):
        if node.type == "adHocSubProcess" and not any(isinstance(inner, Activity) for inner in node.scope.nodes):
            text = Text("{element} holds no activity.", element=describe(node))
            yield fault_at(node, text, Text("Put what may be done there into it."))


def _flows_have_ends(subject: Subject) -> Iterator[Fault]:
    flows: Iterator[SequenceFlow] = iter(subject.model.flows.values())
    for flow in flows:
        if not flow.source or not flow.target:
            text = Text("{element} has an end that leads nowhere.", element=describe(flow))
            yield fault_at(flow, text, Text("Draw the flow from one node to another."))


def _stand_alone(subject: Subject) -> Iterator[Fault]:
    for node in _sub_processes(subject):
        if node.is_event_sub_process and (node.incoming or node.outgoing):
            text = Text("{element} has flows, though an event starts it.", element=describe(node))
            yield fault_at(node, text, Text("Remove the flows, or make it an ordinary sub-process."))


def _is_a_count(subject: Subject, name: str) -> Iterator[Fault]:
    if subject.source.root is None:
        return
    for element in subject.source.root.iterfind(f".//*[@{name}]"):
        written = element.get(name, "1").strip()
        if written.removeprefix("-").isdecimal() and int(written) < 1:
            text = Text("{element} has a {name} below 1.", element=calls_it(element), name=name)
            yield fault_in_file(element, text, Text("Leave it out, or write 1 or more."))


def _start_quantity(subject: Subject) -> Iterator[Fault]:
    yield from _is_a_count(subject, "startQuantity")


def _completion_quantity(subject: Subject) -> Iterator[Fault]:
    yield from _is_a_count(subject, "completionQuantity")


def _handlers_have_no_flows(subject: Subject) -> Iterator[Fault]:
    for node in subject.activities():
        if node.is_for_compensation and (node.incoming or node.outgoing):
            text = Text("{element} is there for compensation only, but has flows.", element=describe(node))
            yield fault_at(node, text, Text("Remove the flows; an association leads to it."))


RULES: tuple[Rule, ...] = (
    Rule(id="standard-021", constraint="EXT.021", severity="error", find=_event_sub_processes_stand_alone),
    Rule(id="standard-022", constraint="EXT.022", severity="error", find=_event_sub_processes_are_not_entered),
    Rule(id="standard-037", constraint="EXT.037", severity="warning", find=_start_quantity),
    Rule(id="standard-038", constraint="EXT.038", severity="warning", find=_completion_quantity),
    Rule(id="standard-057", constraint="EXT.057", severity="hint", find=_stand_alone),
    Rule(id="standard-143", constraint="EXT.143", severity="warning", find=_handlers_have_no_flows),
    Rule(id="standard-061", constraint="EXT.061", severity="warning", find=_ad_hoc_holds_something),
    Rule(id="flow-without-end", severity="error", find=_flows_have_ends),
)

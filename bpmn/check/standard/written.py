"""Constraints on how a file is written, which its values no longer show. BPMN 2.0.2 §8.3, §10.5.5.

Engines leave out much of what the standard asks of executable processes. Where a file is written for one of them,
asking for it would only make noise: those constraints are for files without a dialect.
"""

from collections.abc import Iterator

from lxml import etree

from bpmn.check.rule import Fault, Rule, fault_in_file, written_for_no_engine
from bpmn.check.subject import Subject
from bpmn.language import Text

__all__ = ["RULES"]

_XSI_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
_EXPRESSIONS = (
    *("conditionExpression", "loopCondition", "loopCardinality", "completionCondition", "activationCondition"),
    *("timeDate", "timeDuration", "timeCycle", "from", "to"),
)


def _elements(subject: Subject, *names: str) -> Iterator[etree._Element]:
    if subject.tree is not None:
        yield from subject.tree.iter(*(f"{{*}}{name}" for name in names))


def _is_executable(element: etree._Element) -> bool:
    return any(parent.get("isExecutable") == "true" for parent in element.iterancestors("{*}process"))


def _expressions_are_formal(subject: Subject) -> Iterator[Fault]:
    for element in _elements(subject, *_EXPRESSIONS):
        parent = element.getparent()
        if parent is not None and _is_executable(element) and "FormalExpression" not in element.get(_XSI_TYPE, ""):
            text = Text("An expression of an executable process is not said to be a formal one.")
            yield fault_in_file(parent, text, Text('Write xsi:type="tFormalExpression".'))


def _formal_expressions_say_something(subject: Subject) -> Iterator[Fault]:
    for element in _elements(subject, *_EXPRESSIONS, "condition", "transformation"):
        is_formal = "FormalExpression" in element.get(_XSI_TYPE, "") or element.tag.endswith("}condition")
        if (
            is_formal
            and _is_executable(element)
            and not etree.tostring(element, method="text", encoding="unicode").strip()
        ):
            yield fault_in_file(
                element, Text("An expression is empty."), Text("Write the expression, or leave it out.")
            )


def _conditions_are_formal(subject: Subject) -> Iterator[Fault]:
    for element in _elements(subject, "conditionalEventDefinition"):
        condition = element.find("{*}condition")
        is_formal = condition is not None and "FormalExpression" in condition.get(_XSI_TYPE, "")
        if _is_executable(element) and not is_formal:
            text = Text("The condition of an event of an executable process is not said to be a formal one.")
            yield fault_in_file(element, text, Text('Write xsi:type="tFormalExpression".'))


def _flows_are_immediate(subject: Subject) -> Iterator[Fault]:
    for element in _elements(subject, "sequenceFlow"):
        if element.get("isImmediate") == "false" and _is_executable(element):
            text = Text("A flow of an executable process is said not to be immediate.")
            yield fault_in_file(element, text, Text("Leave isImmediate out."))


def _starts_name_no_incoming(subject: Subject) -> Iterator[Fault]:
    for element in _elements(subject, "startEvent"):
        if element.find("{*}incoming") is not None:
            text = Text("A start event names an incoming flow.")
            yield fault_in_file(element, text, Text("Remove the incoming element."))


def _lists_flows(subject: Subject) -> bool:
    # Many tools leave the lists out altogether: then nothing in the file disagrees with anything.
    return next(_elements(subject, "incoming", "outgoing"), None) is not None


def _starts_name_their_outgoing(subject: Subject) -> Iterator[Fault]:
    if not _lists_flows(subject):
        return
    for element in _elements(subject, "startEvent"):
        if element.find("{*}outgoing") is None:
            text = Text("A start event names no outgoing flow, though other elements of the file name theirs.")
            yield fault_in_file(element, text, Text("Save the file with a tool that writes the flow lists."))


def _nodes_name_their_flows(subject: Subject) -> Iterator[Fault]:
    if not _lists_flows(subject):
        return
    named = {(element.text or "").strip().split(":")[-1] for element in _elements(subject, "outgoing")}
    for element in _elements(subject, "sequenceFlow"):
        if element.get("sourceRef") and element.get("id") not in named:
            text = Text("The source of a flow does not name it, though other elements of the file name theirs.")
            yield fault_in_file(element, text, Text("Save the file with a tool that writes the flow lists."))
    entered = {(element.text or "").strip().split(":")[-1] for element in _elements(subject, "incoming")}
    for element in _elements(subject, "sequenceFlow") if entered else ():
        if element.get("targetRef") and element.get("id") not in entered:
            text = Text("The target of a flow does not name it, though other elements of the file name theirs.")
            yield fault_in_file(element, text, Text("Save the file with a tool that writes the flow lists."))


def _message_events_name_a_message(subject: Subject) -> Iterator[Fault]:
    for element in _elements(subject, "messageEventDefinition"):
        if _is_executable(element) and not element.get("messageRef"):
            text = Text("A message event of an executable process names no message.")
            yield fault_in_file(element, text, Text("Name the message with messageRef."))


def _message_events_name_an_operation(subject: Subject) -> Iterator[Fault]:
    for element in _elements(subject, "messageEventDefinition"):
        if _is_executable(element) and element.find("{*}operationRef") is None:
            text = Text("A message event of an executable process names no operation.")
            yield fault_in_file(element, text, Text("Name the operation with operationRef."))


RULES: tuple[Rule, ...] = (
    Rule(id="standard-012", constraint="EXT.012", severity="hint", find=written_for_no_engine(_expressions_are_formal)),
    Rule(id="standard-013", constraint="EXT.013", severity="warning", find=_formal_expressions_say_something),
    Rule(id="standard-023", constraint="EXT.023", severity="hint", find=_nodes_name_their_flows),
    Rule(id="standard-123", constraint="EXT.123", severity="hint", find=written_for_no_engine(_conditions_are_formal)),
    Rule(id="standard-101-listed", constraint="EXT.101", severity="hint", find=_starts_name_their_outgoing),
    Rule(id="standard-024", constraint="EXT.024", severity="warning", find=_flows_are_immediate),
    Rule(id="standard-101-written", constraint="EXT.101", severity="error", find=_starts_name_no_incoming),
    Rule(
        id="standard-127",
        constraint="EXT.127",
        severity="hint",
        find=written_for_no_engine(_message_events_name_a_message),
    ),
    Rule(
        id="standard-128",
        constraint="EXT.128",
        severity="hint",
        find=written_for_no_engine(_message_events_name_an_operation),
    ),
)

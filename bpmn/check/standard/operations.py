"""Constraints on tasks that use operations and messages: their data is the message's. BPMN 2.0.2 §10.3.3."""

from collections.abc import Iterator

from lxml import etree

from bpmn.check.rule import Fault, Rule, fault_in_file, written_for_no_engine
from bpmn.check.source import Source, calls_it
from bpmn.check.subject import Subject
from bpmn.language import Text

__all__ = ["RULES"]

_ONE = Text("Keep one of them.")
_SAME_ITEM = Text("Let both name the same item definition, or one of the same structure.")


def _calling(subject: Subject) -> Iterator[tuple[etree._Element, etree._Element, etree._Element]]:
    """Yield the service tasks with an operation that is in the file, with the operation and the specification."""
    source = subject.source
    for task in source.every("serviceTask"):
        operation = source.named(task.get("operationRef"))
        specification = source.first(task, "ioSpecification")
        if operation is not None and specification is not None:
            yield task, operation, specification


def _too_many(source: Source, task: etree._Element, name: str) -> Iterator[Fault]:
    found = source.inside(source.first(task, "ioSpecification"), name)
    if len(found) > 1:
        text = Text(
            "{element} has {count} of {name}; one at most.", element=calls_it(task), count=len(found), name=name
        )
        yield fault_in_file(task, text, _ONE)


def _service_tasks_have_one_set(subject: Subject) -> Iterator[Fault]:
    for task, _, specification in _calling(subject):
        if not subject.source.inside(specification, "inputSet"):
            text = Text("{element} calls an operation, but has no input set.", element=calls_it(task))
            yield fault_in_file(task, text, Text("Give it one inputSet with one data input."))
        for name in ("inputSet", "outputSet"):
            yield from _too_many(subject.source, task, name)


def _service_tasks_have_one_input(subject: Subject) -> Iterator[Fault]:
    for task, _, specification in _calling(subject):
        if not subject.source.inside(specification, "dataInput"):
            text = Text("{element} calls an operation, but has no data input.", element=calls_it(task))
            yield fault_in_file(task, text, Text("Give it one data input with the message's item definition."))
        yield from _too_many(subject.source, task, "dataInput")


def _service_inputs_are_the_message(subject: Subject) -> Iterator[Fault]:
    for task, operation, specification in _calling(subject):
        message = _message(subject.source, operation, "inMessageRef")
        yield from _differs(subject.source, task, message, subject.source.inside(specification, "dataInput"))


def _service_outputs_are_the_message(subject: Subject) -> Iterator[Fault]:
    for task, operation, specification in _calling(subject):
        message = _message(subject.source, operation, "outMessageRef")
        if message is None:
            continue
        outputs = subject.source.inside(specification, "dataOutput")
        if not outputs:
            text = Text("The operation of {element} answers, but there is no data output.", element=calls_it(task))
            yield fault_in_file(task, text, Text("Give it one data output with the message's item definition."))
        yield from _too_many(subject.source, task, "dataOutput")
        yield from _differs(subject.source, task, message, outputs)


def _message(source: Source, operation: etree._Element, name: str) -> etree._Element | None:
    return source.named(next(iter(source.texts(operation, name)), None))


def _differs(
    source: Source, task: etree._Element, message: etree._Element | None, data: list[etree._Element]
) -> Iterator[Fault]:
    item = source.item_of(message)
    if item is not None and data and not any(source.is_same_item(item, source.item_of(every)) for every in data):
        text = Text(
            "The message of {task} and {element} have different items.", task=calls_it(task), element=calls_it(data[0])
        )
        yield fault_in_file(task, text, _SAME_ITEM)


def _of_messages(subject: Subject, kind: str) -> Iterator[etree._Element]:
    return (task for task in subject.source.every(kind) if task.get("messageRef"))


def _sends_from_one_set(subject: Subject) -> Iterator[Fault]:
    for task in _of_messages(subject, "sendTask"):
        yield from _too_many(subject.source, task, "inputSet")


def _sends_one_input(subject: Subject) -> Iterator[Fault]:
    for task in _of_messages(subject, "sendTask"):
        yield from _too_many(subject.source, task, "dataInput")


def _sent_data_are_the_message(subject: Subject) -> Iterator[Fault]:
    yield from _is_the_message(subject, "sendTask", "dataInput")


def _receives_into_one_set(subject: Subject) -> Iterator[Fault]:
    for task in _of_messages(subject, "receiveTask"):
        yield from _too_many(subject.source, task, "outputSet")


def _receives_one_output(subject: Subject) -> Iterator[Fault]:
    for task in _of_messages(subject, "receiveTask"):
        yield from _too_many(subject.source, task, "dataOutput")


def _received_data_are_the_message(subject: Subject) -> Iterator[Fault]:
    yield from _is_the_message(subject, "receiveTask", "dataOutput")


def _is_the_message(subject: Subject, kind: str, name: str) -> Iterator[Fault]:
    source = subject.source
    for task in _of_messages(subject, kind):
        data = source.inside(source.first(task, "ioSpecification"), name)
        yield from _differs(source, task, source.named(task.get("messageRef")), data)


def _instantiating_tasks_come_first(subject: Subject) -> Iterator[Fault]:
    source = subject.source
    starts = {element.get("id") for element in source.every("startEvent")}
    entered_from: dict[str, list[str]] = {}
    for flow in source.every("sequenceFlow"):
        entered_from.setdefault(flow.get("targetRef", ""), []).append(flow.get("sourceRef", ""))
    for task in source.every("receiveTask"):
        before = entered_from.get(task.get("id", ""), [])
        if task.get("instantiate") in {"true", "1"} and any(origin not in starts for origin in before):
            text = Text("{element} is to start the process, but comes after something else.", element=calls_it(task))
            yield fault_in_file(task, text, Text("Let nothing but a start event lead to it, or remove instantiate."))


def _scripts_name_their_language(subject: Subject) -> Iterator[Fault]:
    for task in subject.source.every("scriptTask"):
        if subject.source.first(task, "script") is not None and not task.get("scriptFormat"):
            text = Text("{element} has a script, but does not say its language.", element=calls_it(task))
            yield fault_in_file(task, text, Text("Name the language with scriptFormat."))


RULES: tuple[Rule, ...] = (
    Rule(
        id="standard-042",
        constraint="EXT.042",
        severity="warning",
        find=written_for_no_engine(_service_tasks_have_one_set),
    ),
    Rule(
        id="standard-043",
        constraint="EXT.043",
        severity="warning",
        find=written_for_no_engine(_service_tasks_have_one_input),
    ),
    Rule(id="standard-044", constraint="EXT.044", severity="warning", find=_service_inputs_are_the_message),
    Rule(id="standard-045", constraint="EXT.045", severity="warning", find=_service_outputs_are_the_message),
    Rule(id="standard-046", constraint="EXT.046", severity="warning", find=_sends_from_one_set),
    Rule(id="standard-047", constraint="EXT.047", severity="warning", find=_sends_one_input),
    Rule(id="standard-048", constraint="EXT.048", severity="warning", find=_sent_data_are_the_message),
    Rule(id="standard-049", constraint="EXT.049", severity="warning", find=_instantiating_tasks_come_first),
    Rule(id="standard-050", constraint="EXT.050", severity="warning", find=_receives_into_one_set),
    Rule(id="standard-051", constraint="EXT.051", severity="warning", find=_receives_one_output),
    Rule(id="standard-052", constraint="EXT.052", severity="warning", find=_received_data_are_the_message),
    Rule(
        id="standard-053",
        constraint="EXT.053",
        severity="hint",
        find=written_for_no_engine(_scripts_name_their_language),
    ),
)

"""What the constraints on tasks with a message or an operation share: their data are the message's. §10.3.3."""

from collections.abc import Iterator

from lxml import etree

from bpmn.check.rule import Fault, fault_in_file
from bpmn.check.source import Source, calls_it
from bpmn.check.subject import Subject
from bpmn.language import Text

__all__ = ["carries_other_data", "message_of", "tasks_with_message", "tasks_with_operation", "too_many"]

_SAME_ITEM = Text("Let both name the same item definition, or one of the same structure.")


def tasks_with_operation(subject: Subject) -> Iterator[tuple[etree._Element, etree._Element, etree._Element]]:
    """Yield the service tasks with an operation that is in the file, with the operation and the specification."""
    source = subject.source
    for task in source.every("serviceTask"):
        operation = source.named(task.get("operationRef"))
        specification = source.first(task, "ioSpecification")
        if operation is not None and specification is not None:
            yield task, operation, specification


def tasks_with_message(subject: Subject, kind: str) -> Iterator[etree._Element]:
    """Yield the tasks of a kind ("sendTask", "receiveTask") that refer to a message."""
    return (task for task in subject.source.every(kind) if task.get("messageRef"))


def message_of(source: Source, operation: etree._Element, name: str) -> etree._Element | None:
    """Return the message that an operation takes ("inMessageRef") or answers with ("outMessageRef")."""
    return source.named(next(iter(source.texts(operation, name)), None))


def too_many(source: Source, task: etree._Element, name: str) -> Iterator[Fault]:
    """Yield the fault of a task whose specification has more than one `name` ("inputSet", "dataInput", …)."""
    found = source.inside(source.first(task, "ioSpecification"), name)
    if len(found) > 1:
        text = Text(
            "{element} has {count} of {name}; one at most.", element=calls_it(task), count=len(found), name=name
        )
        yield fault_in_file(task, text, Text("Keep one of them."))


def carries_other_data(
    source: Source, task: etree._Element, message: etree._Element | None, name: str
) -> Iterator[Fault]:
    """Yield the fault of a task whose data are not what its message carries.

    Args:
        source: The file.
        task: The task.
        message: Its message, None where it is not in the file.
        name: "dataInput" or "dataOutput".
    """
    data = source.inside(source.first(task, "ioSpecification"), name)
    if message is None or not data:
        return
    item, items = source.item_of(message), [source.item_of(every) for every in data]
    # Where the message's item is in another file, nothing can be compared.
    is_known = item is not None or not message.get("itemRef")
    if is_known and not any(source.is_same_item(item, found) for found in items):
        text = Text(
            "The message of {task} and {element} have different items.", task=calls_it(task), element=calls_it(data[0])
        )
        yield fault_in_file(task, text, _SAME_ITEM)

"""Tasks, global tasks and call activities. BPMN 2.0.2 §10.3.3 to §10.3.6."""

from dataclasses import replace

from lxml import etree

from bpmn.model import CallActivity, Expression, GlobalTask, Task
from bpmn.reading.context import Reading
from bpmn.reading.names import attribute, flag, local_name
from bpmn.reading.parts import activity_parts
from bpmn.reading.work import read_assignment, read_job, read_script
from bpmn.xml import line_of

__all__ = ["read_call_activity", "read_global_task", "read_task"]

_MACHINE_TASKS = frozenset({"serviceTask", "sendTask", "receiveTask", "businessRuleTask", "globalBusinessRuleTask"})
_SCRIPT_TASKS = frozenset({"scriptTask", "globalScriptTask"})


def read_task(element: etree._Element, reading: Reading) -> Task:
    """Return a task of any kind, with what the file's dialects say of it."""
    kind = local_name(element)
    read = Task(
        **activity_parts(element, reading),
        assignment=read_assignment(element, reading),
        job=read_job(element, reading) if kind in _MACHINE_TASKS else None,
        script=read_script(element, reading) if kind in _SCRIPT_TASKS else None,
        message=reading.reference(element, "messageRef"),
        operation=reading.reference(element, "operationRef"),
        instantiate=flag(element, "instantiate"),
    )
    for dialect in reading.dialects:
        read = dialect.task(read, element, reading)
    return read


def read_global_task(element: etree._Element, reading: Reading) -> GlobalTask:
    """Return a global task, which call activities call."""
    task = read_task(element, reading)
    return GlobalTask(
        id=task.id,
        type=task.type,
        name=task.name,
        line=task.line,
        documentation=task.documentation,
        extensions=task.extensions,
        kept=task.kept,
        task=task,
    )


def read_call_activity(element: etree._Element, reading: Reading) -> CallActivity:
    """Return a call activity (or a choreography's call), with what the file's dialects say of it."""
    read = CallActivity(
        **activity_parts(element, reading),
        called_element=_called_element(element, reading),
    )
    for dialect in reading.dialects:
        read = dialect.call_activity(read, element, reading)
    return read


def _called_element(element: etree._Element, reading: Reading) -> Expression | None:
    """Return what is called, without the prefix of a QName; it may be in another file, so nothing is noted."""
    text = attribute(element, "calledElement") or attribute(element, "calledChoreographyRef")
    found = reading.value(text, element)
    if found is None or found.language:
        return found
    known = reading.ids.find(text)
    if known is not None:
        return Expression(text=reading.ids[known], line=line_of(element))
    prefix, _, rest = text.partition(":")
    return replace(found, text=rest) if rest and prefix in element.nsmap else found

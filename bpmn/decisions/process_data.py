"""Which variables a process gives values, as far as its model says so. BPMN 2.0.2 §10.4."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from bpmn.expressions import ExpressionError, Language, compile_script
from bpmn.model import Activity, CallActivity, Event, FlowNode, MultiInstance, Script, StartEvent, Task

__all__ = ["ProcessData", "data_of"]

_MESSAGE = "messageEventDefinition"


class ProcessData(NamedTuple):
    """The variables that a process gives values.

    Attributes:
        names: Their names.
        is_open: Whether there may be others: from a form in another file, a person, a worker, a message, or a process
            that is called.
    """

    names: frozenset[str]
    is_open: bool


def data_of(nodes: Iterable[FlowNode]) -> ProcessData:
    """Return the variables that the nodes of a process give values; its data objects are not among them."""
    names: set[str] = set()
    is_open = False
    for node in nodes:
        names.update(_given_by(node))
        is_open = is_open or _gives_others(node)
    return ProcessData(frozenset(names - {""}), is_open)


def _given_by(node: FlowNode) -> Iterator[str]:
    yield from (mapping.target for mapping in (*node.inputs, *node.outputs))
    if isinstance(node, Activity) and isinstance(node.loop, MultiInstance):
        yield from (node.loop.item, node.loop.output_collection)
    if isinstance(node, StartEvent | Task) and node.form is not None:
        yield from (field.id for field in node.form.fields)
    if isinstance(node, Event):
        yield from (name for one in node.definitions for name in (one.code_variable, one.message_variable))
    if isinstance(node, Task):
        yield from _given_by_task(node)


def _given_by_task(task: Task) -> Iterator[str]:
    if task.job is not None:
        yield task.job.result_variable
    if task.decision is not None:
        yield task.decision.result_variable or task.decision.decision
    if task.script is not None:
        yield task.script.result_variable
        yield from _assigned_by(task.script) or ()


def _assigned_by(script: Script) -> tuple[str, ...] | None:
    """Return the variables that a script sets, None where it cannot be read."""
    try:
        return compile_script(script.text, Language(script.language)).assigns
    except (ValueError, ExpressionError):
        return None


def _gives_others(node: FlowNode) -> bool:
    """Return whether what comes out of a node may have any names."""
    if isinstance(node, CallActivity):
        return node.passes_all_outputs
    if isinstance(node, Event) and any(one.type == _MESSAGE for one in node.definitions):
        return True
    if isinstance(node, StartEvent):
        return node.form is not None and bool(node.form.reference)
    return isinstance(node, Task) and _task_gives_others(node)


def _task_gives_others(task: Task) -> bool:
    if task.script is not None:
        return _assigned_by(task.script) is None
    if task.decision is not None:
        return not task.decision.result_variable
    # A person or a worker gives what they like, where the model does not list the fields.
    is_listed = task.form is not None and bool(task.form.fields) and not task.form.reference
    return not is_listed and task.type not in {"task", "manualTask", "scriptTask", "sendTask"}

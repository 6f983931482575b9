"""What one step reads and writes, as far as its model says. BPMN 2.0.2 §10.4."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bpmn.decisions import DecisionModel
from bpmn.errors import BpmnFileError
from bpmn.expressions import ExpressionError, Language, compile_expression, compile_script
from bpmn.model import (
    Activity,
    CallActivity,
    CatchEvent,
    Event,
    Expression,
    FlowNode,
    Form,
    Gateway,
    Model,
    MultiInstance,
    StandardLoop,
    StartEvent,
    SubProcess,
    Task,
    variable_names,
)

__all__ = ["NOTHING", "UNKNOWN", "Access", "access_of"]

_WORD = re.compile(r"[^\W\d]\w*")
_LANGUAGES = frozenset(Language)


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """What a step reads and writes.

    Attributes:
        reads: Names of variables, data objects and stores, and partners, that it takes something from.
        writes: Those that it changes.
        is_known: Whether that is all; otherwise there may be more.
    """

    reads: frozenset[str] = frozenset()
    writes: frozenset[str] = frozenset()
    is_known: bool = True

    def joined(self, *others: "Access") -> "Access":
        """Return what the step and others do together."""
        every = (self, *others)
        return Access(
            reads=frozenset[str]().union(*(one.reads for one in every)),
            writes=frozenset[str]().union(*(one.writes for one in every)),
            is_known=all(one.is_known for one in every),
        )


NOTHING = Access()
UNKNOWN = Access(is_known=False)


def access_of(
    node: FlowNode,
    model: Model,
    decisions: Sequence[DecisionModel],
    forms: Mapping[str, frozenset[str]],
    inner: Mapping[str, Access],
) -> Access:
    """Return what a flow node reads and writes.

    Args:
        node: The node.
        model: Its model.
        decisions: The DMN files that may be meant.
        forms: Names of fields by form id.
        inner: What the nodes inside it do.
    """
    own = _own(node, model, decisions, forms, inner)
    listened = UNKNOWN if node.listeners else NOTHING
    return own.joined(_mapped(node), _associated(node, model), _repeated(node), listened)


def _own(
    node: FlowNode,
    model: Model,
    decisions: Sequence[DecisionModel],
    forms: Mapping[str, frozenset[str]],
    inner: Mapping[str, Access],
) -> Access:
    if isinstance(node, SubProcess):
        return NOTHING.joined(*(inner[child.id] for child in node.scope.nodes))
    if isinstance(node, CallActivity):
        return UNKNOWN if node.passes_all_inputs or node.passes_all_outputs else NOTHING
    if isinstance(node, Gateway):
        return _decided(node, model)
    if isinstance(node, Event):
        return _happened(node, forms)
    return _worked(node, decisions, forms) if isinstance(node, Task) else UNKNOWN


def _read(expressions: Iterable[Expression | None]) -> Access:
    return NOTHING.joined(*(_read_one(one) for one in expressions if one is not None))


def _read_one(expression: Expression) -> Access:
    """Return what an expression reads: text that is not evaluated reads nothing, a foreign language anything."""
    if not expression.language:
        return NOTHING
    if expression.language not in _LANGUAGES:
        return UNKNOWN
    try:
        return Access(reads=compile_expression(expression.text, Language(expression.language)).names)
    except ExpressionError:
        return UNKNOWN


def _decided(gateway: Gateway, model: Model) -> Access:
    """Return what a gateway's conditions read; an exclusive or inclusive split without conditions is not known."""
    if len(gateway.outgoing) < 2 or gateway.type in {"parallelGateway", "eventBasedGateway"}:
        return NOTHING
    asked = [model.flows[flow].condition for flow in gateway.outgoing if flow != gateway.default]
    complete = NOTHING if all(asked) and gateway.type != "complexGateway" else UNKNOWN
    return _read(asked).joined(complete)


def _happened(event: Event, forms: Mapping[str, frozenset[str]]) -> Access:
    timers = [one.timer.value for one in event.definitions if one.timer]
    asked = _read([*timers, *(one.condition for one in event.definitions)])
    filled = _filled(event.form, forms) if isinstance(event, StartEvent) and event.form else NOTHING
    brings = isinstance(event, CatchEvent) and any(
        one.type in {"messageEventDefinition", "signalEventDefinition"} for one in event.definitions
    )
    return asked.joined(filled, UNKNOWN if brings and not event.data_output_associations else NOTHING)


def _filled(form: Form | None, forms: Mapping[str, frozenset[str]]) -> Access:
    """Return what a form does: it shows what its fields hold, and changes it."""
    if form is None or (not form.fields and form.reference not in forms):
        return UNKNOWN
    fields = forms.get(form.reference, frozenset()) | {field.id.split(".")[0] for field in form.fields}
    return Access(reads=fields, writes=fields).joined(_read(field.default for field in form.fields))


def _worked(task: Task, decisions: Sequence[DecisionModel], forms: Mapping[str, frozenset[str]]) -> Access:
    if task.script is not None:
        return _scripted(task)
    if task.decision is not None:
        return _by_decision(task, decisions)
    if task.job is not None and task.job.expression is not None:
        return _read([task.job.expression]).joined(_result(task.job.result_variable))
    if task.form is not None:
        return _filled(task.form, forms)
    result = _result(task.job.result_variable) if task.job else NOTHING
    return result if _states_data(task) else result.joined(UNKNOWN)


def _states_data(task: Task) -> bool:
    """Whether the model says both what goes into a task and what comes out, or draws its data."""
    drawn = bool(task.data_input_associations or task.data_output_associations)
    return drawn or bool(task.inputs and task.outputs)


def _result(variable: str) -> Access:
    return Access(writes=frozenset({variable})) if variable else NOTHING


def _scripted(task: Task) -> Access:
    """Return what a script does; every word in it counts as read, which is too much rather than too little."""
    script = task.script
    if script is None or script.language not in _LANGUAGES:
        return UNKNOWN
    try:
        assigned = compile_script(script.text, Language(script.language)).assigns
    except ExpressionError:
        return UNKNOWN
    # A name of FEEL may have blanks and signs in it, which words alone do not show.
    is_plain = all(_WORD.fullmatch(name) for name in assigned)
    read = Access(reads=frozenset(_WORD.findall(script.text)), writes=frozenset(assigned), is_known=is_plain)
    return read.joined(_result(script.result_variable))


def _by_decision(task: Task, decisions: Sequence[DecisionModel]) -> Access:
    call = task.decision
    if call is None:
        return UNKNOWN
    for model in decisions:
        found = model.find(call.decision)
        if found is not None:
            needed = _inputs(model, found.id)
            result = _result(call.result_variable or found.id)
            return UNKNOWN.joined(result) if needed is None else Access(reads=needed).joined(result)
    return UNKNOWN.joined(_result(call.result_variable))


def _inputs(model: DecisionModel, decision: str) -> frozenset[str] | None:
    """Return the names that a decision needs, also through others; None where its file does not compile."""
    try:
        needed = set(model.program(()).open_types)
    except (BpmnFileError, ExpressionError):
        return None
    waiting, seen = [decision], set[str]()
    while waiting:
        found = model.find(waiting.pop())
        if found is None or found.id in seen:
            continue
        seen.add(found.id)
        needed |= {name for name in found.requires if model.find(name) is None}
        waiting += found.requires
    return frozenset(needed)


def _mapped(node: FlowNode) -> Access:
    local = frozenset(mapping.target.split(".")[0] for mapping in node.inputs)
    given = Access(writes=frozenset(mapping.target.split(".")[0] for mapping in node.outputs))
    left = _read(mapping.source for mapping in node.outputs)
    return _read(mapping.source for mapping in node.inputs).joined(
        given, Access(reads=left.reads - local, is_known=left.is_known)
    )


def _associated(node: FlowNode, model: Model) -> Access:
    if not isinstance(node, Activity | Event) or not (node.data_input_associations or node.data_output_associations):
        return NOTHING
    names = variable_names(model)
    reads = {names.get(source, source) for one in node.data_input_associations for source in one.sources}
    writes = {names.get(one.target, one.target) for one in node.data_output_associations if one.target}
    return Access(reads=frozenset(reads), writes=frozenset(writes))


def _repeated(node: FlowNode) -> Access:
    loop = node.loop if isinstance(node, Activity) else None
    if isinstance(loop, StandardLoop):
        return _read([loop.condition])
    if isinstance(loop, MultiInstance):
        asked = _read([loop.cardinality, loop.collection, loop.output_item, loop.completion_condition])
        plain = loop.collection.text if loop.collection and not loop.collection.language else ""
        named = Access(reads=frozenset(_WORD.findall(plain)))
        return asked.joined(named, _result(loop.output_collection))
    return NOTHING

"""Checking the business rule tasks of a model against the decisions that they call. BPMN 2.0.2 §10.3.3, DMN 1.5 §6."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bpmn.check.finding import Finding, Severity
from bpmn.check.subject import Subject, describe
from bpmn.decisions.boxed import Boxed, Typed
from bpmn.decisions.free_names import free_names
from bpmn.decisions.hit_policies import HitPolicy
from bpmn.decisions.nodes import DecisionNode, InputNode, plan_of
from bpmn.decisions.process_data import ProcessData, data_of
from bpmn.decisions.program import Program
from bpmn.decisions.reader import DecisionModel
from bpmn.decisions.table import DecisionTable
from bpmn.expressions.feel.access import nearest_name
from bpmn.expressions.feel.scanner import normal_name
from bpmn.language import Text
from bpmn.model import DecisionCall, Model, MultiInstance, Task, variable_names

__all__ = ["CALL_RULES", "callable_decisions", "called_decisions", "check_calls"]

CALL_RULES: Mapping[str, tuple[Severity, str]] = {
    "decision-call-input": ("warning", "A called decision finds its inputs among the variables of the process."),
    "decision-call-result": ("warning", "The result of a called decision is kept as a whole, under a name."),
}
"""The rules for business rule tasks beside their decisions: as `bpmn.decisions.checking.DECISION_RULES`."""

_SINGLE = frozenset({"singleEntry", "singleResult"})
_LISTS = frozenset({HitPolicy.COLLECT, HitPolicy.RULE_ORDER, HitPolicy.OUTPUT_ORDER})


@dataclass(frozen=True, slots=True)
class _Called:
    """A business rule task with the decision that it calls."""

    task: Task
    call: DecisionCall
    decision: DecisionNode
    program: Program


def callable_decisions(models: Iterable[DecisionModel]) -> frozenset[str]:
    """Return the ids and names by which business rule tasks can call the decisions of some files."""
    found = (decision for model in models for decision in model.decisions.values())
    return frozenset(name for decision in found for name in (decision.id, decision.name) if name)


def called_decisions(model: Model) -> frozenset[str]:
    """Return the ids or names by which the business rule tasks of a model call decisions."""
    tasks = (node for node in Subject(model=model).activities() if isinstance(node, Task))
    return frozenset(task.decision.decision for task in tasks if task.decision is not None)


def check_calls(
    model: Model, decisions: Sequence[tuple[DecisionModel, Sequence[DecisionModel]]]
) -> tuple[Finding, ...]:
    """Return what is wrong between the business rule tasks of a model and the decisions that they call.

    Whether a called decision exists is the rule "decision-missing" of `bpmn.check`.

    Args:
        model: The model.
        decisions: The DMN files, each with the models that it imports.
    """
    subject = Subject(model=model)
    programs = [(file, file.program(imports)) for file, imports in decisions]
    findings: list[Finding] = []
    for task in subject.activities():
        if isinstance(task, Task) and task.decision is not None:
            called = _called(task, task.decision, programs)
            if called is not None:
                findings += _input_findings(called, _data_around(subject, task))
                findings += _result_findings(called)
    return tuple(findings)


def _called(task: Task, call: DecisionCall, programs: Sequence[tuple[DecisionModel, Program]]) -> _Called | None:
    for file, program in programs:
        found = file.find(call.decision)
        node = None if found is None else program.nodes.get(found.id)
        if isinstance(node, DecisionNode):
            return _Called(task, call, node, program)
    return None


def _data_around(subject: Subject, task: Task) -> ProcessData:
    """Return the variables that a task finds: its own, and those of its process, whatever it gives itself."""
    process = _process(subject, task.id)
    around = (node for node in subject.nodes() if node is not task and _process(subject, node.id) == process)
    given = data_of(around)
    own = {mapping.target for mapping in task.inputs}
    if isinstance(task.loop, MultiInstance):
        own.add(task.loop.item)
    return given._replace(names=given.names.union(own, variable_names(subject.model).values()))


def _process(subject: Subject, node: str) -> str | None:
    place = subject.place_of.get(node)
    return None if place is None else place.process.id


def _input_findings(called: _Called, data: ProcessData) -> Iterator[Finding]:
    known = {normal_name(name) for name in data.names}
    for name, others in _wanted(called):
        if known.isdisjoint({name, *others}):
            near = nearest_name(name, sorted(known))
            if near is not None or not data.is_open:
                yield _input_finding(called, name, near)


def _wanted(called: _Called) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the names that a decision takes from its data, with the further names of each."""
    plan = plan_of([called.decision])
    for node in plan:
        if isinstance(node, InputNode):
            yield node.name, node.also
    used = frozenset[str]().union(*(free_names(node.logic) for node in plan if isinstance(node, DecisionNode)))
    yield from ((name, ()) for name in sorted(used & called.program.open_types.keys()))


def _input_finding(called: _Called, name: str, near: str | None) -> Finding:
    element = describe(called.task)
    asked = called.decision.name or called.decision.id
    if near is None:
        text = Text(
            "{element} calls the decision {decision}, which needs {name}: nothing in the process gives it.",
            element=element, decision=asked, name=name,
        )  # fmt: skip
        advice = Text("Add an input mapping to {name}, or give it when a case starts.", name=name)
        return _finding(called, "decision-call-input", text, advice, severity="hint")
    text = Text(
        "{element} calls the decision {decision}, which needs {name}: the process has {near}.",
        element=element, decision=asked, name=name, near=near,
    )  # fmt: skip
    advice = Text(
        "If the two are the same, add an input mapping to {name} with the source {near}, or give them one name.",
        name=name, near=near,
    )  # fmt: skip
    return _finding(called, "decision-call-input", text, advice)


def _result_findings(called: _Called) -> Iterator[Finding]:
    table = _table_of(called.decision.logic)
    if table is None:
        return
    if lost := _lost(called, table):
        text, mapping = lost
        advice = Text("Set the result to {mapping}, which keeps all of them.", mapping=mapping)
        yield _finding(called, "decision-call-result", text, advice)
    name = called.call.decision
    if not called.call.result_variable and len(table.outputs) == 1 and not name.isidentifier():
        text = Text(
            "The result of {element} is kept as {name}, which expressions cannot read as a name.",
            element=describe(called.task),
            name=name,
        )
        advice = Text("Give the result a variable of its own, such as {name}.", name=_variable_for(name))
        yield _finding(called, "decision-call-result", text, advice, severity="hint")


def _lost(called: _Called, table: DecisionTable) -> tuple[Text, str] | None:
    """Return which part of a table's result the task leaves out, and the mapping that would not."""
    mapping, element = called.call.result_mapping, describe(called.task)
    if mapping in _SINGLE and table.hit_policy in _LISTS and not table.aggregation:
        text = Text(
            "{element} takes the result of one rule of {decision}, of which several may fire: the others are lost.",
            element=element,
            decision=called.call.decision,
        )
        return text, "collectEntries" if len(table.outputs) == 1 else "resultList"
    if mapping == "singleEntry" and len(table.outputs) > 1:
        text = Text(
            "{element} takes one value of the decision {decision}, which gives {count}: the others are lost.",
            element=element,
            decision=called.call.decision,
            count=len(table.outputs),
        )
        return text, "singleResult"
    return None


def _table_of(logic: Boxed | None) -> DecisionTable | None:
    inner = logic.inner if isinstance(logic, Typed) else logic
    return inner if isinstance(inner, DecisionTable) else None


def _variable_for(name: str) -> str:
    """Return a variable's name like that of a decision: "permit-fee" becomes "permit_fee"."""
    written = "".join(character if character.isalnum() else "_" for character in name)
    return written if written.isidentifier() else f"_{written}"


def _finding(called: _Called, rule: str, text: Text, advice: Text, *, severity: Severity | None = None) -> Finding:
    return Finding(
        rule=rule,
        severity=severity or CALL_RULES[rule][0],
        element=called.task.id,
        line=called.task.line,
        text=text,
        advice=advice,
    )

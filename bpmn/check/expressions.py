"""Finds every expression and script of a model, and says what keeps one from being compiled."""

from collections.abc import Iterator
from dataclasses import dataclass

from bpmn.check.subject import Subject
from bpmn.expressions import (
    ExpressionError,
    ExpressionRefusedError,
    Language,
    compile_expression,
    compile_script,
    refuse_vain_calls,
)
from bpmn.language import Text
from bpmn.model import (
    Activity,
    CallActivity,
    Element,
    Event,
    Expression,
    Gateway,
    Model,
    MultiInstance,
    Script,
    StandardLoop,
    SubProcess,
    Task,
    ThrowEvent,
)

__all__ = ["Problem", "Use", "expressions_of", "problem_of", "script_problem"]

_CONDITION = Text("The condition")
_ASSIGNMENT = Text("The assignment")
_LOOP = Text("The loop")
_ASSOCIATION = Text("The data association")
_JOB = Text("The job")
_CORRELATION_KEY = Text("The correlation key")


@dataclass(frozen=True, slots=True)
class Use:
    """One expression with the element it belongs to and what it is there for."""

    element: Element
    expression: Expression
    what: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Why an expression or script cannot be compiled, what to write instead, and the line where known."""

    text: Text
    advice: Text
    line: int | None = None


def expressions_of(subject: Subject) -> Iterator[Use]:
    """Yield every expression that the engine would evaluate, timers apart."""
    for flow in subject.model.flows.values():
        if flow.condition is not None:
            yield Use(flow, flow.condition, _CONDITION)
    yield from _of_correlations(subject.model)
    for node in subject.nodes():
        for mapping in (*node.inputs, *node.outputs):
            yield Use(node, mapping.source, Text("The mapping to {name}", name=mapping.target))
        if isinstance(node, Activity):
            yield from _of_loop(node)
        if isinstance(node, Activity | Event):
            yield from _of_data(node)
        if isinstance(node, Task):
            yield from _of_task(node)
        else:
            yield from _of_others(node)


def _of_correlations(model: Model) -> Iterator[Use]:
    for definition in model.definitions.values():
        if definition.correlation_key is not None:
            yield Use(definition, definition.correlation_key, _CORRELATION_KEY)
    for holder in model.correlation_properties.values():
        yield from (Use(holder, retrieval, _CORRELATION_KEY) for _, retrieval in holder.retrievals)
    for process in model.processes:
        for subscription in process.correlations:
            yield from (Use(subscription, binding, _CORRELATION_KEY) for _, binding in subscription.bindings)


def _of_loop(activity: Activity) -> Iterator[Use]:
    loop = activity.loop
    found: tuple[Expression | None, ...] = ()
    if isinstance(loop, StandardLoop):
        found = (loop.condition,)
    elif isinstance(loop, MultiInstance):
        conditions = (condition for condition, _ in loop.complex_behaviors)
        found = (loop.cardinality, loop.collection, loop.output_item, loop.completion_condition, *conditions)
    yield from (Use(activity, expression, _LOOP) for expression in found if expression is not None)


def _of_data(node: Activity | Event) -> Iterator[Use]:
    for one in (*node.data_input_associations, *node.data_output_associations):
        if one.transformation is not None:
            yield Use(node, one.transformation, _ASSOCIATION)
        for source, target in one.assignments:
            yield Use(node, source, _ASSOCIATION)
            yield Use(node, target, _ASSOCIATION)


def _of_task(task: Task) -> Iterator[Use]:
    if task.assignment is not None:
        who = task.assignment
        given = (
            who.assignee,
            *who.candidate_users,
            *who.candidate_groups,
            who.due_date,
            who.follow_up_date,
            who.priority,
        )
        yield from (Use(task, expression, _ASSIGNMENT) for expression in given if expression is not None)
    if task.job is not None and task.job.expression is not None:
        yield Use(task, task.job.expression, _JOB)
    if task.correlation_key is not None:
        yield Use(task, task.correlation_key, _CORRELATION_KEY)


def _of_others(node: Element) -> Iterator[Use]:
    if isinstance(node, SubProcess) and node.completion_condition is not None:
        yield Use(node, node.completion_condition, _CONDITION)
    if isinstance(node, Gateway) and node.activation_condition is not None:
        yield Use(node, node.activation_condition, _CONDITION)
    if isinstance(node, CallActivity) and node.called_element is not None:
        yield Use(node, node.called_element, Text("The called element"))
    if isinstance(node, ThrowEvent) and node.job is not None and node.job.expression is not None:
        yield Use(node, node.job.expression, _JOB)
    if isinstance(node, Event):
        yield from (Use(node, d.condition, _CONDITION) for d in node.definitions if d.condition is not None)


def problem_of(expression: Expression) -> Problem | None:
    """Return what keeps an expression from being compiled, or None."""
    language = _language(expression.language)
    if language is None:
        return _foreign(expression.language)
    try:
        compile_expression(expression.text, language)
        refuse_vain_calls(expression.text, language)
    except ExpressionError as error:
        return _problem(error, expression.text, expression.line)
    return None


def script_problem(script: Script) -> Problem | None:
    """Return what keeps a script from being run, or None."""
    language = _language(script.language)
    if language is None:
        return _foreign(script.language)
    try:
        compile_script(script.text, language)
        refuse_vain_calls(script.text, language)
    except ExpressionError as error:
        return _problem(error, script.text, script.line)
    return None


def _language(name: str) -> Language | None:
    try:
        return Language(name)
    except ValueError:
        return None


def _foreign(name: str) -> Problem:
    return Problem(
        text=Text("it is written in {language}, which Ortoo does not run.", language=name or "?"),
        advice=Text("Write it in FEEL or in Python's simple part (assignments, if, for), for example: total = fee * 2"),
    )


def _problem(error: ExpressionError, source: str, line: int | None) -> Problem:
    advice = (
        Text("A model computes with its own data only; what needs files, networks or programs is a service task.")
        if isinstance(error, ExpressionRefusedError)
        else Text("Mend the expression; it is read as {language}.", language=error.language or "FEEL")
    )
    if line is not None and error.position is not None:
        line += source[: error.position].count("\n")
    return Problem(text=error.text, advice=advice, line=line)

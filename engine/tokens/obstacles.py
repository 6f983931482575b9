"""What keeps a process from being run, said before it runs: element by element, as sentences."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from bpmn.expressions import ExpressionError, Language
from bpmn.language import Text
from bpmn.model import (
    BoundaryEvent,
    CallActivity,
    CatchEvent,
    Event,
    Expression,
    FlowNode,
    Form,
    Job,
    Process,
    Scope,
    Script,
    StandardLoop,
    SubProcess,
)
from engine.tokens.evaluation import compiled, compiled_script
from engine.tokens.specs.script_task import as_expression
from engine.tokens.supported import unsupported

__all__ = ["obstacles", "why_broken"]

_LANGUAGES = frozenset(Language)
_SHARED = frozenset(
    f"{kind}EventDefinition" for kind in ("message", "signal", "error", "escalation", "cancel", "compensate")
)
_CAUGHT = _SHARED | {"timerEventDefinition", "conditionalEventDefinition"}
_THROWN = _SHARED | {"terminateEventDefinition"}
# A machine's settings and a form's are not evaluated here, and what is inside a sub-process is looked at by itself.
_PASSED_OVER = (Scope, Job, Form)


def obstacles(process: Process) -> Iterator[tuple[str, Text]]:
    """Yield the id of each element that cannot be run, and why."""
    yield from _in_scope(process.scope, is_event_sub_process=False)


def _in_scope(scope: Scope, *, is_event_sub_process: bool) -> Iterator[tuple[str, Text]]:
    ids = {node.id for node in scope.nodes}
    for node in scope.nodes:
        for feature in unsupported(node, is_in_event_sub_process=is_event_sub_process):
            yield node.id, Text("{element}: this engine does not run {feature}.", element=node.id, feature=feature)
        yield from _of_node(node, ids)
        for text in _broken(node):
            yield node.id, text
        if isinstance(node, SubProcess):
            inner = node.is_event_sub_process
            yield from _in_scope(node.scope, is_event_sub_process=inner)
    for flow in scope.flows:
        if flow.condition is not None and flow.condition.text.strip():
            for text in _broken(flow.condition):
                yield flow.id, text


def _of_node(node: FlowNode, ids: set[str]) -> Iterator[tuple[str, Text]]:
    if isinstance(node, BoundaryEvent) and node.attached_to not in ids:
        yield node.id, Text("{element} is attached to nothing.", element=node.id)
    if isinstance(node, CallActivity):
        called = node.called_element
        if called is None:
            yield node.id, Text("{element} does not say what it calls.", element=node.id)
    loop = getattr(node, "loop", None)
    if isinstance(loop, StandardLoop) and loop.condition is None and loop.maximum is None:
        yield node.id, Text("The loop {element} has neither a condition nor a maximum.", element=node.id)
    if isinstance(node, Event):
        yield from _of_event(node)


def _of_event(event: Event) -> Iterator[tuple[str, Text]]:
    for one in event.definitions:
        if one.type == "linkEventDefinition":
            yield event.id, Text("The link {element} has no partner of its name.", element=event.id)
        elif one.type not in (_CAUGHT if isinstance(event, CatchEvent) else _THROWN):
            text = Text("{element} cannot be a {definition}.", element=event.id, definition=one.type)
            yield event.id, text
        elif isinstance(event, CatchEvent) and one.type == "timerEventDefinition" and one.timer is None:
            yield event.id, Text("The timer {element} does not say when.", element=event.id)
        elif isinstance(event, CatchEvent) and one.type == "conditionalEventDefinition" and one.condition is None:
            yield event.id, Text("The conditional event {element} has no condition.", element=event.id)


def _broken(value: object) -> Iterator[Text]:
    """Yield what is wrong with each expression and script in an element."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, Expression | Script):
            yield from why_broken(one)
        elif isinstance(one, tuple):
            waiting.extend(one)
        elif is_dataclass(one) and not isinstance(one, (*_PASSED_OVER, type)):
            waiting.extend(getattr(one, part.name) for part in fields(one) if part.name != "extensions")


def why_broken(one: Expression | Script) -> Iterator[Text]:
    """Yield what is wrong with an expression or script."""
    if not one.language:
        if isinstance(one, Script) and one.text.strip():
            yield Text("The script does not say in which language it is: {source}", source=one.text)
        return
    if one.language not in _LANGUAGES:
        yield Text("Ortoo has no {language}; write this in FEEL: {source}", language=one.language, source=one.text)
        return
    if isinstance(one, Script) and not one.text.strip():
        return
    try:
        if isinstance(one, Script) and not one.result_variable:
            compiled_script(one)
        else:
            compiled(as_expression(one) if isinstance(one, Script) else one)
    except ExpressionError as error:
        yield error.text

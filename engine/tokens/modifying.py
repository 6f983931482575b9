"""Changing by hand where the tokens of a case are: activity instances are cancelled, elements are started."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from bpmn.language import Text
from bpmn.model import Activity
from engine.errors import ModificationRefusedError
from engine.tokens.case import Case
from engine.tokens.entering import enter, entry
from engine.tokens.scope import ScopeInstance
from engine.tokens.specs.loop import LoopSpec
from engine.tokens.specs.node import NodeSpec
from engine.tokens.task import TokenTask
from engine.tokens.values import Json, accept, encoded

__all__ = ["ActiveElement", "active_instances", "cancel_instance", "cancel_waiting_tokens", "start_at"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActiveElement:
    """An activity or event instance that holds a token.

    Attributes:
        instance_id: Its id; "" for tokens that wait at a join.
        element: The element's id.
        name: Its label.
        type: Its name in the standard.
        inside: The sub-process or call activity instance it is in, "" for the case itself.
    """

    instance_id: str
    element: str
    name: str
    type: str
    inside: str = ""


def active_instances(case: Case) -> tuple[ActiveElement, ...]:
    """Return what holds the tokens of a case, and the joins at which tokens wait."""
    found = [
        _active(task.task_spec, task.id, task.workflow) for task in case.index.values() if task.task_spec.keeps_alive
    ]
    scopes = (case, *case.subprocesses.values())
    found += [_active(scope.spec.task_specs[name], "", scope) for scope in scopes for name in scope.arrivals]
    return tuple(found)


def cancel_instance(case: Case, task: TokenTask) -> None:
    """Break off an activity or event instance with all inside and beside it.

    A sub-process in which nothing is left is broken off too, and so is, at last, the case: what is cancelled by hand
    does not go on as if it had been done. One instance of several of a loop leaves the others at work.
    """
    loop = case.index.get(task.marks.get("loop", ""))
    if loop is not None and isinstance(loop.task_spec, LoopSpec):
        if len(loop.marks["instances"]) > 1:
            case.abort([task])
            loop.task_spec.instance_withdrawn(loop, task)
            return
        task = loop
    scope = task.workflow
    asking = case.index.get(task.marks.get("undoing", ""))
    case.abort([task])
    if asking is not None:
        asking.task_spec.undone(asking)
    _close_if_empty(case, scope)


def cancel_waiting_tokens(case: Case, element: str) -> bool:
    """Take away the tokens that wait at a join, wherever it is active, and return whether there were any."""
    scopes = [scope for scope in (case, *case.subprocesses.values()) if element in scope.arrivals]
    for scope in scopes:
        del scope.arrivals[element]
        case.joins.pop((scope.parent_task_id, element), None)
        _close_if_empty(case, scope)
    return bool(scopes)


def _close_if_empty(case: Case, scope: ScopeInstance) -> None:
    if not scope.is_empty or scope.completed or scope.marks.get("pending"):
        return
    host = scope.host
    if host is None:
        case.terminate(case)
    else:
        cancel_instance(case, host)


def start_at(
    case: Case,
    element: str,
    *,
    is_after: bool = False,
    inside: str | None = None,
    variables: Mapping[str, Json] | None = None,
    leaving: Collection[str] = (),
) -> None:
    """Put a token before or after an element, in the scope that is there or in one that is opened for it.

    Args:
        case: The case.
        element: The element's id.
        is_after: Whether the token goes on from the element as if it had completed.
        inside: The sub-process or call activity instance in which, where there are several; "" for the case itself.
        variables: What is set before, where these variables are, else in the process.
        leaving: Instances that are about to be cancelled: nothing is started inside them.

    Raises:
        ModificationRefusedError: If that is not possible; the text says why.
        DataRefusedError: If the variables are no JSON.
    """
    scope, path = _place(case, element, inside, set(leaving))
    _require_startable(case, scope, path, element, is_after=is_after)
    enter(scope, entry(path, element, is_after=is_after, variables=encoded(accept(variables or {}))))


def _active(spec: NodeSpec, instance_id: str, scope: ScopeInstance) -> ActiveElement:
    node = spec.node
    return ActiveElement(
        instance_id=instance_id,
        element=node.id,
        name=node.name,
        type=node.type,
        inside=scope.parent_task_id or "",
    )


def _place(case: Case, element: str, inside: str | None, leaving: set[str]) -> tuple[ScopeInstance, list[str]]:
    """Return the scope instance to start in, and the sub-processes to open on the way to the element."""
    scopes = [one for one in (case, *case.subprocesses.values()) if not leaving & set(_hosts(one))]
    if inside is not None:
        scopes = [one for one in scopes if (one.parent_task_id or "") == inside]
    there = [one for one in scopes if element in one.spec.task_specs]
    if len(there) == 1:
        return there[0], []
    if there:
        text = Text(
            "{element} is in {number} sub-processes that are active; say in which of them.",
            element=element,
            number=len(there),
        )
        raise ModificationRefusedError(text, element=element)
    above = [(one, path) for one in scopes for path in _paths(case, one, element)]
    if not above:
        text = Text("There is no {element} in what is active of this case.", element=element)
        raise ModificationRefusedError(text, element=element)
    return min(above, key=lambda found: len(found[1]))


def _hosts(scope: ScopeInstance) -> Iterator[str]:
    while (host := scope.host) is not None:
        yield host.id
        scope = host.workflow


def _paths(case: Case, scope: ScopeInstance, element: str) -> Iterator[list[str]]:
    """Yield the ways from a scope down to the scopes below it that hold an element."""
    above = f"{scope.spec.name}/"
    for key, spec in case.scopes_of(scope.called).items():
        if key.startswith(above) and element in spec.task_specs:
            yield key.removeprefix(above).split("/")


def _require_startable(case: Case, scope: ScopeInstance, path: list[str], element: str, *, is_after: bool) -> None:
    specs = case.scopes_of(scope.called)
    key = scope.spec.name
    for host in path:
        if isinstance(specs[key].task_specs[host], LoopSpec):
            text = Text(
                "{element} is inside {host}, which is repeated: start {host} instead.", element=element, host=host
            )
            raise ModificationRefusedError(text, element=element)
        key = f"{key}/{host}"
    spec = specs[key].task_specs[element]
    if isinstance(spec.node, Activity) and spec.node.is_for_compensation:
        text = Text("{element} undoes another activity; it is not started by itself.", element=element)
        raise ModificationRefusedError(text, element=element)
    if is_after and len(spec.out) != 1:
        text = Text(
            "{number} flows lead on from {element}: start before the element that is to come next.",
            number=len(spec.out),
            element=element,
        )
        raise ModificationRefusedError(text, element=element)

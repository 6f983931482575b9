"""The saved form of a case: what is alive, by the ids of the model's elements; no specs, no history.

Format 1, JSON: {"v": 1, "process", "status", "scopes": [[key, host id or null, variables, arrivals, undoable, marks,
[[instance id, node, state, local variables, marks], ...]], ...], "error"}; scopes stand before those inside them. The
key of a scope that belongs to another deployed definition is that definition's key, "::" and the key in it.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import orjson

from bpmn.language import Text
from engine.errors import StateFormatError
from engine.tokens.case import Case
from engine.tokens.definition import ProcessDefinition
from engine.tokens.library import Library
from engine.tokens.records import Budget, Thrown
from engine.tokens.scope import ScopeInstance
from engine.tokens.specs.catch_event import Listener
from engine.tokens.task import TaskState, TokenTask
from engine.tokens.values import MOST_WEIGHT, Stored, Value, decoded, encode, encoded, may_hold_tags

__all__ = ["CALLED", "FORMAT", "dump", "restore"]

FORMAT = 1
CALLED = "::"  # no id of XML has two colons in it
_EPOCH = datetime.fromtimestamp(0, UTC)


def dump(case: Case) -> bytes:
    """Return a case as bytes."""
    state: dict[str, Any] = {
        "v": FORMAT,
        "process": case.definition.process_id,
        "status": case.status,
        "scopes": [_dump_scope(scope) for scope in (case, *case.subprocesses.values())],
    }
    if case.error is not None:
        state["error"] = [case.error.name, case.error.element]
    return orjson.dumps(state)


def _dump_scope(scope: ScopeInstance) -> list[Any]:
    tasks = [
        [task.id, task.task_spec.name, task.state, encoded(task.data), task.marks] for task in scope.tasks.values()
    ]
    return [
        f"{scope.called}{CALLED}{scope.spec.name}" if scope.called else scope.spec.name,
        scope.parent_task_id,
        _saved(scope.data, scope.as_saved),
        scope.arrivals,
        scope.undoable,
        scope.marks,
        tasks,
    ]


def _saved(variables: dict[str, Value], as_saved: dict[str, Value]) -> dict[str, Stored]:
    """Return variables encoded; a value that is still the one that was loaded needs not be looked at."""
    return {name: value if as_saved.get(name) is value else encode(value) for name, value in variables.items()}


def restore(
    definition: ProcessDefinition, state: bytes, *, new_id: Callable[[], str], budget: Budget, library: Library | None
) -> Case:
    """Return the case that `dump` wrote.

    Raises:
        StateFormatError: If it is not one, or not of this definition.
    """
    case = Case(definition, now=_EPOCH, new_id=new_id, budget=budget, library=library)
    try:
        stored = orjson.loads(state)
        is_plain = not may_hold_tags(state)
        if stored["v"] != FORMAT or stored["process"] != definition.process_id:
            raise _unreadable()
        case.status = stored["status"]
        if "error" in stored:
            case.error = Thrown(kind="error", name=stored["error"][0], element=stored["error"][1])
        for key, host, *rest in stored["scopes"]:
            called, _, name = key.rpartition(CALLED)
            opened = None if host is None else case.create_subprocess(case.index[host], name, called=called)
            scope: ScopeInstance = opened or case
            _restore_scope(scope, *rest, is_plain=is_plain)
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise _unreadable() from error
    case.has_news = bool(case.watchers)
    case.weight = MOST_WEIGHT * len(state)
    return case


def _restore_scope(
    scope: ScopeInstance,
    variables: dict[str, Any],
    arrivals: dict[str, dict[str, int]],
    undoable: list[dict[str, Any]],
    marks: dict[str, Any],
    tasks: list[list[Any]],
    *,
    is_plain: bool,
) -> None:
    case = scope.case
    if is_plain:
        scope.data.update(variables)
        scope.as_saved = variables
    else:
        scope.data.update(decoded(variables))
    scope.arrivals, scope.undoable, scope.marks = arrivals, undoable, marks
    for instance_id, name, state, local, task_marks in tasks:
        spec = scope.spec.task_specs[name]
        task = TokenTask(scope, spec, instance_id, task_marks, state)
        if local:
            task.data = decoded(local)
        if state == TaskState.READY:
            case.queue.append(task)
        if (
            "armed" in task_marks
            and isinstance(spec, Listener)
            and any(trigger.is_condition for trigger in spec.triggers)
        ):
            case.watchers[instance_id] = None
    for name in arrivals:
        case.joins[scope.parent_task_id, name] = scope
    case.checks.append(scope)


def _unreadable() -> StateFormatError:
    return StateFormatError(Text("The stored state of the case is not one that this version of the model reads."))

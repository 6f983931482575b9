"""Undoing what has completed: handlers in reverse order. BPMN 2.0.2 §10.7, §13.5.5."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from engine.tokens.scope import ScopeInstance
    from engine.tokens.task import TokenTask

__all__ = ["begin_undo", "entries_of", "entries_with", "undo_next"]

Entry = dict[str, Any]


def _undone_scope(scope: "ScopeInstance") -> "ScopeInstance":
    """Return the scope whose activities are meant: of an event sub-process, the one it is in."""
    while scope.spec.is_event_sub_process and (host := scope.host) is not None:
        scope = host.workflow
    return scope


def entries_of(scope: "ScopeInstance") -> "tuple[ScopeInstance, list[Entry]]":
    """Take all that can be undone in a scope, last completed first."""
    scope = _undone_scope(scope)
    entries = scope.undoable[::-1]
    scope.undoable.clear()
    return scope, entries


def entries_with(scope: "ScopeInstance", element: str) -> "tuple[ScopeInstance, list[Entry]]":
    """Take what can be undone of one activity, in the nearest scope that has it."""
    scope = _undone_scope(scope)
    while True:
        entries = [entry for entry in reversed(scope.undoable) if entry["element"] == element]
        host = scope.host
        if entries or host is None or scope.spec.is_process:
            scope.undoable = [entry for entry in scope.undoable if entry["element"] != element]
            return scope, entries
        scope = host.workflow


def begin_undo(task: "TokenTask", found: "tuple[ScopeInstance, list[Entry]]") -> bool:
    """Begin to undo on behalf of an event, and return whether there is anything to undo."""
    scope, entries = found
    if not entries:
        return False
    task.marks["undo"] = entries
    task.marks["undo_in"] = scope.parent_task_id
    undo_next(task)
    return True


def undo_next(task: "TokenTask") -> bool:
    """Start the next handler, and return whether there was one."""
    entries: list[Entry] = task.marks["undo"]
    if not entries:
        return False
    entry = entries.pop(0)
    case = task.workflow.case
    host_id: str | None = task.marks["undo_in"]
    scope: ScopeInstance = case if host_id is None else case.subprocesses[host_id]
    marks = {"undoing": task.id, "undo_entry": entry}
    scope.open(scope.spec.task_specs[entry["undo"]], marks)
    return True

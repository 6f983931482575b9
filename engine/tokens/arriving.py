"""What a case that has come to another version of its model takes up there: new listeners, joins that are complete."""

from collections.abc import Collection

from engine.tokens.case import Case
from engine.tokens.scope import ScopeInstance
from engine.tokens.specs.activity import ActivitySpec
from engine.tokens.specs.join import JoinSpec

__all__ = ["take_up"]


def take_up(case: Case, known: Collection[str]) -> None:
    """Let boundary events and event sub-processes listen that the old version did not have, and look at joins.

    Args:
        case: The case, as one of the new version.
        known: The ids of the events that the old version had too: one of them that does not listen any more has
            occurred, or has been given up, and does not begin again.
    """
    for task in list(case.index.values()):
        if isinstance(task.task_spec, ActivitySpec) and not task.workflow.called and "loop" not in task.marks:
            for boundary in task.task_spec.boundaries:
                if boundary.node.id not in known:
                    edge = task.workflow.open(boundary, {"host": task.id})
                    task.marks.setdefault("edges", []).append(edge.id)
    for scope in (case, *case.subprocesses.values()):
        if not scope.called:
            _listen(scope, known)
            _look_at_joins(scope)


def _listen(scope: ScopeInstance, known: Collection[str]) -> None:
    for start in scope.spec.event_starts:
        if start.node.id not in known:
            scope.open(start)


def _look_at_joins(scope: ScopeInstance) -> None:
    # A join that had three flows and has two may have all its tokens already: nobody else would look at it.
    for name in list(scope.arrivals):
        spec = scope.spec.task_specs[name]
        if isinstance(spec, JoinSpec):
            spec.arrived(scope)

"""Putting a token at a place that no flow has led to: before or after an element, in the scope it belongs to."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from engine.tokens.specs.join import JoinSpec
from engine.tokens.values import decoded

if TYPE_CHECKING:
    from engine.tokens.scope import ScopeInstance
    from engine.tokens.scope_spec import Flow
    from engine.tokens.specs.node import NodeSpec

__all__ = ["enter", "entry"]


def entry(path: Sequence[str], element: str, *, is_after: bool, variables: Mapping[str, Any]) -> dict[str, Any]:
    """Return where to begin inside a sub-process that is not there yet, as its token keeps it.

    Args:
        path: The sub-processes that have to be opened, outermost first.
        element: The element.
        is_after: Whether its outgoing flow gets the token, not the element itself.
        variables: What is set then, as saved.
    """
    return {"path": list(path), "element": element, "is_after": is_after, "variables": dict(variables)}


def enter(scope: "ScopeInstance", where: Mapping[str, Any]) -> None:
    """Put a token where an `entry` says, opening the sub-processes on the way."""
    path = where["path"]
    if path:
        scope.open(scope.spec.task_specs[path[0]], {"entry": {**where, "path": path[1:]}})
        return
    scope.case.set_variables(scope.chain(), decoded(where["variables"]))
    spec = scope.spec.task_specs[where["element"]]
    if where["is_after"]:
        for flow in spec.out:
            flow.target.receive(scope, flow)
    elif isinstance(spec, JoinSpec) and len(spec.node.incoming) > 1:
        spec.receive(scope, _free_flow(scope, spec))
    else:
        scope.open(spec)


def _free_flow(scope: "ScopeInstance", join: "NodeSpec") -> "Flow":
    """Return the first flow into a join that has no token yet: a token before it waits there as any other would."""
    flows = {flow.id: flow for one in scope.spec.task_specs.values() for flow in one.out if flow.target is join}
    waiting = scope.arrivals.get(join.name, {})
    incoming = [flows[one] for one in join.node.incoming if one in flows]
    return next((flow for flow in incoming if flow.id not in waiting), incoming[0])

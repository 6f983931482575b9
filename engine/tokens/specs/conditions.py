"""Which of several outgoing flows are taken. BPMN 2.0.2 §8.3.13, §10.6, §13.3.1."""

from typing import TYPE_CHECKING

from bpmn.language import Text
from engine.errors import NoFlowError

if TYPE_CHECKING:
    from engine.tokens.scope_spec import Flow
    from engine.tokens.specs.node import NodeSpec
    from engine.tokens.task import TokenTask

__all__ = ["all_true", "first_true", "is_taken", "no_flow"]


def is_taken(spec: "NodeSpec", task: "TokenTask", flow: "Flow") -> bool:
    """Return whether a flow's condition is true; one without a condition is always taken."""
    if flow.condition is None:
        return True
    evaluator = task.workflow.case.evaluator
    return evaluator.is_true(flow.condition, task.workflow.chain(), element=spec.node.id, flow=flow.id)


def first_true(spec: "NodeSpec", task: "TokenTask") -> "list[Flow]":
    """Return the first flow whose condition is true, else the default flow.

    Raises:
        NoFlowError: If there is neither.
    """
    for flow in spec.out:
        if not flow.is_default and is_taken(spec, task, flow):
            return [flow]
    return default_of(spec, task)


def all_true(spec: "NodeSpec", task: "TokenTask") -> "list[Flow]":
    """Return every flow whose condition is true, else the default flow.

    Raises:
        NoFlowError: If there is neither.
    """
    return [flow for flow in spec.out if not flow.is_default and is_taken(spec, task, flow)] or default_of(spec, task)


def default_of(spec: "NodeSpec", task: "TokenTask") -> "list[Flow]":
    """Return the default flow.

    Raises:
        NoFlowError: If there is none.
    """
    default = [flow for flow in spec.out if flow.is_default]
    if spec.out and not default:
        raise no_flow(spec, task)
    return default


def no_flow(spec: "NodeSpec", task: "TokenTask") -> NoFlowError:
    """Return the error that says that no flow can be taken, and why the conditions are not true."""
    text = Text(
        "At {name} ({element}) no condition is true and there is no default flow.",
        name=spec.node.name or spec.node.type,
        element=spec.node.id,
    )
    evaluator = task.workflow.case.evaluator
    for flow in spec.out:
        if flow.condition is not None and flow.condition.language:
            for reason in evaluator.reasons(flow.condition, task.workflow.chain(), element=spec.node.id):
                text = Text("{text} {source}: {reason}", text=text, source=flow.condition.text, reason=reason)
    return NoFlowError(text, element=spec.node.id)

"""What all flow nodes have in common: how a token comes, and how it goes on."""

from typing import TYPE_CHECKING, Any

from SpiffWorkflow.bpmn.specs.mixins.bpmn_spec_mixin import BpmnSpecMixin

from bpmn.model import FlowNode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engine.tokens.records import Wait
    from engine.tokens.scope import ScopeInstance, SubScope
    from engine.tokens.scope_spec import Flow, ScopeSpec
    from engine.tokens.task import TokenTask
    from engine.tokens.values import Value

__all__ = ["NodeSpec"]


class NodeSpec(BpmnSpecMixin):  # type: ignore[misc]  # SpiffWorkflow has no type hints
    """A flow node, compiled. Alone it lets every token through, along every flow whose condition allows it.

    Attributes:
        node: The element of the model.
        out: Its outgoing flows, in the file's order.
        has_conditions: Whether one of these has a condition or is the default.
        keeps_alive: Whether a token here keeps its scope alive; listeners do not.
        is_recorded: Whether its instances are lines of the event log: activities and events of the file are.
    """

    keeps_alive = True
    is_recorded = False
    name: str
    lane: str | None

    def __init__(self, scope: "ScopeSpec", node: FlowNode, *, name: str | None = None, lane: str = "") -> None:
        super().__init__(scope, name or node.id, bpmn_name=node.name, lane=lane)
        self.node = node
        self.out: tuple[Flow, ...] = ()
        self.has_conditions = False

    def connect_flows(self, flows: "Iterable[Flow]") -> None:
        """Set where its tokens go, once, when compiling."""
        self.out = tuple(flows)
        self.has_conditions = any(flow.condition is not None or flow.is_default for flow in self.out)
        for flow in self.out:
            self.connect(flow.target)

    # What subclasses change.

    def receive(self, scope: "ScopeInstance", flow: "Flow") -> None:
        """Take a token that comes along a flow."""
        del flow
        scope.open(self)

    def choose(self, task: "TokenTask") -> "Iterable[Flow]":
        """Return the flows that get a token when one leaves."""
        del task
        return self.out

    def finished(self, task: "TokenTask") -> None:
        """Do what is to be done when an instance has completed, before its tokens go on."""

    def record_abort(self, task: "TokenTask") -> None:
        """Write to the event log that an instance was cancelled."""

    def look(self, scope: "ScopeInstance") -> bool:
        """Fire if it is a join that looks ahead and may, and return whether it did."""
        del scope
        return False

    def changed(self, task: "TokenTask", scope: "SubScope") -> None:
        """Look at what is inside after a token has gone there."""

    def ended(self, task: "TokenTask", scope: "SubScope") -> None:
        """Go on now that nothing inside is left."""

    def waits(self, task: "TokenTask") -> "tuple[Wait, ...]":
        """Return what the instance waits for from outside."""
        del task
        return ()

    def undone(self, task: "TokenTask") -> None:
        """Go on after a handler has undone one activity on behalf of this instance."""

    def chain(self, task: "TokenTask") -> "list[dict[str, Value]]":
        """Return the variables that its instance sees, innermost first."""
        return [task.data, *task.workflow.chain()]

    # SpiffWorkflow's life cycle.

    def test(self) -> None:
        """Let a node have no way in: start events and whatever an ad-hoc sub-process offers have none."""

    def _predict(self, my_task: "TokenTask", *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  # SpiffWorkflow's signature
        """Predict nothing: the future of a model with N parallel blocks in a row has 2^N tasks."""

    def _update(self, my_task: "TokenTask") -> None:
        if self._update_hook(my_task):
            my_task._ready()  # noqa: SLF001  # SpiffWorkflow's own life cycle has leading underscores

    def _update_hook(self, my_task: "TokenTask") -> bool:
        del my_task
        return True

    def _run(self, my_task: "TokenTask") -> bool | None:
        return self._run_hook(my_task)  # where it fails, the case is of no use: no state tells of it

    def _run_hook(self, my_task: "TokenTask") -> bool | None:
        del my_task
        return True

    def _on_complete(self, my_task: "TokenTask") -> None:
        self.finished(my_task)
        if my_task.internal_data:
            my_task.workflow.case.drop_companions(my_task)
        self.leave(my_task)
        my_task.workflow._task_completed_notify(my_task)  # noqa: SLF001  # SpiffWorkflow's own hook

    def leave(self, task: "TokenTask") -> None:
        """Send the tokens on, unless the scope was ended by what the node did."""
        if task.workflow.completed:
            return
        for flow in self.choose(task):
            task.workflow.send(flow)

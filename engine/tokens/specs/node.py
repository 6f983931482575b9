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
        certain: The flows that every token takes that leaves, or None where it has to be found out (`choose`).
        told: What lines of the event log tell of it: element, name, type, process.
        keeps_alive: Whether a token here keeps its scope alive; listeners do not.
        is_recorded: Whether its instances are lines of the event log: activities and events of the file are.
        takes_one_flow: Whether a token that leaves takes one flow, however many could be taken.
    """

    keeps_alive = True
    is_recorded = False
    takes_one_flow = False
    name: str
    lane: str | None

    def __init__(self, scope: "ScopeSpec", node: FlowNode, *, name: str | None = None, lane: str = "") -> None:
        super().__init__(scope, name or node.id, bpmn_name=node.name, lane=lane)
        self.node = node
        self.out: tuple[Flow, ...] = ()
        self.certain: tuple[Flow, ...] | None = ()
        self.told = (node.id, node.name, node.type, scope.process_id)

    def connect_flows(self, flows: "Iterable[Flow]") -> None:
        """Set where its tokens go, once, when compiling."""
        self.out = tuple(flows)
        has_choice = any(flow.condition is not None or flow.is_default for flow in self.out)
        if has_choice or (self.takes_one_flow and len(self.out) > 1):
            self.certain = None
        else:
            self.certain = self.out
        for flow in self.out:
            self.connect(flow.target)

    # What subclasses change.

    def receive(self, scope: "ScopeInstance", flow: "Flow") -> None:
        """Take a token that comes along a flow."""
        del flow
        scope.open(self)

    def choose(self, task: "TokenTask") -> "Iterable[Flow]":
        """Return the flows that get a token when one leaves, where these are not `certain`."""
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
        scope = task.workflow
        return [task.data, scope.data] if scope.spec.is_process else [task.data, *scope.chain()]

    # SpiffWorkflow's life cycle.

    def test(self) -> None:
        """Let a node have no way in: start events and whatever an ad-hoc sub-process offers have none."""

    def _predict(self, my_task: "TokenTask", *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  # SpiffWorkflow's signature
        """Predict nothing: the future of a model with N parallel blocks in a row has 2^N tasks."""

    def _update(self, my_task: "TokenTask") -> None:
        my_task._ready()  # noqa: SLF001  # SpiffWorkflow's own life cycle has leading underscores

    def _run(self, my_task: "TokenTask") -> bool | None:
        # Where this fails, the case is of no use: stock's way through its hooks, which keeps an error, is not needed.
        del my_task
        return True

    def _on_complete(self, my_task: "TokenTask") -> None:
        self.finished(my_task)
        scope = my_task.workflow
        case = scope.case
        if not my_task.marks:
            self.leave(my_task)
        else:
            case.drop_companions(my_task)
            if not self.hand_back(my_task):
                self.leave(my_task)
        # Whoever holds a sub-process has a look at it after every step, the case's own scope only when it may be done.
        if scope is not case or not scope.active:
            case.checks.append(scope)

    def hand_back(self, task: "TokenTask") -> bool:
        """Tell whoever began an instance for itself that it has completed, and return whether there is anybody."""
        del task
        return False

    def leave(self, task: "TokenTask") -> None:
        """Send the tokens on, unless the scope was ended by what the node did."""
        scope = task.workflow
        if scope.completed:
            return
        for flow in self.choose(task) if self.certain is None else self.certain:
            flow.target.receive(scope, flow)

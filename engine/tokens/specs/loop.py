"""Looped activities: what standard loops and multi-instance share. BPMN 2.0.2 §10.3.8, §13.3.6, §13.3.7."""

from typing import TYPE_CHECKING

from bpmn.model import Activity
from engine.tokens.specs.activity import ActivitySpec
from engine.tokens.values import Value

if TYPE_CHECKING:
    from engine.tokens.scope_spec import ScopeSpec
    from engine.tokens.task import TokenTask

__all__ = ["LoopSpec"]


class LoopSpec(ActivitySpec):
    """Stands in the flow for the activity and starts its instances; the boundary events listen at it.

    Attributes:
        body: What one instance is.
        counts_from: Whether `loopCounter` begins with 0 (Camunda 7, Flowable) or 1 (Camunda 8).
    """

    is_recorded = False

    def __init__(
        self, scope: "ScopeSpec", node: Activity, body: ActivitySpec, *, counts_from: int, lane: str = ""
    ) -> None:
        super().__init__(scope, node, lane=lane)
        self.body = body
        self.counts_from = counts_from
        body.loop = self

    def _run(self, my_task: "TokenTask") -> bool | None:
        return self.work(my_task)

    def start_instance(self, task: "TokenTask", index: int, local: dict[str, Value] | None = None) -> None:
        """Start the instance of that number, counted from 0, with variables of its own."""
        case = task.workflow.case
        one = task.workflow.open(self.body, {"loop": task.id})
        case.put(one.data, "loopCounter", index + self.counts_from)
        for name, value in (local or {}).items():
            case.put(one.data, name, value)
        task.marks.setdefault("instances", {})[one.id] = index

    def instance_left(self, one: "TokenTask") -> None:
        """Take note that an instance has completed."""
        task = one.workflow.case.index.get(one.marks["loop"])
        if task is None:
            return
        index: int = task.marks["instances"].pop(one.id)
        self.next_turn(task, one, index)

    def instance_withdrawn(self, task: "TokenTask", one: "TokenTask") -> None:
        """Take note that one of several instances was cancelled by hand: the loop goes on with the others."""
        task.marks["instances"].pop(one.id)

    def next_turn(self, task: "TokenTask", one: "TokenTask", index: int) -> None:
        """Start what comes next, or complete."""
        raise NotImplementedError

    def map_outputs(self, task: "TokenTask") -> None:
        """Map nothing: each instance has mapped its own outputs."""

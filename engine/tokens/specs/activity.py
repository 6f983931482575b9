"""What all activities have in common. BPMN 2.0.2 §10.3, §13.3."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from bpmn.model import Activity
from engine.tokens.specs.conditions import all_true
from engine.tokens.specs.node import NodeSpec
from engine.tokens.values import Value, decoded, encoded

if TYPE_CHECKING:
    from engine.tokens.scope import ScopeInstance
    from engine.tokens.scope_spec import Flow, ScopeSpec
    from engine.tokens.specs.boundary_event import BoundaryEventSpec
    from engine.tokens.specs.data_flow import DataFlow
    from engine.tokens.specs.loop import LoopSpec
    from engine.tokens.task import TokenTask

__all__ = ["ActivitySpec", "is_told_at_work"]


class ActivitySpec(NodeSpec):
    """An activity: mappings in, work, mappings out, with its boundary events listening meanwhile.

    Attributes:
        boundaries: Its boundary events; of a looped activity they belong to the loop.
        loop: The loop it is the body of, or None.
        undo_name: The name of the node that compensates it, "" for none.
        data_flow: Its data associations, where they change anything, or None.
        is_done_outside: Whether it is somebody outside the case who completes it: a person, or a machine.
    """

    is_recorded = True
    is_done_outside = False
    node: Activity

    def __init__(self, scope: "ScopeSpec", node: Activity, *, name: str | None = None, lane: str = "") -> None:
        super().__init__(scope, node, name=name, lane=lane)
        self.boundaries: tuple[BoundaryEventSpec, ...] = ()
        self.loop: LoopSpec | None = None
        self.undo_name = ""
        self.data_flow: DataFlow | None = None

    # What kinds of activities change.

    def work(self, task: "TokenTask") -> bool | None:
        """Do the work: True if it is done, None if it goes on until `resume`."""
        del task
        return True

    def resume(self, task: "TokenTask", data: Mapping[str, Value]) -> None:
        """Take the result of work that went on outside, and complete."""
        self.give(task, data)
        task.complete()

    # What they have in common.

    def receive(self, scope: "ScopeInstance", flow: "Flow") -> None:
        """Take a token; the activity begins when it has as many as it wants (§13.3.2)."""
        del flow
        wanted = self.node.start_quantity
        if wanted > 1:
            waiting = scope.arrivals.setdefault(self.name, {})
            waiting[""] = waiting.get("", 0) + 1
            if waiting[""] < wanted:
                return
            del scope.arrivals[self.name]
        scope.open(self)

    def _update(self, my_task: "TokenTask") -> None:
        my_task.workflow.case.record(my_task, "start")
        for boundary in self.boundaries:
            edge = my_task.workflow.open(boundary, {"host": my_task.id})
            my_task.marks.setdefault("edges", []).append(edge.id)
        my_task._ready()  # noqa: SLF001  # SpiffWorkflow's own life cycle has leading underscores

    def _run(self, my_task: "TokenTask") -> bool | None:
        case = my_task.workflow.case
        if "undo_entry" in my_task.marks:
            my_task.data.update(decoded(my_task.marks["undo_entry"]["data"]))
        for mapping in self.node.inputs:
            value = case.evaluator.kept(mapping.source, self.chain(my_task), element=self.node.id)
            case.put(my_task.data, mapping.target, value)
        if self.data_flow is not None:
            seen = list(self.chain(my_task))
            for name, value in self.data_flow.brought(case.evaluator, seen, self.node.id).items():
                case.put(my_task.data, name, value)
        return self.work(my_task)

    def give(self, task: "TokenTask", values: Mapping[str, Value]) -> None:
        """Set the variables that the work gives: in the process, or where output mappings pick them up."""
        case = task.workflow.case
        if self.node.outputs or self.data_flow is not None:
            own = values.keys() if self.data_flow is None or self.node.outputs else self.data_flow.own
            for name in own:
                if name in values:
                    case.put(task.data, name, values[name])
            values = {name: one for name, one in values.items() if name not in own}
        if values:
            case.set_variables(self.chain(task), values)

    def finished(self, task: "TokenTask") -> None:
        """Map what the work gave, write the event log, and remember how to undo it."""
        scope = task.workflow
        if self.node.outputs or self.data_flow is not None:
            self.map_outputs(task)
        scope.case.record(task, "complete")
        if self.undo_name:
            scope.undoable.append({"element": self.node.id, "undo": self.undo_name, "data": encoded(task.data)})

    def map_outputs(self, task: "TokenTask") -> None:
        """Set the variables that the output mappings say, around the instance."""
        case = task.workflow.case
        for mapping in self.node.outputs:
            value = case.evaluator.kept(mapping.source, self.chain(task), element=self.node.id)
            case.set_variables(self.around(task), {mapping.target: value})
        if self.data_flow is not None:
            taken = self.data_flow.taken(case.evaluator, self.chain(task), self.node.id)
            case.set_variables(self.around(task), taken)

    def around(self, task: "TokenTask") -> "list[dict[str, Value]]":
        """Return the variables around the instance's own local scope."""
        return task.workflow.chain()

    def record_abort(self, task: "TokenTask") -> None:
        """Write to the event log that the instance was cancelled."""
        task.workflow.case.record(task, "ate_abort")

    def choose(self, task: "TokenTask") -> "list[Flow]":
        """Return the unconditional flows and those whose condition is true; else the default flow.

        Raises:
            NoFlowError: If none is taken.
        """
        return all_true(self, task) * self.node.completion_quantity

    def connect_flows(self, flows: "Iterable[Flow]") -> None:
        """Set where its tokens go: as many on each flow as the model says (§13.3.2)."""
        super().connect_flows(flows)
        if self.certain is not None:
            self.certain *= self.node.completion_quantity

    def hand_back(self, task: "TokenTask") -> bool:
        """Tell the loop whose instance it is, or whoever undoes an activity by it, that it is done."""
        if "undoing" in task.marks:
            asking = task.workflow.case.index.get(task.marks["undoing"])
            if asking is not None:
                asking.task_spec.undone(asking)
            return True
        if self.loop is not None:
            self.loop.instance_left(task)
            return True
        return False


def is_told_at_work(task: "TokenTask") -> bool:
    """Return whether the event log has told that an activity instance began, and will tell when it is over."""
    spec = task.task_spec
    # One that is opened again to undo what is inside it has no line of its own.
    is_opened_again = "inside" in task.marks.get("undo_entry", ())
    return isinstance(spec, ActivitySpec) and spec.is_recorded and not is_opened_again

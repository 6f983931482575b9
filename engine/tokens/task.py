"""A token at a flow node: SpiffWorkflow's task without its tree.

SpiffWorkflow grows a tree of past, present and predicted tasks, which is what makes its steps dear and its joins in
loops wrong. Here a task lives exactly as long as the token is at its node: nothing is predicted, what is finished is
gone at once. The life cycle itself (update, ready, run, started, completed, cancelled) is SpiffWorkflow's.
"""

from typing import TYPE_CHECKING, Any

from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

if TYPE_CHECKING:
    from engine.tokens.scope import ScopeInstance
    from engine.tokens.specs.node import NodeSpec

__all__ = ["TaskState", "TokenTask"]

_FINISHED = TaskState.FINISHED_MASK
_READY_OR_FINISHED = TaskState.READY | TaskState.FINISHED_MASK


class TokenTask(Task):  # type: ignore[misc]  # SpiffWorkflow has no type hints
    """A token at a node, or a listener that waits beside one; from the first in its scope and in the case's index.

    Attributes:
        id: Id of the activity or event instance.
        workflow: The scope instance it is in.
        task_spec: What it is an instance of.
        data: The variables of its own local scope.
        marks: What its spec keeps of it: JSON only, saved with the case (SpiffWorkflow's `internal_data`).
    """

    id: str
    workflow: "ScopeInstance"
    task_spec: "NodeSpec"
    data: dict[str, Any]
    marks: dict[str, Any]
    internal_data: dict[str, Any]
    _state: int
    # What stock sets for each task and what is the same for all that are in no tree.
    _parent = None
    _children: tuple[()] = ()
    triggered = False
    thread_id = 0
    last_state_change = 0.0

    def __init__(
        self,
        workflow: "ScopeInstance",
        task_spec: "NodeSpec",
        instance_id: str,
        marks: dict[str, Any],
        state: int = TaskState.FUTURE,
    ) -> None:
        self.id = instance_id
        self.workflow = workflow
        self.task_spec = task_spec
        self.data = {}
        self.marks = self.internal_data = marks
        self._state = state
        case = workflow.case
        if len(case.index) >= case.budget.tokens:
            raise case.too_many_tokens(self)
        case.index[instance_id] = workflow.tasks[instance_id] = self
        workflow.active += task_spec.keeps_alive

    def _ready(self) -> None:
        # Stock then asks for what no node here has: assignments, and who listens to its events.
        if not self._state & _READY_OR_FINISHED:
            self._state = TaskState.READY
            self.workflow.case.queue.append(self)

    def _set_state(self, value: int) -> None:
        # Stock builds a log record for every change, logging or not: a quarter of its time.
        if value != self._state:
            self._state = value
            if value & _FINISHED:
                self.workflow.case.forget(self)

    def complete(self) -> None:
        """Complete, unless what it did has ended it: a signal may interrupt the scope of the event that throws it."""
        if not self._state & _FINISHED:
            self._set_state(TaskState.COMPLETED)
            self.task_spec._on_complete(self)  # noqa: SLF001  # SpiffWorkflow's own life cycle has leading underscores

    @property
    def is_alive(self) -> bool:
        """Whether it has neither completed nor been cancelled."""
        return not self._state & _FINISHED

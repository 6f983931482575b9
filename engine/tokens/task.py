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


class TokenTask(Task):  # type: ignore[misc]  # SpiffWorkflow has no type hints
    """A token at a node, or a listener that waits beside one.

    Attributes:
        id: Id of the activity or event instance.
        workflow: The scope instance it is in.
        task_spec: What it is an instance of.
        data: The variables of its own local scope.
        internal_data: What its spec keeps of it: JSON only, saved with the case.
    """

    id: str
    workflow: "ScopeInstance"
    task_spec: "NodeSpec"
    data: dict[str, Any]
    internal_data: dict[str, Any]
    _state: int
    # What stock sets for each task and what is the same for all that are in no tree.
    _parent = None
    _children: tuple[()] = ()
    triggered = False
    thread_id = 0
    last_state_change = 0.0

    def __init__(
        self, workflow: "ScopeInstance", task_spec: "NodeSpec", *, instance_id: str, state: int = TaskState.FUTURE
    ) -> None:
        self.id = instance_id
        self.workflow = workflow
        self.task_spec = task_spec
        self.data = {}
        self.internal_data = {}
        self._state = state
        workflow.tasks[instance_id] = self
        workflow.case.enter(self)

    def _ready(self) -> None:
        # Stock then asks for what no node here has: assignments, and who listens to its events.
        if not self._state & TaskState.FINISHED_MASK:
            self._set_state(TaskState.READY)

    def _set_state(self, value: int) -> None:
        # Stock builds a log record for every change, logging or not: a quarter of its time.
        if value == self._state:
            return
        self._state = value
        if value == TaskState.READY:
            self.workflow.case.queue.append(self)
        elif value & TaskState.FINISHED_MASK:
            self.workflow.case.forget(self)

    def complete(self) -> None:
        """Complete, unless what it did has ended it: a signal may interrupt the scope of the event that throws it."""
        if self.is_alive:
            super().complete()

    @property
    def is_alive(self) -> bool:
        """Whether it has neither completed nor been cancelled."""
        return not self._state & TaskState.FINISHED_MASK

    @property
    def marks(self) -> dict[str, Any]:
        """What its spec keeps of it (`internal_data`)."""
        return self.internal_data

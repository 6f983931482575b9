"""Instances of scopes: a case, and each sub-process or called process in it, as SpiffWorkflow's workflows."""

from typing import TYPE_CHECKING, Any

from SpiffWorkflow.bpmn.util.subworkflow import BpmnSubWorkflow

from engine.tokens.task import TokenTask
from engine.tokens.values import Value

if TYPE_CHECKING:
    from engine.tokens.case import Case
    from engine.tokens.scope_spec import ScopeSpec
    from engine.tokens.specs.node import NodeSpec

__all__ = ["ScopeInstance", "SubScope"]


class ScopeInstance:
    """What a case and the scopes inside it have in common; beside SpiffWorkflow's workflow classes.

    Attributes:
        spec: What it is an instance of.
        case: The case it belongs to.
        data: Its variables.
        as_saved: Those values that are saved as they are, as they were loaded.
        tasks: What is alive in it, by id, in order of creation.
        active: How many of these keep it alive: listeners do not.
        arrivals: Tokens that wait at joins: join, flow, number.
        undoable: What has completed and can be compensated, oldest first.
        marks: What the specs keep of the scope, JSON only.
        called: The library's key of the definition it belongs to, "" for the case's own.
    """

    spec: "ScopeSpec"
    case: "Case"
    data: dict[str, Value]
    as_saved: dict[str, Value]
    tasks: dict[str, TokenTask]
    active: int
    arrivals: dict[str, dict[str, int]]
    undoable: list[dict[str, Any]]
    marks: dict[str, Any]
    completed: bool
    depth: int
    parent_task_id: str | None
    called: str = ""

    def begin_empty(self) -> None:
        """Set what every new or loaded scope instance starts from."""
        self.active = 0
        self.as_saved = {}
        self.arrivals = {}
        self.undoable = []
        self.marks = {}

    @property
    def host(self) -> TokenTask | None:
        """The sub-process or call activity instance it is the inside of; None for the case itself."""
        return None if self.parent_task_id is None else self.case.index.get(self.parent_task_id)

    def open(self, spec: "NodeSpec", marks: dict[str, Any] | None = None) -> TokenTask:
        """Put a token at a node, or a listener beside one, and let its spec take it up."""
        task = TokenTask(self, spec, self.case.new_id(), dict(marks) if marks else {})
        spec._update(task)  # noqa: SLF001  # SpiffWorkflow's own life cycle has leading underscores
        return task

    def chain(self) -> list[dict[str, Value]]:
        """Return the variables seen from here, innermost first: embedded sub-processes see what is around them."""
        scope: ScopeInstance = self
        seen = [scope.data]
        while not scope.spec.is_process and (host := scope.host) is not None:
            scope = host.workflow
            seen += (host.data, scope.data)
        return seen

    @property
    def process_scope(self) -> "ScopeInstance":
        """The process instance it is in: itself, or what is around it up to the case or a call activity."""
        scope: ScopeInstance = self
        while not scope.spec.is_process and (host := scope.host) is not None:
            scope = host.workflow
        return scope

    @property
    def is_empty(self) -> bool:
        """Whether no token is left in it."""
        return self.active == 0 and not self.arrivals

    def listeners(self) -> list[TokenTask]:
        """Return what only listens: event sub-process starts (boundary events go with their hosts)."""
        return [task for task in self.tasks.values() if not task.task_spec.keeps_alive]


class SubScope(ScopeInstance, BpmnSubWorkflow):  # type: ignore[misc]  # SpiffWorkflow has no type hints
    """The inside of one sub-process or call activity instance."""

    def __init__(self, spec: "ScopeSpec", host_id: str, case: "Case") -> None:
        self.case = case
        BpmnSubWorkflow.__init__(self, spec, host_id, case, deserializing=True)
        self.begin_empty()

    def _calculate_depth(self) -> int:
        # Stock climbs to the top for each, which makes a deep recursion of calls quadratic.
        host = self.host
        return 1 if host is None else host.workflow.depth + 1

"""One running case: the token that moves next, what listens, and what may still be spent."""

from collections import deque
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from SpiffWorkflow.bpmn.workflow import BpmnWorkflow

from bpmn.language import Text
from engine.errors import BudgetExceededError
from engine.tokens.control import Control
from engine.tokens.evaluation import Evaluator
from engine.tokens.library import EmptyLibrary, Library
from engine.tokens.records import Budget, Step, Thrown
from engine.tokens.scope import ScopeInstance, SubScope
from engine.tokens.task import TaskState, TokenTask
from engine.tokens.values import Value, weigh

if TYPE_CHECKING:
    from engine.tokens.definition import ProcessDefinition
    from engine.tokens.scope_spec import ScopeSpec

__all__ = ["Case"]


class Case(Control, BpmnWorkflow):  # type: ignore[misc]  # SpiffWorkflow has no type hints
    """The top scope of a case and everything that all its scopes share.

    Attributes:
        definition: What it is an instance of.
        index: Everything alive in all scopes, by id.
        subprocesses: The insides of sub-processes and calls, by the id of the activity instance.
        queue: Tokens that can move, in the order in which they became able to.
        checks: Scopes of which a token has just gone: they may be done.
        joins: Joins that look ahead and have tokens, as pairs of scope and name: looked at when all else waits.
        watchers: Ids of what waits for a condition.
        has_news: Whether a variable has changed since conditions were last looked at.
        assigns: Whether it has to be found out who may do a user task; a simulated run does without.
        weight: What all variables weigh; of a case that was loaded, what they weigh at the most.
        now: The time of the call being worked on, aware UTC.
        status: "running", "completed", "terminated" or "error".
        error: What nobody caught, where `status` is "error".
        evaluator: What evaluates the model's expressions for this case.
        library: Where it finds the processes it calls that are not in its own file.
    """

    subprocesses: dict[str, SubScope]

    def __init__(
        self,
        definition: "ProcessDefinition",
        *,
        now: datetime,
        new_id: Callable[[], str],
        budget: Budget,
        library: Library | None = None,
    ) -> None:
        self.case = self
        self.library: Library = library or EmptyLibrary()
        self.definition = definition
        self.now = now
        self.assigns = True
        self.new_id = new_id
        self.budget = budget
        self.index: dict[str, TokenTask] = {}
        self.queue: deque[TokenTask] = deque()
        self.checks: deque[ScopeInstance] = deque()
        self.joins: dict[tuple[str | None, str], ScopeInstance] = {}
        self.watchers: dict[str, None] = {}
        self.has_news = False
        self.status = "running"
        self.error: Thrown | None = None
        self.history: list[Step] = []
        self.thrown: list[Thrown] = []
        self.weight = 0
        self.evaluator = Evaluator(self)
        # Stock's own constructor makes what a case has no use for: a tree, and those who listen to its events.
        self.spec = definition.top
        self.subprocess_specs = definition.scopes
        self.subprocesses = {}
        self.data = {}
        self.tasks = {}
        self.completed = False
        self.begin_empty()

    def too_many_tokens(self, task: TokenTask) -> BudgetExceededError:
        """Return the error that says that there is no room for one more."""
        return BudgetExceededError(
            Text("The case has more than {limit} tokens at one time.", limit=self.budget.tokens),
            budget="tokens", limit=self.budget.tokens, element=task.task_spec.node.id,
        )  # fmt: skip

    def forget(self, task: TokenTask) -> None:
        """Take a finished task out of the index."""
        if self.index.pop(task.id, None) is None:
            return
        scope = task.workflow
        del scope.tasks[task.id]
        scope.active -= task.task_spec.keeps_alive
        if self.watchers:
            self.watchers.pop(task.id, None)
        if task.data:
            self.weight -= sum(map(weigh, task.data.values()))

    def get_task_from_id(self, task_id: str) -> TokenTask | None:
        """Return what is alive under that id, or None (SpiffWorkflow's name for it)."""
        return self.index.get(task_id)

    def create_subprocess(self, my_task: TokenTask, spec_name: str, *, called: str | None = None) -> SubScope:
        """Make the inside of a sub-process or call activity instance (SpiffWorkflow's name for it).

        Args:
            my_task: The instance.
            spec_name: The key of the inside in its definition.
            called: The library's key of that definition, where it is another than the instance's own.

        Raises:
            BudgetExceededError: If there are too many.
        """
        if len(self.subprocesses) >= self.budget.instances:
            raise BudgetExceededError(
                Text("The case has more than {limit} sub-processes at one time.", limit=self.budget.instances),
                budget="instances", limit=self.budget.instances, element=my_task.task_spec.node.id,
            )  # fmt: skip
        key = my_task.workflow.called if called is None else called
        scope = SubScope(self.scopes_of(key)[spec_name], my_task.id, self)
        scope.called = key
        self.subprocesses[my_task.id] = scope
        return scope

    def drop_scope(self, scope: ScopeInstance) -> None:
        """Take a finished scope out of the case."""
        scope.completed = True
        self.weight -= sum(map(weigh, scope.data.values()))
        for name in scope.arrivals:
            self.joins.pop((scope.parent_task_id, name), None)
        if scope.parent_task_id is not None:
            self.subprocesses.pop(scope.parent_task_id, None)

    def inside(self, task: TokenTask) -> SubScope | None:
        """Return the inside of a sub-process or call activity instance, or None."""
        return self.subprocesses.get(task.id)

    def put(self, variables: dict[str, Value], name: str, value: Value) -> None:
        """Set a variable in the dictionary of one scope.

        Raises:
            BudgetExceededError: If the case's data become too large.
        """
        self.weight += weigh(value)
        if name in variables:
            self.weight -= weigh(variables[name])
        variables[name] = value
        self.has_news = True
        if self.weight > self.budget.data_bytes and self._weigh_anew() > self.budget.data_bytes:
            raise BudgetExceededError(
                Text("The data of the case are larger than {limit} bytes.", limit=self.budget.data_bytes),
                budget="data_bytes", limit=self.budget.data_bytes,
            )  # fmt: skip

    def _weigh_anew(self) -> int:
        scopes = (self, *self.subprocesses.values())
        holders = (*(scope.data for scope in scopes), *(task.data for task in self.index.values()))
        self.weight = sum(weigh(value) for variables in holders for value in variables.values())
        return self.weight

    def set_variables(self, chain: "list[dict[str, Value]]", values: Mapping[str, Value]) -> None:
        """Set variables where they are: in the innermost scope that has one of that name, else in the process."""
        for name, value in values.items():
            for variables in chain:
                if name in variables:
                    break
            else:
                variables = chain[-1]
            self.put(variables, name, value)

    def record(self, task: TokenTask, lifecycle: str) -> None:
        """Write a line of the event log; a sub-process opened again to be undone has none."""
        spec = task.task_spec
        if spec.is_recorded and not (task.marks and "inside" in task.marks.get("undo_entry", ())):
            # What `Step(…)` comes to in the end: a case writes more of these than of anything else.
            self.history.append(tuple.__new__(Step, (task.id, *spec.told, lifecycle, self.now, spec.lane or "")))

    def abort(self, tasks: list[TokenTask]) -> None:
        """Cancel tasks with everything inside and beside them, without a word to anyone but the event log."""
        waiting = list(tasks)
        while waiting:
            task = waiting.pop()
            if not task.is_alive:
                continue
            inside = self.inside(task)
            if inside is not None:
                waiting.extend(inside.tasks.values())
                self.drop_scope(inside)
            waiting.extend(self.companions(task))
            if task.has_state(TaskState.STARTED | TaskState.WAITING | TaskState.READY):
                task.task_spec.record_abort(task)
            task.cancel()
            self.checks.append(task.workflow)

    def companions(self, task: TokenTask) -> list[TokenTask]:
        """Return what goes when a task goes: its boundary events and, for a loop, its instances."""
        marks: dict[str, Any] = task.marks
        return [self.index[one] for key in ("edges", "instances") for one in marks.get(key, ()) if one in self.index]

    def drop_companions(self, task: TokenTask) -> None:
        """Cancel what is beside a task that completes."""
        beside = self.companions(task)
        if beside:
            self.abort(beside)

    def scopes_of(self, called: str) -> "Mapping[str, ScopeSpec]":
        """Return the compiled scopes of the case's own definition, or of one it has called, by the library's key."""
        definition = self.library.definition(called) if called else self.definition
        return definition.scopes

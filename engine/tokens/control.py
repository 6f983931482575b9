"""How a case goes on: the tokens that can move, scopes that are done, and what reaches those who listen."""

from collections import deque
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from bpmn.language import Text
from engine.errors import BudgetExceededError
from engine.tokens.records import Budget, Thrown
from engine.tokens.scope import ScopeInstance, SubScope
from engine.tokens.specs.catch_event import Listener
from engine.tokens.specs.triggers import Occurrence
from engine.tokens.task import TaskState, TokenTask

if TYPE_CHECKING:
    from engine.tokens.scope_spec import ScopeSpec
    from engine.tokens.specs.node import NodeSpec

__all__ = ["Control"]


class Control(ScopeInstance):
    """What a case does with its tokens; see `engine.tokens.case.Case` for what it holds."""

    budget: Budget
    index: dict[str, TokenTask]
    subprocesses: dict[str, SubScope]
    queue: deque[TokenTask]
    checks: deque[ScopeInstance]
    joins: dict[tuple[str | None, str], ScopeInstance]
    watchers: dict[str, None]
    has_news: bool
    status: str
    error: Thrown | None
    thrown: list[Thrown]

    def abort(self, tasks: list[TokenTask]) -> None:
        """Cancel tasks with everything inside and beside them."""
        raise NotImplementedError

    def drop_scope(self, scope: ScopeInstance) -> None:
        """Take a finished scope out of the case."""
        raise NotImplementedError

    def run(self) -> None:
        """Move tokens until everything waits.

        Raises:
            BudgetExceededError: If there are more steps than one call may take.
            ExpressionFailedError: If an expression fails.
        """
        steps = 0
        while self.status == "running":
            # A condition that has become true comes before whatever else could move (§10.5.5).
            if self.watchers and self.has_news and self._look_at_conditions():
                continue
            if self.queue:
                task = self.queue.popleft()
                if task._state == TaskState.READY:  # noqa: SLF001  # SpiffWorkflow's own
                    steps += 1
                    if steps > self.budget.steps:
                        raise self._too_many_steps(task)
                    task.run()
            elif self.checks:
                self._settle(self.checks.popleft())
            elif not (self.joins and self._look_at_joins()):
                break

    def _too_many_steps(self, task: TokenTask) -> BudgetExceededError:
        element, limit = task.task_spec.node.id, self.budget.steps
        text = Text(
            "The case took more than {limit} steps without waiting for anything; it was at {element}.",
            limit=limit,
            element=element,
        )
        return BudgetExceededError(text, budget="steps", limit=limit, element=element)

    def _settle(self, scope: ScopeInstance) -> None:
        """Look whether a scope is done."""
        if scope.completed:
            return
        host = scope.host
        if host is not None and isinstance(scope, SubScope):
            host.task_spec.changed(host, scope)
        if not scope.is_empty or scope.completed:
            return
        self.abort(scope.listeners())
        self.drop_scope(scope)
        if host is not None and isinstance(scope, SubScope):
            host.task_spec.ended(host, scope)
        else:
            self.status = "completed"

    def _look_at_joins(self) -> bool:
        return any(
            scope.spec.task_specs[name].look(scope)
            for (_, name), scope in list(self.joins.items())
            if not scope.completed
        )

    def _look_at_conditions(self) -> bool:
        self.has_news = False
        changed = Occurrence(kind="conditional")
        heard = [task for one in list(self.watchers) if (task := self.index.get(one)) and self._hears(task, changed)]
        for task in heard:
            self._occur(task, Occurrence(kind="conditional", name="true"))
        return bool(heard)

    def begin(
        self,
        scope: ScopeInstance,
        *,
        start: str | None = None,
        payload: Mapping[str, Any] | None = None,
        starts: "Sequence[NodeSpec] | None" = None,
    ) -> None:
        """Let a new scope instance listen, and put tokens at its start.

        Args:
            scope: The scope instance.
            start: Name of the one start event that occurred, or None.
            payload: What came with it, as saved.
            starts: The nodes to begin with, where not those of the scope.
        """
        spec: ScopeSpec = scope.spec
        for name in spec.local_names:
            scope.data.setdefault(name, None)
        for listener in spec.event_starts:
            scope.open(listener)
        chosen = [spec.task_specs[start]] if start else spec.starts if starts is None else starts
        for node in chosen:
            scope.open(node, {"payload": dict(payload)} if payload else None)
        self.checks.append(scope)

    def clear(self, scope: ScopeInstance) -> None:
        """End everything in a scope, the scope itself remaining."""
        self.abort(list(scope.tasks.values()))
        for name in scope.arrivals:
            self.joins.pop((scope.parent_task_id, name), None)
        scope.arrivals.clear()

    def terminate(self, scope: ScopeInstance) -> None:
        """End a scope at a terminate event; the case, where it is its own."""
        self.clear(scope)
        if scope is self:
            self.status = "terminated"

    def fail(self, error: Thrown) -> None:
        """End the case with an error that nobody caught."""
        self.clear(self)
        self.error = error
        self.thrown.append(error)
        self.status = "error"

    def cancel_transaction(self, scope: ScopeInstance) -> None:
        """Leave a transaction that has been undone: by its cancel boundary event, or not at all."""
        while not scope.spec.is_transaction and (host := scope.host) is not None:
            scope = host.workflow
        host = scope.host
        if host is None:
            self.clear(scope)
        elif not self._reach(self._edges(host), Occurrence(kind="cancel")):
            self.abort([host])

    def broadcast(self, occurrence: Occurrence) -> int:
        """Let all who listen hear something, and return how many did."""
        hearing = [task for task in self.index.values() if self._hears(task, occurrence)]
        for task in hearing:
            self._occur(task, occurrence)
        return len(hearing)

    def deliver(self, occurrence: Occurrence) -> bool:
        """Let the one who has listened longest hear something, and return whether there is one."""
        return self._reach(list(self.index.values()), occurrence)

    def propagate(self, scope: ScopeInstance, occurrence: Occurrence) -> bool:
        """Take an error or escalation outwards from a scope to the first who catches it; return whether one does.

        In a scope its event sub-processes come first, then the boundary events of what it is the inside of; a code of
        one's own comes before a catch-all. Source: BPMN 2.0.2 §10.5.7.
        """
        while True:
            if self._reach(scope.listeners(), occurrence):
                return True
            host = scope.host
            if host is None:
                return False
            if self._reach(self._edges(host), occurrence):
                return True
            scope = host.workflow

    def propagate_from(self, task: TokenTask, occurrence: Occurrence) -> bool:
        """Take an error of an activity itself outwards, its own boundary events first."""
        return self._reach(self._edges(task), occurrence) or self.propagate(task.workflow, occurrence)

    def _edges(self, task: TokenTask) -> list[TokenTask]:
        """Return the boundary events that listen at an activity instance, or at the loop it is an instance of."""
        loop = self.index.get(task.marks.get("loop", ""))
        return [self.index[one] for one in (loop or task).marks.get("edges", ()) if one in self.index]

    def _reach(self, candidates: list[TokenTask], occurrence: Occurrence) -> bool:
        hearing = [task for task in candidates if self._hears(task, occurrence)]
        if not hearing:
            return False
        exact = (task for task in hearing if any(one.name for one in task.task_spec.triggers))
        self._occur(next(exact, hearing[0]), occurrence)
        return True

    @staticmethod
    def _hears(task: TokenTask, occurrence: Occurrence) -> bool:
        spec = task.task_spec
        return task.is_alive and isinstance(spec, Listener) and spec.hears(task, occurrence)

    @staticmethod
    def _occur(task: TokenTask, occurrence: Occurrence) -> None:
        spec = task.task_spec
        if task.is_alive and isinstance(spec, Listener):
            spec.occur(task, occurrence)

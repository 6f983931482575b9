"""Work that is done outside the case: user tasks, and tasks that a machine does. BPMN 2.0.2 §10.3.3, §10.3.4."""

from typing import TYPE_CHECKING, Any

from bpmn.model import Assignment, Expression, Job, Task
from engine.tokens.records import Assigned
from engine.tokens.specs.activity import ActivitySpec
from engine.tokens.specs.triggers import wait_at
from engine.tokens.values import given_out

if TYPE_CHECKING:
    from engine.tokens.records import Wait
    from engine.tokens.task import TokenTask

__all__ = ["JobTaskSpec", "UserTaskSpec"]


class UserTaskSpec(ActivitySpec):
    """A person does it."""

    is_done_outside = True
    node: Task

    def work(self, task: "TokenTask") -> None:
        """Wait for the person: who that may be is found out now, once."""
        if not task.workflow.case.assigns:
            return
        if self.node.assignment is None:
            task.marks["assigned"] = {}
        else:
            assigned = _assigned(task, self.node.assignment)
            task.marks["assigned"] = {name: value for name, value in assigned._asdict().items() if value}

    def waits(self, task: "TokenTask") -> "tuple[Wait, ...]":
        """Return the work item."""
        return (
            wait_at(
                task, "user", form=self.node.form, assignment=_stored(task.marks.get("assigned")),
                inputs=given_out(task.data),
            ),
        )  # fmt: skip


class JobTaskSpec(ActivitySpec):
    """A machine does it: a service task, or a send or business rule task that an external worker does."""

    is_done_outside = True
    node: Task

    def work(self, task: "TokenTask") -> None:
        """Wait for the machine."""

    def waits(self, task: "TokenTask") -> "tuple[Wait, ...]":
        """Return the job."""
        inputs = given_out(task.data)
        return (wait_at(task, "job", job=self.node.job or Job(), inputs=inputs),)


def _stored(kept: dict[str, Any] | None) -> Assigned | None:
    if kept is None:
        return None
    values: dict[str, Any] = {name: tuple(one) if isinstance(one, list) else one for name, one in kept.items()}
    return Assigned(**values)


def _assigned(task: "TokenTask", assignment: Assignment) -> Assigned:
    spec, evaluator = task.task_spec, task.workflow.case.evaluator

    def text(expression: Expression | None) -> str | None:
        return evaluator.text(expression, spec.chain(task), element=spec.node.id)

    def texts(expressions: tuple[Expression, ...]) -> tuple[str, ...]:
        found: list[str] = []
        for expression in expressions:
            value = evaluator.value(expression, spec.chain(task), element=spec.node.id)
            found.extend(str(one) for one in (value if isinstance(value, list) else [value]) if one is not None)
        return tuple(found)

    return Assigned(
        assignee=text(assignment.assignee), candidate_users=texts(assignment.candidate_users),
        candidate_groups=texts(assignment.candidate_groups), due_date=text(assignment.due_date),
        follow_up_date=text(assignment.follow_up_date), priority=text(assignment.priority),
    )  # fmt: skip

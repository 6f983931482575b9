"""Ad-hoc sub-processes: their activities in any order, until a condition says it is enough. BPMN 2.0.2 §10.3.5.

Nobody is asked which activity to begin: each that has no incoming flow is begun once, all at once or one at a time.
"""

from typing import TYPE_CHECKING

from engine.tokens.specs.sub_process import SubProcessSpec

if TYPE_CHECKING:
    from engine.tokens.scope import SubScope
    from engine.tokens.task import TokenTask

__all__ = ["AdHocSpec"]


class AdHocSpec(SubProcessSpec):
    """Begins its activities, and ends when its completion condition is true or they are done."""

    def work(self, task: "TokenTask") -> None:
        """Begin all activities, or the first."""
        case = task.workflow.case
        scope = case.create_subprocess(task, self.inside.name)
        if "entry" in task.marks:
            scope.marks["pending"] = []
            self.begin_within(task, scope)
            return
        names = [spec.name for spec in self.inside.starts]
        scope.marks["pending"] = names if self.node.is_sequential else []
        case.begin(scope, starts=[] if self.node.is_sequential else self.inside.starts)

    def changed(self, task: "TokenTask", scope: "SubScope") -> None:
        """End if the completion condition is true; else, one at a time, begin the next activity."""
        case = task.workflow.case
        condition = self.node.completion_condition
        if (
            condition is not None
            and "begun" in scope.marks
            and case.evaluator.is_true(condition, scope.chain(), element=self.node.id)
        ):
            scope.marks["pending"] = []
            if self.node.cancel_remaining_instances:
                case.clear(scope)
            return
        scope.marks["begun"] = True
        if scope.is_empty and scope.marks["pending"]:
            scope.open(self.inside.task_specs[scope.marks["pending"].pop(0)])

"""Sub-processes: embedded ones, transactions, and event sub-processes once they are started. BPMN 2.0.2 §10.3.5."""

from typing import TYPE_CHECKING

from bpmn.model import SubProcess
from engine.tokens.entering import enter
from engine.tokens.specs.activity import ActivitySpec
from engine.tokens.specs.compensation import undo_next
from engine.tokens.values import decoded, encoded

if TYPE_CHECKING:
    from engine.tokens.scope import SubScope
    from engine.tokens.scope_spec import ScopeSpec
    from engine.tokens.task import TokenTask

__all__ = ["SubProcessSpec"]


class SubProcessSpec(ActivitySpec):
    """Runs what is inside it.

    Attributes:
        inside: What it runs.
    """

    node: SubProcess

    def __init__(
        self, scope: "ScopeSpec", node: SubProcess, inside: "ScopeSpec", *, name: str | None = None, lane: str = ""
    ) -> None:
        super().__init__(scope, node, name=name, lane=lane)
        self.inside = inside

    def work(self, task: "TokenTask") -> bool | None:
        """Begin what is inside; or, where it is being undone, undo what had completed inside."""
        case = task.workflow.case
        scope = case.create_subprocess(task, self.inside.name)
        if "entry" in task.marks:
            self.begin_within(task, scope)
            return None
        if "inside" in task.marks.get("undo_entry", {}):
            return self._undo(task, scope)
        case.begin(scope, start=task.marks.get("start"), payload=task.marks.pop("payload", None))
        return None

    def begin_within(self, task: "TokenTask", scope: "SubScope") -> None:
        """Begin where somebody wants it to, not at its start."""
        task.workflow.case.begin(scope, starts=())
        enter(scope, task.marks.pop("entry"))

    def _undo(self, task: "TokenTask", scope: "SubScope") -> bool | None:
        entry = task.marks["undo_entry"]
        scope.data.update(decoded(entry["data"]))
        scope.undoable = list(entry.get("undoable", ()))
        task.marks["undo"] = list(entry["inside"])
        task.marks["undo_in"] = task.id
        if undo_next(task):
            return None
        task.workflow.case.drop_scope(scope)
        return True

    def undone(self, task: "TokenTask") -> None:
        """Undo the next activity inside."""
        undo_next(task)

    def ended(self, task: "TokenTask", scope: "SubScope") -> None:
        """Complete, now that nothing inside is left."""
        if not self.undo_name and "undoing" not in task.marks:
            self._remember(task, scope)
        task.complete()

    def _remember(self, task: "TokenTask", scope: "SubScope") -> None:
        """Keep how to undo what is inside: by its compensation event sub-process, else activity by activity."""
        by = self.inside.undo_by
        inside = [{"element": by, "undo": by, "data": {}}] if by else scope.undoable[::-1]
        if inside:
            entry = {"element": self.node.id, "undo": self.name, "data": encoded(scope.data), "inside": inside}
            task.workflow.undoable.append(entry | ({"undoable": scope.undoable} if by else {}))

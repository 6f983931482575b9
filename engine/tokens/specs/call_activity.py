"""Call activities: another process, or a global task, with variables of its own. BPMN 2.0.2 §10.3.6."""

from typing import TYPE_CHECKING

from bpmn.language import Text
from bpmn.model import CallActivity
from engine.errors import ExpressionFailedError
from engine.tokens.evaluation import visible
from engine.tokens.specs.activity import ActivitySpec

if TYPE_CHECKING:
    from engine.tokens.scope import SubScope
    from engine.tokens.task import TokenTask

__all__ = ["CallActivitySpec"]


class CallActivitySpec(ActivitySpec):
    """Runs the process it calls; only what is passed goes in and comes back."""

    node: CallActivity

    def work(self, task: "TokenTask") -> None:
        """Begin the called process."""
        case = task.workflow.case
        called = case.evaluator.text(self.node.called_element, self.chain(task), element=self.node.id) or ""
        called = called.rpartition(":")[2]
        scope = self._open(task, called)
        given = visible(self.around(task)) if self.node.passes_all_inputs else {}
        for name, value in (given | task.data).items():
            case.put(scope.data, name, value)
        case.begin(scope)

    def _open(self, task: "TokenTask", called: str) -> "SubScope":
        """Return the inside of the call: a process of the caller's own file, else the deployed one it asks for."""
        case = task.workflow.case
        if called in case.scopes_of(task.workflow.called):
            return case.create_subprocess(task, called)
        key = case.library.find(called, self.node.binding, self.node.version)
        if key is None:
            raise ExpressionFailedError(
                Text("{element} calls {called}, and there is no such process.", element=self.node.id, called=called),
                element=self.node.id,
            )
        return case.create_subprocess(task, called, called=key)

    def ended(self, task: "TokenTask", scope: "SubScope") -> None:
        """Take back what the called process passes, and complete."""
        case = task.workflow.case
        if self.node.passes_all_outputs:
            local = {name: value for name, value in scope.data.items() if name not in task.data}
            case.set_variables(self.around(task), local)
        for mapping in self.node.outputs:
            value = case.evaluator.kept(mapping.source, [scope.data], element=self.node.id)
            case.set_variables(self.around(task), {mapping.target: value})
        task.complete()

    def map_outputs(self, task: "TokenTask") -> None:
        """Map nothing more: it was done when the called process ended, over its variables."""

"""Script tasks. BPMN 2.0.2 §10.3.3."""

from typing import TYPE_CHECKING

from bpmn.expressions import ScriptThrewError
from bpmn.model import Expression, Script, Task
from engine.tokens.records import Thrown
from engine.tokens.specs.activity import ActivitySpec
from engine.tokens.specs.triggers import Occurrence

if TYPE_CHECKING:
    from engine.tokens.task import TokenTask
    from engine.tokens.values import Value

__all__ = ["ScriptTaskSpec", "as_expression"]


def as_expression(script: Script) -> Expression:
    """Return a script whose value goes to a variable as the expression that it is."""
    return Expression(text=script.text, language=script.language, line=script.line)


class ScriptTaskSpec(ActivitySpec):
    """Runs its script over the variables of the case; one with a result variable is an expression."""

    node: Task

    def work(self, task: "TokenTask") -> bool | None:
        """Set the variables that the script sets; a BPMN error that it raises goes to the event that catches it."""
        script, case = self.node.script, task.workflow.case
        if script is None or not script.text.strip():
            return True
        try:
            if script.result_variable:
                value = case.evaluator.kept(as_expression(script), self.chain(task), element=self.node.id)
                self.give(task, {script.result_variable: value})
            else:
                self.give(task, case.evaluator.changes(script, self.chain(task), element=self.node.id))
        except ScriptThrewError as error:
            payload: dict[str, Value] = {"errorCode": error.code, "errorMessage": error.message}
            if not case.propagate_from(task, Occurrence(kind="error", name=error.code, payload=payload)):
                case.fail(Thrown(kind="error", name=error.code, element=self.node.id))
            return None
        return True

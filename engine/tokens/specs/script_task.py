"""Script tasks. BPMN 2.0.2 §10.3.3."""

from typing import TYPE_CHECKING

from bpmn.model import Expression, Script, Task
from engine.tokens.specs.activity import ActivitySpec

if TYPE_CHECKING:
    from engine.tokens.task import TokenTask

__all__ = ["ScriptTaskSpec", "as_expression"]


def as_expression(script: Script) -> Expression:
    """Return a script whose value goes to a variable as the expression that it is."""
    return Expression(text=script.text, language=script.language, line=script.line)


class ScriptTaskSpec(ActivitySpec):
    """Runs its script over the variables of the case; one with a result variable is an expression."""

    node: Task

    def work(self, task: "TokenTask") -> bool:
        """Set the variables that the script sets."""
        script, evaluator = self.node.script, task.workflow.case.evaluator
        if script is None or not script.text.strip():
            return True
        if script.result_variable:
            value = evaluator.kept(as_expression(script), self.chain(task), element=self.node.id)
            self.give(task, {script.result_variable: value})
        else:
            self.give(task, evaluator.changes(script, self.chain(task), element=self.node.id))
        return True

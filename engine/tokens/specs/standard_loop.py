"""The standard loop: again while a condition holds. BPMN 2.0.2 §10.3.8, §13.3.6."""

from typing import TYPE_CHECKING

from bpmn.model import Activity, StandardLoop
from engine.tokens.specs.loop import LoopSpec

if TYPE_CHECKING:
    from engine.tokens.scope_spec import ScopeSpec
    from engine.tokens.specs.activity import ActivitySpec
    from engine.tokens.task import TokenTask

__all__ = ["StandardLoopSpec"]


class StandardLoopSpec(LoopSpec):
    """Starts one instance after the other."""

    def __init__(
        self,
        scope: "ScopeSpec",
        node: Activity,
        body: "ActivitySpec",
        repeat: StandardLoop,
        *,
        counts_from: int,
        lane: str = "",
    ) -> None:
        super().__init__(scope, node, body, counts_from=counts_from, lane=lane)
        self.repeat = repeat

    def work(self, task: "TokenTask") -> bool | None:
        """Start the first instance, unless the condition is looked at before and does not hold."""
        if self.repeat.test_before and not self._goes_on(task, None, 0):
            return True
        self.start_instance(task, 0)
        return None

    def next_turn(self, task: "TokenTask", one: "TokenTask", index: int) -> None:
        """Start another instance while the condition holds and the maximum is not reached."""
        if self._goes_on(task, one, index + 1):
            self.start_instance(task, index + 1)
        else:
            task.complete()

    def _goes_on(self, task: "TokenTask", one: "TokenTask | None", done: int) -> bool:
        if self.repeat.maximum is not None and done >= self.repeat.maximum:
            return False
        if self.repeat.condition is None:
            return True
        return task.workflow.case.evaluator.is_true(
            self.repeat.condition, self.body.chain(one or task), element=self.node.id,
            extra={"loopCounter": done + self.counts_from},
        )  # fmt: skip

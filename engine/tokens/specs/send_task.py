"""Send tasks. BPMN 2.0.2 §10.3.3."""

from typing import TYPE_CHECKING

from bpmn.model import Task
from engine.tokens.specs.effects import MessageEffect
from engine.tokens.specs.work import JobTaskSpec

if TYPE_CHECKING:
    from engine.tokens.records import Wait
    from engine.tokens.scope_spec import ScopeSpec
    from engine.tokens.task import TokenTask

__all__ = ["SendTaskSpec"]


class SendTaskSpec(JobTaskSpec):
    """Sends a message: at once, or, where the file names a machine for it, when that is done."""

    def __init__(
        self, scope: "ScopeSpec", node: Task, effect: MessageEffect, *, name: str | None = None, lane: str = ""
    ) -> None:
        super().__init__(scope, node, name=name, lane=lane)
        self.effect = effect
        self.is_done_outside = node.job is not None

    def work(self, task: "TokenTask") -> bool | None:  # type: ignore[override]  # a job waits, a message does not
        """Send, or wait for the machine."""
        del task
        return None if self.is_done_outside else True

    def finished(self, task: "TokenTask") -> None:
        """Let the message out."""
        self.effect.throw(task)
        super().finished(task)

    def waits(self, task: "TokenTask") -> "tuple[Wait, ...]":
        """Return the job, where there is one."""
        return super().waits(task) if self.is_done_outside else ()

"""Receive tasks. BPMN 2.0.2 §10.3.3."""

from typing import TYPE_CHECKING

from bpmn.model import Task
from engine.tokens.specs.activity import ActivitySpec
from engine.tokens.specs.catch_event import Listener, withdraw_others
from engine.tokens.specs.triggers import MessageTrigger, Occurrence

if TYPE_CHECKING:
    from engine.tokens.scope_spec import ScopeSpec
    from engine.tokens.task import TokenTask

__all__ = ["ReceiveTaskSpec"]


class ReceiveTaskSpec(Listener, ActivitySpec):
    """Waits for a message."""

    node: Task

    def __init__(
        self, scope: "ScopeSpec", node: Task, trigger: MessageTrigger, *, name: str | None = None, lane: str = ""
    ) -> None:
        super().__init__(scope, node, name=name, lane=lane)
        self.triggers = (trigger,)

    def work(self, task: "TokenTask") -> None:
        """Listen for the message."""
        self.arm(task)

    def caught(self, task: "TokenTask", occurrence: Occurrence) -> None:
        """Take the message's data and complete."""
        withdraw_others(task)
        self.resume(task, occurrence.payload)

"""Events that wait: intermediate catch events, and what boundary events and event sub-processes share with them."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from bpmn.model import CatchEvent
from engine.tokens.specs.event import EventSpec
from engine.tokens.specs.triggers import Occurrence, Trigger
from engine.tokens.task import TaskState

if TYPE_CHECKING:
    from engine.tokens.records import Wait
    from engine.tokens.scope_spec import ScopeSpec
    from engine.tokens.task import TokenTask

__all__ = ["CatchSpec", "Listener"]


class Listener:
    """What waits for one of several triggers, or for all of them.

    Attributes:
        triggers: What it waits for.
        wants_all: Whether all must occur (parallel multiple), not any one.
    """

    triggers: tuple[Trigger, ...] = ()
    wants_all = False

    def arm(self, task: "TokenTask") -> None:
        """Begin to listen: evaluate when, and for which correlation."""
        task.marks["armed"] = [trigger.arm(task) for trigger in self.triggers]
        if any(trigger.is_condition for trigger in self.triggers):
            task.workflow.case.watchers[task.id] = None
            task.workflow.case.has_news = True

    def hears(self, task: "TokenTask", occurrence: Occurrence) -> bool:
        """Return whether the instance listens to that occurrence."""
        return any(
            trigger.matches(task, armed, occurrence)
            for trigger, armed in zip(self.triggers, task.marks.get("armed", ()), strict=False)
        )

    def occur(self, task: "TokenTask", occurrence: Occurrence) -> None:
        """Take an occurrence that it listens to."""
        if occurrence.kind == "message":
            for trigger, armed in zip(self.triggers, task.marks.get("armed", ()), strict=False):
                if trigger.matches(task, armed, occurrence):
                    trigger.learn(task, occurrence)
        if self.wants_all and not self._is_last(task, occurrence):
            return
        self.caught(task, occurrence)

    def _is_last(self, task: "TokenTask", occurrence: Occurrence) -> bool:
        seen = set(task.marks.get("seen", ()))
        for index, (trigger, armed) in enumerate(zip(self.triggers, task.marks["armed"], strict=True)):
            if trigger.matches(task, armed, occurrence):
                seen.add(index)
        task.marks["seen"] = sorted(seen)
        task.marks.setdefault("payload", {}).update(occurrence.stored())
        return len(seen) == len(self.triggers)

    def caught(self, task: "TokenTask", occurrence: Occurrence) -> None:
        """Do what follows."""
        raise NotImplementedError

    def rearm(self, task: "TokenTask", occurrence: Occurrence) -> bool:
        """Listen for the next occurrence, and return whether there can be one."""
        armed: list[dict[str, Any] | None] = task.marks["armed"]
        for index, trigger in enumerate(self.triggers):
            one = armed[index]
            if one is not None and trigger.matches(task, one, occurrence):
                armed[index] = trigger.rearm(task, one)
        task.marks.pop("seen", None)
        task.marks.pop("payload", None)
        return any(one is not None for one in armed)

    def waits(self, task: "TokenTask") -> "tuple[Wait, ...]":
        """Return what it waits for that comes from outside."""
        found = (
            trigger.wait(task, armed)
            for trigger, armed in zip(self.triggers, task.marks.get("armed", ()), strict=False)
            if armed is not None
        )
        return tuple(wait for wait in found if wait is not None)

    def next_due(self, task: "TokenTask") -> datetime | None:
        """Return when its next timer fires, or None."""
        dues = [wait.due for wait in self.waits(task) if wait.due is not None]
        return min(dues, default=None)


class CatchSpec(Listener, EventSpec):
    """An intermediate event that waits, alone or after an event-based gateway."""

    node: CatchEvent

    def __init__(
        self,
        scope: "ScopeSpec",
        node: CatchEvent,
        triggers: tuple[Trigger, ...],
        *,
        name: str | None = None,
        lane: str = "",
    ) -> None:
        super().__init__(scope, node, name=name, lane=lane)
        self.triggers = triggers
        self.wants_all = node.is_parallel_multiple

    def _update(self, my_task: "TokenTask") -> None:
        if self.triggers:
            self.arm(my_task)
            my_task._set_state(TaskState.WAITING)  # noqa: SLF001  # SpiffWorkflow's own life cycle
        else:
            super()._update(my_task)

    def caught(self, task: "TokenTask", occurrence: Occurrence) -> None:
        """Go on, and withdraw what else an event-based gateway offered."""
        task.marks.setdefault("payload", {}).update(occurrence.stored())
        task.marks.pop("armed")
        withdraw_others(task)
        task._ready()  # noqa: SLF001  # SpiffWorkflow's own life cycle


def withdraw_others(task: "TokenTask") -> None:
    """Cancel what an event-based gateway offered beside this."""
    case = task.workflow.case
    case.abort([case.index[one] for one in task.marks.pop("race", ()) if one != task.id and one in case.index])

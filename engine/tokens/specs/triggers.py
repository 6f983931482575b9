"""What an event waits for: one class for each kind of event definition. BPMN 2.0.2 §10.5.5."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from bpmn.language import Text
from bpmn.model import EventDefinition, Expression
from engine.errors import ExpressionFailedError
from engine.tokens.correlations import MessageKey
from engine.tokens.records import Wait
from engine.tokens.schedule import Schedule, ScheduleError, first_due, next_after
from engine.tokens.values import Value, encoded

if TYPE_CHECKING:
    from engine.tokens.task import TokenTask

__all__ = [
    "CodeTrigger",
    "ConditionTrigger",
    "MessageTrigger",
    "Occurrence",
    "SignalTrigger",
    "TimerTrigger",
    "Trigger",
    "wait_at",
]

Armed = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """Something that happened and that events may be waiting for.

    Attributes:
        kind: "message", "signal", "timer", "error", "escalation", "conditional", "cancel" or "compensate".
        name: A message's or signal's name, an error's or escalation's code; of a conditional occurrence "true" once the
            condition has been looked at, "" before.
        correlation: The value a message carries to find its instance, or None.
        payload: The data that came with it.
        at: For a timer, the time up to which it has come.
    """

    kind: str
    name: str = ""
    correlation: str | None = None
    payload: Mapping[str, Value] = field(default_factory=dict)
    at: datetime | None = None

    def stored(self) -> dict[str, Any]:
        """Return the payload as it is saved."""
        return encoded(self.payload)


def wait_at(task: "TokenTask", kind: str, **more: Any) -> Wait:  # noqa: ANN401  # passed on to Wait
    """Return a wait of one instance."""
    spec = task.task_spec
    return Wait(
        instance_id=task.id, element=spec.node.id, name=spec.node.name, type=spec.node.type, kind=kind,
        process=task.workflow.spec.process_id, lane=spec.lane or "", **more,
    )  # fmt: skip


class Trigger:
    """One event definition that is waited for.

    Attributes:
        kind: Which kind of occurrence it matches.
        name: The name or code it matches.
        is_condition: Whether it has to be looked at when variables change.
    """

    kind = ""
    is_condition = False

    def __init__(self, name: str = "") -> None:
        self.name = name

    def arm(self, task: "TokenTask") -> Armed:
        """Return what is kept while it waits, JSON only."""
        del task
        return {}

    def matches(self, task: "TokenTask", armed: Armed | None, occurrence: Occurrence) -> bool:
        """Return whether an occurrence is what it waits for."""
        del task
        return armed is not None and occurrence.kind == self.kind and occurrence.name == self.name

    def learn(self, task: "TokenTask", occurrence: Occurrence) -> None:
        """Keep what an occurrence says of those to come."""

    def rearm(self, task: "TokenTask", armed: Armed) -> Armed | None:
        """Return what is kept while it waits for the next, None where there is none."""
        del task
        return armed

    def wait(self, task: "TokenTask", armed: Armed) -> Wait | None:
        """Return what it waits for from outside, or None where it comes from inside the case."""
        del task, armed
        return None


class MessageTrigger(Trigger):
    """A message, found by its name and, where it has one, the value of its correlation key."""

    kind = "message"

    def __init__(
        self,
        name: str,
        key: Expression | None = None,
        *,
        wait_kind: str = "message",
        keys: Sequence[MessageKey] = (),
    ) -> None:
        super().__init__(name)
        self.key = key
        self.wait_kind = wait_kind
        self.keys = tuple(keys)

    def arm(self, task: "TokenTask") -> Armed:
        """Evaluate the correlation key now: the case says once whom it waits for."""
        spec = task.task_spec
        evaluator = task.workflow.case.evaluator
        key = evaluator.text(self.key, spec.chain(task), element=spec.node.id)
        if key is None:
            key = next((value for one in self.keys if (value := one.expected(task)) is not None), None)
        return {} if key is None else {"key": key}

    def learn(self, task: "TokenTask", occurrence: Occurrence) -> None:
        """Keep the value by which the first message found the instance: later ones must carry the same."""
        for key in self.keys:
            if key.expected(task) is None:
                key.learn(task, occurrence.correlation)

    def matches(self, task: "TokenTask", armed: Armed | None, occurrence: Occurrence) -> bool:
        """Compare name and correlation; where one side has no correlation value, the name is enough."""
        if not super().matches(task, armed, occurrence) or armed is None:
            return False
        key = armed.get("key")
        return key is None or occurrence.correlation is None or key == occurrence.correlation

    def wait(self, task: "TokenTask", armed: Armed) -> Wait:
        """Return the message it waits for."""
        return wait_at(task, self.wait_kind, event=self.name, correlation=armed.get("key"))


class SignalTrigger(Trigger):
    """A signal, heard by all who wait for its name."""

    kind = "signal"

    def wait(self, task: "TokenTask", armed: Armed) -> Wait:
        """Return the signal it waits for."""
        del armed
        return wait_at(task, "signal", event=self.name)


class CodeTrigger(Trigger):
    """An error, escalation, cancel or compensation: matched by its code, or any where it names none."""

    def __init__(self, kind: str, name: str = "") -> None:
        super().__init__(name)
        self.kind = kind

    def matches(self, task: "TokenTask", armed: Armed | None, occurrence: Occurrence) -> bool:
        """Compare kind and code."""
        del task
        return armed is not None and occurrence.kind == self.kind and self.name in {"", occurrence.name}


class TimerTrigger(Trigger):
    """A date, a duration from the moment it is armed, or a repetition."""

    kind = "timer"

    def __init__(self, definition: EventDefinition) -> None:
        super().__init__()
        self.definition = definition

    def arm(self, task: "TokenTask") -> Armed:
        """Reckon when it fires.

        Raises:
            ExpressionFailedError: If its value is no time.
        """
        spec, case = task.task_spec, task.workflow.case
        timer = self.definition.timer
        if timer is None:
            raise _timer_failed(spec.node.id, Text("It has no value."))
        value = case.evaluator.value(timer.value, spec.chain(task), element=spec.node.id)
        try:
            return _armed(first_due(timer.kind, value, case.now))
        except ScheduleError as error:
            raise _timer_failed(spec.node.id, error.text) from error

    def matches(self, task: "TokenTask", armed: Armed | None, occurrence: Occurrence) -> bool:
        """Return whether its time has come."""
        del task
        if armed is None or occurrence.kind != "timer" or occurrence.at is None:
            return False
        return datetime.fromisoformat(armed["due"]) <= occurrence.at

    def rearm(self, task: "TokenTask", armed: Armed) -> Armed | None:
        """Return the next repetition; those that were missed are gone, or a long downtime would end in a storm."""
        following = next_after(_schedule(armed), task.workflow.case.now)
        return None if following is None else _armed(following)

    def wait(self, task: "TokenTask", armed: Armed) -> Wait:
        """Return when it fires."""
        schedule = _schedule(armed)
        is_endless = schedule.left < 0 and not task.task_spec.keeps_alive
        return wait_at(task, "timer", due=schedule.due, is_endless=is_endless)


class ConditionTrigger(Trigger):
    """A condition over the variables: fires when it becomes true (§10.5.5)."""

    kind = "conditional"
    is_condition = True

    def __init__(self, condition: Expression) -> None:
        super().__init__()
        self.condition = condition

    def matches(self, task: "TokenTask", armed: Armed | None, occurrence: Occurrence) -> bool:
        """Return whether the condition is true now and was not when it was last looked at."""
        if armed is None or occurrence.kind != self.kind:
            return False
        if occurrence.name:
            return bool(armed.get("held"))
        spec = task.task_spec
        holds = task.workflow.case.evaluator.is_true(self.condition, spec.chain(task), element=spec.node.id)
        became_true = holds and not armed.get("held", False)
        armed["held"] = holds
        return became_true

    def rearm(self, task: "TokenTask", armed: Armed) -> Armed | None:
        """Wait for it to become true again."""
        del task
        return armed

    def wait(self, task: "TokenTask", armed: Armed) -> Wait:
        """Say that it waits for a condition."""
        del armed
        return wait_at(task, "condition")


def _armed(schedule: Schedule) -> Armed:
    return {"due": schedule.due.isoformat(), "every": schedule.every, "left": schedule.left}


def _schedule(armed: Armed) -> Schedule:
    return Schedule(due=datetime.fromisoformat(armed["due"]), every=armed["every"], left=armed["left"])


def _timer_failed(element: str, reason: Text) -> ExpressionFailedError:
    return ExpressionFailedError(
        Text("The timer of {element} cannot be set: {reason}", element=element, reason=reason), element=element
    )

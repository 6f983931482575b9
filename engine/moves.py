"""What can move a case on, as a value: it can be kept in a job and made again when it failed the first time."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from enum import StrEnum

from bpmn.language import Text
from engine.errors import EngineError
from engine.tokens import ProcessInstance
from engine.values import Json

__all__ = ["Move", "MoveKind", "UncaughtErrorError", "make_move"]


class MoveKind(StrEnum):
    """What happens to the case."""

    ADVANCE = "advance"
    COMPLETE = "complete"
    ERROR = "error"
    TIMER = "timer"
    MESSAGE = "message"
    SIGNAL = "signal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """Something that moves a case on.

    Attributes:
        kind: What happens.
        instance_id: The activity or event instance it happens to, "" for the case as a whole.
        name: The message's or signal's name, or the BPMN error's code.
        correlation: What a message carries to find its receiver, or None.
        payload: The data that come with it.
        local: Variables for output mappings only; None where the payload is for them (`ProcessInstance.complete`).
        text: A BPMN error's message.
    """

    kind: MoveKind
    instance_id: str = ""
    name: str = ""
    correlation: str | None = None
    payload: Mapping[str, Json] = field(default_factory=dict)
    local: Mapping[str, Json] | None = None
    text: str = ""

    def as_json(self) -> dict[str, Json]:
        """Return the move as it is kept in a job."""
        return {**asdict(self), "kind": str(self.kind)}

    @classmethod
    def from_json(cls, kept: Mapping[str, Json]) -> "Move":
        """Return the move that a job keeps."""
        values: dict[str, object] = {**kept, "kind": MoveKind(str(kept["kind"]))}
        return cls(**values)  # type: ignore[arg-type]  # what `as_json` wrote


class UncaughtErrorError(EngineError):
    """A BPMN error was thrown and no error event of the model catches it."""


def make_move(instance: ProcessInstance, move: Move, now: datetime) -> bool:
    """Move a case on until everything in it waits; return whether anything took what came.

    Raises:
        EngineError: If an expression fails, a budget is used up or a BPMN error is caught by nobody. The instance is of
            no use then.
    """
    is_taken = _MAKERS[move.kind](instance, move, now)
    instance.advance(now)
    if instance.status == "error":
        raise UncaughtErrorError(Text("A BPMN error was thrown and no error event of the model catches it."))
    return is_taken


def _advance(instance: ProcessInstance, move: Move, now: datetime) -> bool:
    del instance, move, now  # every move is followed by it
    return True


def _complete(instance: ProcessInstance, move: Move, now: datetime) -> bool:
    instance.complete(move.instance_id, move.payload, now, local=move.local)
    return True


def _throw_error(instance: ProcessInstance, move: Move, now: datetime) -> bool:
    if instance.throw_error(move.instance_id, move.name, move.text, now, data=move.payload):
        return True
    text = Text(
        "No error event of the model catches the BPMN error {code}: {message}", code=move.name, message=move.text
    )
    raise UncaughtErrorError(text)


def _fire_timer(instance: ProcessInstance, move: Move, now: datetime) -> bool:
    instance.fire_timer(move.instance_id, now)
    return True


def _deliver_message(instance: ProcessInstance, move: Move, now: datetime) -> bool:
    return instance.deliver_message(move.name, move.payload, move.correlation, now)


def _deliver_signal(instance: ProcessInstance, move: Move, now: datetime) -> bool:
    return instance.deliver_signal(move.name, move.payload, now) > 0


_MAKERS: Mapping[MoveKind, Callable[[ProcessInstance, Move, datetime], bool]] = {
    MoveKind.ADVANCE: _advance,
    MoveKind.COMPLETE: _complete,
    MoveKind.ERROR: _throw_error,
    MoveKind.TIMER: _fire_timer,
    MoveKind.MESSAGE: _deliver_message,
    MoveKind.SIGNAL: _deliver_signal,
}

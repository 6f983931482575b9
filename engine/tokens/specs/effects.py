"""What an event causes: one class for each kind of event definition that can be thrown. BPMN 2.0.2 §10.5.6."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bpmn.model import Expression
from engine.tokens.correlations import MessageKey
from engine.tokens.records import Thrown
from engine.tokens.specs.compensation import begin_undo, entries_of, entries_with
from engine.tokens.specs.triggers import Occurrence
from engine.tokens.values import Value, given_out

if TYPE_CHECKING:
    from engine.tokens.task import TokenTask

__all__ = [
    "CancelEffect",
    "CompensateEffect",
    "Effect",
    "ErrorEffect",
    "EscalationEffect",
    "MessageEffect",
    "SignalEffect",
    "TerminateEffect",
]


class Effect:
    """One event definition that is thrown."""

    def __init__(self, name: str = "") -> None:
        self.name = name

    def throw(self, task: "TokenTask") -> bool:
        """Cause it, and return whether the event goes on at once; False where it has to wait."""
        raise NotImplementedError


def _payload(task: "TokenTask") -> dict[str, Value]:
    """Return what the event's input mappings and associations make of the variables; nothing where it has none."""
    spec, case = task.task_spec, task.workflow.case
    seen = spec.chain(task)
    payload = {
        mapping.target: case.evaluator.kept(mapping.source, seen, element=spec.node.id) for mapping in spec.node.inputs
    }
    if spec.data_flow is not None:
        payload |= spec.data_flow.brought(case.evaluator, seen, spec.node.id)
    return payload


class MessageEffect(Effect):
    """Sends a message to whoever waits for it."""

    def __init__(
        self, name: str, key: Expression | None = None, definition: str = "", *, keys: Sequence[MessageKey] = ()
    ) -> None:
        super().__init__(name)
        self.key = key
        self.definition = definition
        self.keys = tuple(keys)

    def throw(self, task: "TokenTask") -> bool:
        """Put it with what goes out of the case."""
        spec, case = task.task_spec, task.workflow.case
        payload = _payload(task)
        case.thrown.append(
            Thrown(
                kind="message", name=self.name, element=spec.node.id, definition=self.definition,
                correlation=self._correlation(task, payload), payload=given_out(payload),
            )
        )  # fmt: skip
        return True

    def _correlation(self, task: "TokenTask", payload: dict[str, Value]) -> str | None:
        """Return the value that finds the receiver: the expression's, else the first key's."""
        spec = task.task_spec
        if self.key is not None:
            chain = [payload, *spec.chain(task)]
            return task.workflow.case.evaluator.text(self.key, chain, element=spec.node.id)
        carried = [(key, key.carried(task, payload)) for key in self.keys]
        for key, value in carried:
            key.learn(task, value)
        return next((value for _, value in carried if value is not None), None)


class SignalEffect(Effect):
    """Broadcasts a signal, in the case and out of it."""

    def throw(self, task: "TokenTask") -> bool:
        """Let all who listen in the case hear it, and put it with what goes out."""
        spec, case = task.task_spec, task.workflow.case
        payload = _payload(task)
        json = given_out(payload)
        case.thrown.append(Thrown(kind="signal", name=self.name, element=spec.node.id, payload=json))
        case.broadcast(Occurrence(kind="signal", name=self.name, payload=payload))
        return True


class ErrorEffect(Effect):
    """Raises a BPMN error: its scope ends, and whoever catches it goes on; if nobody does, the case ends."""

    def throw(self, task: "TokenTask") -> bool:
        """Raise it in the scope of the event."""
        case = task.workflow.case
        occurrence = Occurrence(kind="error", name=self.name, payload=_payload(task))
        if not case.propagate(task.workflow, occurrence):
            case.fail(Thrown(kind="error", name=self.name, element=task.task_spec.node.id))
        return True


class EscalationEffect(Effect):
    """Raises an escalation: nothing ends unless whoever catches it wants so."""

    def throw(self, task: "TokenTask") -> bool:
        """Raise it in the scope of the event; out of the case where nobody in it catches it."""
        case = task.workflow.case
        payload = _payload(task)
        if not case.propagate(task.workflow, Occurrence(kind="escalation", name=self.name, payload=payload)):
            json = given_out(payload)
            element = task.task_spec.node.id
            case.thrown.append(Thrown(kind="escalation", name=self.name, element=element, payload=json))
        return True


class TerminateEffect(Effect):
    """Ends everything in the scope of the event (§13.5.6)."""

    def throw(self, task: "TokenTask") -> bool:
        """End it."""
        task.workflow.case.terminate(task.workflow)
        return True


class CompensateEffect(Effect):
    """Undoes an activity, or all that has completed in the scope, last first."""

    def __init__(self, name: str, *, waits: bool) -> None:
        super().__init__(name)
        self.waits = waits

    def throw(self, task: "TokenTask") -> bool:
        """Begin to undo, and wait until it is done unless the event says otherwise."""
        entries = entries_with(task.workflow, self.name) if self.name else entries_of(task.workflow)
        return not begin_undo(task, entries) or not self.waits


class CancelEffect(Effect):
    """Cancels the transaction: undoes it, then leaves it by its cancel boundary event (§10.3.5)."""

    def throw(self, task: "TokenTask") -> bool:
        """Stop what runs in the transaction, undo what has completed, then cancel."""
        case, scope = task.workflow.case, task.workflow
        case.abort([other for other in scope.tasks.values() if other is not task])
        scope.arrivals.clear()
        task.marks["cancels"] = True
        if begin_undo(task, entries_of(scope)):
            return False
        case.cancel_transaction(scope)
        return True

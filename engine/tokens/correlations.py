"""Correlation keys: how a message finds its process instance by what it carries. BPMN 2.0.2 §8.4.2.

A key is a tuple of properties; each says how its value is read from each message that carries it. A process either
states what the values must be (a correlation subscription, "context-based"), or the first message that carries the key,
sent or received, sets them for the instance ("key-based").
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import orjson

from bpmn.expressions import to_json
from bpmn.model import CorrelationKey, Expression, Model
from engine.tokens.values import Value

if TYPE_CHECKING:
    from engine.tokens.task import TokenTask

__all__ = ["MessageKey", "correlation_expressions", "message_keys"]


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageKey:
    """A correlation key as one message carries it.

    Attributes:
        id: The key's id.
        retrievals: How the value of each of its properties is read from the message.
        bindings: By process, what the values must be there, where it subscribes to the key.
    """

    id: str
    retrievals: tuple[Expression, ...]
    bindings: Mapping[str, tuple[Expression, ...]]

    def carried(self, task: "TokenTask", payload: dict[str, Value]) -> str | None:
        """Return the value that a message being sent carries, or None where the data have none."""
        return _text(task, self.retrievals, [payload, *task.task_spec.chain(task)])

    def expected(self, task: "TokenTask") -> str | None:
        """Return the value that an instance waits for, or None where any will do."""
        bindings = self.bindings.get(task.workflow.spec.process_id)
        if bindings is not None:
            return _text(task, bindings, task.task_spec.chain(task))
        known: str | None = task.workflow.process_scope.marks.get("keys", {}).get(self.id)
        return known

    def learn(self, task: "TokenTask", value: str | None) -> None:
        """Keep the value of the first message that carries the key."""
        if value is not None:
            task.workflow.process_scope.marks.setdefault("keys", {}).setdefault(self.id, value)


def _text(task: "TokenTask", expressions: Sequence[Expression], seen: Sequence[dict[str, Value]]) -> str | None:
    """Return values as one text: the value itself where there is one, a JSON list where there are several."""
    evaluator, element = task.workflow.case.evaluator, task.task_spec.node.id
    values = [evaluator.named(one, seen, element=element) for one in expressions]
    if any(value is None for value in values):
        return None
    if len(values) == 1:
        return str(to_json(values[0]))
    return orjson.dumps([to_json(value) for value in values], default=str).decode()


def message_keys(model: Model) -> dict[str, tuple[MessageKey, ...]]:
    """Return the keys that each message of a model carries, by the message's id."""
    found: dict[str, tuple[MessageKey, ...]] = {}
    for key in _keys(model):
        parts = (model.correlation_properties.get(one) for one in key.properties)
        properties = [part for part in parts if part is not None]
        bindings = {
            process.id: tuple(dict(one.bindings)[part.id] for part in properties)
            for process in model.processes
            for one in process.correlations
            if one.key == key.id and properties and all(part.id in dict(one.bindings) for part in properties)
        }
        retrievals = [dict(part.retrievals) for part in properties]
        for message in retrievals[0] if retrievals else ():
            if all(message in one for one in retrievals):
                made = MessageKey(id=key.id, retrievals=tuple(one[message] for one in retrievals), bindings=bindings)
                found[message] = (*found.get(message, ()), made)
    return found


def correlation_expressions(model: Model) -> Iterator[tuple[str, Expression]]:
    """Yield the expressions of a model's correlation properties and subscriptions, with the id of what holds each."""
    for part in model.correlation_properties.values():
        yield from ((part.id, expression) for _, expression in part.retrievals)
    for process in model.processes:
        for one in process.correlations:
            yield from ((one.id or process.id, expression) for _, expression in one.bindings)


def _keys(model: Model) -> Iterator[CorrelationKey]:
    for collaboration in model.collaborations:
        yield from collaboration.correlation_keys

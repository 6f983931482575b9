"""What a case tells the outside: what it waits for, what happened in it, and what it sends."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import NamedTuple

from bpmn.model import Form, Job
from engine.tokens.values import Json

__all__ = ["Assigned", "Budget", "Step", "Thrown", "Wait"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """How much a case may use before it becomes an incident.

    Attributes:
        steps: Flow nodes passed in one call from outside.
        tokens: Tokens and listeners alive at one time.
        instances: Sub-process and called process instances alive at one time.
        data_bytes: Approximate size of all variables, in bytes.
    """

    steps: int = 10_000
    tokens: int = 1_000
    instances: int = 1_000
    data_bytes: int = 1_000_000


class Assigned(NamedTuple):
    """Who may do a user task, with all expressions evaluated; dates as the model's texts give them."""

    assignee: str | None = None
    candidate_users: tuple[str, ...] = ()
    candidate_groups: tuple[str, ...] = ()
    due_date: str | None = None
    follow_up_date: str | None = None
    priority: str | None = None


class Wait(NamedTuple):
    """Something a case waits for.

    Attributes:
        instance_id: Id of the activity or event instance; an event with several definitions gives several waits.
        element: Id of the flow node.
        name: Its label.
        type: Its element name in the standard.
        kind: "user", "job", "timer", "message", "signal", "condition" or "receive" (a receive task's message).
        process: Id of the process the node is in.
        lane: Name of its lane, "" for none.
        due: When a timer fires, aware UTC, or None.
        event: The message's or signal's name, "" for none.
        correlation: The value that a message must carry, or None where any will do.
        job: What a machine does, or None.
        form: A user task's form, or None.
        assignment: Who may do it, or None.
        inputs: The variables of the instance's own local scope: input mappings, item, loop counter.
        is_endless: Whether it is a timer that fires again and again without end.
    """

    instance_id: str
    element: str
    name: str
    type: str
    kind: str
    process: str
    lane: str = ""
    due: datetime | None = None
    event: str = ""
    correlation: str | None = None
    job: Job | None = None
    form: Form | None = None
    assignment: Assigned | None = None
    inputs: Mapping[str, Json] = MappingProxyType({})
    is_endless: bool = False


class Step(NamedTuple):
    """Something that happened to an activity or event instance; a line of the event log.

    Attributes:
        instance_id: Id of the activity or event instance.
        element: Id of the flow node.
        name: Its label.
        type: Its element name in the standard.
        process: Id of the process it is in.
        lifecycle: "start", "complete" or "ate_abort". Source: IEEE 1849 (XES), lifecycle extension.
        time: When, aware UTC.
        lane: Name of its lane, "" for none.
    """

    instance_id: str
    element: str
    name: str
    type: str
    process: str
    lifecycle: str
    time: datetime
    lane: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Thrown:
    """Something a case sends out.

    A signal has already reached the instance that throws it: who takes it further must leave that instance out. A
    message has not: it goes to whoever waits for it, be it the same instance.

    Attributes:
        kind: "message", "signal", "escalation" or "error".
        name: The message's or signal's name; an escalation's or error's code.
        element: Id of the node that throws it.
        correlation: The value that finds the receiver, or None.
        payload: The data that goes with it.
        definition: Id of the message or signal element in the model, "" for none.
    """

    kind: str
    name: str
    element: str
    correlation: str | None = None
    payload: Mapping[str, Json] = field(default_factory=dict)
    definition: str = ""

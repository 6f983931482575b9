"""What external workers are given and ask for, and what programs may do: plain frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from engine.actors import Actor
from engine.values import Json

__all__ = ["EVERY", "AccessToken", "ExternalTask", "TaskFilter", "TopicRequest"]

EVERY = "*"
"""In the rights of an access token: every topic, message or service."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessToken:
    """What a program may do here, known by a secret of which only a hash is kept.

    Attributes:
        id: What audit names it by, as "token:<id>".
        name: The service account's name; there is one of each.
        topics: The topics whose tasks it may fetch and do; "*" for every one.
        messages: The names of the messages it may send; "*" for every one.
        services: The keys of the services whose cases it may start; "*" for every one.
        created_at: When it was made.
        created_by: The id of who made it.
        expires_at: When it ends by itself, or None.
        revoked_at: When it was taken back, or None.
    """

    id: str
    name: str
    topics: tuple[str, ...] = ()
    messages: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    created_at: datetime
    created_by: str
    expires_at: datetime | None = None
    revoked_at: datetime | None = None

    @property
    def actor(self) -> Actor:
        """The program as one who gives commands."""
        roles = {f"topic:{one}" for one in self.topics}
        roles |= {f"message:{one}" for one in self.messages} | {f"start:{one}" for one in self.services}
        return Actor(id=f"token:{self.id}", name=self.name, roles=frozenset(roles))

    def is_good(self, now: datetime) -> bool:
        """Return whether it may be used at a time."""
        return self.revoked_at is None and (self.expires_at is None or now < self.expires_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicRequest:
    """Which tasks of a topic a worker wants, and for how long.

    Attributes:
        topic: The topic.
        lock_for: How long a task is the worker's.
        references: Only of these cases; None for any.
        services: Only of these services; None for any.
        definition_ids: Only of these versions; None for any.
        data: Only of cases whose variables have these values.
    """

    topic: str
    lock_for: timedelta
    references: frozenset[str] | None = None
    services: frozenset[str] | None = None
    definition_ids: frozenset[str] | None = None
    data: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskFilter:
    """Which external tasks are asked about; what is None is not asked.

    Attributes:
        ids: Of these ids.
        topic: Of this topic.
        worker: Locked by the worker of this name, whoever gave it.
        is_locked: Whether somebody has it now.
        has_retries: Whether it may still be fetched, or needs a person.
        references: Of these cases.
        service: Of this service.
        definition_id: Of this version.
        elements: Of these elements.
        is_suspended: Whether its case is suspended.
        locked_before: Whose lock ends before.
        locked_after: Whose lock ends after.
    """

    ids: frozenset[str] | None = None
    topic: str | None = None
    worker: str | None = None
    is_locked: bool | None = None
    has_retries: bool | None = None
    references: frozenset[str] | None = None
    service: str | None = None
    definition_id: str | None = None
    elements: frozenset[str] | None = None
    is_suspended: bool | None = None
    locked_before: datetime | None = None
    locked_after: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExternalTask:
    """A service task that an external worker does.

    Attributes:
        id: The job's id.
        topic: What is to be done.
        element: The element's id in the model.
        instance_id: The activity instance.
        case_reference: Its case.
        service: The service's key.
        definition_id: The version its case runs on.
        worker: The name of the worker that has it, or None.
        locked_until: Until when, or None.
        retries: How often it may still fail; None until a worker or an operator has said so.
        error: Why it last failed, "" if it has not.
        error_details: More of that, for whoever mends it.
        is_suspended: Whether its case is suspended.
        created_at: When it came up.
        inputs: What the task's own input mappings give it.
        variables: All that it sees: the case's data, and its inputs in front of them.
        headers: Fixed settings from the model.
    """

    id: str
    topic: str
    element: str
    instance_id: str
    case_reference: str
    service: str
    definition_id: str
    worker: str | None
    locked_until: datetime | None
    retries: int | None
    error: str
    error_details: str
    is_suspended: bool
    created_at: datetime
    inputs: Mapping[str, Json] = field(repr=False)
    variables: Mapping[str, Json] = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)

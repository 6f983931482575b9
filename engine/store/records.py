"""What the store keeps beyond the values that others see: frozen, as they are."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from engine.values import CaseStatus, CaseSummary, Json, WorkItem

__all__ = [
    "LEASE",
    "OWN_QUEUES",
    "QUICK_KINDS",
    "SELF_CHECK",
    "Attached",
    "Job",
    "JobKind",
    "JobState",
    "NewEntry",
    "Queue",
    "StoredCase",
    "StoredItem",
    "Subscription",
]

LEASE = timedelta(seconds=30)
"""A worker that is not heard of for this long has lost its job to the next one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredCase:
    """A case as the store keeps it.

    Attributes:
        id: The row's number.
        definition_id: The definition version it runs on.
        version: That version's number within the service.
        revision: Counted up at every change.
        state: What `ProcessInstance.save` gave.
        data: Its variables, as JSON.
        history_length: How many history entries it has.
        history_hash: The hash over them all.
        suspended_at: Since when it is suspended by itself, whatever its version and its service are; None if not.
        check: Salt and hash of the answer that lets the applicant follow it.
    """

    id: int = 0
    reference: str
    service: str
    definition_id: str
    version: int
    status: CaseStatus = CaseStatus.RUNNING
    revision: int = 0
    state: bytes = field(repr=False)
    data: Mapping[str, Json] = field(repr=False)
    current: tuple[str, ...] = ()
    history_length: int = 0
    history_hash: str = ""
    started_at: datetime
    started_by: str
    ended_at: datetime | None = None
    suspended_at: datetime | None = None
    check: tuple[bytes, bytes] = field(repr=False)

    @property
    def summary(self) -> CaseSummary:
        """The case in a line."""
        return CaseSummary(
            reference=self.reference,
            service=self.service,
            status=self.status,
            started_at=self.started_at,
            ended_at=self.ended_at,
            version=self.version,
            current=self.current,
        )


class NewEntry(NamedTuple):
    """An entry that is added to a case's history: a `HistoryEntry` as its row, made in a tenth of the time."""

    sequence: int
    instance_id: str
    element: str
    name: str
    type: str
    lifecycle: str
    time: datetime
    resource: str
    lane: str
    on_behalf_of: str = ""


class Attached(NamedTuple):
    """Whether a case has rows of a kind; most cases have few kinds, and what they have not needs not be read.

    Attributes:
        items: Work items that wait.
        jobs: Jobs, whatever their state.
        subscriptions: Messages or signals that it waits for.
        incidents: Open incidents.
    """

    items: bool
    jobs: bool
    subscriptions: bool
    incidents: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredItem:
    """A work item as the store keeps it.

    Attributes:
        item: What others see of it.
        case_id: Its case's row.
        instance_id: The user task instance.
        data: The instance's own inputs.
        claimed_at: When it was taken, or None while it is open.
        is_begun: Whether anyone ever took it, so that history tells a start from a resumption.
    """

    item: WorkItem
    case_id: int
    instance_id: str
    data: Mapping[str, Json] = field(default_factory=dict)
    claimed_at: datetime | None = None
    is_begun: bool = False


class JobKind(StrEnum):
    """What is to be done.

    TIMER fires a timer; SERVICE does a service task; STEP takes a step that could not be taken when it was due;
    MESSAGE and SIGNAL deliver what was thrown; AWAITED has kept messages delivered again, as somebody has begun to wait
    for them; START starts a case at a start event; ANALYSIS does an analysis;
    ESCALATION tells the supervisors that a work item is late, LETTER by e-mail too; UPKEEP looks after the stored
    data, once a night; CHECK looks every hour whether they are as they must be.
    """

    TIMER = "timer"
    SERVICE = "service"
    STEP = "step"
    MESSAGE = "message"
    SIGNAL = "signal"
    AWAITED = "awaited"
    START = "start"
    ANALYSIS = "analysis"
    ESCALATION = "escalation"
    LETTER = "letter"
    UPKEEP = "upkeep"
    CHECK = "check"


QUICK_KINDS = (
    JobKind.TIMER,
    JobKind.STEP,
    JobKind.MESSAGE,
    JobKind.SIGNAL,
    JobKind.AWAITED,
    JobKind.START,
    JobKind.ESCALATION,
)
"""What is done within the database, in a moment: it does not wait for those that ask somebody outside."""


class JobState(StrEnum):
    """Whether a job may be taken, needs a person first, or waits with its case. A job that is done is gone."""

    WAITING = "waiting"
    SUSPENDED = "suspended"
    INCIDENT = "incident"


class Queue(StrEnum):
    """Analyses have a queue of their own, so that they never hold up a timer; external workers fetch from theirs."""

    CASES = "cases"
    ANALYSES = "analysis"
    EXTERNAL = "external"


OWN_QUEUES = (Queue.CASES, Queue.ANALYSES)
"""The queues whose jobs Ortoo's own workers do."""


SELF_CHECK = "self-check"
"""The id of the only job that checks the stored data: how far it is and what it found is in its arguments."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """Something a machine has to do.

    Attributes:
        id: Never used twice, in no installation; `job-<id>` is the idempotency key of its outside effect.
        kind: What is to be done.
        case_id: The case it belongs to, or None.
        instance_id: The activity or event instance that waits for it, or "".
        element: That instance's element, or "".
        topic: A service task's topic, or an analysis's kind.
        arguments: What it needs.
        due_at: Not to be taken before.
        state: Whether it may be taken.
        attempts: How often it was taken.
        retries: How often it may still fail before it becomes an incident.
        losses: How often the worker that had taken it was not heard of again.
        worker: Who has it, or None.
        lease_until: Until when it is theirs.
        begun_at: When it was last taken.
        error: Why it last failed.
    """

    id: str
    kind: JobKind
    queue: Queue = Queue.CASES
    case_id: int | None = None
    instance_id: str = ""
    element: str = ""
    topic: str = ""
    arguments: Mapping[str, Json] = field(default_factory=dict)
    due_at: datetime
    created_at: datetime
    state: JobState = JobState.WAITING
    attempts: int = 0
    retries: int = 3
    losses: int = 0
    worker: str | None = None
    lease_until: datetime | None = None
    begun_at: datetime | None = None
    error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """A message or signal that a case waits for.

    Attributes:
        kind: "message" or "signal".
        name: The message's or signal's name.
        correlation: The value the message must carry, or None where any will do.
    """

    case_id: int
    instance_id: str
    kind: str
    name: str
    correlation: str | None
    created_at: datetime

"""What the engine takes and gives: plain frozen values, safe to keep, compare and hand to a template.

Times are aware UTC everywhere. What a citizen or a case worker calls a case is a process instance here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal  # noqa: TC003 - the recursive alias is a text, which no tool follows
from enum import StrEnum
from typing import Generic, TypeAlias, TypeVar

from engine.actors import SYSTEM, Account, Actor
from engine.work_values import WorkItem, WorkItemState

__all__ = [
    "SYSTEM",
    "Account",
    "Actor",
    "AnalysisState",
    "AnalysisStatus",
    "AuditEntry",
    "CaseDetails",
    "CaseStatus",
    "CaseSummary",
    "DefinitionVersion",
    "Deployment",
    "Draft",
    "HistoryEntry",
    "Incident",
    "Json",
    "Notice",
    "Page",
    "StoredModel",
    "WorkItem",
    "WorkItemDetails",
    "WorkItemState",
]

Json: TypeAlias = "bool | int | float | Decimal | str | Sequence[Json] | Mapping[str, Json] | None"
"""What a case's data may hold: JSON, with exact decimals beside it."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[T]):
    """One page of a longer list, counted by the database.

    Attributes:
        items: What is on this page.
        total: How many there are on all pages.
        page: Which page this is, from 1.
        size: How many fit on a page.
    """

    items: tuple[T, ...]
    total: int
    page: int
    size: int

    @property
    def pages(self) -> int:
        """How many pages there are, at least 1."""
        return max(1, -(-self.total // self.size))


@dataclass(frozen=True, slots=True, kw_only=True)
class Deployment:
    """What makes a service run: its model, its decisions and its forms.

    Attributes:
        service: The service's key.
        model: The BPMN file's bytes, kept as they are.
        model_name: What the file is called, for messages.
        decisions: DMN files by name.
        forms: form-js JSON by form id.
        process_id: Which process of the file is run; "" for the only one or the only executable one.
    """

    service: str
    model: bytes = field(repr=False)
    model_name: str
    decisions: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    forms: Mapping[str, Mapping[str, Json]] = field(default_factory=dict, repr=False)
    process_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DefinitionVersion:
    """A deployed version of a service's process model. It never changes; running cases stay on theirs.

    Attributes:
        id: The version's own id.
        service: The service's key.
        version: 1, 2, 3… within the service.
        process_id: The process of the file that runs.
        model_name: What the file is called.
        model_sha256: SHA-256 of the BPMN file, in hex.
        deployed_at: When it was first deployed.
        deployed_by: Who deployed it: the actor's id.
    """

    id: str
    service: str
    version: int
    process_id: str
    model_name: str
    model_sha256: str
    deployed_at: datetime
    deployed_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An application that is being filled in.

    Attributes:
        id: What the applicant comes back with; not guessable.
        service: The service's key.
        answers: The answers by page.
        updated_at: When it was last saved.
        reference: The case it became, or "" while it has not been sent.
    """

    id: str
    service: str
    answers: Mapping[str, Mapping[str, Json]]
    updated_at: datetime
    reference: str = ""


class CaseStatus(StrEnum):
    """Where a case is."""

    RUNNING = "running"
    COMPLETED = "completed"
    TERMINATED = "terminated"
    INCIDENT = "incident"
    SUSPENDED = "suspended"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseSummary:
    """A case in a line.

    Attributes:
        reference: What people name the case by, as XXXX-XXXX-XXXX-XX-C.
        service: The service's key.
        status: Where it is.
        started_at: When it was accepted.
        ended_at: When it ended, or None while it has not.
        version: The version of the service's definition that it runs on.
        current: Ids of the elements it waits at.
    """

    reference: str
    service: str
    status: CaseStatus
    started_at: datetime
    ended_at: datetime | None
    version: int
    current: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkItemDetails:
    """A work item with what its page needs.

    Attributes:
        item: The work item.
        data: What the task sees of the case's data.
        form: Its form-js JSON as deployed, or None where it has none.
    """

    item: WorkItem
    data: Mapping[str, Json]
    form: Mapping[str, Json] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryEntry:
    """One thing that happened in a case; history only grows.

    Attributes:
        sequence: 1, 2, 3… within the case, without gaps.
        instance_id: The activity or event instance.
        element: The element's id in the model.
        name: Its name.
        type: Its BPMN type: "userTask", "startEvent", …
        lifecycle: The XES lifecycle transition: schedule, start, suspend, resume, complete, ate_abort, …
        time: When.
        resource: Who did it: an actor's id, or "" where nobody did.
        lane: The name of the lane, "" for none.
        on_behalf_of: The id of the absent person for whom a substitute did it, or "".
    """

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A message to the applicant, shown on the case's page."""

    id: str
    case_reference: str
    text: str
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """Something that needs a person before the case can go on.

    Attributes:
        id: The incident's id.
        case_reference: The case, or "" where it concerns none.
        service: The service's key, or "".
        element: The element it happened at, "" where none is known.
        kind: What was being done: timer, service, step, message, signal or analysis.
        message: What went wrong, in English, for the operator.
        attempts: How often it was tried.
        inputs: What the job was given.
        raised_at: When it was raised.
        resolved_at: When it was retried with success or ended with its case, or None while it is open.
    """

    id: str
    case_reference: str
    service: str
    element: str
    kind: str
    message: str
    attempts: int
    inputs: Mapping[str, Json]
    raised_at: datetime
    resolved_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseDetails:
    """All of a case that its pages show.

    Attributes:
        summary: The case in a line.
        data: Its data now.
        open_items: Its work items that wait, oldest first.
        timeline: Its history, oldest first.
        notices: Its messages to the applicant, oldest first.
        incidents: Its open incidents.
        model_sha256: SHA-256 of the model it runs on.
        process_id: The process of that model.
    """

    summary: CaseSummary
    data: Mapping[str, Json]
    open_items: tuple[WorkItem, ...]
    timeline: tuple[HistoryEntry, ...]
    notices: tuple[Notice, ...]
    incidents: tuple[Incident, ...]
    model_sha256: str
    process_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredModel:
    """A model that somebody uploaded to look at; it runs only when it is deployed."""

    id: str
    name: str
    sha256: str
    size: int
    uploaded_at: datetime
    uploaded_by: str


class AnalysisStatus(StrEnum):
    """How far an analysis is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class AnalysisState:
    """An analysis that was asked for: what it is and how far it is.

    Attributes:
        key: What it is known by; the same question has the same key.
        kind: Which handler does it.
        state: How far it is.
        result: What came out, or None until it is done.
        error: Why it failed, or "".
        updated_at: When it last changed.
        progress: While it runs, how much of it is done, from 0 to 1; None where nothing is known of that.
    """

    key: str
    kind: str
    state: AnalysisStatus
    result: Json
    error: str
    updated_at: datetime
    progress: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """One row of the audit trail: who did what to which object, chained by hashes.

    Attributes:
        chain: Which chain it belongs to: a case's reference, or "installation".
        sequence: 1, 2, 3… within the chain.
        time: When.
        actor: The actor's id.
        action: What was done, as the command's name.
        subject: What it was done to.
        details: What else is to be known; never personal data.
        previous: The hash of the row before it, "" for the first.
        hash: SHA-256 over `previous` and this row's canonical JSON.
    """

    chain: str
    sequence: int
    time: datetime
    actor: str
    action: str
    subject: str
    details: Mapping[str, Json]
    previous: str
    hash: str

"""The tables: the only place that knows how the engine's values lie in the database.

Rows are not the domain: repositories turn them into frozen values, and nothing outside `engine.store` sees one.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.allowance_tables import AllowanceRow
from engine.store.certificate_tables import CertificateRow
from engine.store.long_names import EventName
from engine.store.row import BIG_KEY, Row
from engine.store.types import CleanString, JsonText
from engine.store.work_tables import GroupNoticeRow, SubstitutionRow, WorkItemGroupRow, WorkItemRow, WorkRulesRow

__all__ = [
    "AccessTokenRow",
    "AccountRow",
    "AllowanceRow",
    "AnalysisRow",
    "AuditRow",
    "CaseRow",
    "CertificateRow",
    "CommandKeyRow",
    "DecisionRow",
    "DefinitionRow",
    "DocumentRow",
    "DraftRow",
    "GroupNoticeRow",
    "HistoryRow",
    "IncidentRow",
    "JobRow",
    "MessageStartRow",
    "ModelRow",
    "NoticeRow",
    "RetentionRuleRow",
    "Row",
    "ServiceRow",
    "SessionRow",
    "StartSubscriptionRow",
    "SubscriptionRow",
    "SubstitutionRow",
    "WorkItemGroupRow",
    "WorkItemRow",
    "WorkRulesRow",
]


class ServiceRow(Row):
    """A service and the version that new cases start on."""

    __tablename__ = "services"
    key: Mapped[str] = mapped_column(CleanString(200), primary_key=True)
    definition_id: Mapped[str]
    suspended_at: Mapped[datetime | None]


class DefinitionRow(Row):
    """A deployed version: see `engine.values.DefinitionVersion`."""

    __tablename__ = "definitions"
    __table_args__ = (UniqueConstraint("service", "version"), UniqueConstraint("service", "content_sha256"))
    id: Mapped[str] = mapped_column(CleanString(64), primary_key=True)
    service: Mapped[str] = mapped_column(CleanString(200))
    version: Mapped[int]
    content_sha256: Mapped[str] = mapped_column(CleanString(64))
    model_sha256: Mapped[str] = mapped_column(CleanString(64), index=True)
    process_id: Mapped[str]
    model_name: Mapped[str]
    model: Mapped[bytes]
    forms: Mapped[Any] = mapped_column(JsonText)
    deployed_at: Mapped[datetime]
    deployed_by: Mapped[str]
    suspended_at: Mapped[datetime | None]


class DecisionRow(Row):
    """A DMN file of a deployed version."""

    __tablename__ = "decisions"
    definition_id: Mapped[str] = mapped_column(CleanString(64), ForeignKey("definitions.id"), primary_key=True)
    name: Mapped[str] = mapped_column(CleanString(500), primary_key=True)
    content: Mapped[bytes]


class CaseRow(Row):
    """A process instance. `revision` is counted up at every change: a write that saw another one is refused."""

    __tablename__ = "cases"
    __table_args__ = (
        Index(None, "service", "status", "started_at"),
        Index(None, "started_at"),
        Index(None, "erased_at", "ended_at"),
    )
    id: Mapped[int] = mapped_column(BIG_KEY, primary_key=True, autoincrement=True)
    reference: Mapped[str] = mapped_column(CleanString(32), unique=True)
    service: Mapped[str] = mapped_column(CleanString(200))
    definition_id: Mapped[str] = mapped_column(CleanString(64), ForeignKey("definitions.id"), index=True)
    version: Mapped[int]
    status: Mapped[str] = mapped_column(CleanString(20))
    revision: Mapped[int]
    state: Mapped[bytes]
    data: Mapped[Any] = mapped_column(JsonText)
    search_text: Mapped[str]
    current: Mapped[Any] = mapped_column(JsonText)
    history_length: Mapped[int]
    history_hash: Mapped[str] = mapped_column(CleanString(64), server_default="")
    started_at: Mapped[datetime]
    started_by: Mapped[str]
    ended_at: Mapped[datetime | None]
    check_salt: Mapped[bytes]
    check_hash: Mapped[bytes]
    suspended_at: Mapped[datetime | None]
    erased_at: Mapped[datetime | None]


class HistoryRow(Row):
    """One thing that happened in a case. Only ever added: a trigger refuses changes."""

    __tablename__ = "history"
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    sequence: Mapped[int] = mapped_column(primary_key=True)
    instance_id: Mapped[str]
    element: Mapped[str]
    name: Mapped[str]
    type: Mapped[str]
    lifecycle: Mapped[str]
    time: Mapped[datetime]
    resource: Mapped[str]
    lane: Mapped[str]
    on_behalf_of: Mapped[str] = mapped_column(server_default="")


class SubscriptionRow(Row):
    """A message or signal that a case waits for."""

    __tablename__ = "subscriptions"
    __table_args__ = (Index(None, "kind", "name", "correlation"),)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    instance_id: Mapped[str] = mapped_column(CleanString(200), primary_key=True)
    kind: Mapped[str] = mapped_column(CleanString(20), primary_key=True)
    name: Mapped[str] = mapped_column(EventName(), primary_key=True)
    correlation: Mapped[str | None] = mapped_column(CleanString(1000))
    created_at: Mapped[datetime]


class JobRow(Row):
    """Something a machine has to do for a case, or an analysis: see `engine.store.records.Job`."""

    __tablename__ = "jobs"
    __table_args__ = (
        Index(None, "queue", "state", "due_at"),
        Index(None, "queue", "topic", "state", "due_at"),
        Index(None, "case_id", "instance_id"),
    )
    id: Mapped[str] = mapped_column(CleanString(64), primary_key=True)
    queue: Mapped[str] = mapped_column(CleanString(40))
    kind: Mapped[str] = mapped_column(CleanString(20))
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"))
    instance_id: Mapped[str] = mapped_column(CleanString(200))
    element: Mapped[str]
    topic: Mapped[str]
    arguments: Mapped[Any] = mapped_column(JsonText)
    state: Mapped[str] = mapped_column(CleanString(20))
    due_at: Mapped[datetime]
    created_at: Mapped[datetime]
    begun_at: Mapped[datetime | None]
    attempts: Mapped[int]
    retries: Mapped[int]
    losses: Mapped[int]
    worker: Mapped[str | None] = mapped_column(CleanString(200))
    lease_until: Mapped[datetime | None]
    error: Mapped[str]
    error_details: Mapped[str] = mapped_column(server_default="")
    has_set_retries: Mapped[bool] = mapped_column(server_default=false())


class IncidentRow(Row):
    """Something that needs a person before a job can go on."""

    __tablename__ = "incidents"
    __table_args__ = (Index(None, "resolved_at", "raised_at"),)
    id: Mapped[str] = mapped_column(CleanString(64), primary_key=True)
    job_id: Mapped[str] = mapped_column(CleanString(64), index=True)
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"), index=True)
    case_reference: Mapped[str] = mapped_column(CleanString(32))
    service: Mapped[str] = mapped_column(CleanString(200))
    element: Mapped[str]
    kind: Mapped[str] = mapped_column(CleanString(20))
    message: Mapped[str]
    attempts: Mapped[int]
    inputs: Mapped[Any] = mapped_column(JsonText)
    raised_at: Mapped[datetime]
    resolved_at: Mapped[datetime | None]


class NoticeRow(Row):
    """A message to the applicant. One job makes one row, however often it is tried."""

    __tablename__ = "notices"
    id: Mapped[str] = mapped_column(CleanString(100), primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    text: Mapped[str]
    created_at: Mapped[datetime]


class DraftRow(Row):
    """An application that is being filled in."""

    __tablename__ = "drafts"
    id: Mapped[str] = mapped_column(CleanString(64), primary_key=True)
    service: Mapped[str] = mapped_column(CleanString(200))
    answers: Mapped[Any] = mapped_column(JsonText)
    updated_at: Mapped[datetime] = mapped_column(index=True)
    reference: Mapped[str] = mapped_column(CleanString(32))


class CommandKeyRow(Row):
    """A command that was carried out under a key of its giver, and what came of it."""

    __tablename__ = "command_keys"
    key: Mapped[str] = mapped_column(CleanString(200), primary_key=True)
    result: Mapped[str]
    created_at: Mapped[datetime]


class AuditRow(Row):
    """One row of an audit chain. Only ever added: a trigger refuses changes."""

    __tablename__ = "audit"
    chain: Mapped[str] = mapped_column(CleanString(200), primary_key=True)
    sequence: Mapped[int] = mapped_column(primary_key=True)
    time: Mapped[datetime]
    actor: Mapped[str]
    action: Mapped[str]
    subject: Mapped[str]
    details: Mapped[Any] = mapped_column(JsonText)
    previous: Mapped[str] = mapped_column(CleanString(64))
    hash: Mapped[str] = mapped_column(CleanString(64))


class AccountRow(Row):
    """Somebody who signs in."""

    __tablename__ = "accounts"
    id: Mapped[str] = mapped_column(CleanString(64), primary_key=True)
    email: Mapped[str] = mapped_column(CleanString(320), unique=True)
    name: Mapped[str]
    password_hash: Mapped[str]
    is_active: Mapped[bool]
    roles: Mapped[Any] = mapped_column(JsonText)
    groups: Mapped[Any] = mapped_column(JsonText)
    uniquifier: Mapped[str] = mapped_column(CleanString(64), unique=True)
    language: Mapped[str] = mapped_column(CleanString(10))


class SessionRow(Row):
    """A browser's session, under the hash of its id: who reads the table cannot take one over."""

    __tablename__ = "sessions"
    id_sha256: Mapped[str] = mapped_column(CleanString(64), primary_key=True)
    account_uniquifier: Mapped[str | None] = mapped_column(CleanString(64), index=True)
    data: Mapped[bytes]
    expires_at: Mapped[datetime] = mapped_column(index=True)


class ModelRow(Row):
    """A model that somebody uploaded to look at."""

    __tablename__ = "models"
    id: Mapped[str] = mapped_column(CleanString(64), primary_key=True)
    name: Mapped[str]
    sha256: Mapped[str] = mapped_column(CleanString(64))
    size: Mapped[int]
    content: Mapped[bytes]
    uploaded_at: Mapped[datetime] = mapped_column(index=True)
    uploaded_by: Mapped[str]


class AnalysisRow(Row):
    """An analysis that was asked for, and what came of it."""

    __tablename__ = "analyses"
    key: Mapped[str] = mapped_column(CleanString(300), primary_key=True)
    kind: Mapped[str]
    arguments: Mapped[Any] = mapped_column(JsonText)
    state: Mapped[str] = mapped_column(CleanString(20))
    result: Mapped[Any] = mapped_column(JsonText)
    error: Mapped[str]
    requested_by: Mapped[str]
    updated_at: Mapped[datetime]


class DocumentRow(Row):
    """A paper of an application or a case: see `engine.documents.values.Document`."""

    __tablename__ = "documents"
    id: Mapped[str] = mapped_column(CleanString(64), primary_key=True)
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"), index=True)
    draft_id: Mapped[str | None] = mapped_column(CleanString(64), index=True)
    item_id: Mapped[str | None] = mapped_column(CleanString(64))
    field: Mapped[str] = mapped_column(CleanString(200))
    name: Mapped[str]
    content_type: Mapped[str] = mapped_column(CleanString(200))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(CleanString(64), index=True)
    added_at: Mapped[datetime]
    added_by: Mapped[str]
    groups: Mapped[Any] = mapped_column(JsonText)
    is_for_applicant: Mapped[bool]


class StartSubscriptionRow(Row):
    """A message, signal or condition that starts cases of a service's current version."""

    __tablename__ = "start_subscriptions"
    __table_args__ = (Index(None, "kind", "name"),)
    service: Mapped[str] = mapped_column(CleanString(200), primary_key=True)
    element: Mapped[str] = mapped_column(CleanString(200), primary_key=True)
    kind: Mapped[str] = mapped_column(CleanString(20), primary_key=True)
    name: Mapped[str] = mapped_column(EventName())
    definition_id: Mapped[str] = mapped_column(CleanString(64), ForeignKey("definitions.id"))


class MessageStartRow(Row):
    """The case that a message with a correlation value has started, under a hash of service, name and value."""

    __tablename__ = "message_starts"
    key: Mapped[str] = mapped_column(CleanString(64), primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)


class RetentionRuleRow(Row):
    """How many days a service's ended cases and unsent applications are kept. "" is for services without a rule."""

    __tablename__ = "retention_rules"
    service: Mapped[str] = mapped_column(CleanString(200), primary_key=True)
    case_days: Mapped[int | None]
    draft_days: Mapped[int | None]


class AccessTokenRow(Row):
    """A service account's access to the interface for programs; the secret itself is nowhere."""

    __tablename__ = "access_tokens"
    id: Mapped[str] = mapped_column(CleanString(64), primary_key=True)
    name: Mapped[str] = mapped_column(CleanString(200), unique=True)
    secret_sha256: Mapped[str] = mapped_column(CleanString(64), unique=True)
    topics: Mapped[Any] = mapped_column(JsonText)
    messages: Mapped[Any] = mapped_column(JsonText)
    services: Mapped[Any] = mapped_column(JsonText)
    created_at: Mapped[datetime]
    created_by: Mapped[str]
    expires_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]

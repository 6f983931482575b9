"""What commands are given and give back."""

from engine.allowances import Allowance
from engine.durations import Durations
from engine.external_values import EVERY, AccessToken, ExternalTask, TaskFilter, TopicRequest
from engine.list_pages import COUNTED, ListPage
from engine.log_lines import JsonLines
from engine.measures import Measures
from engine.office_hours import OfficeHours
from engine.retention import ErasurePreview, RetentionPreview, RetentionRule, Upkeep
from engine.values import (
    SYSTEM,
    Account,
    Actor,
    AnalysisState,
    AnalysisStatus,
    AuditEntry,
    CaseDetails,
    CaseStatus,
    CaseSummary,
    DefinitionVersion,
    Deployment,
    Draft,
    HistoryEntry,
    Incident,
    Json,
    Notice,
    Page,
    StoredModel,
    WorkItem,
    WorkItemDetails,
    WorkItemState,
)
from engine.work_values import GroupNotice, InboxQuery, Substitution

__all__ = [
    "COUNTED",
    "EVERY",
    "SYSTEM",
    "AccessToken",
    "Account",
    "Actor",
    "Allowance",
    "AnalysisState",
    "AnalysisStatus",
    "AuditEntry",
    "CaseDetails",
    "CaseStatus",
    "CaseSummary",
    "DefinitionVersion",
    "Deployment",
    "Draft",
    "Durations",
    "ErasurePreview",
    "ExternalTask",
    "GroupNotice",
    "HistoryEntry",
    "InboxQuery",
    "Incident",
    "Json",
    "JsonLines",
    "ListPage",
    "Measures",
    "Notice",
    "OfficeHours",
    "Page",
    "RetentionPreview",
    "RetentionRule",
    "StoredModel",
    "Substitution",
    "TaskFilter",
    "TopicRequest",
    "Upkeep",
    "WorkItem",
    "WorkItemDetails",
    "WorkItemState",
]

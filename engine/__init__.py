"""Running cases durably and recording what happened: the only door into this room.

Every name below is looked up when it is first used, so that a program that only needs one part (the simulated run of
the command line, say) does not wait for the database library.

Use `open_engine` once, give the `Engine` to every command, and `Engine.close()` it at the end. A command is one
transaction: it has happened completely, or not at all.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.allowances import Allowance
    from engine.backup import Backup, restore_backup, write_backup
    from engine.certificates.typesetting import CertificateNotSetError
    from engine.certificates.values import Certificate, IssuedCertificate
    from engine.commands.access_tokens import (
        create_access_token,
        find_access_token,
        list_access_tokens,
        require_right,
        revoke_access_token,
    )
    from engine.commands.accounts import create_account, find_account, list_accounts, save_account
    from engine.commands.allowances import take_allowance
    from engine.commands.analyses import read_analysis, request_analysis
    from engine.commands.audit import audit_entries, compare_audit, verify_audit, write_audit_heads
    from engine.commands.cancelling import cancel_case
    from engine.commands.cases import check_applicant, find_cases, read_case, start_case
    from engine.commands.certificates import (
        find_certificates,
        read_certificate,
        read_issued_certificate,
        reissue_certificate,
        revoke_certificate,
    )
    from engine.commands.conditions import start_where_conditions_hold
    from engine.commands.definitions import deploy, find_definition, read_deployed_model
    from engine.commands.delegation import delegate_work_item, resolve_work_item
    from engine.commands.document_upkeep import damaged_documents, sweep_documents
    from engine.commands.documents import (
        drop_document,
        find_documents,
        find_draft_documents,
        keep_document,
        keep_draft_document,
        read_document,
    )
    from engine.commands.drafts import read_draft, save_draft, submit_draft
    from engine.commands.erasure import erase_case, preview_erasure
    from engine.commands.external_results import (
        complete_external_task,
        fail_external_task,
        set_external_retries,
        throw_external_error,
    )
    from engine.commands.external_tasks import (
        count_external_tasks,
        extend_external_lock,
        fetch_external_tasks,
        find_external_tasks,
        has_external_tasks,
        lock_external_task,
        read_external_task,
        unlock_external_task,
    )
    from engine.commands.history import history_records, verify_history
    from engine.commands.inboxes import (
        count_group_notices,
        find_group_notices,
        find_inbox,
        find_lanes,
        note_group_notice,
    )
    from engine.commands.incidents import find_incidents, retry_incident
    from engine.commands.measuring import find_obstacles, find_risks, measure
    from engine.commands.mending import (
        IncidentDetails,
        cancel_incident,
        change_and_retry,
        read_incident,
        retry_incidents,
        skip_incident,
    )
    from engine.commands.messages import broadcast_signal, deliver_message
    from engine.commands.migrating import migrate_cases, plan_migration
    from engine.commands.models import find_models, keep_model, read_model_file
    from engine.commands.modifying import active_elements, modify_case
    from engine.commands.retention import do_upkeep, drop_retention, retention_rules, set_retention
    from engine.commands.retention_preview import hasten_upkeep, preview_retention
    from engine.commands.sessions import drop_session, drop_sessions_of, read_session, write_session
    from engine.commands.steering import (
        assign_work_item,
        release_all_of,
        set_due_date,
        set_follow_up,
        set_priority,
    )
    from engine.commands.subject_access import export_case
    from engine.commands.substitution import end_substitution, find_absentees, find_substitutions, substitute
    from engine.commands.suspension import (
        resume_case,
        resume_service,
        resume_version,
        suspend_case,
        suspend_service,
        suspend_version,
        suspended_cases,
        suspended_services,
    )
    from engine.commands.versions import VersionState, find_versions
    from engine.commands.work_items import (
        claim_work_item,
        complete_work_item,
        read_work_item,
        release_work_item,
    )
    from engine.commands.work_rules import read_work_rules, save_work_rules
    from engine.control_values import (
        ActiveElement,
        Change,
        ChangeKind,
        MigrationOutcome,
        MigrationPlan,
        MigrationReport,
        Modification,
    )
    from engine.documents.folder import DocumentDamagedError
    from engine.documents.keeping import DocumentKeeping, open_documents
    from engine.documents.scanning import DocumentRefusedError
    from engine.documents.values import Document
    from engine.durations import Durations
    from engine.errors import (
        AlreadyClaimedError,
        AlreadyDoneError,
        CaseEndedError,
        ConflictError,
        DataRefusedError,
        EngineError,
        MigrationRefusedError,
        ModificationRefusedError,
        NotAllowedError,
        NotExecutableError,
        NotFoundError,
        ReasonMissingError,
        StateFormatError,
        StorageError,
        SuspendedError,
        WorkNotPossibleError,
        WorkRulesError,
    )
    from engine.event_log import export_log
    from engine.external_errors import TaskNotLockedError, TokenNameTakenError, WorkerNameError
    from engine.external_values import EVERY, AccessToken, ExternalTask, TaskFilter, TopicRequest
    from engine.invariants import Violation, check_data
    from engine.jobs import JobLoop, run_due_jobs, run_worker
    from engine.list_pages import COUNTED, ListPage
    from engine.log_lines import JsonLines
    from engine.measures import Measures
    from engine.office_hours import OfficeHours
    from engine.opening import Engine, open_engine
    from engine.operation_errors import (
        AuditHeadsError,
        BackupError,
        CaseGoesOnError,
        CertificateNotKeptError,
        DaysRefusedError,
        ExportError,
        IncidentOverError,
        SkipRefusedError,
    )
    from engine.retention import ErasurePreview, RetentionPreview, RetentionRule, Upkeep
    from engine.store import database_version, upgrade_database
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
    from engine.work_rules import WorkRules
    from engine.work_values import GroupNotice, InboxQuery, Substitution

__all__ = [
    "COUNTED",
    "EVERY",
    "SYSTEM",
    "AccessToken",
    "Account",
    "ActiveElement",
    "Actor",
    "Allowance",
    "AlreadyClaimedError",
    "AlreadyDoneError",
    "AnalysisState",
    "AnalysisStatus",
    "AuditEntry",
    "AuditHeadsError",
    "Backup",
    "BackupError",
    "CaseDetails",
    "CaseEndedError",
    "CaseGoesOnError",
    "CaseStatus",
    "CaseSummary",
    "Certificate",
    "CertificateNotKeptError",
    "CertificateNotSetError",
    "Change",
    "ChangeKind",
    "ConflictError",
    "DataRefusedError",
    "DaysRefusedError",
    "DefinitionVersion",
    "Deployment",
    "Document",
    "DocumentDamagedError",
    "DocumentKeeping",
    "DocumentRefusedError",
    "Draft",
    "Durations",
    "Engine",
    "EngineError",
    "ErasurePreview",
    "ExportError",
    "ExternalTask",
    "GroupNotice",
    "HistoryEntry",
    "InboxQuery",
    "Incident",
    "IncidentDetails",
    "IncidentOverError",
    "IssuedCertificate",
    "JobLoop",
    "Json",
    "JsonLines",
    "ListPage",
    "Measures",
    "MigrationOutcome",
    "MigrationPlan",
    "MigrationRefusedError",
    "MigrationReport",
    "Modification",
    "ModificationRefusedError",
    "NotAllowedError",
    "NotExecutableError",
    "NotFoundError",
    "Notice",
    "OfficeHours",
    "Page",
    "ReasonMissingError",
    "RetentionPreview",
    "RetentionRule",
    "SkipRefusedError",
    "StateFormatError",
    "StorageError",
    "StoredModel",
    "Substitution",
    "SuspendedError",
    "TaskFilter",
    "TaskNotLockedError",
    "TokenNameTakenError",
    "TopicRequest",
    "Upkeep",
    "VersionState",
    "Violation",
    "WorkItem",
    "WorkItemDetails",
    "WorkItemState",
    "WorkNotPossibleError",
    "WorkRules",
    "WorkRulesError",
    "WorkerNameError",
    "active_elements",
    "assign_work_item",
    "audit_entries",
    "broadcast_signal",
    "cancel_case",
    "cancel_incident",
    "change_and_retry",
    "check_applicant",
    "check_data",
    "claim_work_item",
    "compare_audit",
    "complete_external_task",
    "complete_work_item",
    "count_external_tasks",
    "count_group_notices",
    "create_access_token",
    "create_account",
    "damaged_documents",
    "database_version",
    "delegate_work_item",
    "deliver_message",
    "deploy",
    "do_upkeep",
    "drop_document",
    "drop_retention",
    "drop_session",
    "drop_sessions_of",
    "end_substitution",
    "erase_case",
    "export_case",
    "export_log",
    "extend_external_lock",
    "fail_external_task",
    "fetch_external_tasks",
    "find_absentees",
    "find_access_token",
    "find_account",
    "find_cases",
    "find_certificates",
    "find_definition",
    "find_documents",
    "find_draft_documents",
    "find_external_tasks",
    "find_group_notices",
    "find_inbox",
    "find_incidents",
    "find_lanes",
    "find_models",
    "find_obstacles",
    "find_risks",
    "find_substitutions",
    "find_versions",
    "has_external_tasks",
    "hasten_upkeep",
    "history_records",
    "keep_document",
    "keep_draft_document",
    "keep_model",
    "list_access_tokens",
    "list_accounts",
    "lock_external_task",
    "measure",
    "migrate_cases",
    "modify_case",
    "note_group_notice",
    "open_documents",
    "open_engine",
    "plan_migration",
    "preview_erasure",
    "preview_retention",
    "read_analysis",
    "read_case",
    "read_certificate",
    "read_deployed_model",
    "read_document",
    "read_draft",
    "read_external_task",
    "read_incident",
    "read_issued_certificate",
    "read_model_file",
    "read_session",
    "read_work_item",
    "read_work_rules",
    "reissue_certificate",
    "release_all_of",
    "release_work_item",
    "request_analysis",
    "require_right",
    "resolve_work_item",
    "restore_backup",
    "resume_case",
    "resume_service",
    "resume_version",
    "retention_rules",
    "retry_incident",
    "retry_incidents",
    "revoke_access_token",
    "revoke_certificate",
    "run_due_jobs",
    "run_worker",
    "save_account",
    "save_draft",
    "save_work_rules",
    "set_due_date",
    "set_external_retries",
    "set_follow_up",
    "set_priority",
    "set_retention",
    "skip_incident",
    "start_case",
    "start_where_conditions_hold",
    "submit_draft",
    "substitute",
    "suspend_case",
    "suspend_service",
    "suspend_version",
    "suspended_cases",
    "suspended_services",
    "sweep_documents",
    "take_allowance",
    "throw_external_error",
    "unlock_external_task",
    "upgrade_database",
    "verify_audit",
    "verify_history",
    "write_audit_heads",
    "write_backup",
    "write_session",
]

_COMMANDS = {
    "access_tokens": (
        "create_access_token",
        "find_access_token",
        "list_access_tokens",
        "require_right",
        "revoke_access_token",
    ),
    "accounts": (
        "create_account",
        "find_account",
        "list_accounts",
        "save_account",
    ),
    "allowances": ("take_allowance",),
    "analyses": (
        "read_analysis",
        "request_analysis",
    ),
    "audit": (
        "audit_entries",
        "compare_audit",
        "verify_audit",
        "write_audit_heads",
    ),
    "cancelling": ("cancel_case",),
    "cases": (
        "check_applicant",
        "find_cases",
        "read_case",
        "start_case",
    ),
    "conditions": ("start_where_conditions_hold",),
    "definitions": (
        "deploy",
        "find_definition",
        "read_deployed_model",
    ),
    "delegation": (
        "delegate_work_item",
        "resolve_work_item",
    ),
    "document_upkeep": (
        "damaged_documents",
        "sweep_documents",
    ),
    "certificates": (
        "find_certificates",
        "read_certificate",
        "read_issued_certificate",
        "reissue_certificate",
        "revoke_certificate",
    ),
    "documents": (
        "drop_document",
        "find_documents",
        "find_draft_documents",
        "keep_document",
        "keep_draft_document",
        "read_document",
    ),
    "drafts": (
        "read_draft",
        "save_draft",
        "submit_draft",
    ),
    "erasure": ("erase_case", "preview_erasure"),
    "external_results": (
        "complete_external_task",
        "fail_external_task",
        "set_external_retries",
        "throw_external_error",
    ),
    "external_tasks": (
        "count_external_tasks",
        "extend_external_lock",
        "fetch_external_tasks",
        "find_external_tasks",
        "has_external_tasks",
        "lock_external_task",
        "read_external_task",
        "unlock_external_task",
    ),
    "history": ("history_records", "verify_history"),
    "inboxes": (
        "count_group_notices",
        "find_group_notices",
        "find_inbox",
        "find_lanes",
        "note_group_notice",
    ),
    "incidents": (
        "find_incidents",
        "retry_incident",
    ),
    "measuring": (
        "find_obstacles",
        "find_risks",
        "measure",
    ),
    "mending": (
        "IncidentDetails",
        "cancel_incident",
        "change_and_retry",
        "read_incident",
        "retry_incidents",
        "skip_incident",
    ),
    "messages": (
        "broadcast_signal",
        "deliver_message",
    ),
    "migrating": (
        "migrate_cases",
        "plan_migration",
    ),
    "models": (
        "find_models",
        "keep_model",
        "read_model_file",
    ),
    "modifying": (
        "active_elements",
        "modify_case",
    ),
    "retention": ("do_upkeep", "drop_retention", "retention_rules", "set_retention"),
    "retention_preview": ("hasten_upkeep", "preview_retention"),
    "sessions": (
        "drop_session",
        "drop_sessions_of",
        "read_session",
        "write_session",
    ),
    "steering": (
        "assign_work_item",
        "release_all_of",
        "set_due_date",
        "set_follow_up",
        "set_priority",
    ),
    "subject_access": ("export_case",),
    "substitution": (
        "end_substitution",
        "find_absentees",
        "find_substitutions",
        "substitute",
    ),
    "suspension": (
        "resume_case",
        "resume_service",
        "resume_version",
        "suspend_case",
        "suspend_service",
        "suspend_version",
        "suspended_cases",
        "suspended_services",
    ),
    "versions": (
        "VersionState",
        "find_versions",
    ),
    "work_items": (
        "claim_work_item",
        "complete_work_item",
            "read_work_item",
        "release_work_item",
    ),
    "work_rules": (
        "read_work_rules",
        "save_work_rules",
    ),
}
_HOMES = (
    {name: f"engine.commands.{module}" for module, names in _COMMANDS.items() for name in names}
    | dict.fromkeys(("JobLoop", "run_due_jobs", "run_worker"), "engine.jobs")
    | dict.fromkeys(("GroupNotice", "InboxQuery", "Substitution"), "engine.work_values")
    | dict.fromkeys(("COUNTED", "ListPage"), "engine.list_pages")
    | {"Allowance": "engine.allowances"}
    | {"OfficeHours": "engine.office_hours", "WorkRules": "engine.work_rules"}
    | dict.fromkeys(("Engine", "open_engine"), "engine.opening")
    | dict.fromkeys(("Certificate", "IssuedCertificate"), "engine.certificates.values")
    | {"CertificateNotSetError": "engine.certificates.typesetting", "Document": "engine.documents.values"}
    | dict.fromkeys(("DocumentKeeping", "open_documents"), "engine.documents.keeping")
    | {"DocumentDamagedError": "engine.documents.folder", "DocumentRefusedError": "engine.documents.scanning"}
    | dict.fromkeys(
        (
            "ActiveElement",
            "Change",
            "ChangeKind",
            "MigrationOutcome",
            "MigrationPlan",
            "MigrationReport",
            "Modification",
        ),
        "engine.control_values",
    )
    | dict.fromkeys(("TaskNotLockedError", "TokenNameTakenError", "WorkerNameError"), "engine.external_errors")
    | dict.fromkeys(("EVERY", "AccessToken", "ExternalTask", "TaskFilter", "TopicRequest"), "engine.external_values")
    | dict.fromkeys(("database_version", "upgrade_database"), "engine.store")
    | dict.fromkeys(("Backup", "restore_backup", "write_backup"), "engine.backup")
    | dict.fromkeys(("Violation", "check_data"), "engine.invariants")
    | {"export_log": "engine.event_log"}
    | {"Durations": "engine.durations", "JsonLines": "engine.log_lines", "Measures": "engine.measures"}
    | dict.fromkeys(("ErasurePreview", "RetentionPreview", "RetentionRule", "Upkeep"), "engine.retention")
    | dict.fromkeys(
        (
            "AuditHeadsError",
            "BackupError",
            "CaseGoesOnError",
            "CertificateNotKeptError",
            "DaysRefusedError",
            "ExportError",
            "IncidentOverError",
            "SkipRefusedError",
        ),
        "engine.operation_errors",
    )
)


def __getattr__(name: str) -> object:
    if name not in __all__:
        message = f"module 'engine' has no attribute {name!r}"
        raise AttributeError(message)
    home = _HOMES.get(name) or ("engine.errors" if name.endswith("Error") else "engine.values")
    return getattr(import_module(home), name)

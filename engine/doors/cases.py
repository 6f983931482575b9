"""Applications and the cases they become: beginning, hearing, changing, ending them, and what happened in them."""

from engine.commands.cancelling import cancel_case
from engine.commands.cases import check_applicant, find_cases, read_case, start_case
from engine.commands.conditions import start_where_conditions_hold
from engine.commands.drafts import read_draft, save_draft, submit_draft
from engine.commands.history import history_records, verify_history
from engine.commands.messages import broadcast_signal, deliver_message
from engine.commands.modifying import active_elements, modify_case
from engine.commands.subject_access import export_case
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
from engine.control_values import (
    ActiveElement,
    Change,
    ChangeKind,
    MigrationOutcome,
    MigrationPlan,
    MigrationReport,
    Modification,
)

__all__ = [
    "ActiveElement",
    "Change",
    "ChangeKind",
    "MigrationOutcome",
    "MigrationPlan",
    "MigrationReport",
    "Modification",
    "active_elements",
    "broadcast_signal",
    "cancel_case",
    "check_applicant",
    "deliver_message",
    "export_case",
    "find_cases",
    "history_records",
    "modify_case",
    "read_case",
    "read_draft",
    "resume_case",
    "resume_service",
    "resume_version",
    "save_draft",
    "start_case",
    "start_where_conditions_hold",
    "submit_draft",
    "suspend_case",
    "suspend_service",
    "suspend_version",
    "suspended_cases",
    "suspended_services",
    "verify_history",
]

"""Looking after an installation: incidents, audit, retention, backups, and the jobs that machines do."""

from engine.backup import Backup, restore_backup, write_backup
from engine.commands.audit import audit_entries, compare_audit, verify_audit, write_audit_heads
from engine.commands.erasure import erase_case, preview_erasure
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
from engine.commands.retention import do_upkeep, drop_retention, retention_rules, set_retention
from engine.commands.retention_preview import hasten_upkeep, preview_retention
from engine.event_log import export_log
from engine.invariants import Violation, check_data
from engine.jobs import Asked, JobLoop, asked_to_stop, run_due_jobs, run_worker

__all__ = [
    "Asked",
    "Backup",
    "IncidentDetails",
    "JobLoop",
    "Violation",
    "asked_to_stop",
    "audit_entries",
    "cancel_incident",
    "change_and_retry",
    "check_data",
    "compare_audit",
    "do_upkeep",
    "drop_retention",
    "erase_case",
    "export_log",
    "find_incidents",
    "find_obstacles",
    "find_risks",
    "hasten_upkeep",
    "measure",
    "preview_erasure",
    "preview_retention",
    "read_incident",
    "restore_backup",
    "retention_rules",
    "retry_incident",
    "retry_incidents",
    "run_due_jobs",
    "run_worker",
    "set_retention",
    "skip_incident",
    "verify_audit",
    "write_audit_heads",
    "write_backup",
]

"""What the columns of a log file are called: Ortoo's own names, XES keys, and those of other tools."""

import re
from collections.abc import Iterable

__all__ = ["find_columns"]

# The more exact a name is, the earlier it stands: a file may have several that fit.
_NAMES: dict[str, tuple[str, ...]] = {
    "case_id": ("case_id", "case_concept_name", "caseid", "case", "trace_id", "trace", "process_instance_id"),
    "activity": ("activity", "concept_name", "activity_name", "task", "task_name", "event", "event_name"),
    "element": ("element", "ortoo_element", "element_id", "activity_id"),
    "type": ("ortoo_type", "element_type"),
    "enable_time": ("enable_time", "enabled_time", "enable_timestamp", "enabled_timestamp", "schedule_time"),
    "start_time": ("start_time", "start_timestamp", "started", "start"),
    "end_time": (
        "end_time", "end_timestamp", "complete_timestamp", "completion_time", "complete_time", "time_timestamp",
        "timestamp", "completed", "end", "time", "datetime", "date",
    ),
    "resource": ("resource", "org_resource", "performer", "user", "assignee"),
    "step": ("lifecycle_transition", "lifecycle", "transition"),
    "instance": ("concept_instance", "activity_instance_id", "instance"),
}  # fmt: skip


def find_columns(names: Iterable[str]) -> dict[str, str]:
    """Return which of a file's columns holds what, by what it holds.

    >>> find_columns(["Case ID", "concept:name", "time:timestamp"])
    {'case_id': 'Case ID', 'activity': 'concept:name', 'end_time': 'time:timestamp'}
    """
    plain: dict[str, str] = {}
    for name in names:
        plain.setdefault(re.sub(r"\W+|_+", "_", name.strip().lower()).strip("_"), name)
    found = {}
    for role, known in _NAMES.items():
        fitting = next((plain[one] for one in known if one in plain), None)
        if fitting is not None:
            found[role] = fitting
    return found

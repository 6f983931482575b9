"""People's work: their inboxes, and what is done with a work item."""

from engine.commands.delegation import delegate_work_item, resolve_work_item
from engine.commands.inboxes import count_group_notices, find_group_notices, find_inbox, find_lanes, note_group_notice
from engine.commands.steering import assign_work_item, release_all_of, set_due_date, set_follow_up, set_priority
from engine.commands.substitution import end_substitution, find_absentees, find_substitutions, substitute
from engine.commands.work_items import claim_work_item, complete_work_item, read_work_item, release_work_item
from engine.commands.work_rules import read_work_rules, save_work_rules

__all__ = [
    "assign_work_item",
    "claim_work_item",
    "complete_work_item",
    "count_group_notices",
    "delegate_work_item",
    "end_substitution",
    "find_absentees",
    "find_group_notices",
    "find_inbox",
    "find_lanes",
    "find_substitutions",
    "note_group_notice",
    "read_work_item",
    "read_work_rules",
    "release_all_of",
    "release_work_item",
    "resolve_work_item",
    "save_work_rules",
    "set_due_date",
    "set_follow_up",
    "set_priority",
    "substitute",
]

"""One detector a file: each looks for one way of losing time, and yields what it finds."""

from analysis.bottlenecks.kinds.approvals import find_approvals, is_approval
from analysis.bottlenecks.kinds.batching import find_batching
from analysis.bottlenecks.kinds.calendars import find_closed_hours, find_closed_roles
from analysis.bottlenecks.kinds.capacity import find_busy_roles, find_queues
from analysis.bottlenecks.kinds.delays import find_delays
from analysis.bottlenecks.kinds.loops import find_rework
from analysis.bottlenecks.kinds.passages import find_passages
from analysis.bottlenecks.kinds.work import find_long_work

__all__ = [
    "find_approvals",
    "find_batching",
    "find_busy_roles",
    "find_closed_hours",
    "find_closed_roles",
    "find_delays",
    "find_long_work",
    "find_passages",
    "find_queues",
    "find_rework",
    "is_approval",
]

"""What reports count, by the rows of cases and work and by the event log that is mined: both come to the same."""

from collections import Counter
from collections.abc import Iterator

from bpmn.language import Text
from engine.invariants.violations import Violation
from engine.store import Work

__all__ = ["total_violations"]

_AT_ONCE = 1_000


def total_violations(work: Work) -> Iterator[Violation]:
    """Yield the services whose totals by rows and by the event log differ; all of the log is read."""
    by_rows, by_log = work.consistency.totals(), _totals_of_log(work)
    for service, what in sorted(by_rows | by_log):
        told, counted = by_rows[service, what], by_log[service, what]
        if told != counted:
            text = Text("{what}: {rows} by the rows, {log} by the event log.", what=what, rows=told, log=counted)
            yield Violation(invariant="I12", subject=service, text=text)


def _totals_of_log(work: Work) -> Counter[tuple[str, str]]:
    """Count cases, events and completed user tasks by service, in the log as it is exported and mined."""
    found: Counter[tuple[str, str]] = Counter()
    place = (0, 0)
    while entries := work.history.after(place, service=None, limit=_AT_ONCE):
        for logged in entries:
            found[logged.service, "cases"] += logged.case_id != place[0]
            found[logged.service, "events"] += 1
            is_completed = logged.entry.type == "userTask" and logged.entry.lifecycle == "complete"
            found[logged.service, "completed user tasks"] += is_completed
            place = (logged.case_id, logged.entry.sequence)
    return found

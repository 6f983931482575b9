"""The invariants that are questions about rows alone."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from bpmn.language import Text
from engine.invariants.violations import Violation
from engine.store.consistency import ConsistencyStore
from engine.store.records import LEASE

__all__ = ["row_violations"]

_Question = Callable[[ConsistencyStore], Sequence[str]]

_QUESTIONS: tuple[tuple[str, _Question, Text], ...] = (
    ("I1", ConsistencyStore.commands_without_case, Text("A start was accepted and its case is not there.")),
    ("I1", ConsistencyStore.drafts_without_case, Text("An application was sent and its case is not there.")),
    ("I1", ConsistencyStore.cases_of_two_drafts, Text("Two applications name the same case.")),
    ("I2", ConsistencyStore.broken_histories, Text("The history has gaps, or is not as long as the case says.")),
    ("I3", ConsistencyStore.completed_by_nobody, Text("A work item is completed and nobody knows by whom.")),
    ("I3", ConsistencyStore.completed_twice, Text("A work item was completed more than once.")),
    ("I3", ConsistencyStore.completed_without_history, Text("A work item is completed and its history lacks that.")),
    ("I4", ConsistencyStore.left_after_the_end, Text("An ended case still has jobs, or waits for a message.")),
    ("I5", ConsistencyStore.ends_that_disagree, Text("The case's status and the time of its end do not agree.")),
    ("I7", ConsistencyStore.open_after_the_end, Text("A work item waits although its case has ended.")),
    ("I7", ConsistencyStore.inboxes_that_disagree, Text("An inbox shows a work item in another state than its own.")),
    ("I8", ConsistencyStore.incidents_without_job, Text("An incident is open and its job is not there.")),
    ("I8", ConsistencyStore.stopped_without_incident, Text("A job needs a person, and there is no incident.")),
    ("I11", ConsistencyStore.certificates_without_document, Text("A certificate was issued and its paper is gone.")),
)


def row_violations(store: ConsistencyStore, now: datetime) -> Iterator[Violation]:
    """Yield what the rows alone show to be wrong."""
    for invariant, question, text in _QUESTIONS:
        for subject in question(store):
            yield Violation(invariant=invariant, subject=subject, text=text)
    for job in store.held_too_long(now + LEASE):
        yield Violation(invariant="I9", subject=job, text=Text("A job is held for longer than a lease lasts."))

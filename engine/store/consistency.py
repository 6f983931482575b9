"""Questions about rows that must not be there together: each returns what breaks a rule, nothing where all is well."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from engine.store.records import OWN_QUEUES, JobKind, JobState
from engine.store.tables import (
    CaseRow,
    CertificateRow,
    CommandKeyRow,
    DocumentRow,
    DraftRow,
    HistoryRow,
    IncidentRow,
    JobRow,
    SubscriptionRow,
    WorkItemGroupRow,
    WorkItemRow,
)
from engine.values import CaseStatus, WorkItemState

__all__ = ["OVER", "ConsistencyStore", "Transition"]

_ENDED = (CaseStatus.COMPLETED, CaseStatus.TERMINATED, CaseStatus.CANCELLED)
_WAITING = (WorkItemState.OPEN, WorkItemState.CLAIMED)
OVER = ("complete", "ate_abort", "pi_abort", "withdraw", "autoskip", "manualskip")
"""The transitions after which an activity instance is over (XES, lifecycle extension)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """What happened to an activity or event instance, and when."""

    instance_id: str
    element: str
    lifecycle: str
    time: datetime


class ConsistencyStore:
    """Looks for what must never be."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def commands_without_case(self) -> Sequence[str]:
        """Return the keys of accepted starts whose case is not there."""
        is_start = CommandKeyRow.key.startswith("start:")
        there = exists().where(CaseRow.reference == CommandKeyRow.result)
        return self._all(select(CommandKeyRow.key).where(is_start, CommandKeyRow.result != "", ~there))

    def drafts_without_case(self) -> Sequence[str]:
        """Return the references that a sent application names and no case has."""
        there = exists().where(CaseRow.reference == DraftRow.reference)
        return self._all(select(DraftRow.reference).where(DraftRow.reference != "", ~there))

    def cases_of_two_drafts(self) -> Sequence[str]:
        """Return the references that two sent applications name."""
        sent = select(DraftRow.reference).where(DraftRow.reference != "")
        return self._all(sent.group_by(DraftRow.reference).having(func.count() > 1))

    def broken_histories(self) -> Sequence[str]:
        """Return the cases whose history has gaps, or is not as long as the case says."""
        told = (
            select(HistoryRow.case_id, func.count().label("number"), func.max(HistoryRow.sequence).label("last"))
            .group_by(HistoryRow.case_id)
            .subquery()
        )
        number, last = func.coalesce(told.c.number, 0), func.coalesce(told.c.last, 0)
        query = select(CaseRow.reference).outerjoin(told, told.c.case_id == CaseRow.id)
        return self._all(query.where(or_(number != CaseRow.history_length, last != CaseRow.history_length)))

    def completed_by_nobody(self) -> Sequence[str]:
        """Return the completed work items of which nobody knows who completed them, erased cases apart."""
        query = select(WorkItemRow.id).join(CaseRow, CaseRow.id == WorkItemRow.case_id)
        is_completed = WorkItemRow.state == WorkItemState.COMPLETED
        return self._all(query.where(is_completed, WorkItemRow.assignee.is_(None), CaseRow.erased_at.is_(None)))

    def completed_twice(self) -> Sequence[str]:
        """Return the user task instances, as "reference instance", that history says were completed more than once."""
        query = (
            select(CaseRow.reference, HistoryRow.instance_id)
            .join(CaseRow, CaseRow.id == HistoryRow.case_id)
            .where(HistoryRow.type == "userTask", HistoryRow.lifecycle == "complete")
            .group_by(CaseRow.reference, HistoryRow.instance_id)
            .having(func.count() > 1)
        )
        return [f"{reference} {instance}" for reference, instance in self._session.execute(query)]

    def completed_without_history(self) -> Sequence[str]:
        """Return the completed work items that history does not know as over, and that wait for no step to be taken."""
        mine = (HistoryRow.case_id == WorkItemRow.case_id, HistoryRow.instance_id == WorkItemRow.instance_id)
        is_over = exists().where(*mine, HistoryRow.lifecycle.in_(OVER))
        is_kept = exists().where(JobRow.case_id == WorkItemRow.case_id, JobRow.kind == JobKind.STEP)
        is_completed = WorkItemRow.state == WorkItemState.COMPLETED
        return self._all(select(WorkItemRow.id).where(is_completed, ~is_over, ~is_kept))

    def open_after_the_end(self) -> Sequence[str]:
        """Return the work items that wait although their case has ended."""
        query = select(WorkItemRow.id).join(CaseRow, CaseRow.id == WorkItemRow.case_id)
        return self._all(query.where(WorkItemRow.state.in_(_WAITING), CaseRow.status.in_(_ENDED)))

    def left_after_the_end(self) -> Sequence[str]:
        """Return the ended cases that still have jobs or wait for messages."""
        has_job = exists().where(JobRow.case_id == CaseRow.id)
        has_subscription = exists().where(SubscriptionRow.case_id == CaseRow.id)
        query = select(CaseRow.reference).where(CaseRow.status.in_(_ENDED))
        return self._all(query.where(or_(has_job, has_subscription)))

    def ends_that_disagree(self) -> Sequence[str]:
        """Return the cases that have ended without a time, or have a time of their end and go on."""
        has_ended = CaseRow.status.in_(_ENDED)
        at_odds = or_(and_(has_ended, CaseRow.ended_at.is_(None)), and_(~has_ended, CaseRow.ended_at.is_not(None)))
        return self._all(select(CaseRow.reference).where(at_odds))

    def inboxes_that_disagree(self) -> Sequence[str]:
        """Return the work items of which an inbox shows another state than their own."""
        query = select(WorkItemRow.id).join(WorkItemGroupRow, WorkItemGroupRow.work_item_id == WorkItemRow.id)
        return self._all(query.where(WorkItemGroupRow.state != WorkItemRow.state).distinct())

    def held_too_long(self, until: datetime) -> Sequence[str]:
        """Return the jobs that a worker of Ortoo's own has for longer than a lease lasts."""
        is_ours = JobRow.queue.in_(OWN_QUEUES)
        return self._all(select(JobRow.id).where(is_ours, JobRow.worker.is_not(None), _is_beyond(until)))

    def incidents_without_job(self) -> Sequence[str]:
        """Return the open incidents whose job is not there: nobody could ever close them."""
        there = exists().where(JobRow.id == IncidentRow.job_id)
        return self._all(select(IncidentRow.id).where(IncidentRow.resolved_at.is_(None), ~there))

    def stopped_without_incident(self) -> Sequence[str]:
        """Return the jobs that need a person whom nobody has told."""
        told = exists().where(IncidentRow.job_id == JobRow.id, IncidentRow.resolved_at.is_(None))
        return self._all(select(JobRow.id).where(JobRow.state == JobState.INCIDENT, ~told))

    def certificates_without_document(self) -> Sequence[str]:
        """Return the codes of certificates whose paper is not there, those of erased cases apart."""
        there = exists().where(DocumentRow.id == CertificateRow.document_id)
        return self._all(select(CertificateRow.code).where(CertificateRow.erased_at.is_(None), ~there))

    def heads_after(self, case_id: int, *, limit: int) -> Sequence[tuple[int, str, str]]:
        """Return the numbers of the next cases, their references and the hashes over their histories."""
        query = select(CaseRow.id, CaseRow.reference, CaseRow.history_hash).where(CaseRow.id > case_id)
        rows = self._session.execute(query.order_by(CaseRow.id).limit(limit))
        return [(number, reference, head) for number, reference, head in rows]

    def transitions(self, case_id: int) -> Sequence[Transition]:
        """Return what happened in a case, in order."""
        columns = (HistoryRow.instance_id, HistoryRow.element, HistoryRow.lifecycle, HistoryRow.time)
        query = select(*columns).where(HistoryRow.case_id == case_id).order_by(HistoryRow.sequence)
        return [
            Transition(instance_id=instance, element=element, lifecycle=lifecycle, time=time)
            for instance, element, lifecycle, time in self._session.execute(query)
        ]

    def totals(self) -> Counter[tuple[str, str]]:
        """Count cases, events and completed user tasks by service, by what the rows of cases and work say."""
        cases = select(CaseRow.service, func.count(), func.sum(CaseRow.history_length)).group_by(CaseRow.service)
        kept = (JobRow.case_id == WorkItemRow.case_id, JobRow.instance_id == WorkItemRow.instance_id)
        is_kept = exists().where(*kept, JobRow.kind == JobKind.STEP)  # done, and its step could not be taken yet
        mine = (HistoryRow.case_id == WorkItemRow.case_id, HistoryRow.instance_id == WorkItemRow.instance_id)
        is_broken_off = exists().where(*mine, HistoryRow.lifecycle == "ate_abort")  # or was never taken
        done = select(CaseRow.service, func.count()).join(WorkItemRow, WorkItemRow.case_id == CaseRow.id)
        done = done.where(WorkItemRow.state == WorkItemState.COMPLETED, ~is_kept, ~is_broken_off)
        done = done.group_by(CaseRow.service)
        found: Counter[tuple[str, str]] = Counter()
        for service, number, events in self._session.execute(cases):
            found[service, "cases"], found[service, "events"] = number, int(events)
        for service, number in self._session.execute(done):
            found[service, "completed user tasks"] = number
        return found

    def cases_after(self, case_id: int, *, limit: int) -> Sequence[int]:
        """Return the numbers of the next cases that are not erased."""
        query = select(CaseRow.id).where(CaseRow.id > case_id, CaseRow.erased_at.is_(None))
        return self._numbers(query.order_by(CaseRow.id).limit(limit))

    def _all(self, query: Select[str]) -> Sequence[str]:
        return self._session.scalars(query).all()

    def _numbers(self, query: Select[int]) -> Sequence[int]:
        return self._session.scalars(query).all()


def _is_beyond(until: datetime) -> ColumnElement[bool]:
    return or_(JobRow.lease_until.is_(None), JobRow.lease_until > until)

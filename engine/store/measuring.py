"""Counting what there is, by the database."""

from datetime import datetime

from sqlalchemy import Select, and_, case, func, select
from sqlalchemy.orm import Session

from engine.measures import Measures, SelfCheck
from engine.store.records import SELF_CHECK, JobState
from engine.store.tables import CaseRow, IncidentRow, JobRow, WorkItemRow
from engine.values import WorkItemState

__all__ = ["MeasuringStore"]

_WAITING = (WorkItemState.OPEN, WorkItemState.CLAIMED)


class MeasuringStore:
    """Counts."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def measure(self, now: datetime) -> Measures:
        """Return how the installation is doing."""
        items = select(WorkItemRow.service, WorkItemRow.state, func.count()).where(WorkItemRow.state.in_(_WAITING))
        incidents = select(IncidentRow.service, IncidentRow.kind, func.count()).where(IncidentRow.resolved_at.is_(None))
        return Measures(
            cases=self._counted(
                select(CaseRow.service, CaseRow.status, func.count()).group_by(CaseRow.service, CaseRow.status)
            ),
            work_items=self._counted(items.group_by(WorkItemRow.service, WorkItemRow.state)),
            jobs=self._jobs(now),
            incidents=self._counted(incidents.group_by(IncidentRow.service, IncidentRow.kind)),
            self_check=self._self_check(now),
            oldest_due_job_s=self._oldest_due_s(now),
        )

    def _jobs(self, now: datetime) -> dict[tuple[str, str], int]:
        state = case(
            (JobRow.state == JobState.INCIDENT, "failed"),
            (and_(JobRow.worker.is_not(None), JobRow.lease_until > now), "locked"),
            (JobRow.due_at <= now, "due"),
            else_="scheduled",
        ).label("is")
        told = select(JobRow.kind, state).subquery()
        return self._counted(select(told.c.kind, told.c["is"], func.count()).group_by(told.c.kind, told.c["is"]))

    def _self_check(self, now: datetime) -> SelfCheck | None:
        query = select(JobRow.created_at, JobRow.arguments).where(JobRow.id == SELF_CHECK)
        row = self._session.execute(query).one_or_none()
        if row is None:
            return None
        found = row.arguments
        return SelfCheck(
            age_s=(now - row.created_at).total_seconds(),
            audit_faults=found.get("faults", 0),
            violations=found.get("violations", 0),
        )

    def _oldest_due_s(self, now: datetime) -> float:
        is_due = (JobRow.state == JobState.WAITING, JobRow.due_at <= now, JobRow.worker.is_(None))
        oldest = self._session.scalar(select(func.min(JobRow.due_at)).where(*is_due))
        return 0.0 if oldest is None else (now - oldest).total_seconds()

    def _counted(self, query: "Select[str, str, int]") -> dict[tuple[str, str], int]:
        return {(first, second): number for first, second, number in self._session.execute(query)}

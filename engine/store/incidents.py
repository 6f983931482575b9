"""What needs a person before a job can go on."""

from datetime import datetime

from sqlalchemy import ColumnElement, bindparam, insert, select, update
from sqlalchemy.orm import Session

from engine.list_pages import ListPage
from engine.store.list_pages import count_up_to, open_window, read_keys
from engine.store.prepared import Prepared
from engine.store.tables import IncidentRow
from engine.store.transaction import Transaction
from engine.values import Incident

__all__ = ["IncidentStore"]


class IncidentStore:
    """Keeps incidents."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    @property
    def _session(self) -> Session:
        return self._transaction.session

    def add(self, incident: Incident, *, job_id: str, case_id: int | None) -> None:
        """Keep an incident; where the job has an open one already, that one is brought up to date instead."""
        again = update(IncidentRow).where(IncidentRow.job_id == job_id, IncidentRow.resolved_at.is_(None))
        values = {"message": incident.message, "attempts": incident.attempts, "raised_at": incident.raised_at}
        if self._session.scalar(again.values(**values).returning(IncidentRow.id)) is not None:
            return
        columns = {name: getattr(incident, name) for name in _COLUMNS}
        self._session.execute(insert(IncidentRow).values(**columns, job_id=job_id, case_id=case_id))

    def by_id(self, incident_id: str) -> tuple[Incident, str, int | None] | None:
        """Return an incident, its job's id and its case's number, or None."""
        row = self._session.scalar(select(IncidentRow).where(IncidentRow.id == incident_id))
        return None if row is None else (_incident(row), row.job_id, row.case_id)

    def open_in(self, case_id: int) -> tuple[Incident, ...]:
        """Return a case's open incidents, oldest first."""
        query = select(IncidentRow).where(IncidentRow.case_id == case_id, IncidentRow.resolved_at.is_(None))
        return tuple(_incident(row) for row in self._session.scalars(query.order_by(IncidentRow.raised_at)))

    def is_any_open_in(self, case_id: int) -> bool:
        """Return whether a case has an open incident."""
        return self._transaction.row(_IS_ANY_OPEN_IN, of=case_id) is not None

    def open_ids(self, service: str | None) -> tuple[str, ...]:
        """Return the ids of the open incidents of a service, or of all, the oldest first."""
        query = select(IncidentRow.id).where(IncidentRow.resolved_at.is_(None))
        if service is not None:
            query = query.where(IncidentRow.service == service)
        return tuple(self._session.scalars(query.order_by(IncidentRow.raised_at, IncidentRow.id)))

    def resolve_of_jobs(self, job_ids: list[str], at: datetime) -> None:
        """Note that the incidents of these jobs need nobody any more."""
        self._transaction.run_each(_RESOLVE_OF_JOB, [{"of": job_id, "resolved_at": at} for job_id in job_ids])

    def move(self, job_id: str, element: str) -> None:
        """Let the open incident of a job be at another element: its case is on another version of the model."""
        open_one = (IncidentRow.job_id == job_id, IncidentRow.resolved_at.is_(None))
        self._session.execute(update(IncidentRow).where(*open_one).values(element=element))

    def page(self, *, service: str | None, after: str, before: str, size: int) -> ListPage[Incident]:
        """Return one page of the open incidents, the newest first."""
        conditions: list[ColumnElement[bool]] = [IncidentRow.resolved_at.is_(None)]
        if service is not None:
            conditions.append(IncidentRow.service == service)
        window = open_window(_ORDER, after=after, before=before, is_descending=True, size=size)
        keys = read_keys(self._session, window, [window.stretch(*conditions)])
        rows = {row.id: row for row in self._session.scalars(select(IncidentRow).where(IncidentRow.id.in_(keys.ids)))}
        return ListPage(
            items=tuple(_incident(rows[each]) for each in keys.ids),
            total=count_up_to(self._session, [select(IncidentRow.id).where(*conditions)], repeats=False),
            next=keys.next,
            previous=keys.previous,
        )


_ORDER = (IncidentRow.raised_at, IncidentRow.id)
_IS_ANY_OPEN_IN = Prepared(
    select(IncidentRow.id).where(IncidentRow.case_id == bindparam("of"), IncidentRow.resolved_at.is_(None)).limit(1)
)
_RESOLVE_OF_JOB = Prepared(
    update(IncidentRow).where(IncidentRow.job_id == bindparam("of"), IncidentRow.resolved_at.is_(None)),
    columns=["resolved_at"],
)
_COLUMNS = tuple(Incident.__dataclass_fields__)


def _incident(row: IncidentRow) -> Incident:
    return Incident(**{name: getattr(row, name) for name in _COLUMNS})

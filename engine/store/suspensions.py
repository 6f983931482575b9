"""Since when a service, a version or a case is suspended; a case that any of the three holds has the status for it.

The status is what everything else looks at: jobs are not taken, work items are not done. Suspending and resuming are
what changes it, each for all cases concerned in one statement.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, case, exists, select, update
from sqlalchemy.orm import Session

from engine.store.prepared import Prepared
from engine.store.records import JobState
from engine.store.tables import CaseRow, DefinitionRow, IncidentRow, JobRow, ServiceRow
from engine.store.transaction import Transaction
from engine.values import CaseStatus

__all__ = ["SuspensionStore"]

_HELD_BY_SERVICE = exists().where(ServiceRow.key == CaseRow.service, ServiceRow.suspended_at.is_not(None))
_HELD_BY_VERSION = exists().where(DefinitionRow.id == CaseRow.definition_id, DefinitionRow.suspended_at.is_not(None))
_HAS_INCIDENT = exists().where(IncidentRow.case_id == CaseRow.id, IncidentRow.resolved_at.is_(None))


def _locked_or_not(query: Select[Any]) -> dict[bool, Prepared]:
    return {False: Prepared(query), True: Prepared(query.with_for_update(read=True))}


_OF_SERVICE = _locked_or_not(select(ServiceRow.suspended_at).where(ServiceRow.key == bindparam("of")))
_OF_VERSION = _locked_or_not(select(DefinitionRow.suspended_at).where(DefinitionRow.id == bindparam("of")))


class SuspensionStore:
    """Keeps what is suspended."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    @property
    def _session(self) -> Session:
        return self._transaction.session

    def of_service(self, service: str, *, lock: bool = False) -> datetime | None:
        """Return since when a service is suspended, or None.

        With `lock` nobody suspends it before this transaction ends, so a case that starts now is seen by who does.
        """
        row = self._transaction.row(_OF_SERVICE[lock], of=service)
        return None if row is None else row.suspended_at

    def of_version(self, definition_id: str, *, lock: bool = False) -> datetime | None:
        """Return since when a version is suspended, or None; `lock` as with a service."""
        row = self._transaction.row(_OF_VERSION[lock], of=definition_id)
        return None if row is None else row.suspended_at

    def services(self) -> tuple[str, ...]:
        """Return the keys of the suspended services."""
        return tuple(self._session.scalars(select(ServiceRow.key).where(ServiceRow.suspended_at.is_not(None))))

    def suspend_service(self, service: str, at: datetime) -> int:
        """Suspend a service; return how many cases stop by it."""
        self._session.execute(update(ServiceRow).where(ServiceRow.key == service).values(suspended_at=at))
        return self._hold(CaseRow.service == service)

    def suspend_version(self, definition_id: str, at: datetime) -> int:
        """Suspend a version; return how many cases stop by it."""
        self._session.execute(update(DefinitionRow).where(DefinitionRow.id == definition_id).values(suspended_at=at))
        return self._hold(CaseRow.definition_id == definition_id)

    def resume_service(self, service: str) -> int:
        """Let a service go on; return how many cases go on by it."""
        self._session.execute(update(ServiceRow).where(ServiceRow.key == service).values(suspended_at=None))
        return self._let_go(CaseRow.service == service)

    def resume_version(self, definition_id: str) -> int:
        """Let a version go on; return how many cases go on by it."""
        self._session.execute(update(DefinitionRow).where(DefinitionRow.id == definition_id).values(suspended_at=None))
        return self._let_go(CaseRow.definition_id == definition_id)

    def suspend_case(self, case_id: int, at: datetime) -> None:
        """Suspend a case, whatever else holds it."""
        self._session.execute(update(CaseRow).where(CaseRow.id == case_id).values(suspended_at=at))
        self._hold(CaseRow.id == case_id)

    def resume_case(self, case_id: int) -> bool:
        """Let a case go on as far as it is its own suspension; return whether it goes on."""
        self._session.execute(update(CaseRow).where(CaseRow.id == case_id).values(suspended_at=None))
        return self._let_go(CaseRow.id == case_id) == 1

    def settle_case(self, case_id: int) -> bool:
        """Let a case go on that has come to where nothing holds it; return whether it goes on."""
        return self._let_go(CaseRow.id == case_id) == 1

    def _let_go(self, which: ColumnElement[bool]) -> int:
        """Give suspended cases that nothing holds any more the status they have without it; return how many."""
        free = (CaseRow.suspended_at.is_(None), ~_HELD_BY_SERVICE, ~_HELD_BY_VERSION)
        before = case((_HAS_INCIDENT, str(CaseStatus.INCIDENT)), else_=str(CaseStatus.RUNNING))
        number = self._set(before, which, CaseRow.status == CaseStatus.SUSPENDED, *free)
        self._release_jobs(which)
        return number

    def _hold(self, which: ColumnElement[bool]) -> int:
        going_on = CaseRow.status.in_([CaseStatus.RUNNING, CaseStatus.INCIDENT])
        number = self._set(str(CaseStatus.SUSPENDED), which, going_on)
        self._hold_jobs(which)
        return number

    def _set(self, status: ColumnElement[str] | str, *which: ColumnElement[bool]) -> int:
        values = {"status": status, "revision": CaseRow.revision + 1}
        changed = self._session.execute(update(CaseRow).where(*which).values(values).returning(CaseRow.id))
        return len(changed.all())

    def _hold_jobs(self, which: ColumnElement[bool]) -> None:
        """Put the jobs of suspended cases out of the workers' sight.

        A job of a suspended case is not taken in any case; but a hundred thousand of them that are due would have to be
        looked through at every search for one that may be (0.4 s instead of 1 ms, measured).
        """
        held = select(CaseRow.id).where(which, CaseRow.status == CaseStatus.SUSPENDED)
        waiting = (JobRow.state == JobState.WAITING, JobRow.case_id.in_(held))
        self._session.execute(update(JobRow).where(*waiting).values(state=JobState.SUSPENDED))

    def _release_jobs(self, which: ColumnElement[bool]) -> None:
        free = select(CaseRow.id).where(which, CaseRow.status != CaseStatus.SUSPENDED)
        held = (JobRow.state == JobState.SUSPENDED, JobRow.case_id.in_(free))
        self._session.execute(update(JobRow).where(*held).values(state=JobState.WAITING))

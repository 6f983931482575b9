"""Process instances in the database."""

from dataclasses import replace
from typing import Any

from sqlalchemy import Boolean, Select, and_, bindparam, exists, func, insert, select, update
from sqlalchemy import case as when
from sqlalchemy.orm import Session

from engine.errors import ConflictError
from engine.store.prepared import Prepared
from engine.store.records import Attached, StoredCase
from engine.store.search import searchable
from engine.store.tables import CaseRow, IncidentRow, JobRow, SubscriptionRow, WorkItemRow
from engine.store.transaction import Transaction
from engine.values import CaseStatus

__all__ = ["CaseStore"]


class CaseStore:
    """Keeps process instances; a write that has seen an older revision than the stored one is refused."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    @property
    def _session(self) -> Session:
        return self._transaction.session

    def add(self, case: StoredCase) -> StoredCase:
        """Keep a new case and return it with its number."""
        row = self._transaction.row(_ADD, **_fixed(case), **_changing(case), status=str(case.status), revision=0)
        return replace(case, id=row.id)

    def by_reference(self, reference: str, *, lock: bool = False) -> StoredCase | None:
        """Return the case of that reference, or None; locked against other writers until the end if asked for."""
        return self._one(_BY_REFERENCE[lock], of=reference)

    def by_id(self, case_id: int, *, lock: bool = False) -> StoredCase | None:
        """Return the case of that number, or None; locked against other writers until the end if asked for."""
        return self._one(_BY_ID[lock], of=case_id)

    def of_item(self, item_id: str) -> StoredCase | None:
        """Return the case of a work item, locked against other writers until the end, or None where there is none."""
        return self._one(_OF_ITEM, of=item_id)

    def save(self, case: StoredCase) -> None:
        """Keep what has changed.

        Raises:
            ConflictError: If the case has changed since it was read.
        """
        goes_on = case.status in {CaseStatus.RUNNING, CaseStatus.INCIDENT}
        values = {**_changing(case), "next_status": str(case.status), "goes_on": goes_on}
        if not self._transaction.run(_SAVE, **values, of=case.id, seen=case.revision, revision=case.revision + 1):
            raise ConflictError

    def attached(self, case_id: int) -> Attached:
        """Return which kinds of rows a case has."""
        row = self._transaction.row(_ATTACHED, of=case_id)
        return Attached(jobs=row.jobs, subscriptions=row.subscriptions, incidents=row.incidents)

    def going_on(self, definition_id: str, limit: int | None) -> tuple[str, ...]:
        """Return the references of the cases of a version that have not ended, the oldest first, at most `limit`."""
        query = select(CaseRow.reference).where(CaseRow.definition_id == definition_id, CaseRow.ended_at.is_(None))
        return tuple(self._session.scalars(query.order_by(CaseRow.id).limit(limit)))

    def count_going_on(self, service: str) -> dict[int, int]:
        """Return how many cases of a service have not ended, by the number of their version."""
        query = select(CaseRow.version, func.count()).where(CaseRow.service == service, CaseRow.ended_at.is_(None))
        rows = self._session.execute(query.group_by(CaseRow.version)).all()
        return {row[0]: row[1] for row in rows}

    def _one(self, query: Prepared, *, of: int | str) -> StoredCase | None:
        row = self._transaction.row(query, of=of)
        return None if row is None else _case(row)


def _fixed(case: StoredCase) -> dict[str, object]:
    return {
        "reference": case.reference,
        "service": case.service,
        "started_at": case.started_at,
        "started_by": case.started_by,
        "check_salt": case.check[0],
        "check_hash": case.check[1],
    }


def _changing(case: StoredCase) -> dict[str, object]:
    return {
        "definition_id": case.definition_id,
        "version": case.version,
        "state": case.state,
        "data": case.data,
        "search_text": searchable(case.data),
        "current": list(case.current),
        "history_length": case.history_length,
        "history_hash": case.history_hash,
        "ended_at": case.ended_at,
        "suspended_at": case.suspended_at,
    }


def _case(row: Any) -> StoredCase:  # noqa: ANN401 - a row of `_READ`
    return StoredCase(
        id=row.id,
        reference=row.reference,
        service=row.service,
        definition_id=row.definition_id,
        version=row.version,
        status=CaseStatus(row.status),
        revision=row.revision,
        state=row.state,
        data=row.data,
        current=tuple(row.current),
        history_length=row.history_length,
        history_hash=row.history_hash,
        started_at=row.started_at,
        started_by=row.started_by,
        ended_at=row.ended_at,
        suspended_at=row.suspended_at,
        check=(row.check_salt, row.check_hash),
    )


_FIXED = ("reference", "service", "started_at", "started_by", "check_salt", "check_hash")
_CHANGING = (
    "definition_id",
    "version",
    "state",
    "data",
    "search_text",
    "current",
    "history_length",
    "history_hash",
    "ended_at",
    "suspended_at",
)
_READ = select(
    *(getattr(CaseRow, name) for name in ("id", "status", "revision", *_FIXED, *_CHANGING) if name != "search_text")
)


def _locked_or_not(query: Select[Any]) -> dict[bool, Prepared]:
    return {False: Prepared(query), True: Prepared(query.with_for_update())}


_BY_ID = _locked_or_not(_READ.where(CaseRow.id == bindparam("of")))
_BY_REFERENCE = _locked_or_not(_READ.where(CaseRow.reference == bindparam("of")))
_ITS_CASE = select(WorkItemRow.case_id).where(WorkItemRow.id == bindparam("of")).scalar_subquery()
_OF_ITEM = Prepared(_READ.where(CaseRow.id == _ITS_CASE).with_for_update())
_ADD = Prepared(insert(CaseRow).returning(CaseRow.id), columns=[*_FIXED, *_CHANGING, "status", "revision"])

_OF = bindparam("of", type_=CaseRow.id.type)
_ATTACHED = Prepared(
    select(
        exists().where(JobRow.case_id == _OF).label("jobs"),
        exists().where(SubscriptionRow.case_id == _OF).label("subscriptions"),
        exists().where(IncidentRow.case_id == _OF, IncidentRow.resolved_at.is_(None)).label("incidents"),
    )
)

_NEXT_STATUS = bindparam("next_status", type_=CaseRow.status.type)
# While a case is suspended nothing but its end, or its resumption, shows.
_KEEPS_STATUS = and_(CaseRow.status == CaseStatus.SUSPENDED, bindparam("goes_on", type_=Boolean()))
_SAVE = Prepared(
    update(CaseRow)
    .where(CaseRow.id == bindparam("of"), CaseRow.revision == bindparam("seen"))
    .values(status=when((_KEEPS_STATUS, CaseRow.status), else_=_NEXT_STATUS)),
    columns=[*_CHANGING, "revision"],
)

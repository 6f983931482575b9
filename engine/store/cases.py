"""Process instances in the database."""

from dataclasses import replace
from operator import attrgetter
from typing import Any

from sqlalchemy import Boolean, Label, Select, and_, bindparam, exists, func, insert, select, update
from sqlalchemy import case as when
from sqlalchemy.orm import Session

from engine.errors import ConflictError
from engine.store.prepared import Prepared
from engine.store.records import Attached, StoredCase
from engine.store.search import searchable
from engine.store.tables import CaseRow, IncidentRow, JobRow, SubscriptionRow, WorkItemRow
from engine.store.transaction import Transaction
from engine.store.work_tables import IS_WAITING
from engine.values import CaseStatus

__all__ = ["CASE_COLUMNS", "CaseStore", "attached_of", "case_of", "kinds_attached"]


class CaseStore:
    """Keeps process instances; a write that has seen an older revision than the stored one is refused."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self._seen: dict[int, tuple[object, ...]] = {}

    @property
    def _session(self) -> Session:
        return self._transaction.session

    def add(self, case: StoredCase) -> StoredCase:
        """Keep a new case and return it with its number."""
        values = {**_fixed(case), **_moving(case), **_staying(case), "status": str(case.status), "revision": 0}
        row = self._transaction.row(_ADD, **values)
        return replace(case, id=row.id)

    def by_reference(self, reference: str, *, lock: bool = False) -> StoredCase | None:
        """Return the case of that reference, or None; locked against other writers until the end if asked for."""
        return self._one(_BY_REFERENCE[lock], of=reference)

    def by_id(self, case_id: int, *, lock: bool = False) -> StoredCase | None:
        """Return the case of that number, or None; locked against other writers until the end if asked for."""
        return self._one(_BY_ID[lock], of=case_id)

    def know(self, case: StoredCase) -> StoredCase:
        """Take it that a case is in the database as it is here, and return it."""
        self._seen[case.id] = _STAYING(case)
        return case

    def save(self, case: StoredCase, *, seen: int | None = None) -> None:
        """Keep what has changed; what mostly stays, and is in an index, only where it has.

        Args:
            case: The case as it is to be.
            seen: The revision that was read, where `case` has the next one already.

        Raises:
            ConflictError: If the case has changed since it was read; at the latest when all is committed.
        """
        seen = case.revision if seen is None else seen
        of = {"of": case.id, "seen": seen, "revision": seen + 1}
        if self._seen.get(case.id) == _STAYING(case):
            self._transaction.defer(_GO_ON, ConflictError, **_moving(case), **of)
            return
        goes_on = case.status in {CaseStatus.RUNNING, CaseStatus.INCIDENT}
        values = {**_moving(case), **_staying(case), "next_status": str(case.status), "goes_on": goes_on}
        self._transaction.defer(_SAVE, ConflictError, **values, **of)
        self._seen.pop(case.id, None)

    def attached(self, case: StoredCase, *, but_item: str = "") -> Attached:
        """Return which kinds of rows a case, locked, has.

        Args:
            case: The case.
            but_item: The work item that does not count.
        """
        return attached_of(self._transaction.row(_ATTACHED, of=case.id, but=but_item))

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
        return None if row is None else self.know(case_of(row))


def _fixed(case: StoredCase) -> dict[str, object]:
    return {
        "reference": case.reference,
        "service": case.service,
        "started_at": case.started_at,
        "started_by": case.started_by,
        "check_salt": case.check[0],
        "check_hash": case.check[1],
    }


def _moving(case: StoredCase) -> dict[str, object]:
    return {
        "state": case.state,
        "data": case.data,
        "search_text": searchable(case.data),
        "current": list(case.current),
        "history_length": case.history_length,
        "history_hash": case.history_hash,
    }


def _staying(case: StoredCase) -> dict[str, object]:
    return {
        "definition_id": case.definition_id,
        "version": case.version,
        "ended_at": case.ended_at,
        "suspended_at": case.suspended_at,
    }


def case_of(row: Any) -> StoredCase:  # noqa: ANN401 - a row with `CASE_COLUMNS`
    """Return the case that a row keeps."""
    return StoredCase(
        id=row.id,
        reference=row.reference,
        service=row.service,
        definition_id=row.definition_id,
        version=row.version,
        status=_STATUS[row.status],
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


def attached_of(row: Any) -> Attached:  # noqa: ANN401 - a row with `kinds_attached`
    """Return what a row tells."""
    return Attached(items=row.items, jobs=row.jobs, subscriptions=row.subscriptions, incidents=row.incidents)


def kinds_attached() -> tuple[Label[bool], ...]:
    """Return the columns that tell which kinds of rows the case "of" has, the work item "but" not counted."""
    of = bindparam("of", type_=CaseRow.id.type)
    return (
        exists().where(WorkItemRow.case_id == of, IS_WAITING, WorkItemRow.id != bindparam("but")).label("items"),
        exists().where(JobRow.case_id == of).label("jobs"),
        exists().where(SubscriptionRow.case_id == of).label("subscriptions"),
        exists().where(IncidentRow.case_id == of, IncidentRow.resolved_at.is_(None)).label("incidents"),
    )


_STATUS = {str(status): status for status in CaseStatus}
_FIXED = ("reference", "service", "started_at", "started_by", "check_salt", "check_hash")
_MOVING = ("state", "data", "search_text", "current", "history_length", "history_hash")
_STAYING_COLUMNS = ("definition_id", "version", "ended_at", "suspended_at")
_STAYING = attrgetter("status", *_STAYING_COLUMNS)
_CHANGING = (*_MOVING, *_STAYING_COLUMNS)
CASE_COLUMNS = tuple(name for name in ("id", "status", "revision", *_FIXED, *_CHANGING) if name != "search_text")
"""What of a case's row is read."""

_READ = select(*(getattr(CaseRow, name) for name in CASE_COLUMNS))


def _locked_or_not(query: Select[Any]) -> dict[bool, Prepared]:
    return {False: Prepared(query), True: Prepared(query.with_for_update())}


_BY_ID = _locked_or_not(_READ.where(CaseRow.id == bindparam("of")))
_BY_REFERENCE = _locked_or_not(_READ.where(CaseRow.reference == bindparam("of")))
_ADD = Prepared(insert(CaseRow).returning(CaseRow.id), columns=[*_FIXED, *_CHANGING, "status", "revision"])

_ATTACHED = Prepared(select(*kinds_attached()))
_NEXT_STATUS = bindparam("next_status", type_=CaseRow.status.type)
# While a case is suspended nothing but its end, or its resumption, shows.
_KEEPS_STATUS = and_(CaseRow.status == CaseStatus.SUSPENDED, bindparam("goes_on", type_=Boolean()))
_UPDATE = update(CaseRow).where(CaseRow.id == bindparam("of"), CaseRow.revision == bindparam("seen"))
_GO_ON = Prepared(_UPDATE, columns=[*_MOVING, "revision"])
_SAVE = Prepared(
    _UPDATE.values(status=when((_KEEPS_STATUS, CaseRow.status), else_=_NEXT_STATUS)),
    columns=[*_CHANGING, "revision"],
)

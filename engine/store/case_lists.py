"""Lists of cases, page by page, read off an index with the newest first, however many cases there are."""

from collections.abc import Iterable
from typing import TypeAlias

from sqlalchemy import ColumnElement, and_, or_, select, true
from sqlalchemy.orm import Session

from engine.list_pages import COUNTED, ListPage
from engine.store.case_texts import cases_with, find_first, has_text
from engine.store.list_pages import count_up_to, open_window, read_keys
from engine.store.tables import CaseRow, ServiceRow
from engine.values import CaseStatus, CaseSummary

__all__ = ["CaseListStore"]

_Conditions: TypeAlias = list[ColumnElement[bool]]
_ORDER = (CaseRow.started_at, CaseRow.id)
_SHOWN = (
    CaseRow.id,
    CaseRow.reference,
    CaseRow.service,
    CaseRow.status,
    CaseRow.started_at,
    CaseRow.ended_at,
    CaseRow.version,
    CaseRow.current,
)
"""What a list shows: a case's state and data are not read for it."""


class CaseListStore:
    """Reads lists of cases."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def page(
        self, *, service: str | None, status: str | None, text: str, after: str, before: str, size: int
    ) -> ListPage[CaseSummary]:
        """Return one page of the cases of a service, in a status, with a text in reference or data; newest first."""
        window = open_window(_ORDER, after=after, before=before, is_descending=True, size=size)
        listed = self._stretches(service, status)
        found = _TextFound(self._session, text) if text.strip() else None
        stretches = found.stretches(listed) if found else listed
        keys = read_keys(self._session, window, [window.stretch(*one) for one in stretches])
        return ListPage(
            items=self._summaries(keys.ids),
            total=found.count(listed) if found else _count(self._session, listed),
            next=keys.next,
            previous=keys.previous,
        )

    def suspended_among(self, references: Iterable[str]) -> frozenset[str]:
        """Return those of some cases, by their references, that are suspended."""
        query = select(CaseRow.reference).where(CaseRow.reference.in_(list(references)))
        return frozenset(self._session.scalars(query.where(CaseRow.status == CaseStatus.SUSPENDED)))

    def _stretches(self, service: str | None, status: str | None) -> list[_Conditions]:
        """Return the conditions of which each is one stretch of the index by service, status and start.

        All cases there are lie in the order of their start in one stretch.
        """
        if service is None and status is None:
            return [[]]
        services = [service] if service is not None else list(self._session.scalars(select(ServiceRow.key)))
        statuses = [status] if status is not None else [str(one) for one in CaseStatus]
        return [[CaseRow.service == one, CaseRow.status == each] for one in services for each in statuses] or [[]]

    def _summaries(self, ids: Iterable[int]) -> tuple[CaseSummary, ...]:
        wanted = list(ids)
        rows = {row.id: row for row in self._session.execute(select(*_SHOWN).where(CaseRow.id.in_(wanted)))}
        return tuple(
            CaseSummary(
                reference=row.reference,
                service=row.service,
                status=CaseStatus(row.status),
                started_at=row.started_at,
                ended_at=row.ended_at,
                version=row.version,
                current=tuple(row.current),
            )
            for row in (rows[each] for each in wanted)
        )


class _TextFound:
    """Those cases of a list that have a text."""

    def __init__(self, session: Session, text: str) -> None:
        self._session, self._text = session, text
        self._first = find_first(session, text)

    def stretches(self, listed: list[_Conditions]) -> list[_Conditions]:
        """Return the conditions of a list with that of having the text.

        What few cases have is looked up first; what many have comes up soon in the list's own order.
        """
        if self._first.are_all:
            return [[CaseRow.id.in_(self._first.ids), _any_of(listed)]]
        return [[*one, has_text(self._text)] for one in listed]

    def count(self, listed: list[_Conditions]) -> int:
        """Return how many there are, no further than one more than `COUNTED`."""
        number = _count(self._session, [[CaseRow.id.in_(self._first.ids), _any_of(listed)]])
        if number > COUNTED or self._first.are_all:
            return number
        return _count(self._session, [[CaseRow.id.in_(cases_with(self._session, self._text)), _any_of(listed)]])


def _any_of(listed: list[_Conditions]) -> ColumnElement[bool]:
    """Return the condition that a case is in one of some stretches."""
    return or_(*(and_(true(), *one) for one in listed))


def _count(session: Session, stretches: list[_Conditions]) -> int:
    return count_up_to(session, [select(CaseRow.id).where(*one) for one in stretches], repeats=False)

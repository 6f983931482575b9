"""Lists of cases, page by page, read off an index with the newest first, however many cases there are."""

from collections.abc import Iterable
from typing import TypeAlias

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from engine.list_pages import ListPage
from engine.store.case_texts import are_many, cases_with, has_text
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
        stretches, found = self._searched(service, status, text) if text.strip() else self._all(service, status)
        keys = read_keys(self._session, window, [window.stretch(*one) for one in stretches])
        return ListPage(
            items=self._summaries(keys.ids),
            total=count_up_to(self._session, found, repeats=False),
            next=keys.next,
            previous=keys.previous,
        )

    def suspended_among(self, references: Iterable[str]) -> frozenset[str]:
        """Return those of some cases, by their references, that are suspended."""
        query = select(CaseRow.reference).where(CaseRow.reference.in_(list(references)))
        return frozenset(self._session.scalars(query.where(CaseRow.status == CaseStatus.SUSPENDED)))

    def _all(self, service: str | None, status: str | None) -> tuple[list[_Conditions], list[Select[int]]]:
        """Return the stretches of the index that hold a list, and the statements that count it."""
        stretches = self._stretches(service, status)
        return stretches, [select(CaseRow.id).where(*one) for one in stretches]

    def _searched(
        self, service: str | None, status: str | None, text: str
    ) -> tuple[list[_Conditions], list[Select[int]]]:
        """Return the same for those cases of a list that have a text.

        What few cases have is looked up first; what many have comes up soon in the list's own order.
        """
        ids = cases_with(self._session, text)
        given = ((CaseRow.service, service), (CaseRow.status, status))
        few = [CaseRow.id.in_(ids), *(column == value for column, value in given if value is not None)]
        counted = [select(CaseRow.id).where(*few)]
        if not are_many(self._session, ids):
            return [few], counted
        return [[*one, has_text(text)] for one in self._stretches(service, status)], counted

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

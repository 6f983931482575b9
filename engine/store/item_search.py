"""Finding work items by a text: in their case's data or reference, or in the name of their step.

What few items have is looked up first and sorted afterwards. What many have comes up soon wherever one looks, so the
list is read in its own order until the page is full. Either way nothing is read that grows with the number of cases.
"""

from sqlalchemy import ColumnElement, CompoundSelect, Select, func, or_, select, union_all
from sqlalchemy.orm import Session

from engine.list_pages import COUNTED
from engine.store.case_texts import MANY, cases_with, find_first, has_text
from engine.store.list_pages import count_up_to
from engine.store.tables import CaseRow, WorkItemGroupRow, WorkItemRow

__all__ = ["ItemSearch"]

_MOST_NAMES = 1_000


_item = WorkItemRow.id


class ItemSearch:
    """The work items in a state that have a text.

    Attributes:
        is_many: Whether there are many of them.
    """

    def __init__(self, session: Session, text: str, state: str) -> None:
        self._session, self._text = session, text
        self._names = _names(session, state, text)
        self._cases = find_first(session, text)
        named = select(_item).where(WorkItemRow.state == state, WorkItemRow.name.in_(self._names))
        self._named = named if self._names else None
        self.is_many = not self._cases.are_all or self._has_many_named()

    @property
    def condition(self) -> ColumnElement[bool]:
        """The condition that an item in an inbox is one of them, in the form that is quick."""
        if not self.is_many:
            return WorkItemGroupRow.work_item_id.in_(self._ids(self._cases.ids))
        item = select(_item).join(CaseRow, CaseRow.id == WorkItemRow.case_id)
        is_one = or_(WorkItemRow.name.in_(self._names), has_text(self._text))
        return item.where(_item == WorkItemGroupRow.work_item_id, is_one).correlate(WorkItemGroupRow).exists()

    def count(self, inboxes: ColumnElement[bool]) -> int:
        """Return how many of them some inboxes have, no further than one more than `COUNTED`."""
        number = self._count(inboxes, self._ids(self._cases.ids, most_named=MANY))
        if number > COUNTED or not self.is_many:
            return number
        return self._count(inboxes, self._ids(cases_with(self._session, self._text)))

    def _count(self, inboxes: ColumnElement[bool], ids: CompoundSelect[str]) -> int:
        found = ids.subquery()
        mine = select(WorkItemGroupRow.work_item_id).join(found, found.c.id == WorkItemGroupRow.work_item_id)
        return count_up_to(self._session, [mine.where(inboxes).distinct()], repeats=False)

    def _ids(self, cases: Select[int], *, most_named: int | None = None) -> CompoundSelect[str]:
        of_cases = select(_item).where(WorkItemRow.case_id.in_(cases))
        if self._named is None:
            return union_all(of_cases)
        return union_all(of_cases, select(self._named.limit(most_named).subquery()))

    def _has_many_named(self) -> bool:
        if self._named is None:
            return False
        first = self._named.limit(MANY + 1).subquery()
        return (self._session.scalar(select(func.count()).select_from(first)) or 0) > MANY


def _names(session: Session, state: str, text: str) -> list[str]:
    """Return the names of steps that have a text, however it is written: each name is read once off an index."""
    looked_for = " ".join(text.split()).casefold()
    mine = WorkItemRow.state == state
    first = select(func.min(WorkItemRow.name).label("name")).where(mine).cte("names", recursive=True)
    next_name = select(func.min(WorkItemRow.name)).where(mine, WorkItemRow.name > first.c.name).scalar_subquery()
    names = first.union_all(select(next_name).where(first.c.name.is_not(None)))
    found = session.scalars(select(names.c.name).where(names.c.name.is_not(None)).limit(_MOST_NAMES))
    return [name for name in found if looked_for in name.casefold()]

"""Finding work items by a text: in their case's data or reference, or in the name of their step.

What few items have is looked up first and sorted afterwards. What many have comes up soon wherever one looks, so the
list is read in its own order until the page is full. Either way nothing is read that grows with the number of cases.
"""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, CompoundSelect, Select, func, or_, select, union_all
from sqlalchemy.orm import Session

from engine.store.case_texts import are_many, cases_with, has_text
from engine.store.tables import CaseRow, WorkItemGroupRow, WorkItemRow

__all__ = ["ItemSearch", "search_items"]

_MOST_NAMES = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemSearch:
    """What was found.

    Attributes:
        ids: The statement for the ids of the work items, some more than once.
        is_many: Whether there are many of them.
        has_text: The condition that an item in an inbox is one of them, in the form that is quick.
    """

    ids: CompoundSelect[str]
    is_many: bool
    has_text: ColumnElement[bool]

    def inboxes(self, condition: ColumnElement[bool]) -> Select[str]:
        """Return the statement for the ids of those that some inboxes have, each once, in no order."""
        found = self.ids.subquery()
        mine = select(WorkItemGroupRow.work_item_id).join(found, found.c.id == WorkItemGroupRow.work_item_id)
        return mine.where(condition).distinct()


def search_items(session: Session, text: str, state: str) -> ItemSearch:
    """Look for the work items in a state that have a text."""
    names = _names(session, state, text)
    by_case = select(WorkItemRow.id).where(WorkItemRow.case_id.in_(cases_with(session, text)))
    by_name = select(WorkItemRow.id).where(WorkItemRow.state == state, WorkItemRow.name.in_(names))
    ids = union_all(by_case, by_name) if names else union_all(by_case)
    if not are_many(session, ids):
        return ItemSearch(ids=ids, is_many=False, has_text=WorkItemGroupRow.work_item_id.in_(ids))
    item = select(WorkItemRow.id).join(CaseRow, CaseRow.id == WorkItemRow.case_id)
    held = item.where(WorkItemRow.id == WorkItemGroupRow.work_item_id, or_(WorkItemRow.name.in_(names), has_text(text)))
    return ItemSearch(ids=ids, is_many=True, has_text=held.correlate(WorkItemGroupRow).exists())


def _names(session: Session, state: str, text: str) -> list[str]:
    """Return the names of steps that have a text, however it is written: each name is read once off an index."""
    looked_for = " ".join(text.split()).casefold()
    mine = WorkItemRow.state == state
    first = select(func.min(WorkItemRow.name).label("name")).where(mine).cte("names", recursive=True)
    next_name = select(func.min(WorkItemRow.name)).where(mine, WorkItemRow.name > first.c.name).scalar_subquery()
    names = first.union_all(select(next_name).where(first.c.name.is_not(None)))
    found = session.scalars(select(names.c.name).where(names.c.name.is_not(None)).limit(_MOST_NAMES))
    return [name for name in found if looked_for in name.casefold()]

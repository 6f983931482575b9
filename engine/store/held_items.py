"""A work item that somebody is about to change, locked with its case, and what else there is of that case.

Two questions for all that a command on a work item has to know: one that waits for the lock, and one that is asked when
the lock is there, since a statement sees what was committed before it began.
"""

from typing import NamedTuple

from sqlalchemy import bindparam, literal, select, true

from engine.store.audit import AuditStore
from engine.store.cases import CASE_COLUMNS, CaseStore, attached_of, case_of, kinds_attached
from engine.store.prepared import Prepared
from engine.store.records import Attached, StoredCase, StoredItem
from engine.store.tables import AuditRow, CaseRow, WorkItemRow
from engine.store.transaction import Transaction
from engine.store.work_items import ITEM_COLUMNS, ItemRow, stored_item
from engine.values import WorkItem

__all__ = ["HeldItem", "HeldItemStore"]


class HeldItem(NamedTuple):
    """A work item and its case, locked against other writers until the end.

    Attributes:
        case: The case.
        one: The work item.
        attached: What there is of the case beside this work item.
    """

    case: StoredCase
    one: StoredItem
    attached: Attached

    @property
    def item(self) -> WorkItem:
        """The work item as others see it."""
        return self.one.item


class HeldItemStore:
    """Takes hold of work items."""

    def __init__(self, transaction: Transaction, cases: CaseStore, audit: AuditStore) -> None:
        self._transaction = transaction
        self._cases = cases
        self._audit = audit

    def hold(self, item_id: str) -> HeldItem | None:
        """Return a work item with its case, which is locked first, as every command locks it first; None without one.

        The audit trail learns where the case's chain ends: whoever holds an item will add to it.
        """
        row = self._transaction.row(_HOLD, of=item_id)
        if row is None:
            return None
        case, one = self._cases.know(case_of(row)), stored_item(ItemRow._make(row[len(CASE_COLUMNS) :]))
        beside = self._transaction.row(_BESIDE, of=case.id, but=item_id, chain=case.reference)
        self._audit.know(case.reference, beside.sequence or 0, beside.hash or "")
        return HeldItem(case=case, one=one, attached=attached_of(beside))


# Both rows are locked, so that both are read as they are when the lock is there; the case comes first.
_HOLD = Prepared(
    select(
        *(getattr(CaseRow, name) for name in CASE_COLUMNS),
        *(getattr(WorkItemRow, name).label(f"item_{name}") for name in ITEM_COLUMNS),
    )
    .select_from(CaseRow)
    .join(WorkItemRow, WorkItemRow.case_id == CaseRow.id)
    .where(WorkItemRow.id == bindparam("of"))
    .with_for_update(of=[CaseRow, WorkItemRow])
)
_LAST = (
    select(AuditRow.sequence, AuditRow.hash)
    .where(AuditRow.chain == bindparam("chain"))
    .order_by(AuditRow.sequence.desc())
    .limit(1)
    .subquery("last")
)
_BESIDE = Prepared(
    select(*kinds_attached(), _LAST.c.sequence, _LAST.c.hash).select_from(
        select(literal(1).label("one")).subquery("always").outerjoin(_LAST, true())
    )
)

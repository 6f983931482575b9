"""How long ended cases and unsent applications are kept, and the taking out of everything personal."""

from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from engine.retention import RetentionRule
from engine.store.tables import (
    CaseRow,
    DocumentRow,
    DraftRow,
    GroupNoticeRow,
    HistoryRow,
    IncidentRow,
    MessageStartRow,
    NoticeRow,
    RetentionRuleRow,
    WorkItemGroupRow,
    WorkItemRow,
)
from engine.store.upserts import upsert

__all__ = ["RetentionStore"]

_NOBODY = ("", "system")


class RetentionStore:
    """Keeps the rules and carries erasure out."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def rules(self) -> tuple[RetentionRule, ...]:
        """Return every rule, by service."""
        rows = self._session.scalars(select(RetentionRuleRow).order_by(RetentionRuleRow.service))
        return tuple(
            RetentionRule(service=row.service, case_days=row.case_days, draft_days=row.draft_days) for row in rows
        )

    def save_rule(self, rule: RetentionRule) -> None:
        """Keep a rule; it replaces the service's earlier one."""
        values = {"case_days": rule.case_days, "draft_days": rule.draft_days}
        upsert(self._session, RetentionRuleRow, {"service": rule.service}, values)

    def services(self) -> tuple[str, ...]:
        """Return the key of every service that has or had cases or applications."""
        of_cases = set(self._session.scalars(select(CaseRow.service).distinct()))
        return tuple(sorted(of_cases | set(self._session.scalars(select(DraftRow.service).distinct()))))

    def overdue_cases(self, rule: RetentionRule, now: datetime, *, limit: int) -> tuple[str, ...]:
        """Return the references of a service's cases whose time is over, the longest ended first."""
        if rule.case_days is None:
            return ()
        ended = (CaseRow.erased_at.is_(None), CaseRow.ended_at <= now - timedelta(days=rule.case_days))
        query = select(CaseRow.reference).where(CaseRow.service == rule.service, *ended)
        return tuple(self._session.scalars(query.order_by(CaseRow.ended_at).limit(limit)))

    def drop_overdue_drafts(self, rule: RetentionRule, now: datetime) -> int:
        """Drop a service's applications that nobody has gone on with, sent or not, and return how many went.

        The draft of a case is no more than a copy of what the case holds.
        """
        if rule.draft_days is None:
            return 0
        idle = (DraftRow.service == rule.service, DraftRow.updated_at <= now - timedelta(days=rule.draft_days))
        gone = list(self._session.scalars(delete(DraftRow).where(*idle).returning(DraftRow.id)))
        orphans = (DocumentRow.draft_id.in_(gone), DocumentRow.case_id.is_(None))
        self._session.execute(delete(DocumentRow).where(*orphans))
        return len(gone)

    def is_erased(self, case_id: int) -> bool:
        """Return whether a case's personal data is gone."""
        return self._session.scalar(select(CaseRow.erased_at).where(CaseRow.id == case_id)) is not None

    def erase_case(self, case_id: int, reference: str, now: datetime) -> None:
        """Take everything personal out of an ended case but its documents; what happened and when stays."""
        emptied = {
            "erased_at": now,
            "state": b"",
            "data": {},
            "search_text": "",
            "check_salt": b"",
            "check_hash": b"",
            "started_by": "",
            "revision": CaseRow.revision + 1,
        }
        self._session.execute(update(CaseRow).where(CaseRow.id == case_id).values(emptied))
        self._mask_history(case_id)
        self._empty_work_items(case_id)
        self._session.execute(delete(NoticeRow).where(NoticeRow.case_id == case_id))
        self._session.execute(delete(DraftRow).where(DraftRow.reference == reference))
        self._session.execute(delete(MessageStartRow).where(MessageStartRow.case_id == case_id))
        mine = update(IncidentRow).where(IncidentRow.case_id == case_id)
        self._session.execute(mine.values(message="", inputs={}))

    def rechain_history(self, case_id: int, head: str) -> None:
        """Keep the hash over a history whose persons were taken out."""
        self._session.execute(update(CaseRow).where(CaseRow.id == case_id).values(history_hash=head))

    def _mask_history(self, case_id: int) -> None:
        """Replace persons by numbers of this case alone: hand-overs can still be counted, nobody can be followed."""
        query = select(HistoryRow.sequence, HistoryRow.resource, HistoryRow.on_behalf_of)
        rows = self._session.execute(query.where(HistoryRow.case_id == case_id).order_by(HistoryRow.sequence)).all()
        masks = {name: name for name in _NOBODY}
        for _, resource, on_behalf_of in rows:
            for name in (resource, on_behalf_of):
                masks.setdefault(name, f"person-{len(masks) - len(_NOBODY) + 1}")
        for sequence, resource, on_behalf_of in rows:
            if resource not in _NOBODY or on_behalf_of not in _NOBODY:
                row = update(HistoryRow).where(HistoryRow.case_id == case_id, HistoryRow.sequence == sequence)
                masked = {"resource": masks[resource], "on_behalf_of": masks[on_behalf_of]}
                self._session.execute(row.values(masked))

    def _empty_work_items(self, case_id: int) -> None:
        items = select(WorkItemRow.id).where(WorkItemRow.case_id == case_id)
        named = or_(WorkItemGroupRow.name.startswith("user:"), WorkItemGroupRow.name.startswith("applicant:"))
        self._session.execute(delete(WorkItemGroupRow).where(WorkItemGroupRow.work_item_id.in_(items), named))
        self._session.execute(delete(GroupNoticeRow).where(GroupNoticeRow.work_item_id.in_(items)))
        for row in self._session.scalars(select(WorkItemRow).where(WorkItemRow.case_id == case_id)):
            row.groups = [group for group in row.groups if not group.startswith(("user:", "applicant:"))]
            row.data, row.note = {}, ""
            row.assignee, row.assignee_name = None, ""
            row.owner, row.owner_name = None, ""
        self._session.flush()

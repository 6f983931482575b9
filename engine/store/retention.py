"""How long ended cases and unsent applications are kept, and the taking out of everything personal."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, or_, select, update
from sqlalchemy.orm import Session

from engine.retention import RetentionRule
from engine.store.case_texts import tidy_index
from engine.store.list_pages import count_up_to
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
        query = select(CaseRow.reference).where(*_overdue(rule.service, now - timedelta(days=rule.case_days)))
        return tuple(self._session.scalars(query.order_by(CaseRow.ended_at).limit(limit)))

    def count_overdue(self, rule: RetentionRule, now: datetime) -> tuple[int, int]:
        """Return how many of a service's cases, and how many of its applications, a rule makes due."""
        cases = drafts = 0
        if rule.case_days is not None:
            found = select(CaseRow.id).where(*_overdue(rule.service, now - timedelta(days=rule.case_days)))
            cases = count_up_to(self._session, [found], repeats=False)
        if rule.draft_days is not None:
            idle = select(DraftRow.id).where(*_idle(rule.service, now - timedelta(days=rule.draft_days)))
            drafts = count_up_to(self._session, [idle], repeats=False)
        return cases, drafts

    def count_kept(self, service: str) -> int:
        """Return how many of a service's cases have ended and are not erased."""
        kept = (CaseRow.service == service, CaseRow.erased_at.is_(None), CaseRow.ended_at.is_not(None))
        return count_up_to(self._session, [select(CaseRow.id).where(*kept)], repeats=False)

    def drop_rule(self, service: str) -> bool:
        """Forget a rule; return whether there was one."""
        gone = delete(RetentionRuleRow).where(RetentionRuleRow.service == service)
        return self._session.scalar(gone.returning(RetentionRuleRow.service)) is not None

    def drop_overdue_drafts(self, rule: RetentionRule, now: datetime) -> int:
        """Drop a service's applications that nobody has gone on with, sent or not, and return how many went.

        The draft of a case is no more than a copy of what the case holds.
        """
        if rule.draft_days is None:
            return 0
        idle = _idle(rule.service, now - timedelta(days=rule.draft_days))
        gone = list(self._session.scalars(delete(DraftRow).where(*idle).returning(DraftRow.id)))
        orphans = (DocumentRow.draft_id.in_(gone), DocumentRow.case_id.is_(None))
        self._session.execute(delete(DocumentRow).where(*orphans))
        return len(gone)

    def is_erased(self, case_id: int) -> bool:
        """Return whether a case's personal data is gone."""
        return self.erased_at(case_id) is not None

    def erased_at(self, case_id: int) -> datetime | None:
        """Return when a case's personal data was taken out, None where it was not."""
        return self._session.scalar(select(CaseRow.erased_at).where(CaseRow.id == case_id))

    def count_people(self, case_id: int) -> int:
        """Return how many persons a case's history names."""
        mine = HistoryRow.case_id == case_id
        named = select(HistoryRow.resource).where(mine).union(select(HistoryRow.on_behalf_of).where(mine))
        return len(set(self._session.scalars(named)) - set(_NOBODY))

    def tidy_search(self, *, is_first: bool) -> bool:
        """Tidy a bit of the index by which cases are found; return whether something is left to do."""
        return tidy_index(self._session, is_first=is_first)

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


def _overdue(service: str, before: datetime) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions for cases of a service that ended before a time and have not been erased."""
    return CaseRow.service == service, CaseRow.erased_at.is_(None), CaseRow.ended_at <= before


def _idle(service: str, before: datetime) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions for applications for a service that nobody has gone on with since a time."""
    return DraftRow.service == service, DraftRow.updated_at <= before

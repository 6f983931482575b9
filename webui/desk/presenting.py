"""What the desk's templates are given beside the inbox."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from engine import (
    Actor,
    CaseDetails,
    CaseStatus,
    CaseSummary,
    Engine,
    WorkItemDetails,
    WorkItemState,
    find_absentees,
    find_documents,
    list_accounts,
)
from webui.context import current_settings
from webui.desk.inbox import groups_of
from webui.presenters.answers import AnswerSection, present_answers
from webui.presenters.cases import (
    Fact,
    Status,
    TimelineEntry,
    present_findings,
    present_status,
    present_timeline,
)
from webui.presenters.elements import element_name
from webui.presenters.papers import PaperRow, present_papers
from webui.presenters.work import WorkRow, present_work, service_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from processes.catalogue import Service
    from webui.security.accounts import StaffUser

__all__ = [
    "CaseContext",
    "CaseRow",
    "ItemPage",
    "colleagues",
    "present_case_row",
    "present_context",
    "present_item",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseContext:
    """A case beside the work on it.

    Attributes:
        reference: Its reference.
        service: Its service's name.
        status: Where it stands.
        answers: What the applicant told, page by page.
        findings: What registers and decisions added.
        timeline: What happened, newest first, with who did it.
        work: What waits in it.
        papers: Its documents that the reader may read.
        details: The case itself.
    """

    reference: str
    service: str
    status: Status
    answers: tuple[AnswerSection, ...]
    findings: tuple[Fact, ...]
    timeline: tuple[TimelineEntry, ...]
    work: tuple[WorkRow, ...]
    papers: tuple[PaperRow, ...]
    details: CaseDetails


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemPage:
    """One work item.

    Attributes:
        row: The work item as people read it.
        context: Its case.
        is_mine: Whether the reader has taken it.
        is_takeable: Whether the reader could take it.
        is_releasable: Whether the reader could give it back.
        holder: Who else has taken it, "" where nobody has.
        is_handed_to_me: Whether a colleague has handed it to the reader and waits for it to come back.
        is_handed_on: Whether the reader has handed it on.
        can_hand_on: Whether the reader could hand it to a colleague.
        can_steer: Whether the reader may give it to anybody and date it.
        colleagues: Ids and names of those who could get it.
        due_day: The day it is due, as a form's date field has it, "" for none.
        aside_day: The day until which it is put aside, likewise.
    """

    row: WorkRow
    context: CaseContext
    is_mine: bool
    is_takeable: bool
    is_releasable: bool
    holder: str
    is_handed_to_me: bool
    is_handed_on: bool
    can_hand_on: bool
    can_steer: bool
    colleagues: tuple[tuple[str, str], ...]
    due_day: str
    aside_day: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRow:
    """A case in a list."""

    summary: CaseSummary
    service: str
    status: Status
    current: str


def present_item(
    engine: Engine,
    details: WorkItemDetails,
    case: CaseDetails,
    *,
    user: "StaffUser",
    services: "Mapping[str, Service]",
    language: str,
) -> ItemPage:
    """Return a work item's page as one member of staff sees it."""
    item, me = details.item, user.account
    absent = find_absentees(engine, actor=me.actor)
    people = {account.id: account.name for account in absent}
    is_mine = item.state is WorkItemState.CLAIMED and item.assignee == me.id
    is_manager = user.has_any(frozenset({"manager"}))
    may_take = bool(groups_of(user, {}, absent) & set(item.groups or ("",)))
    is_open, is_claimed = item.state is WorkItemState.OPEN, item.state is WorkItemState.CLAIMED
    return ItemPage(
        row=present_work(item, services, language, people=people, held=_held(case)),
        context=present_context(engine, case, services, language, reader=me.actor),
        is_mine=is_mine,
        is_takeable=(is_open and may_take) or (is_claimed and item.assignee in people),
        is_releasable=is_claimed and not item.is_delegated and (is_mine or is_manager),
        holder="" if is_mine or not is_claimed else item.assignee_name,
        is_handed_to_me=is_mine and item.is_delegated,
        is_handed_on=item.is_waiting and item.owner == me.id,
        can_hand_on=not item.is_delegated and (is_mine or (is_open and may_take)),
        can_steer=is_manager and item.is_waiting,
        colleagues=tuple(one for one in colleagues(engine) if one[0] != me.id or is_manager),
        due_day=_day(item.due_at),
        aside_day=_day(item.follow_up_at),
    )


def colleagues(engine: Engine) -> tuple[tuple[str, str], ...]:
    """Return ids and names of the people who can be given work, by name."""
    found = (one for one in list_accounts(engine) if one.is_active and one.roles & {"case_worker", "manager"})
    return tuple(sorted(((one.id, one.name) for one in found), key=lambda one: one[1].casefold()))


def _held(case: CaseDetails) -> tuple[str, ...]:
    return (case.summary.reference,) if case.summary.status is CaseStatus.SUSPENDED else ()


def _day(moment: datetime | None) -> str:
    return "" if moment is None else moment.astimezone(current_settings().timezone).date().isoformat()


def present_context(
    engine: Engine, case: CaseDetails, services: "Mapping[str, Service]", language: str, *, reader: Actor
) -> CaseContext:
    """Return a case as staff see it."""
    service = services.get(case.summary.service)
    people = {account.id: account.name for account in list_accounts(engine)}
    return CaseContext(
        reference=case.summary.reference,
        service=service_name(case.summary.service, services, language),
        status=present_status(case.summary.status),
        answers=present_answers(service, case.data, language) if service else (),
        findings=present_findings(case, service, language),
        timeline=present_timeline(case, service, language, people=people),
        work=tuple(present_work(item, services, language, held=_held(case)) for item in case.open_items),
        papers=present_papers(find_documents(engine, reference=case.summary.reference, actor=reader)),
        details=case,
    )


def present_case_row(summary: CaseSummary, services: "Mapping[str, Service]", language: str) -> CaseRow:
    """Return a case as a row of a list."""
    service = services.get(summary.service)
    return CaseRow(
        summary=summary,
        service=service_name(summary.service, services, language),
        status=present_status(summary.status),
        current=", ".join(element_name(element, service, language) for element in summary.current),
    )

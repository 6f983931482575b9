"""What the desk's templates are given beside the inbox."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine import (
    Actor,
    CaseDetails,
    CaseSummary,
    Engine,
    WorkItemDetails,
    WorkItemState,
    find_documents,
    list_accounts,
)
from webui.presenters.answers import AnswerSection, present_answers
from webui.presenters.cases import (
    Fact,
    Status,
    TimelineEntry,
    present_findings,
    present_status,
    present_timeline,
)
from webui.presenters.papers import PaperRow, present_papers
from webui.presenters.work import WorkRow, present_work, service_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from processes.catalogue import Service
    from webui.security.accounts import StaffUser

__all__ = ["CaseContext", "CaseRow", "ItemPage", "present_case_row", "present_context", "present_item"]


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
    """

    row: WorkRow
    context: CaseContext
    is_mine: bool
    is_takeable: bool
    is_releasable: bool
    holder: str


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
    item = details.item
    is_mine = item.state is WorkItemState.CLAIMED and item.assignee == user.account.id
    is_manager = user.has_any(frozenset({"manager"}))
    return ItemPage(
        row=present_work(item, services, language),
        context=present_context(engine, case, services, language, reader=user.account.actor),
        is_mine=is_mine,
        is_takeable=item.state is WorkItemState.OPEN and bool(user.account.groups & set(item.groups)),
        is_releasable=item.state is WorkItemState.CLAIMED and (is_mine or is_manager),
        holder="" if is_mine or item.state is not WorkItemState.CLAIMED else item.assignee_name,
    )


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
        work=tuple(present_work(item, services, language) for item in case.open_items),
        papers=present_papers(find_documents(engine, reference=case.summary.reference, actor=reader)),
        details=case,
    )


def present_case_row(summary: CaseSummary, services: "Mapping[str, Service]", language: str) -> CaseRow:
    """Return a case as a row of a list."""
    service = services.get(summary.service)
    names = service.element_names(language) if service else {}
    return CaseRow(
        summary=summary,
        service=service_name(summary.service, services, language),
        status=present_status(summary.status),
        current=", ".join(names.get(element, element) for element in summary.current),
    )

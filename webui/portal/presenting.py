"""What the portal's templates are given."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from engine import CaseDetails, CaseStatus, WorkItem
from webui.presenters.answers import AnswerSection, present_answers
from webui.presenters.cases import Status, TimelineEntry, present_status, present_timeline
from webui.presenters.notices import NoticeRow, present_notice
from webui.presenters.work import step_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from processes.catalogue import Service

__all__ = [
    "CasePage",
    "Question",
    "ServiceCard",
    "StartPage",
    "ToDo",
    "present_card",
    "present_case",
    "present_questions",
    "present_start",
    "read_reference",
]

_REASON = "reason"
_NOTE = "review_note"
"""Variables that every service of the library uses in this sense."""

_GROUPS = (4, 4, 4, 2, 1)
_LONGEST_REFERENCE = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceCard:
    """A service in the list."""

    key: str
    name: str
    summary: str
    takes: str
    fee: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StartPage:
    """What one reads before applying."""

    key: str
    name: str
    summary: str
    takes: str
    fee: str
    before: tuple[str, ...]
    no_need: str
    next_steps: tuple[str, ...]
    check_question: str
    first_page: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What an applicant of a service is asked before being shown a case."""

    service: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ToDo:
    """Something that waits for the applicant."""

    item: WorkItem
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePage:
    """A case as its applicant sees it."""

    reference: str
    service: str
    status: Status
    started_at: datetime
    ended_at: datetime | None
    is_on_hold: bool
    to_do: tuple[ToDo, ...]
    notices: tuple[NoticeRow, ...]
    reasons: tuple[str, ...]
    timeline: tuple[TimelineEntry, ...]
    answers: tuple[AnswerSection, ...]


def present_card(service: "Service", language: str) -> ServiceCard:
    """Return a service as a card of the list."""
    return ServiceCard(
        key=service.key,
        name=service.name(language),
        summary=service.text("summary", language),
        takes=service.text("takes", language),
        fee=service.text("fee", language),
    )


def present_start(service: "Service", language: str) -> StartPage:
    """Return what one reads before applying."""
    return StartPage(
        key=service.key,
        name=service.name(language),
        summary=service.text("summary", language),
        takes=service.text("takes", language),
        fee=service.text("fee", language),
        before=service.lines("before_you_start", language),
        no_need=service.text("no_need", language),
        next_steps=service.lines("next_steps", language),
        check_question=service.text("check_question", language),
        first_page=service.pages[0] if service.pages else "",
    )


def present_case(case: CaseDetails, service: "Service | None", language: str) -> CasePage:
    """Return a case as its applicant sees it."""
    to_do = tuple(
        ToDo(item=item, name=step_name(item, service, language)) for item in case.open_items if item.is_for_applicant
    )
    return CasePage(
        reference=case.summary.reference,
        service=service.name(language) if service else case.summary.service,
        status=present_status(case.summary.status, waits_for_applicant=bool(to_do)),
        started_at=case.summary.started_at,
        ended_at=case.summary.ended_at,
        is_on_hold=case.summary.status is CaseStatus.SUSPENDED,
        to_do=to_do,
        notices=tuple(present_notice(notice, service, language) for notice in reversed(case.notices)),
        reasons=_reasons(case, service, language),
        timeline=present_timeline(case, service, language),
        answers=present_answers(service, case.data, language) if service else (),
    )


def _reasons(case: CaseDetails, service: "Service | None", language: str) -> tuple[str, ...]:
    """Return why it was decided so: the decision's reason, then what the office wrote to the applicant."""
    code, note = case.data.get(_REASON), case.data.get(_NOTE)
    reason = service.reason(str(code), language) if service and code else ""
    return tuple(filter(None, (reason, str(note or ""))))


def present_questions(services: "Iterable[Service]", language: str) -> tuple[Question, ...]:
    """Return, service by service, the question whose answer opens a case again."""
    return tuple(
        Question(service=service.name(language), text=service.text("check_question", language)) for service in services
    )


def read_reference(typed: str) -> str:
    """Return a case's reference as it is written, however it was typed: small letters, spaces, no hyphens.

    >>> read_reference(" abcd efgh jkmn pq r ")
    'ABCD-EFGH-JKMN-PQ-R'
    """
    letters = "".join(each for each in typed.upper()[:_LONGEST_REFERENCE] if each.isalnum())
    parts, start = [], 0
    for length in _GROUPS:
        parts.append(letters[start : start + length])
        start += length
    return "-".join(part for part in (*parts, letters[start:]) if part)

"""An application that is being filled in, page by page."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import url_for

from engine import (
    AlreadySentError,
    CaseSummary,
    Document,
    Draft,
    Engine,
    NotFoundError,
    find_draft_documents,
    keep_draft_document,
    read_draft,
    save_draft,
    submit_draft,
)
from engine.values import Actor
from webui.forms import BoundForm, FileField, FormSchema, KnownFiles, read_form
from webui.portal.limits import require_start
from webui.presenters.answers import AnswerSection, present_form_answers
from webui.uploads import known_files

if TYPE_CHECKING:
    from werkzeug.datastructures import MultiDict

    from processes.catalogue import Service

__all__ = ["ApplicationPages", "Step", "keep_file", "open_application", "save_page", "send_application"]

APPLICANT = Actor(id="applicant", name="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Where in an application one is: "Question 2 of 5"."""

    number: int
    count: int


class ApplicationPages:
    """The pages of one application, with the answers given so far.

    Args:
        service: The service applied for.
        draft: What has been saved, or None before the first page has been.
        language: The reader's language.
        files: What is known of the documents sent to it so far, by id.
    """

    def __init__(self, service: "Service", draft: Draft | None, language: str, files: KnownFiles | None = None) -> None:
        self.service = service
        self.draft = draft
        self._files = files
        self._answers: Mapping[str, Mapping[str, Any]] = draft.answers if draft else {}
        self._schemas: dict[str, FormSchema] = {page: read_form(service.form(page, language)) for page in service.pages}

    @property
    def is_sent(self) -> bool:
        """Whether it has become a case."""
        return self.draft is not None and bool(self.draft.reference)

    def form(self, page: str, posted: "MultiDict[str, str] | None" = None) -> BoundForm:
        """Return one page's form with its saved answers, or with what was posted."""
        others = {key: value for name, saved in self._answers.items() if name != page for key, value in saved.items()}
        return BoundForm(
            self._schemas[page], kept=self._answers.get(page, {}), posted=posted, context=others, files=self._files
        )

    def step(self, page: str) -> Step:
        """Return where a page is."""
        return Step(number=self.service.pages.index(page) + 1, count=len(self.service.pages))

    def before(self, page: str) -> str:
        """Return the address of the page before."""
        number = self.service.pages.index(page)
        if number == 0:
            return url_for("portal.start", key=self.service.key)
        return url_for("portal.page", key=self.service.key, page=self.service.pages[number - 1])

    def after(self, page: str, *, is_change: bool = False) -> str:
        """Return the address of the page after; back to the check page where one answer was only changed."""
        number = self.service.pages.index(page)
        if is_change or number + 1 == len(self.service.pages):
            return url_for("portal.check", key=self.service.key)
        return url_for("portal.page", key=self.service.key, page=self.service.pages[number + 1])

    def unfinished(self) -> str:
        """Return the first page whose answers are not as they must be, "" where all are."""
        return next((page for page in self.service.pages if not self.form(page).validate()), "")

    def sections(self) -> tuple[AnswerSection, ...]:
        """Return all answers to look over, each with the address where it can be changed."""
        return tuple(
            AnswerSection(
                title=self._schemas[page].title,
                rows=present_form_answers(
                    self.form(page), url_for("portal.page", key=self.service.key, page=page, change="yes")
                ),
            )
            for page in self.service.pages
        )


def open_application(engine: Engine, service: "Service", draft_id: str, language: str) -> ApplicationPages:
    """Return the application that a browser remembers, or a new empty one where that is gone."""
    draft: Draft | None = None
    if draft_id:
        try:
            draft = read_draft(engine, draft_id=draft_id)
        except NotFoundError:
            draft = None
    if draft is not None and draft.service != service.key:
        draft = None
    files = None if draft is None else known_files(find_draft_documents(engine, draft_id=draft.id))
    return ApplicationPages(service, draft, language, files)


def save_page(engine: Engine, pages: ApplicationPages, page: str, answers: Mapping[str, Any]) -> Draft:
    """Save one page's answers; the first page begins the draft.

    Raises:
        TooManyStartsError: If so many were begun from here that this one has to wait.
    """
    if pages.draft is None:
        require_start()
    draft_id = pages.draft.id if pages.draft else None
    return save_draft(engine, service=pages.service.key, page=page, answers=answers, draft_id=draft_id)


def keep_file(engine: Engine, draft_id: str, field: FileField, name: str, content: bytes) -> Document:
    """Keep a file that answers a question of an application."""
    groups = field.component.groups
    return keep_draft_document(
        engine, draft_id=draft_id, field=field.component.key, name=name, content=content, groups=groups
    )


def send_application(engine: Engine, pages: ApplicationPages) -> CaseSummary:
    """Send a finished application; sending it again gives the same case.

    Only what is seen is sent: an answer that a later one has hidden is taken out first.
    """
    draft = pages.draft
    assert draft is not None  # noqa: S101  # a finished application has been saved
    for page in pages.service.pages:
        answers = pages.form(page).answers()
        if not draft.reference and dict(draft.answers.get(page, {})) != answers:
            with suppress(AlreadySentError):  # pressed twice: the first of the two has taken it out and sent it
                save_page(engine, pages, page, answers)
    return submit_draft(engine, draft_id=draft.id, actor=APPLICANT, check_field=pages.service.check_field)

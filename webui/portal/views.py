"""The pages of the portal."""

from datetime import datetime
from functools import partial
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine import (
    Actor,
    AlreadyDoneError,
    NotFoundError,
    SuspendedError,
    WorkItemDetails,
    check_applicant,
    complete_work_item,
    find_documents,
    read_case,
    read_document,
    read_draft,
    read_work_item,
)
from webui.context import current_engine, current_language, current_services, find_service_or_404
from webui.downloads import hand_out
from webui.forms import BoundForm
from webui.portal.application_pages import (
    ApplicationPages,
    keep_file,
    open_application,
    save_page,
    send_application,
)
from webui.portal.browser import allow_case, forget_draft, may_see_case, remember_draft, remembered_draft
from webui.portal.limits import TooManyStartsError
from webui.portal.presenting import (
    present_card,
    present_case,
    present_questions,
    present_start,
    read_reference,
)
from webui.presenters.papers import present_papers
from webui.presenters.work import step_name
from webui.uploads import has_uploads, take_uploads
from webui.words import gettext as _
from webui.work_forms import PAGE_FIELDS, take_answers, work_form

__all__ = ["blueprint"]

blueprint = Blueprint("portal", __name__)


@blueprint.get("/")
def home() -> ResponseReturnValue:
    """Show the services."""
    language = current_language()
    cards = tuple(present_card(service, language) for service in current_services().values())
    return render_template("portal/home.html", cards=cards)


@blueprint.get("/services/<key>")
def start(key: str) -> ResponseReturnValue:
    """Show what a service is, what it asks, costs and takes, before one starts."""
    service = find_service_or_404(key)
    pages = _pages(key)
    begun = pages if pages.draft and not pages.is_sent else None
    return render_template("portal/start.html", start=present_start(service, current_language()), begun=begun)


@blueprint.post("/services/<key>/new")
def new(key: str) -> ResponseReturnValue:
    """Begin a new application, leaving any other as it was saved."""
    service = find_service_or_404(key)
    forget_draft(key)
    return redirect(url_for(".page", key=key, page=service.pages[0]), 303)


@blueprint.get("/services/<key>/apply/<page>")
def page(key: str, page: str) -> ResponseReturnValue:
    """Show one page of an application."""
    pages = _pages(key)
    if page not in pages.service.pages:
        abort(404)
    if pages.is_sent:
        return redirect(url_for(".start", key=key), 303)
    return _show_page(pages, page, pages.form(page))


@blueprint.post("/services/<key>/apply/<page>")
def answer(key: str, page: str) -> ResponseReturnValue:
    """Take one page's answers: go on, save for later, or change the rows of a list."""
    pages = _pages(key)
    if page not in pages.service.pages:
        abort(404)
    if pages.is_sent:
        return redirect(url_for(".start", key=key), 303)
    form = pages.form(page, request.form)
    action = request.form.get("action", "continue")
    if form.unknown_names(beside=PAGE_FIELDS):
        abort(400)
    try:
        return _take_answers(pages, page, form, action)
    except TooManyStartsError as error:
        return _show_page(pages, page, form, held_until=error.minute), 429, {"Retry-After": str(error.seconds)}


def _take_answers(pages: ApplicationPages, page: str, form: BoundForm, action: str) -> ResponseReturnValue:
    pages, form = _take_files(pages, page, form)
    if action.startswith(("add:", "remove:")):
        return _show_page(pages, page, form.with_rows(action))
    if (action != "save" or form.is_refusing) and not form.validate():
        return _show_page(pages, page, form), 422
    draft = save_page(current_engine(), pages, page, form.kept() if action == "save" else form.answers())
    key = pages.service.key
    remember_draft(key, draft.id)
    after = url_for(".saved", key=key) if action == "save" else pages.after(page, is_change="change" in request.args)
    return redirect(after, 303)


@blueprint.get("/services/<key>/saved")
def saved(key: str) -> ResponseReturnValue:
    """Show the link with which a saved application can be gone on with."""
    pages = _pages(key)
    if pages.draft is None:
        return redirect(url_for(".start", key=key), 303)
    return render_template("portal/saved.html", pages=pages, start=present_start(pages.service, current_language()))


@blueprint.get("/drafts/<draft_id>")
def resume(draft_id: str) -> ResponseReturnValue:
    """Go on with a saved application."""
    draft = read_draft(current_engine(), draft_id=draft_id)
    find_service_or_404(draft.service)
    if draft.reference:
        return redirect(url_for(".follow", reference=draft.reference), 303)
    remember_draft(draft.service, draft.id)
    unfinished = _pages(draft.service).unfinished()
    if unfinished:
        return redirect(url_for(".page", key=draft.service, page=unfinished), 303)
    return redirect(url_for(".check", key=draft.service), 303)


@blueprint.get("/services/<key>/check")
def check(key: str) -> ResponseReturnValue:
    """Show all answers to look over before sending."""
    pages = _pages(key)
    if pages.draft is None:
        return redirect(url_for(".start", key=key), 303)
    if pages.is_sent:
        return redirect(url_for(".sent", reference=pages.draft.reference), 303)
    unfinished = pages.unfinished()
    if unfinished:
        return redirect(url_for(".page", key=key, page=unfinished), 303)
    return render_template("portal/check.html", pages=pages, start=present_start(pages.service, current_language()))


@blueprint.post("/services/<key>/check")
def send(key: str) -> ResponseReturnValue:
    """Send the application; sending it twice makes one case."""
    pages = _pages(key)
    if pages.draft is None or request.form.get("draft") != pages.draft.id:
        abort(409)
    if not pages.is_sent and pages.unfinished():
        return redirect(url_for(".check", key=key), 303)
    case = send_application(current_engine(), pages)
    allow_case(case.reference)
    return redirect(url_for(".sent", reference=case.reference), 303)


@blueprint.get("/cases/<reference>/sent")
def sent(reference: str) -> ResponseReturnValue:
    """Show the reference of a case that has just been sent, and what happens next."""
    if not may_see_case(reference):
        return redirect(url_for(".follow", reference=reference), 303)
    case = read_case(current_engine(), reference=reference)
    service = find_service_or_404(case.summary.service)
    return render_template("portal/sent.html", case=case.summary, start=present_start(service, current_language()))


@blueprint.route("/follow", methods=["GET", "POST"])
def follow() -> ResponseReturnValue:
    """Open a case by its reference and the answer that only its applicant knows."""
    reference = read_reference(request.values.get("reference", ""))
    questions = present_questions(current_services().values(), current_language())
    if request.method == "GET":
        return render_template("portal/follow.html", reference=reference, questions=questions, is_wrong=False)
    if check_applicant(current_engine(), reference=reference, answer=request.form.get("answer", "")):
        allow_case(reference)
        return redirect(url_for(".case", reference=reference), 303)
    return render_template("portal/follow.html", reference=reference, questions=questions, is_wrong=True), 422


@blueprint.get("/cases/<reference>")
def case(reference: str) -> ResponseReturnValue:
    """Show a case to its applicant: where it stands, what to do, what happened."""
    if not may_see_case(reference):
        return redirect(url_for(".follow", reference=reference), 303)
    found = read_case(current_engine(), reference=reference)
    service = current_services().get(found.summary.service)
    done = request.args.get("done") == "yes"
    papers = find_documents(current_engine(), reference=reference, actor=Actor.applicant(reference))
    page = present_case(found, service, current_language())
    return render_template("portal/case.html", case=page, papers=present_papers(papers), done=done)


@blueprint.get("/cases/<reference>/documents/<document_id>")
def document(reference: str, document_id: str) -> ResponseReturnValue:
    """Give the applicant a paper of the own case."""
    if not may_see_case(reference):
        return redirect(url_for(".follow", reference=reference), 303)
    return hand_out(*read_document(current_engine(), document_id=document_id, actor=Actor.applicant(reference)))


@blueprint.get("/cases/<reference>/tasks/<item_id>")
def task(reference: str, item_id: str) -> ResponseReturnValue:
    """Show something that the applicant is to do."""
    if not may_see_case(reference):
        return redirect(url_for(".follow", reference=reference), 303)
    details = _own_work_item(reference, item_id)
    return _show_task(details, work_form(details))


@blueprint.post("/cases/<reference>/tasks/<item_id>")
def do_task(reference: str, item_id: str) -> ResponseReturnValue:
    """Take the applicant's answers to something they were to do."""
    if not may_see_case(reference):
        return redirect(url_for(".follow", reference=reference), 303)
    details = _own_work_item(reference, item_id)
    try:
        form, is_complete = take_answers(details, request.form, Actor.applicant(reference))
    except AlreadyDoneError:
        return redirect(url_for(".case", reference=reference), 303)
    except SuspendedError:
        return _show_task(details, work_form(details, request.form), is_held=True), 409
    if not is_complete:
        return _show_task(details, form), 422 if form and form.errors else 200
    try:
        return _complete(reference, item_id, form.answers() if form else {})
    except SuspendedError:
        return _show_task(details, form, is_held=True), 409


def _own_work_item(reference: str, item_id: str) -> WorkItemDetails:
    details = read_work_item(current_engine(), item_id=item_id)
    if details.item.case_reference != reference or not details.item.is_for_applicant:
        raise NotFoundError("work item", item_id)
    return details


def _show_task(details: WorkItemDetails, form: BoundForm | None, *, is_held: bool = False) -> str:
    service = current_services().get(details.item.service)
    name = step_name(details.item, service, current_language())
    held = _("The office has put the case on hold. Send this page again when it goes on.") if is_held else ""
    return render_template("portal/task.html", form=form, name=name, reference=details.item.case_reference, held=held)


def _complete(reference: str, item_id: str, answers: dict[str, Any]) -> ResponseReturnValue:
    try:
        complete_work_item(current_engine(), item_id=item_id, actor=Actor.applicant(reference), answers=answers)
    except AlreadyDoneError:
        # The same answers sent twice, or the case went another way: its page says how it stands.
        return redirect(url_for(".case", reference=reference), 303)
    return redirect(url_for(".case", reference=reference, done="yes"), 303)


def _pages(key: str) -> ApplicationPages:
    service = find_service_or_404(key)
    return open_application(current_engine(), service, remembered_draft(key), current_language())


def _take_files(pages: ApplicationPages, page: str, form: BoundForm) -> tuple[ApplicationPages, BoundForm]:
    """Keep the files that came with a page, in a draft that is begun for them where there is none."""
    if not has_uploads() or not form.file_fields:
        return pages, form
    if pages.draft is None:
        draft = save_page(current_engine(), pages, page, {})
        remember_draft(pages.service.key, draft.id)
        pages = open_application(current_engine(), pages.service, draft.id, current_language())
    draft_id = pages.draft.id if pages.draft else ""
    return pages, take_uploads(form, partial(keep_file, current_engine(), draft_id))


def _show_page(pages: ApplicationPages, page: str, form: BoundForm, *, held_until: datetime | None = None) -> str:
    is_change = "change" in request.args
    return render_template(
        "portal/page.html", pages=pages, page=page, form=form, is_change=is_change, held_until=held_until
    )

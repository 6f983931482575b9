"""The pages of the desk."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine import (
    AlreadyClaimedError,
    AlreadyDoneError,
    CaseStatus,
    EngineError,
    SuspendedError,
    WorkItemDetails,
    WorkNotPossibleError,
    claim_work_item,
    complete_work_item,
    find_absentees,
    find_cases,
    read_case,
    read_document,
    read_work_item,
    release_work_item,
)
from webui.context import actor, current_engine, current_language, current_services, staff
from webui.desk.inbox import groups_of, read_inbox
from webui.desk.presenting import present_case_row, present_context, present_item
from webui.downloads import hand_out
from webui.forms import BoundForm
from webui.languages import say, show_moment
from webui.presenters.cases import present_status
from webui.presenters.paging import place_asked, present_list_pager
from webui.words import gettext as _
from webui.work_forms import take_answers, work_form

__all__ = ["blueprint"]

blueprint = Blueprint("desk", __name__)

_IN_THE_WAY = (AlreadyClaimedError, AlreadyDoneError, SuspendedError, WorkNotPossibleError)
"""What may come between somebody's opening a page and pressing a button on it."""


@blueprint.get("/")
def inbox() -> ResponseReturnValue:
    """Show what waits for the groups of whoever is signed in, what is due first at the top."""
    found = read_inbox(current_engine(), staff(), current_services(), current_language())
    return render_template("desk/inbox.html", inbox=found)


@blueprint.get("/items/<item_id>")
def item(item_id: str) -> ResponseReturnValue:
    """Show one work item with its case."""
    details = _work_item(item_id)
    return _show(details, work_form(details))


@blueprint.post("/items/<item_id>/claim")
def claim(item_id: str) -> ResponseReturnValue:
    """Take a work item."""
    _work_item(item_id)
    try:
        claim_work_item(current_engine(), item_id=item_id, actor=actor())
    except _IN_THE_WAY as error:
        flash(_told(error), "conflict")
    return redirect(url_for(".item", item_id=item_id), 303)


@blueprint.post("/items/<item_id>/release")
def release(item_id: str) -> ResponseReturnValue:
    """Give a work item back."""
    _work_item(item_id)
    try:
        release_work_item(current_engine(), item_id=item_id, actor=actor())
    except _IN_THE_WAY as error:
        flash(_told(error), "conflict")
    return redirect(url_for(".item", item_id=item_id), 303)


@blueprint.post("/items/<item_id>")
def complete(item_id: str) -> ResponseReturnValue:
    """Complete a work item; where somebody was faster, say who, and keep what was typed on the page."""
    details = _work_item(item_id)
    try:
        form, is_complete = take_answers(details, request.form, actor())
    except _IN_THE_WAY as error:  # files had come with it, and what they belong to cannot be worked on any more
        return _show(details, work_form(details, request.form), conflict=_told(error)), 409
    if not is_complete:
        return _show(details, form), 422 if form and form.errors else 200
    answers = form.answers() if form else {}
    try:
        complete_work_item(current_engine(), item_id=item_id, actor=actor(), answers=answers)
    except _IN_THE_WAY as error:
        if isinstance(error, AlreadyDoneError) and error.by_id == actor().id:
            return redirect(url_for(".inbox"), 303)
        return _show(_work_item(item_id), form, conflict=_told(error)), 409
    flash(
        _("Done: %(step)s, case %(reference)s", step=details.item.name, reference=details.item.case_reference), "done"
    )
    return redirect(url_for(".inbox"), 303)


@blueprint.get("/cases")
def cases() -> ResponseReturnValue:
    """Show cases, by service, status and reference."""
    services, language = current_services(), current_language()
    asked = {name: request.args.get(name, "").strip() for name in ("service", "status", "text")}
    status = CaseStatus(asked["status"]) if asked["status"] in set(CaseStatus) else None
    service = asked["service"] if asked["service"] in services else None
    found = find_cases(current_engine(), service=service, status=status, text=asked["text"][:60], **place_asked())
    return render_template(
        "desk/cases.html",
        rows=tuple(present_case_row(each, services, language) for each in found.items),
        pager=present_list_pager(found),
        asked=asked,
        services=tuple((key, each.name(language)) for key, each in services.items()),
        statuses=tuple((each.value, present_status(each).word) for each in CaseStatus),
    )


@blueprint.get("/cases/<reference>")
def case(reference: str) -> ResponseReturnValue:
    """Show one case to staff, also after its end."""
    found = read_case(current_engine(), reference=reference)
    context = present_context(current_engine(), found, current_services(), current_language(), reader=actor())
    return render_template("desk/case.html", context=context)


@blueprint.get("/documents/<document_id>")
def document(document_id: str) -> ResponseReturnValue:
    """Give a member of staff a paper of a case; that it was read is noted."""
    return hand_out(*read_document(current_engine(), document_id=document_id, actor=actor()))


def _work_item(item_id: str) -> WorkItemDetails:
    """Return a work item of the groups of whoever is signed in; nobody else's is shown, whatever link one has."""
    details = read_work_item(current_engine(), item_id=item_id)
    absent = find_absentees(current_engine(), actor=actor())
    allowed = groups_of(staff(), current_services(), absent)
    people = {staff().account.id, *(account.id for account in absent)}
    if not allowed & set(details.item.groups or ("",)) and not people & {details.item.assignee, details.item.owner}:
        abort(403)
    return details


def _show(details: WorkItemDetails, form: BoundForm | None, *, conflict: str = "") -> str:
    found = read_case(current_engine(), reference=details.item.case_reference)
    page = present_item(
        current_engine(), details, found, user=staff(), services=current_services(), language=current_language()
    )
    return render_template("desk/item.html", page=page, form=form, conflict=conflict)


def _told(error: EngineError) -> str:
    if not isinstance(error, AlreadyClaimedError | AlreadyDoneError):
        return say(error.text)
    by, when = error.by or _("Somebody"), show_moment(error.at)
    if isinstance(error, AlreadyClaimedError):
        return _("%(name)s took this at %(moment)s.", name=by, moment=when)
    if not error.by:
        return _("This no longer waits to be done.")
    return _("%(name)s completed this at %(moment)s.", name=by, moment=when)

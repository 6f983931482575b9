"""The form of a work item: the one deployed with the case, with the texts of the reader's language."""

from functools import partial
from typing import TYPE_CHECKING, Any

from flask import abort

from engine import Actor, Document, WorkItemDetails, find_documents, keep_document
from webui.context import current_engine, current_language, current_services
from webui.forms import BoundForm, FileField, KnownFiles, read_form
from webui.uploads import known_files, take_uploads

if TYPE_CHECKING:
    from werkzeug.datastructures import MultiDict

__all__ = ["PAGE_FIELDS", "take_answers", "work_form"]

PAGE_FIELDS = ("csrf_token", "action")
"""What the page posts beside the answers."""


def work_form(
    details: WorkItemDetails, posted: "MultiDict[str, str] | None" = None, files: KnownFiles | None = None
) -> BoundForm | None:
    """Return a work item's form with the case's data in it, or with what was posted; None where it has no form."""
    if details.form is None:
        return None
    data = dict(details.data)
    return BoundForm(read_form(_localised(details)), kept=data, posted=posted, context=data, files=files)


def take_answers(
    details: WorkItemDetails, posted: "MultiDict[str, str]", actor: Actor
) -> tuple[BoundForm | None, bool]:
    """Return the form as posted, and whether its answers can be handed in; ends the request where it was tampered with.

    A press on a button that adds or removes a row gives the form with that row added or removed. Files that came with
    it are kept with the work item, in the actor's name.
    """
    form = work_form(details, posted, _own_files(details, actor))
    if form is None:
        return None, True
    if form.unknown_names(beside=PAGE_FIELDS):
        abort(400)
    form = take_uploads(form, partial(_keep, details, actor))
    action = posted.get("action", "")
    if action.startswith(("add:", "remove:")):
        return form.with_rows(action), False
    return form, form.validate()


def _own_files(details: WorkItemDetails, actor: Actor) -> KnownFiles:
    """Return what is known of the files that were sent to this work item before, by whoever may read them."""
    found = find_documents(current_engine(), reference=details.item.case_reference, actor=actor)
    return known_files(document for document in found if document.item_id == details.item.id)


def _keep(details: WorkItemDetails, actor: Actor, field: FileField, name: str, content: bytes) -> Document:
    return keep_document(
        current_engine(),
        item_id=details.item.id,
        field=field.component.key,
        name=name,
        content=content,
        actor=actor,
        groups=field.component.groups,
    )


def _localised(details: WorkItemDetails) -> dict[str, Any]:
    deployed: dict[str, Any] = dict(details.form or {})
    service = current_services().get(details.item.service)
    form_id = details.item.form
    # The case keeps the form it was deployed with; the library's translation fits only while that form is the same.
    if service is not None and form_id in service.forms and dict(service.forms[form_id]) == deployed:
        return service.form(form_id, current_language())
    return deployed

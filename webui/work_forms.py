"""The form of a work item: the one deployed with the case, with the texts of the reader's language."""

from typing import TYPE_CHECKING, Any

from flask import abort

from engine import WorkItemDetails
from webui.context import current_language, current_services
from webui.forms import BoundForm, read_form

if TYPE_CHECKING:
    from werkzeug.datastructures import MultiDict

__all__ = ["PAGE_FIELDS", "take_answers", "work_form"]

PAGE_FIELDS = ("csrf_token", "action")
"""What the page posts beside the answers."""


def work_form(details: WorkItemDetails, posted: "MultiDict[str, str] | None" = None) -> BoundForm | None:
    """Return a work item's form with the case's data in it, or with what was posted; None where it has no form."""
    if details.form is None:
        return None
    return BoundForm(read_form(_localised(details)), kept=dict(details.data), posted=posted, context=dict(details.data))


def take_answers(details: WorkItemDetails, posted: "MultiDict[str, str]") -> tuple[BoundForm | None, bool]:
    """Return the form as posted, and whether its answers can be handed in; ends the request where it was tampered with.

    A press on a button that adds or removes a row gives the form with that row added or removed.
    """
    form = work_form(details, posted)
    if form is None:
        return None, True
    if form.unknown_names(beside=PAGE_FIELDS):
        abort(400)
    action = posted.get("action", "")
    if action.startswith(("add:", "remove:")):
        return form.with_rows(action), False
    return form, form.validate()


def _localised(details: WorkItemDetails) -> dict[str, Any]:
    deployed: dict[str, Any] = dict(details.form or {})
    service = current_services().get(details.item.service)
    form_id = details.item.form
    # The case keeps the form it was deployed with; the library's translation fits only while that form is the same.
    if service is not None and form_id in service.forms and dict(service.forms[form_id]) == deployed:
        return service.form(form_id, current_language())
    return deployed

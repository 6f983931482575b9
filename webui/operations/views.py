"""The pages of operations."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from engine import IncidentOverError, find_incidents, retry_incident
from webui.context import actor, current_engine, current_language, current_services
from webui.operations.presenting import present_incident
from webui.presenters.paging import place_asked, present_list_pager
from webui.words import gettext as _

__all__ = ["blueprint"]

blueprint = Blueprint("operations", __name__)


@blueprint.get("/")
def incidents() -> ResponseReturnValue:
    """Show the open incidents."""
    found = find_incidents(current_engine(), **place_asked())
    rows = tuple(present_incident(each, current_services(), current_language()) for each in found.items)
    return render_template("operations/incidents.html", rows=rows, pager=present_list_pager(found))


@blueprint.post("/incidents/<incident_id>/retry")
def retry(incident_id: str) -> ResponseReturnValue:
    """Try again what could not be done."""
    try:
        retry_incident(current_engine(), incident_id=incident_id, actor=actor())
        flash(_("It is being tried again. If it fails once more, it comes back to this list."), "done")
    except IncidentOverError as error:
        flash(error.into(current_language()), "conflict")
    return redirect(url_for(".incidents"), 303)

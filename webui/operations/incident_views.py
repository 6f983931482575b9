"""The page of one incident: what the job was given, why it failed, and what can be done about it."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine import (
    CaseEndedError,
    DataRefusedError,
    IncidentOverError,
    ReasonMissingError,
    SkipRefusedError,
    cancel_incident,
    change_and_retry,
    read_incident,
    retry_incidents,
    skip_incident,
)
from webui.context import actor, current_engine, current_language, current_services
from webui.operations.incident_presenting import ValueUnreadableError, present_incident_page, read_value
from webui.operations.views import blueprint
from webui.words import gettext as _

__all__: list[str] = []

_REFUSALS = (CaseEndedError, DataRefusedError, IncidentOverError, ReasonMissingError, SkipRefusedError)


@blueprint.get("/incidents/<incident_id>")
def incident(incident_id: str) -> ResponseReturnValue:
    """Show an incident."""
    return _page(incident_id)


@blueprint.post("/incidents/retry")
def retry_all() -> ResponseReturnValue:
    """Try everything that waits for a person again, or all of one service."""
    service = request.form.get("service") or None
    number = retry_incidents(current_engine(), actor=actor(), service=service)
    flash(_("Being tried again: %(number)s", number=number), "done")
    return redirect(url_for(".incidents"), 303)


@blueprint.post("/incidents/<incident_id>/change")
def change_variable(incident_id: str) -> ResponseReturnValue:
    """Change a variable of the case, and try again with it."""
    try:
        value = read_value(request.form.get("value", ""))
        name = request.form.get("name", "").strip()[:500]
        change_and_retry(current_engine(), incident_id=incident_id, variables={name: value}, actor=actor())
    except ValueUnreadableError:
        return _page(incident_id, problem=_("Write the value as JSON: a text in double quotes, a number, true.")), 422
    except _REFUSALS as error:
        return _page(incident_id, problem=error.into(current_language())), 422
    flash(_("It is being tried again. If it fails once more, it comes back to this list."), "done")
    return redirect(url_for(".incidents"), 303)


@blueprint.post("/incidents/<incident_id>/skip")
def skip(incident_id: str) -> ResponseReturnValue:
    """Leave a machine's task out, and let the case go on."""
    try:
        skip_incident(current_engine(), incident_id=incident_id, reason=_reason(), actor=actor())
    except _REFUSALS as error:
        return _page(incident_id, problem=error.into(current_language())), 422
    flash(_("The step was left out and the case goes on."), "done")
    return redirect(url_for(".incidents"), 303)


@blueprint.post("/incidents/<incident_id>/give-up")
def give_up(incident_id: str) -> ResponseReturnValue:
    """Cancel the case."""
    try:
        cancel_incident(current_engine(), incident_id=incident_id, reason=_reason(), actor=actor())
    except _REFUSALS as error:
        return _page(incident_id, problem=error.into(current_language())), 422
    flash(_("The case was cancelled."), "done")
    return redirect(url_for(".incidents"), 303)


def _reason() -> str:
    return request.form.get("reason", "")[:500]


def _page(incident_id: str, problem: str = "") -> str:
    found = read_incident(current_engine(), incident_id=incident_id)
    page = present_incident_page(found, current_services(), current_language())
    return render_template("operations/incident.html", page=page, problem=problem, given=request.form)

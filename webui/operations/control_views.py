"""Pages on which operators suspend, cancel and change one case."""

import json
import secrets
from decimal import Decimal

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine import (
    CaseEndedError,
    Change,
    ChangeKind,
    Json,
    ModificationRefusedError,
    ReasonMissingError,
    StateFormatError,
    cancel_case,
    modify_case,
    read_case,
    resume_case,
    suspend_case,
)
from webui.context import actor, current_engine, current_language, current_services
from webui.operations.control_presenting import Forecast, named, present_control, present_forecast
from webui.operations.views import blueprint
from webui.words import gettext as _

__all__: list[str] = []

REFUSALS = (CaseEndedError, ModificationRefusedError, ReasonMissingError, StateFormatError)


@blueprint.get("/cases/<reference>")
def case(reference: str) -> ResponseReturnValue:
    """Show what can be done to a case."""
    return _page(reference)


@blueprint.post("/cases/<reference>/suspend")
def suspend(reference: str) -> ResponseReturnValue:
    """Suspend a case."""
    try:
        suspend_case(current_engine(), reference=reference, actor=actor(), reason=request.form.get("reason", "")[:500])
    except REFUSALS as error:
        flash(error.into(current_language()), "conflict")
    return redirect(url_for(".case", reference=reference), 303)


@blueprint.post("/cases/<reference>/resume")
def resume(reference: str) -> ResponseReturnValue:
    """Let a case go on; say so where its service still holds it."""
    try:
        after = resume_case(current_engine(), reference=reference, actor=actor())
        if after.status == "suspended":
            flash(_("The case itself goes on, but its service or version is still on hold."), "conflict")
    except REFUSALS as error:
        flash(error.into(current_language()), "conflict")
    return redirect(url_for(".case", reference=reference), 303)


@blueprint.post("/cases/<reference>/cancel")
def cancel(reference: str) -> ResponseReturnValue:
    """Cancel a case, with the reason that the applicant is told."""
    try:
        reason = request.form.get("reason", "")[:500]
        cancel_case(current_engine(), reference=reference, reason=reason, actor=actor())
    except REFUSALS as error:
        return _page(reference, problem=error.into(current_language())), 422
    return redirect(url_for(".case", reference=reference), 303)


@blueprint.post("/cases/<reference>/change")
def change(reference: str) -> ResponseReturnValue:
    """Say what a change would do, or, once that was seen, do it."""
    is_trial = request.form.get("step") != "do"
    try:
        told = modify_case(
            current_engine(), reference=reference, changes=_changes(), actor=actor(),
            command_key=request.form.get("key", "")[:60], dry_run=is_trial,
        )  # fmt: skip
    except REFUSALS as error:
        return _page(reference, problem=error.into(current_language())), 422
    if is_trial:
        found = read_case(current_engine(), reference=reference)
        names = named(current_engine(), found, current_services().get(found.summary.service), current_language())
        return _page(reference, forecast=present_forecast(told, names, current_language()))
    flash(_("The case was changed."), "done")
    return redirect(url_for(".case", reference=reference), 303)


def _changes() -> list[Change]:
    """Return what the form asks for: places to cancel, and one to start before or after."""
    found = []
    for value in request.form.getlist("cancel"):
        element, _blank, instance_id = value.partition(" ")
        found.append(Change(kind=ChangeKind.CANCEL, element=element, instance_id=instance_id))
    start = request.form.get("start", "")
    if start:
        kind = ChangeKind.AFTER if request.form.get("place") == "after" else ChangeKind.BEFORE
        inside = request.form.get("inside") or None
        found.append(Change(kind=kind, element=start, inside=inside, variables=_variables()))
    return found


def _variables() -> dict[str, Json]:
    """Return the variables that the form sets, one "name = JSON" a line; what is no JSON is a text."""
    found: dict[str, Json] = {}
    for line in request.form.get("variables", "")[:10_000].splitlines():
        name, equals, value = line.partition("=")
        if equals and name.strip():
            found[name.strip()] = _json(value.strip())
    return found


def _json(text: str) -> Json:
    try:
        value: Json = json.loads(text, parse_float=Decimal, parse_constant=str)
    except ValueError:
        return text
    return value


def _page(reference: str, *, forecast: Forecast | None = None, problem: str = "") -> str:
    details = read_case(current_engine(), reference=reference)
    return render_template(
        "operations/case.html",
        page=present_control(current_engine(), details, current_services(), current_language()),
        forecast=forecast,
        problem=problem,
        chosen=request.form,
        cancelled=request.form.getlist("cancel"),
        key=secrets.token_urlsafe(16),
    )

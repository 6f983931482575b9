"""The studio's pages on how a model could be redesigned: of a service as it is, or of an upload."""

from collections.abc import Callable
from pathlib import PurePath

from flask import Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from analysis.errors import AnalysisError
from bpmn.errors import BpmnFileError
from bpmn.writing import with_names
from engine import AnalysisState, NotFoundError, cancel_analysis, keep_model, read_analysis, read_model_file
from webui.context import actor, current_engine, current_language, find_service_or_404
from webui.redesigns import Subject, made_true, of_service, redesign_key, request_redesign
from webui.studio.answers import json_answer
from webui.studio.presenters import word
from webui.studio.views import blueprint

_WORKING = {"waiting", "running"}
View = Callable[[str, str], ResponseReturnValue]


def _page_at(method: str, rest: str = "") -> Callable[[View], View]:
    """Return what gives a page two addresses: that of a service, and that of an uploaded model."""

    def add(view: View) -> View:
        for kind in ("services", "models"):
            at = blueprint.route(f"/{kind}/<key>/redesign{rest}", methods=[method], defaults={"kind": kind})
            view = at(view)
        return view

    return add


@_page_at("GET")
def redesign(kind: str, key: str) -> ResponseReturnValue:
    """What could be done differently, what it gains, and how it goes together; or how far that is found."""
    return _page(kind, key)


def _page(kind: str, key: str, problem: str = "", status: int = 200) -> ResponseReturnValue:
    subject = _subject(kind, key)
    state = _state(subject)
    page = state.result[current_language()] if state and isinstance(state.result, dict) else None
    service = find_service_or_404(key) if kind == "services" else None
    shown = render_template("studio/redesign.html", kind=kind, key=key, subject=subject, state=state, page=page,
                            service=service, problem=problem, chosen=request.form.getlist("id"), word=word)  # fmt: skip
    answer = Response(shown, status)
    if state and state.state in _WORKING:
        answer.headers["Refresh"] = "2"
    return answer


@_page_at("POST")
def find_redesign(kind: str, key: str) -> ResponseReturnValue:
    """Have the redesigns found in the background."""
    request_redesign(current_engine(), _subject(kind, key), actor=actor())
    return redirect(url_for("studio.redesign", kind=kind, key=key), code=303)


@_page_at("POST", "/cancel")
def cancel_redesign(kind: str, key: str) -> ResponseReturnValue:
    """Let the redesigns be found no further."""
    subject = _subject(kind, key)
    if _state(subject) is not None:
        cancel_analysis(current_engine(), key=redesign_key(subject))
    return redirect(url_for("studio.redesign", kind=kind, key=key), code=303)


@_page_at("POST", "/draft")
def draft_redesign(kind: str, key: str) -> ResponseReturnValue:
    """Make the chosen proposals true on a copy and keep that as a model of its own: the draft of a to-be."""
    ids = request.form.getlist("id")
    if not ids:
        return _page(kind, key, _("Choose at least one proposal."), 422)
    subject = _subject(kind, key)
    try:
        after = made_true(subject, ids)
    except (AnalysisError, BpmnFileError) as error:
        return _page(kind, key, error.text.into(current_language()), 422)
    content = with_names(after.model.source, subject.labels.get(current_language(), {}))
    kept = keep_model(current_engine(), name=_draft_name(subject, "bpmn"), data=content, actor=actor())
    return redirect(url_for("studio.model", model_id=kept.id), code=303)


@_page_at("GET", "/scenario")
def redesign_scenario(kind: str, key: str) -> ResponseReturnValue:
    """The scenario that goes with the model once the chosen proposals are made true, as a file to keep."""
    from analysis.scenario import scenario_json

    subject = _subject(kind, key)
    try:
        after = made_true(subject, request.args.getlist("id"))
    except (AnalysisError, BpmnFileError):
        abort(404)
    return json_answer(scenario_json(after.scenario), _draft_name(subject, "scenario.json"))


def _draft_name(subject: Subject, ending: str) -> str:
    return f"{PurePath(subject.name).stem}-to-be-draft.{ending}"


def _subject(kind: str, key: str) -> Subject:
    if kind == "services":
        return of_service(find_service_or_404(key))
    try:
        stored, content = read_model_file(current_engine(), model_id=key)
    except NotFoundError:
        abort(404)
    return Subject(name=stored.name, content=content)


def _state(subject: Subject) -> AnalysisState | None:
    try:
        return read_analysis(current_engine(), key=redesign_key(subject))
    except NotFoundError:
        return None

"""The studio's pages."""

from typing import TYPE_CHECKING, Any, cast

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from bpmn import read_model
from bpmn.decisions.calling import called_decisions
from bpmn.errors import UnreadableFileError
from bpmn.writing import with_names
from engine import (
    AnalysisState,
    NotFoundError,
    StoredModel,
    cancel_analysis,
    find_models,
    keep_model,
    read_analysis,
    read_model_file,
)
from webui.analyses import comparison_key, report_of, request_comparison
from webui.context import actor, current_engine, current_language, current_services, find_service_or_404
from webui.studio.answers import REPORT_FORMS, model_answer, picture_answer, report_answer, report_file_answer
from webui.studio.drawn import picture_of, with_diagram
from webui.studio.evidence import Evidence, examine
from webui.studio.presenters import present_model, word

if TYPE_CHECKING:
    from processes import Service

__all__ = ["blueprint"]

blueprint = Blueprint("studio", __name__)

_SIDES = ("as-is", "to-be")


@blueprint.get("/")
def home() -> ResponseReturnValue:
    """The services with their models, what was uploaded, and the form to upload more."""
    return _home()


def _home(problem: str = "", status: int = 200) -> ResponseReturnValue:
    models = find_models(current_engine(), page=request.args.get("page", 1, int))
    services = [(service, _analysis_of(service)) for service in current_services().values()]
    return render_template("studio/home.html", services=services, models=models, problem=problem), status


@blueprint.post("/models")
def upload() -> ResponseReturnValue:
    """Keep an uploaded model and show what is wrong with it; a file that cannot be read is refused with the reason."""
    sent = request.files.get("model")
    if sent is None or not sent.filename:
        return _home(_("Choose a BPMN file to upload."), 422)
    content = sent.read()
    try:
        _examined_upload(content, sent.filename)
    except UnreadableFileError as error:
        return _home(error.into(current_language()), 422)
    kept = keep_model(current_engine(), name=sent.filename, data=content, actor=actor())
    return redirect(url_for("studio.model", model_id=kept.id), code=303)


@blueprint.get("/models/<model_id>")
def model(model_id: str) -> ResponseReturnValue:
    """An uploaded model: its diagram in the colours of the bottlenecks, its findings, its soundness."""
    stored, content = _uploaded(model_id)
    page = present_model(_examined_upload(content, stored.name), language=current_language(), names={})
    return render_template("studio/model.html", stored=stored, page=page)


@blueprint.get("/models/<model_id>/file")
def model_file(model_id: str) -> ResponseReturnValue:
    """An uploaded model's file, as it was sent."""
    stored, content = _uploaded(model_id)
    return model_answer(content, stored.name)


@blueprint.get("/models/<model_id>/diagram")
def model_diagram(model_id: str) -> ResponseReturnValue:
    """An uploaded model's file with a diagram: its own, or a layout where it has none."""
    stored, content = _uploaded(model_id)
    return model_answer(with_diagram(content, source_name=stored.name), stored.name)


@blueprint.get("/models/<model_id>/picture")
def model_picture(model_id: str) -> ResponseReturnValue:
    """A picture of an uploaded model, for where the diagram cannot be shown."""
    stored, content = _uploaded(model_id)
    return picture_answer(picture_of(content, source_name=stored.name))


@blueprint.get("/services/<key>/<side>")
def service(key: str, side: str) -> ResponseReturnValue:
    """A service's model as it is or as it could be: its diagram in the colours of the bottlenecks, and the ranking."""
    found = find_service_or_404(key)
    names = found.element_names(current_language(), _known(side))
    page = present_model(_examined(found, side), language=current_language(), names=names)
    return render_template("studio/service.html", service=found, side=side, sides=_SIDES, page=page)


@blueprint.get("/services/<key>/<side>/file")
def service_file(key: str, side: str) -> ResponseReturnValue:
    """A service's BPMN file, with its labels in the reader's language."""
    found = find_service_or_404(key)
    content = found.as_is if _known(side) == "as-is" else found.to_be
    named = with_names(content, found.element_names(current_language(), side))
    return model_answer(named, f"{key}-{side}.bpmn")


@blueprint.get("/services/<key>/comparison")
def comparison(key: str) -> ResponseReturnValue:
    """The comparison of a service as it is and as it could be, or how far it is."""
    found = find_service_or_404(key)
    state = _analysis_of(found)
    summary = cast("dict[str, Any]", state.result)["summary"][current_language()] if state and state.result else None
    answer = Response(render_template("studio/comparison.html", service=found, state=state, summary=summary, word=word))
    if state and state.state in {"waiting", "running"}:
        answer.headers["Refresh"] = "2"
    return answer


@blueprint.post("/services/<key>/comparison")
def compare(key: str) -> ResponseReturnValue:
    """Have the comparison computed in the background."""
    found = find_service_or_404(key)
    request_comparison(current_engine(), found, actor=actor())
    return redirect(url_for("studio.comparison", key=key), code=303)


@blueprint.post("/services/<key>/comparison/cancel")
def cancel_comparison(key: str) -> ResponseReturnValue:
    """Let the comparison be computed no further."""
    found = find_service_or_404(key)
    if _analysis_of(found) is not None:
        cancel_analysis(current_engine(), key=comparison_key(found))
    return redirect(url_for("studio.comparison", key=key), code=303)


@blueprint.get("/services/<key>/comparison/report")
def report(key: str) -> ResponseReturnValue:
    """The report of the comparison: one self-contained page to read, or with `?form=` a file to keep."""
    found = find_service_or_404(key)
    form = request.args.get("form")
    if form is not None and form not in REPORT_FORMS:
        abort(404)
    kept = report_of(current_engine(), found, form=form or "html", language=current_language())
    if kept is None:
        return redirect(url_for("studio.comparison", key=key), code=303)
    if form is None:
        return report_answer(kept)
    return report_file_answer(kept, form=form, download_as=f"{key}-{current_language()}.{form}")


def _known(side: str) -> str:
    return side if side in _SIDES else abort(404)


def _uploaded(model_id: str) -> tuple[StoredModel, bytes]:
    try:
        return read_model_file(current_engine(), model_id=model_id)
    except NotFoundError:
        abort(404)


def _examined_upload(content: bytes, name: str) -> Evidence:
    """Examine an uploaded model beside the decisions of the one service whose decisions it calls, if there is one."""
    called = called_decisions(read_model(content, source_name=name))
    theirs = [service for service in current_services().values() if called & service.decision_ids]
    decisions = tuple(theirs[0].decisions.items()) if len(theirs) == 1 else ()
    return examine(content, source_name=name, decisions=decisions)


def _examined(service: "Service", side: str) -> Evidence:
    return examine(
        service.as_is if side == "as-is" else service.to_be,
        source_name=f"{service.key}/{side}.bpmn",
        scenario_file=service.scenario(side),
        decisions=tuple(service.decisions.items()),
    )


def _analysis_of(service: "Service") -> AnalysisState | None:
    try:
        return read_analysis(current_engine(), key=comparison_key(service))
    except NotFoundError:
        return None

"""The blueprint: who may call it, and errors as the protocol has them."""

import json
import logging

from flask import Blueprint, Response
from werkzeug.exceptions import BadRequest, HTTPException, NotFound

from engine import EngineError, NotAllowedError, NotFoundError, StorageError
from webui.workers.authentication import check_program

__all__ = ["as_json", "blueprint", "nothing"]

blueprint = Blueprint("workers", __name__)
blueprint.before_request(check_program)
_log = logging.getLogger("ortoo.workers")


def as_json(value: object, status: int = 200) -> Response:
    """Return an answer of JSON; workers compare its media type with "application/json" to the letter."""
    return Response(json.dumps(value, ensure_ascii=False), status, mimetype="application/json")


def nothing() -> Response:
    """Return the answer of what was done and gives nothing."""
    return Response(status=204)


@blueprint.route("/<path:rest>", methods=["GET", "POST", "PUT", "DELETE", "PATCH"])
def unknown(rest: str) -> Response:
    """Say that Ortoo does not have this part of the interface."""
    raise NotFound(f"Ortoo has no {rest} in this interface, or not with this method.")


def _refusal(kind: str, message: str, status: int) -> Response:
    return as_json({"type": kind, "message": message, "code": None}, status)


@blueprint.errorhandler(HTTPException)
def _show_http_error(error: HTTPException) -> Response:
    status = error.code or 500
    kind = "InvalidRequestException" if isinstance(error, BadRequest) else "RestException"
    answer = _refusal(kind, error.description or error.name, status)
    if status == 401:
        answer.headers["WWW-Authenticate"] = 'Basic realm="Ortoo", charset="UTF-8"'
    return answer


@blueprint.errorhandler(EngineError)
def _show_engine_error(error: EngineError) -> Response:
    if isinstance(error, NotFoundError):
        return _refusal("RestException", str(error), 404)
    if isinstance(error, NotAllowedError):
        return _refusal("AuthorizationException", str(error), 403)
    if isinstance(error, StorageError):
        _log.error("a request of an external worker failed: %s", error)
        return _refusal("RestException", error.into("en"), 503)
    return _refusal("RestException", str(error), 400)


@blueprint.errorhandler(Exception)
def _show_failure(error: Exception) -> Response:
    _log.error("a request of an external worker failed", exc_info=error)
    return _refusal("RestException", "Something went wrong inside Ortoo; try again.", 500)

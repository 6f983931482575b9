"""What people see when something goes wrong: a sentence in their language and an id, never the inside."""

import logging
import secrets

from flask import Flask, g, render_template, request, session
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException, InternalServerError, SecurityError

from engine import (
    AlreadySentError,
    ConflictError,
    EngineError,
    NotAllowedError,
    NotFoundError,
    StorageError,
    SuspendedError,
)
from webui.context import current_language
from webui.words import lazy_gettext as _

__all__ = ["OrtooFlask", "add_failures"]

_RETRY_AFTER_S = 30
_log = logging.getLogger("ortoo.web")

_TITLES = {
    400: _("The request could not be understood"),
    403: _("You may not open this page"),
    404: _("There is no such page"),
    405: _("The request could not be understood"),
    409: _("Somebody else has just changed this"),
    413: _("What you sent is too large"),
    429: _("Too many tries"),
    500: _("Something went wrong on our side"),
    503: _("Not available at the moment"),
}
_ADVICE = {
    400: _("Go back, reload the page and try again. If you had not used it for some hours, your session has ended."),
    403: _("If you think you should be able to, ask your manager or sign in with another account."),
    404: _("Check the address. If you followed a link, what it showed may have been finished or moved."),
    405: _("Go back, reload the page and try again."),
    409: _("Open the page again to see how it stands now, then decide whether your change is still needed."),
    413: _("Send less text or a smaller file."),
    429: _("Wait a minute, then try again."),
    500: _(
        "What you entered on earlier pages has been kept. Try again in a few minutes. "
        "If it happens again, tell us the number below."
    ),
    503: _("Please try again in a few minutes."),
}


class OrtooFlask(Flask):
    """Flask that writes errors with the id that people are shown, and without addresses, which may hold references."""

    def log_exception(self, exc_info: object) -> None:
        """Write an error to the log, with the id that the page shows."""
        _log.error("error %s at %s", g.get("error_id", "-"), request.endpoint, exc_info=exc_info)  # type: ignore[arg-type]


def add_failures(app: Flask) -> None:
    """Have every error answered by a page of our own."""

    @app.before_request
    def _give_id() -> None:
        g.error_id = secrets.token_hex(5)
        trouble = getattr(session, "trouble", None)
        if trouble is not None and request.endpoint != "static":
            raise trouble

    app.register_error_handler(HTTPException, _show_http_error)
    app.register_error_handler(NotFoundError, lambda _error: _show(404))
    app.register_error_handler(NotAllowedError, lambda _error: _show(403))
    app.register_error_handler(ConflictError, lambda _error: _show(409))
    app.register_error_handler(AlreadySentError, lambda error: _show(409, title=_("This has been sent"), advice=error))
    app.register_error_handler(StorageError, _show_storage_error)
    app.register_error_handler(SuspendedError, lambda error: _show(409, title=_("This is on hold"), advice=error))


def _show_http_error(error: HTTPException) -> ResponseReturnValue:
    if error.response is not None or error.code is None or error.code < 400:
        return error.get_response()
    if isinstance(error, SecurityError):
        # A name that is not ours: without a trusted host no address can be made, so no page of ours either.
        return "This site is not reached by that name.", 400, {"Content-Type": "text/plain"}
    if isinstance(error, InternalServerError):
        if isinstance(error.original_exception, StorageError):
            return _show_storage_error(error.original_exception)
        g.is_failing = True
    return _show(error.code)


def _show_storage_error(error: StorageError) -> ResponseReturnValue:
    g.is_failing = True
    _log.error("error %s at %s: %s", g.setdefault("error_id", secrets.token_hex(5)), request.endpoint, error)
    page, status = _show(503, advice=error)
    return page, status, {"Retry-After": str(_RETRY_AFTER_S)}


def _show(status: int, *, title: object = None, advice: EngineError | None = None) -> tuple[str, int]:
    known = status if status in _TITLES else 500 if status >= 500 else 400
    if status in {403, 429}:
        _log.warning("denied %s at %s with %s", g.get("error_id", "-"), request.endpoint, status)
    page = render_template(
        "failure.html",
        status=status,
        title=title or _TITLES[known],
        advice=_ADVICE[known] if advice is None else advice.into(current_language()),
        error_id=g.setdefault("error_id", secrets.token_hex(5)),
    )
    return page, status

"""Who calls: an access token as a bearer token, or as the password of its name (Basic)."""

from ipaddress import ip_address

from flask import current_app, g, request
from werkzeug.exceptions import Forbidden, TooManyRequests, Unauthorized

from engine import AccessToken, Actor, find_access_token
from webui.context import current_engine, current_settings
from webui.security.throttle import Throttle

__all__ = ["check_program", "limit_programs", "program"]

_REFUSALS = "ortoo workers: refusals"
_CALLS = "ortoo workers: calls"


def limit_programs(refusals_per_minute: int, calls_per_minute: int) -> dict[str, Throttle]:
    """Return what bounds how often an address may be refused, and a token be used, for `app.extensions`."""
    return {_REFUSALS: Throttle(refusals_per_minute), _CALLS: Throttle(calls_per_minute)}


def program() -> Actor:
    """Return the program that calls, as one who gives commands."""
    token: AccessToken = g.access_token
    return token.actor


def check_program() -> None:
    """End a request that comes from elsewhere, without a good token, or too often."""
    if not _is_from_allowed_address():
        raise Forbidden("External workers are only answered on this machine. The operator may allow others.")
    secret, name = _given()
    token = find_access_token(current_engine(), secret=secret) if secret else None
    if token is None or (name is not None and name != token.name):
        if secret and not _admits(_REFUSALS, request.remote_addr or ""):
            raise TooManyRequests("Too many tries; wait a minute.")
        raise Unauthorized("An access token is needed; `ortoo token create` makes one.")
    if not _admits(_CALLS, token.id):
        raise TooManyRequests("This access token is used too often; fetch with asyncResponseTimeout, or more at once.")
    g.access_token = token


def _is_from_allowed_address() -> bool:
    settings = current_settings()
    if settings.workers_from_anywhere:
        return True
    # A proxy that we were not told of makes everybody look as if they were here.
    if not settings.proxies and {"X-Forwarded-For", "Forwarded"} & set(request.headers.keys()):
        return False
    try:
        return ip_address(request.remote_addr or "").is_loopback
    except ValueError:
        return False


def _given() -> tuple[str, str | None]:
    given = request.authorization
    if given is None:
        return "", None
    if given.type == "bearer":
        return given.token or "", None
    return (given.password or "", given.username or "") if given.type == "basic" else ("", None)


def _admits(which: str, key: str) -> bool:
    throttle: Throttle = current_app.extensions[which]
    return throttle.admits(key)

"""Who may open which page: one table, everything else is denied."""

from collections.abc import Mapping

from flask import Flask, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import Forbidden

from webui.context import signed_in

__all__ = ["EVERYONE", "POLICY", "STAFF", "apply_policy", "may_open"]

EVERYONE = frozenset({"everyone"})
STAFF = frozenset({"analyst", "case_worker", "manager", "operator"})
_OPERATOR = frozenset({"operator"})
_NOBODY: frozenset[str] = frozenset()

POLICY: Mapping[str, frozenset[str]] = {
    "static": EVERYONE,
    "health": EVERYONE,
    "metrics": EVERYONE,  # who sends the installation's token, which the page asks for itself
    "workers": EVERYONE,  # asks for an access token itself
    "portal": EVERYONE,
    "verification": EVERYONE,
    "account": STAFF,
    "account.language": EVERYONE,
    "security": _NOBODY,
    "security.login": EVERYONE,
    "security.logout": EVERYONE,
    "desk": frozenset({"case_worker", "manager"}),
    "desk.assign": frozenset({"manager"}),
    "desk.urgency": frozenset({"manager"}),
    "desk.office_hours": frozenset({"manager"}),
    "desk.save_office_hours": frozenset({"manager"}),
    "studio": frozenset({"analyst", "manager"}),
    "operations": frozenset({"operator", "manager"}),
    "operations.retention": _OPERATOR,
    "operations.run_retention": _OPERATOR,
    "operations.retention_rule": _OPERATOR,
    "operations.save_retention_rule": _OPERATOR,
    "operations.erasure": _OPERATOR,
    "operations.erase": _OPERATOR,
    "operations.certificates": frozenset({"manager"}),
    "operations.certificate": frozenset({"manager"}),
    "operations.revoke": frozenset({"manager"}),
    "operations.reissue": frozenset({"manager"}),
}
"""Roles by endpoint, or by blueprint for those of its endpoints that are not named."""

_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_OWN_SITES = frozenset({"same-origin", "same-site", "none"})


def roles_for(endpoint: str) -> frozenset[str]:
    """Return the roles that may open an endpoint; none for one that the table does not know."""
    return POLICY.get(endpoint, POLICY.get(endpoint.partition(".")[0], _NOBODY))


def may_open(endpoint: str) -> bool:
    """Return whether whoever is there may open an endpoint."""
    roles = roles_for(endpoint)
    user = signed_in()
    return roles == EVERYONE or (user is not None and user.has_any(roles))


def apply_policy(app: Flask) -> None:
    """Ask the table before every request.

    Who is not signed in is sent to the sign-in page; who is, but may not, gets 403. A change asked for by a page of
    another site is refused whatever else it carries (ASVS 3.5.3).
    """

    @app.before_request
    def _check() -> ResponseReturnValue | None:
        if request.method not in _SAFE_METHODS and request.headers.get("Sec-Fetch-Site", "none") not in _OWN_SITES:
            raise Forbidden("The request came from another site.")
        endpoint = request.endpoint
        if endpoint is None or may_open(endpoint):
            return None
        if signed_in() is None and roles_for(endpoint) and request.method in _SAFE_METHODS:
            return redirect(url_for("security.login", next=_here()), code=303)
        return abort(403)


def _here() -> str:
    return request.full_path.rstrip("?")

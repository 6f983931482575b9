"""The pages of one's own account."""

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_security import logout_user

from engine import drop_sessions_of
from webui.account.presenting import present_account
from webui.context import (
    LANGUAGE_COOKIE,
    LANGUAGES,
    current_engine,
    current_language,
    current_services,
    current_settings,
    staff,
)
from webui.security.addresses import local_address
from webui.security.policy import may_open

__all__ = ["blueprint"]

blueprint = Blueprint("account", __name__)

_A_YEAR_S = 365 * 24 * 3600
_LANDINGS = ("desk.inbox", "studio.home", "operations.incidents", "account.overview")


@blueprint.get("/language/<code>")
def language(code: str) -> ResponseReturnValue:
    """Answer in this language from now on, and go back to the page one was on."""
    if code not in LANGUAGES:
        abort(404)
    back = local_address(request.args.get("next", ""), otherwise=url_for("portal.home"))
    response = redirect(back, 303)
    response.set_cookie(
        LANGUAGE_COOKIE,
        code,
        max_age=_A_YEAR_S,
        secure=current_settings().is_https,
        httponly=True,
        samesite="Lax",
    )
    return response


@blueprint.get("/welcome")
def landing() -> ResponseReturnValue:
    """Go where somebody with these roles begins."""
    return redirect(url_for(next(each for each in _LANDINGS if may_open(each))), 303)


@blueprint.get("/")
def overview() -> ResponseReturnValue:
    """Show who is signed in, and what they may do."""
    rows = present_account(staff().account, current_services(), current_language())
    return render_template("account/overview.html", rows=rows)


@blueprint.post("/sign-out-everywhere")
def sign_out_everywhere() -> ResponseReturnValue:
    """End all sessions of whoever is signed in, on every device."""
    drop_sessions_of(current_engine(), account_id=staff().account.id)
    logout_user()
    return redirect(url_for("portal.home"), 303)

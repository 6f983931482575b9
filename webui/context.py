"""What a view may ask for: the engine, the services, who is there and in which language."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import abort, current_app, g, request
from flask_security import current_user

from engine import Actor
from webui.security.accounts import StaffUser
from webui.settings import Settings

if TYPE_CHECKING:
    from engine import Engine
    from processes.catalogue import Service

__all__ = [
    "DEFAULT_LANGUAGE",
    "LANGUAGES",
    "LANGUAGE_COOKIE",
    "Installation",
    "actor",
    "current_engine",
    "current_language",
    "current_services",
    "current_settings",
    "find_service_or_404",
    "signed_in",
    "staff",
]

LANGUAGE_COOKIE = "language"
LANGUAGES: Mapping[str, str] = {"mn": "Монгол", "en": "English"}
DEFAULT_LANGUAGE = "mn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """What an application was made with; kept in `app.extensions["ortoo"]`."""

    engine: "Engine"
    services: "Mapping[str, Service]"
    settings: Settings


def current_engine() -> "Engine":
    """Return the engine behind this application."""
    return _installation().engine


def current_services() -> "Mapping[str, Service]":
    """Return the services on offer by key, in the order in which they are listed."""
    return _installation().services


def current_settings() -> Settings:
    """Return what the installation decided."""
    return _installation().settings


def find_service_or_404(key: str) -> "Service":
    """Return a service, or end the request with 404 where there is none."""
    service = current_services().get(key)
    return service if service is not None else abort(404)


def current_language() -> str:
    """Return the language to answer in: the reader's choice, else the account's, else Mongolian."""
    if "language" not in g:
        chosen = request.cookies.get(LANGUAGE_COOKIE, "")
        user = signed_in()
        g.language = next(
            (code for code in (chosen, user.language if user else "") if code in LANGUAGES), DEFAULT_LANGUAGE
        )
    return str(g.language)


def signed_in() -> StaffUser | None:
    """Return the member of staff who is signed in, or None."""
    # When the sessions cannot be read the request fails, and its error page must not ask for them again.
    if g.get("is_failing"):
        return None
    return current_user if isinstance(_itself(current_user), StaffUser) else None


def staff() -> StaffUser:
    """Return the member of staff who is signed in; ends the request with 403 where nobody is."""
    return signed_in() or abort(403)


def actor() -> Actor:
    """Return who is signed in as one who gives commands; ends the request with 403 where nobody is."""
    return staff().account.actor


def _itself(proxy: object) -> object:
    found = getattr(proxy, "_get_current_object", None)
    return found() if found else proxy


def _installation() -> Installation:
    return current_app.extensions["ortoo"]  # type: ignore[no-any-return]  # Flask's registry is untyped

"""The links at the top of every page, for whoever is there."""

from dataclasses import dataclass

from flask import request, url_for

from engine import count_group_notices
from webui.context import actor, current_engine, signed_in
from webui.presenters.paging import tell_total
from webui.security.policy import may_open
from webui.words import lazy_gettext as _

__all__ = ["Link", "navigation"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link of the navigation.

    Attributes:
        label: Its words.
        address: Where it goes.
        is_current: Whether the page shown belongs to it.
        late: How much late work there is that the reader is told of, in words; "" for none or another page.
    """

    label: object
    address: str
    is_current: bool
    late: str = ""


_FOR_ALL = (("portal.home", _("Services")), ("portal.follow", _("Follow your application")))
_FOR_STAFF = (
    ("desk.inbox", _("Work")),
    ("desk.cases", _("Cases")),
    ("studio.home", _("Studio")),
    ("operations.incidents", _("Operations")),
    ("portal.home", _("Services")),
)


def navigation() -> tuple[Link, ...]:
    """Return the links that whoever is there may follow."""
    entries = _FOR_ALL if signed_in() is None else _FOR_STAFF
    return tuple(
        Link(
            label=label,
            address=url_for(endpoint),
            is_current=_is_current(endpoint),
            late=_late() if endpoint == "desk.inbox" else "",
        )
        for endpoint, label in entries
        if _exists(endpoint) and may_open(endpoint)
    )


def _late() -> str:
    count = count_group_notices(current_engine(), actor=actor())
    return tell_total(count) if count else ""


def _exists(endpoint: str) -> bool:
    from flask import current_app

    return endpoint in current_app.view_functions


def _is_current(endpoint: str) -> bool:
    here = request.endpoint or ""
    same_room = {
        "desk.item": "desk.inbox",
        "desk.leave": "desk.inbox",
        "desk.begin_leave": "desk.inbox",
        "desk.office_hours": "desk.inbox",
        "desk.save_office_hours": "desk.inbox",
        "desk.case": "desk.cases",
    }
    blueprint = endpoint.partition(".")[0]
    if blueprint in {"studio", "operations"}:
        return here.partition(".")[0] == blueprint
    if endpoint == "portal.home":
        return here.startswith("portal.") and not here.startswith(("portal.follow", "portal.case"))
    return endpoint == here or same_room.get(here) == endpoint

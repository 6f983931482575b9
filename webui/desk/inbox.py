"""The inbox: which work is asked for, by the address, and what of it is shown."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import request, url_for

from engine import Engine, Page, WorkItem, find_work_items
from webui.presenters.paging import Pager, page_number, present_pager
from webui.presenters.work import WorkRow, group_name, present_work
from webui.words import gettext as _

if TYPE_CHECKING:
    from processes.catalogue import Service
    from webui.security.accounts import StaffUser

__all__ = ["Inbox", "Tab", "find_inbox", "groups_of"]

_STATES = ("open", "claimed", "mine", "completed")
_ORDERS = ("due", "newest")
_SIZE = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class Tab:
    """One way to look at the work."""

    label: str
    address: str
    is_current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Inbox:
    """What the inbox shows.

    Attributes:
        tabs: The ways to look at the work.
        rows: The work items.
        pager: The links to the other pages.
        services: Keys and names to choose from.
        groups: Names of the groups whose work is shown.
        state: Which work is shown: "open", "mine", "claimed" or "completed".
        service: The key of the only service shown, "" for all.
        order: "due" or "newest".
    """

    tabs: tuple[Tab, ...]
    rows: tuple[WorkRow, ...]
    pager: Pager
    services: tuple[tuple[str, str], ...]
    groups: tuple[str, ...]
    state: str
    service: str
    order: str


def groups_of(user: "StaffUser", services: "Mapping[str, Service]") -> frozenset[str]:
    """Return the groups whose work somebody sees: their own, for managers those of every service, never applicants'."""
    if user.has_any(frozenset({"manager"})):
        return user.account.groups | {group for service in services.values() for group in service.roles} - {"applicant"}
    return user.account.groups - {"applicant"}


def find_inbox(engine: Engine, user: "StaffUser", services: "Mapping[str, Service]", language: str) -> Inbox:
    """Return the work that the address asks for, by the groups of whoever is signed in."""
    state = _choice("state", _STATES)
    order = _choice("order", _ORDERS)
    service = request.args.get("service", "")
    service = service if service in services else ""
    groups = groups_of(user, services)
    found = _find(engine, user, groups, state=state, service=service, order=order)
    return Inbox(
        tabs=tuple(_tabs(state, service, order)),
        rows=tuple(present_work(item, services, language) for item in found.items),
        pager=present_pager(found),
        services=tuple((key, each.name(language)) for key, each in services.items()),
        groups=tuple(sorted({_group(group, services, language) for group in groups})),
        state=state,
        service=service,
        order=order,
    )


def _find(
    engine: Engine, user: "StaffUser", groups: frozenset[str], *, state: str, service: str, order: str
) -> Page[WorkItem]:
    return find_work_items(
        engine,
        groups=groups,
        assignee=user.account.id if state == "mine" else None,
        state="claimed" if state == "mine" else state,
        service=service or None,
        order=order,
        page=page_number(),
        size=_SIZE,
    )


def _tabs(state: str, service: str, order: str) -> Iterable[Tab]:
    labels = {
        "open": _("To do"),
        "mine": _("Taken by me"),
        "claimed": _("Taken by anybody"),
        "completed": _("Done"),
    }
    for name, label in labels.items():
        address = url_for("desk.inbox", state=name, service=service or None, order=order if order != "due" else None)
        yield Tab(label=label, address=address, is_current=name == state)


def _choice(name: str, choices: tuple[str, ...]) -> str:
    asked = request.args.get(name, choices[0])
    return asked if asked in choices else choices[0]


def _group(group: str, services: "Mapping[str, Service]", language: str) -> str:
    owner = next((service for service in services.values() if group in service.roles), None)
    return group_name(group, owner, language)

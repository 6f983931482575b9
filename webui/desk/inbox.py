"""The inbox: which work is asked for, by the address, and what of it is shown."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from flask import request, url_for

from engine import Engine, InboxQuery, find_absentees, find_group_notices, find_inbox, find_lanes, suspended_cases
from webui.context import current_settings
from webui.presenters.paging import place_asked, tell_total
from webui.presenters.work import WorkRow, group_name, present_work
from webui.words import gettext as _

if TYPE_CHECKING:
    from engine import Account
    from processes.catalogue import Service
    from webui.security.accounts import StaffUser

__all__ = ["Inbox", "LateNotice", "Tab", "groups_of", "read_inbox"]

_STATES = ("open", "mine", "handed", "claimed", "completed")
_ORDERS = ("due", "priority", "newest", "oldest")
_OVER = "completed"  # neither due nor urgent any more: not sorted or chosen by that
_SHOWN = ("hide", "only", "show")
_DUE = ("", "late", "today", "week")
_URGENT = 75
_LONGEST_TEXT = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Tab:
    """One way to look at the work."""

    label: str
    address: str
    is_current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LateNotice:
    """Late work that its supervisors are told of."""

    id: str
    row: WorkRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Inbox:
    """What the inbox shows.

    Attributes:
        tabs: The ways to look at the work.
        rows: The work items.
        total: How many there are, in words.
        next: The address of the next page, "" on the last.
        previous: The address of the page before, "" on the first.
        services: Keys and names to choose from.
        lanes: Lanes to choose from.
        groups: Names of the groups whose work is shown.
        absent: Names of the people for whom the reader stands in.
        late: Late work that the reader is told of.
        asked: What the page is filtered and sorted by, by the names of its fields.
        is_filtered: Whether anything but the usual is asked for.
        is_manager: Whether the reader decides about other people's work.
    """

    tabs: tuple[Tab, ...]
    rows: tuple[WorkRow, ...]
    total: str
    next: str
    previous: str
    services: tuple[tuple[str, str], ...]
    lanes: tuple[str, ...]
    groups: tuple[str, ...]
    absent: tuple[str, ...]
    late: tuple[LateNotice, ...]
    asked: Mapping[str, str]
    is_filtered: bool
    is_manager: bool


def groups_of(user: "StaffUser", services: "Mapping[str, Service]", absent: "Iterable[Account]" = ()) -> frozenset[str]:
    """Return the groups whose work somebody sees, never applicants'; "" is for work that names no group.

    They are their own and those of the people for whom they stand in; for managers those of every service.
    """
    groups = user.account.groups | {""} | {f"user:{user.account.id}"}
    for account in absent:
        groups |= account.groups | {f"user:{account.id}"}
    if user.has_any(frozenset({"manager"})):
        groups |= {group for service in services.values() for group in service.roles}
    return frozenset(groups - {"applicant"})


def read_inbox(engine: Engine, user: "StaffUser", services: "Mapping[str, Service]", language: str) -> Inbox:
    """Return the work that the address asks for, by the groups of whoever is signed in."""
    actor = user.account.actor
    absent = find_absentees(engine, actor=actor)
    groups = groups_of(user, services, absent)
    lanes = tuple(lane for lane in find_lanes(engine, groups=groups) if lane)
    asked = _asked(services, lanes)
    query = _query(asked, user, groups, absent)
    found = find_inbox(engine, query, **place_asked())
    people = {account.id: account.name for account in absent}
    notices = find_group_notices(engine, actor=actor)
    shown = {item.case_reference for item in (*found.items, *(notice.item for notice in notices))}
    held = suspended_cases(engine, references=shown)
    return Inbox(
        tabs=tuple(_tabs(asked)),
        rows=tuple(present_work(item, services, language, people=people, held=held) for item in found.items),
        total=tell_total(found.total),
        next=_address(asked, after=found.next) if found.next else "",
        previous=_address(asked, before=found.previous) if found.previous else "",
        services=tuple((key, each.name(language)) for key, each in services.items()),
        lanes=lanes,
        groups=tuple(sorted({_group(group, services, language) for group in groups if _is_named(group)})),
        absent=tuple(account.name for account in absent),
        late=tuple(
            LateNotice(id=notice.id, row=present_work(notice.item, services, language, held=held)) for notice in notices
        ),
        asked=asked,
        is_manager="manager" in actor.roles,
        is_filtered=any(asked[name] for name in ("service", "lane", "due", "urgent", "text")),
    )


def _asked(services: "Mapping[str, Service]", lanes: tuple[str, ...]) -> dict[str, str]:
    state = _choice("state", _STATES)
    return {
        "state": state,
        "order": _choice("order", _orders(state)),
        "show": _choice("show", _SHOWN),
        "due": _choice("due", _DUE[:1] if state == _OVER else _DUE),
        "service": _choice("service", ("", *services)),
        "lane": _choice("lane", ("", *lanes)),
        "urgent": _choice("urgent", ("",) if state == _OVER else ("", "yes")),
        "text": request.args.get("text", "").strip()[:_LONGEST_TEXT],
    }


def _query(
    asked: Mapping[str, str], user: "StaffUser", groups: frozenset[str], absent: "tuple[Account, ...]"
) -> InboxQuery:
    state = asked["state"]
    is_own = state in {"mine", "handed"}
    return InboxQuery(
        groups=tuple(sorted(groups)),
        people=(user.account.id, *(account.id for account in absent)) if state == "mine" else (),
        handed_on_by=user.account.id if state == "handed" else "",
        state="claimed" if is_own else state,
        service=asked["service"],
        lane=asked["lane"],
        due_before=_due_before(asked["due"]),
        priority_from=_URGENT if asked["urgent"] else None,
        text=asked["text"],
        follow_up=asked["show"] if state in {"open", "mine"} else "show",
        order=asked["order"],
    )


def _due_before(due: str) -> datetime | None:
    now = datetime.now(UTC)
    if due == "late":
        return now
    today = now.astimezone(current_settings().timezone).date()
    days = {"today": 1, "week": 7}.get(due)
    if days is None:
        return None
    return datetime.combine(today + timedelta(days=days), time(), current_settings().timezone)


def _tabs(asked: Mapping[str, str]) -> Iterable[Tab]:
    labels = {
        "open": _("To do"),
        "mine": _("Taken by me"),
        "handed": _("Handed on by me"),
        "claimed": _("Taken by anybody"),
        "completed": _("Done"),
    }
    for name, label in labels.items():
        address = url_for("desk.inbox", state=name, service=asked["service"] or None)
        yield Tab(label=label, address=address, is_current=name == asked["state"])


def _address(asked: Mapping[str, str], **place: str) -> str:
    usual = {"order": _orders(asked["state"])[0], "show": _SHOWN[0]}
    kept = {name: value for name, value in asked.items() if value and usual.get(name) != value}
    return url_for("desk.inbox", **kept, **place)  # type: ignore[arg-type]  # values for the address


def _orders(state: str) -> tuple[str, ...]:
    return _ORDERS[2:] if state == _OVER else _ORDERS


def _choice(name: str, choices: tuple[str, ...]) -> str:
    asked = request.args.get(name, choices[0])
    return asked if asked in choices else choices[0]


def _is_named(group: str) -> bool:
    return bool(group) and not group.startswith("user:")


def _group(group: str, services: "Mapping[str, Service]", language: str) -> str:
    owner = next((service for service in services.values() if group in service.roles), None)
    return group_name(group, owner, language)

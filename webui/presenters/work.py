"""Work items as rows of an inbox."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from engine import WorkItem

if TYPE_CHECKING:
    from processes.catalogue import Service

__all__ = ["WorkRow", "group_name", "present_work", "service_name", "step_name"]

_SOON = timedelta(hours=24)
_URGENT = 75


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkRow:
    """One work item in a list.

    Attributes:
        item: The work item.
        name: What is to be done, in the reader's language.
        service: The service's name.
        groups: Who may do it.
        absent: The name of the absent person whose work it is, "" where it is nobody's.
        is_late: Whether it is past its due date.
        is_due_soon: Whether it is due within a day.
        is_urgent: Whether it has a high priority.
        is_aside: Whether it has been put aside until a time to come.
        is_claimed: Whether somebody has taken it.
        is_on_hold: Whether its case is suspended, so that nothing can be done with it.
    """

    item: WorkItem
    name: str
    service: str
    groups: str
    absent: str
    is_late: bool
    is_due_soon: bool
    is_urgent: bool
    is_aside: bool
    is_claimed: bool
    is_on_hold: bool


def present_work(
    item: WorkItem,
    services: "Mapping[str, Service]",
    language: str,
    *,
    now: datetime | None = None,
    people: Mapping[str, str] | None = None,
    held: Collection[str] = (),
) -> WorkRow:
    """Return a work item as people read it.

    Args:
        item: The work item.
        services: The services, for names.
        language: The reader's language.
        now: The time; the computer's where none is given.
        people: The names of those for whom the reader stands in.
        held: The references of the cases that are suspended.
    """
    service = services.get(item.service)
    moment = now or datetime.now(UTC)
    is_late = item.is_waiting and item.due_at is not None and item.due_at < moment
    is_due = item.is_waiting and item.due_at is not None and item.due_at < moment + _SOON
    return WorkRow(
        item=item,
        name=step_name(item, service, language),
        service=service_name(item.service, services, language),
        groups=", ".join(group_name(group, service, language) for group in item.groups),
        absent=(people or {}).get(item.on_behalf_of or item.assignee or "", ""),
        is_late=is_late,
        is_due_soon=is_due and not is_late,
        is_urgent=item.is_waiting and item.priority >= _URGENT,
        is_aside=item.is_waiting and item.follow_up_at is not None and item.follow_up_at > moment,
        is_claimed=item.state == "claimed",
        is_on_hold=item.is_waiting and item.case_reference in held,
    )


def step_name(item: WorkItem, service: "Service | None", language: str) -> str:
    """Return what is to be done, in the reader's language where the service says it."""
    return service.element_names(language).get(item.element, item.name) if service else item.name


def service_name(key: str, services: "Mapping[str, Service]", language: str) -> str:
    """Return a service's name, or its key where it is not on offer any more."""
    service = services.get(key)
    return service.name(language) if service else key


def group_name(group: str, service: "Service | None", language: str) -> str:
    """Return a candidate group's name."""
    role = service.roles.get(group) if service else None
    return role.into(language) if role else group

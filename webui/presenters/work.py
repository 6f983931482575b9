"""Work items as rows of an inbox."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from engine import WorkItem, WorkItemState

if TYPE_CHECKING:
    from collections.abc import Mapping

    from processes.catalogue import Service

__all__ = ["WorkRow", "group_name", "present_work", "service_name", "step_name"]


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkRow:
    """One work item in a list.

    Attributes:
        item: The work item.
        name: What is to be done, in the reader's language.
        service: The service's name.
        groups: Who may do it.
        is_late: Whether it is past its due date.
        is_claimed: Whether somebody has taken it.
    """

    item: WorkItem
    name: str
    service: str
    groups: str
    is_late: bool
    is_claimed: bool


def present_work(
    item: WorkItem, services: "Mapping[str, Service]", language: str, *, now: datetime | None = None
) -> WorkRow:
    """Return a work item as people read it."""
    service = services.get(item.service)
    moment = now or datetime.now(UTC)
    is_open = item.state in {WorkItemState.OPEN, WorkItemState.CLAIMED}
    return WorkRow(
        item=item,
        name=step_name(item, service, language),
        service=service_name(item.service, services, language),
        groups=", ".join(group_name(group, service, language) for group in item.groups),
        is_late=is_open and item.due_at is not None and item.due_at < moment,
        is_claimed=item.state is WorkItemState.CLAIMED,
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

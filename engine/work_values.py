"""People's work as values: work items, inboxes and who stands in for whom. Times are aware UTC."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from engine.actors import APPLICANT_GROUP

__all__ = [
    "GroupNotice",
    "InboxQuery",
    "Substitution",
    "WorkItem",
    "WorkItemState",
]


class WorkItemState(StrEnum):
    """Where a work item is."""

    OPEN = "open"
    CLAIMED = "claimed"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkItem:
    """One user task instance that waits, or waited, for a person.

    Attributes:
        id: The work item's id.
        case_reference: The case it belongs to.
        service: The service's key.
        element: The user task's id in the model.
        name: Its name in the model.
        lane: The name of the lane it lies in, "" for none.
        groups: Candidate groups: who may take it.
        assignee: The id of who took it, or was given it, or None.
        assignee_name: Their name.
        priority: The higher the sooner; 50 where the model says nothing.
        created_at: When it came up.
        due_at: When it is due, or None.
        form: The form's id, "" for none.
        state: Where it is.
        completed_at: When it was completed, or None.
        follow_up_at: Until when it need not be looked at, or None.
        owner: The id of who has handed it to the assignee and gets it back, or None.
        owner_name: Their name.
        note: What who handed it on, or gave it back, wrote to the other.
        escalated_at: When the supervisors were told that it is late, or None.
        on_behalf_of: The id of the absent person for whom the assignee has taken it, or "".
    """

    id: str
    case_reference: str
    service: str
    element: str
    name: str
    lane: str
    groups: tuple[str, ...]
    assignee: str | None
    assignee_name: str
    priority: int
    created_at: datetime
    due_at: datetime | None
    form: str
    state: WorkItemState
    completed_at: datetime | None = None
    follow_up_at: datetime | None = None
    owner: str | None = None
    owner_name: str = ""
    note: str = ""
    escalated_at: datetime | None = None
    on_behalf_of: str = ""

    @property
    def is_for_applicant(self) -> bool:
        """Whether the applicant does it, not the office."""
        return APPLICANT_GROUP in self.groups

    @property
    def is_delegated(self) -> bool:
        """Whether somebody has handed it to the assignee and waits for it to come back."""
        return self.owner is not None

    @property
    def is_waiting(self) -> bool:
        """Whether it is still to be done."""
        return self.state in {WorkItemState.OPEN, WorkItemState.CLAIMED}


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxQuery:
    """Which work items an inbox shows. Everything is filtered and sorted by the database.

    Attributes:
        groups: The candidate groups whose work it is; "" among them for what names no group.
        people: Only what these people have taken or were given, whatever its groups; () for the groups' work.
        handed_on_by: Only what this person has handed on and not got back; "" for all.
        state: "open", "claimed", "completed" or "cancelled".
        service: Of this service; "" for all.
        lane: Of this lane; "" for all.
        due_before: Due before that time; None for all.
        priority_from: Of this priority or a higher one; None for all.
        text: With these letters in its name, or at the beginning of its case's reference, or in its case's data.
        follow_up: What has a follow-up date to come: "hide", "only" or "show".
        order: "due" (the most urgent first), "priority" (the highest first), "oldest" or "newest".

    What is over is read quickly, however much it is, in the last two orders and without due dates and priorities.
    """

    groups: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    handed_on_by: str = ""
    state: str = "open"
    service: str = ""
    lane: str = ""
    due_before: datetime | None = None
    priority_from: int | None = None
    text: str = ""
    follow_up: str = "hide"
    order: str = "due"


@dataclass(frozen=True, slots=True, kw_only=True)
class Substitution:
    """Somebody does an absent person's work for a time.

    Attributes:
        id: Its id.
        absent: The id of who is away.
        absent_name: Their name.
        substitute: The id of who does their work.
        substitute_name: Their name.
        since: From when.
        until: Until before when.
    """

    id: str
    absent: str
    absent_name: str
    substitute: str
    substitute_name: str
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupNotice:
    """What a group's members are told: that a work item is late.

    Attributes:
        id: The notice's id.
        group: The group, "" for the managers.
        item: The work item, as it is now.
        created_at: When it was found to be late.
        seen_at: When somebody of the group noted it, or None.
        seen_by: Their name.
    """

    id: str
    group: str
    item: WorkItem
    created_at: datetime
    seen_at: datetime | None
    seen_by: str

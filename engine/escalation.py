"""What happens when work is late: its supervisors are told, and it goes up in its inbox.

A job of its own does it for each work item that is due, so it also happens where nobody looks. It waits while the case
is suspended, and once for each due date: a new one begins anew.
"""

from dataclasses import replace
from datetime import datetime

from engine.ports import NewId
from engine.store import Work
from engine.store.records import Job, JobKind, StoredItem
from engine.values import SYSTEM

__all__ = ["escalate", "escalation_job", "reschedule_escalation"]

RAISED_BY = 25
"""By how much late work's priority goes up; 100 is the highest that modellers use (Camunda: 0 to 100, usually 50)."""
_HIGHEST = 100
_RETRIES = 10


def escalation_job(one: StoredItem, now: datetime, new_id: NewId) -> Job:
    """Return the job that looks at a work item when it is due."""
    return Job(
        id=new_id(),
        kind=JobKind.ESCALATION,
        case_id=one.case_id,
        instance_id=one.instance_id,
        element=one.item.element,
        arguments={"item": one.item.id},
        due_at=one.item.due_at or now,
        created_at=now,
        retries=_RETRIES,
    )


def reschedule_escalation(work: Work, one: StoredItem, now: datetime, new_id: NewId) -> None:
    """Bring the job that looks at a work item in line with a changed due date; its case is locked."""
    there = [
        job
        for job in work.jobs.of_case(one.case_id)
        if job.kind is JobKind.ESCALATION and job.instance_id == one.instance_id
    ]
    work.jobs.drop([job.id for job in there])
    work.incidents.resolve_of_jobs([job.id for job in there], now)
    if one.item.due_at is not None:
        work.jobs.add([escalation_job(one, now, new_id)])


def escalate(work: Work, item_id: str, case_reference: str, now: datetime) -> str | None:
    """Tell the supervisors of a service that a work item is late, and raise its priority.

    Nothing happens where it has been done in the meantime, is not late, or was escalated already.

    Returns:
        The group that is told, None where nobody is.

    Args:
        work: The transaction; the item's case is locked.
        item_id: The work item.
        case_reference: Its case, for the audit.
        now: The time.
    """
    one = work.work_items.by_id(item_id)
    if one is None or not one.item.is_waiting or one.item.escalated_at is not None:
        return None
    if one.item.due_at is None or one.item.due_at > now:
        return None
    item = replace(
        one.item, priority=max(one.item.priority, min(one.item.priority + RAISED_BY, _HIGHEST)), escalated_at=now
    )
    work.work_items.save(replace(one, item=item))
    group = work.work_rules.of(item.service).supervisor_group
    work.group_notices.add(f"late-{item.id}-{item.due_at:%Y%m%d%H%M%S}", group=group, item_id=item.id, at=now)
    work.audit.add(
        case_reference,
        time=now,
        actor=SYSTEM.id,
        action="escalate_work_item",
        subject=item.id,
        details={"element": item.element, "group": group, "priority": item.priority},
    )
    return group

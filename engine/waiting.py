"""Brings what the database says a case waits for in line with what the case itself says: one row for each wait."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from bpmn.expressions import to_json
from bpmn.language import Text
from engine.deadlines import read_due_date, read_follow_up_date
from engine.escalation import escalation_job
from engine.kept_messages import recall_for_waits
from engine.office_hours import OfficeHours
from engine.ports import NewId
from engine.store import Work
from engine.store.long_names import kept_name
from engine.store.records import Attached, Job, JobKind, StoredCase, StoredItem, Subscription
from engine.tokens import Wait
from engine.values import SYSTEM, Json, WorkItem, WorkItemState

__all__ = ["plain", "settle_waits"]

_USUAL_PRIORITY = 50
_USUAL_RETRIES = 3
_SHOWN = 100
_AS_THEY_ARE = frozenset({type(None), bool, int, float, Decimal, str})
_JOB_KINDS = {"timer": JobKind.TIMER, "job": JobKind.SERVICE}
_SUBSCRIPTION_KINDS = {"message": "message", "receive": "message", "signal": "signal"}


def settle_waits(
    work: Work,
    case: StoredCase,
    waits: Sequence[Wait],
    variables: Mapping[str, Json],
    *,
    attached: Attached,
    now: datetime,
    new_id: NewId,
) -> None:
    """Write a row for each new wait, and withdraw the rows of those that are gone.

    Args:
        work: The transaction.
        case: The case, locked.
        waits: What it waits for now.
        variables: Its data, as JSON: the input of service tasks that map none.
        attached: What there is of it already.
        now: The time.
        new_id: Gives ids.
    """
    there = work.jobs.of_case(case.id) if attached.jobs else ()
    # What has been done, and whose result is kept until it can be applied, is not to be done again.
    done = {job.instance_id for job in there if job.kind is JobKind.STEP}
    to_do = [wait for wait in waits if wait.instance_id not in done]
    items = work.work_items.waiting_in(case.id) if attached.items else ()
    _settle_items(work, case, items, [wait for wait in to_do if wait.kind == "user"], now=now, new_id=new_id)
    subscriptions = work.subscriptions.of_case(case.id) if attached.subscriptions else ()
    listened_for = [*_subscriptions(case, waits, now)]
    if subscriptions or listened_for:
        begun = _settle_subscriptions(work, subscriptions, listened_for)
        recall_for_waits(work, begun, now=now, new_id=new_id)
    jobs = [_job(case, wait, variables, now=now, new_id=new_id) for wait in to_do if wait.kind in _JOB_KINDS]
    if there or jobs:
        _settle_jobs(work, there, jobs, now)


def plain(values: Mapping[str, object]) -> dict[str, Json]:
    """Return variables as JSON: FEEL's dates, times and durations become texts, everything else stays as it is."""
    return {
        name: value if type(value) in _AS_THEY_ARE else _plain(value)  # type: ignore[misc]  # types that JSON has
        for name, value in values.items()
    }


def _plain(value: object) -> Json:
    if isinstance(value, dict):
        return plain(value)
    if isinstance(value, list):
        return [item if type(item) in _AS_THEY_ARE else _plain(item) for item in value]
    if value is None or isinstance(value, str | int | float | Decimal):
        return value
    return to_json(value)


def _settle_items(
    work: Work, case: StoredCase, items: Iterable[StoredItem], waits: Iterable[Wait], *, now: datetime, new_id: NewId
) -> None:
    wanted = {wait.instance_id: wait for wait in waits}
    there = {one.instance_id: one for one in items}
    for instance_id, one in there.items():
        if instance_id not in wanted:
            item = replace(one.item, state=WorkItemState.CANCELLED, completed_at=now)
            work.work_items.save(replace(one, item=item))
    fresh = [wait for instance_id, wait in wanted.items() if instance_id not in there]
    if fresh:
        # Who has office hours of their own is only asked where something is due.
        hours = work.work_rules.of(case.service).hours if any(map(_has_dates, fresh)) else OfficeHours()
        new = [_item(case, wait, hours, now=now, new_id=new_id) for wait in fresh]
        work.work_items.add(new)
        work.jobs.add(escalation_job(one, now, new_id) for one in new if one.item.due_at is not None)
        for one in new:
            _note_unread_dates(work, case, wanted[one.instance_id], one, now)


def _note_unread_dates(work: Work, case: StoredCase, wait: Wait, one: StoredItem, now: datetime) -> None:
    """Put into the audit trail that a date of the model could not be read; the work item itself says it in its note."""
    if one.item.note:
        details = {"element": wait.element, "work_item": one.item.id}
        work.audit.add(
            case.reference, time=now, actor=SYSTEM.id, action="date_not_read", subject=case.reference, details=details
        )


def _has_dates(wait: Wait) -> bool:
    return wait.assignment is not None and bool(wait.assignment.due_date or wait.assignment.follow_up_date)


def _item(case: StoredCase, wait: Wait, hours: OfficeHours, *, now: datetime, new_id: NewId) -> StoredItem:
    who = wait.assignment
    groups = () if who is None else (*who.candidate_groups, *(f"user:{one}" for one in who.candidate_users))
    assignee = None if who is None else who.assignee
    due_date, follow_up = (None, None) if who is None else (who.due_date, who.follow_up_date)
    due_at = read_due_date(due_date, now=now, hours=hours) if due_date else None
    follow_up_at = read_follow_up_date(follow_up, now=now, hours=hours) if follow_up else None
    item = WorkItem(
        id=new_id(),
        case_reference=case.reference,
        service=case.service,
        element=wait.element,
        name=wait.name,
        lane=wait.lane,
        groups=groups,
        assignee=assignee or None,
        assignee_name=assignee or "",
        priority=_whole_number(None if who is None else who.priority, _USUAL_PRIORITY),
        created_at=now,
        due_at=due_at,
        follow_up_at=follow_up_at,
        note=_unread((due_date, due_at), (follow_up, follow_up_at)) if due_date or follow_up else "",
        form="" if wait.form is None else wait.form.reference,
        state=WorkItemState.CLAIMED if assignee else WorkItemState.OPEN,
    )
    return StoredItem(
        item=item,
        case_id=case.id,
        instance_id=wait.instance_id,
        data=plain(wait.inputs),
        claimed_at=now if assignee else None,
    )


def _unread(*dates: tuple[str | None, datetime | None]) -> str:
    """Return a sentence on each date that was given and is none, in both languages: work that seems to have time."""
    told = [
        Text("{given} is no date that can be read, so none was set. Set one if there is one.", given=given[:_SHOWN])
        for given, read in dates
        if given and given.strip() and read is None
    ]
    return "\n".join(each.into(language) for language in ("mn", "en") for each in told)


def _subscriptions(case: StoredCase, waits: Iterable[Wait], now: datetime) -> Iterator[Subscription]:
    for wait in waits:
        kind = _SUBSCRIPTION_KINDS.get(wait.kind)
        if kind is not None:
            yield Subscription(
                case_id=case.id,
                instance_id=wait.instance_id,
                kind=kind,
                name=wait.event,
                correlation=wait.correlation,
                created_at=now,
            )


def _settle_subscriptions(work: Work, old: Iterable[Subscription], new: Iterable[Subscription]) -> list[Subscription]:
    wanted, there = ({(one.instance_id, one.kind, kept_name(one.name)): one for one in ones} for ones in (new, old))
    work.subscriptions.drop(one for key, one in there.items() if key not in wanted)
    begun = [one for key, one in wanted.items() if key not in there]
    work.subscriptions.add(begun)
    return begun


def _settle_jobs(work: Work, old: Iterable[Job], jobs: Iterable[Job], now: datetime) -> None:
    wanted: dict[tuple[str, JobKind], Job] = {}
    for job in sorted(jobs, key=lambda job: job.due_at, reverse=True):
        wanted[job.instance_id, job.kind] = job  # of several timers of one event, the first to fire
    there = {(job.instance_id, job.kind): job for job in old if job.kind in _JOB_KINDS.values()}
    gone = [job.id for key, job in there.items() if key not in wanted]
    work.jobs.drop(gone)
    work.incidents.resolve_of_jobs(gone, now)
    work.jobs.add(job for key, job in wanted.items() if key not in there)
    for key, job in wanted.items():
        if job.kind is JobKind.TIMER and key in there and there[key].due_at != job.due_at:
            work.jobs.reschedule(there[key], job.due_at)


def _job(case: StoredCase, wait: Wait, variables: Mapping[str, Json], *, now: datetime, new_id: NewId) -> Job:
    arguments: dict[str, Json] = {}
    retries = _USUAL_RETRIES
    topic = ""
    if wait.job is not None:
        arguments = {"inputs": plain(wait.inputs) or dict(variables), "headers": dict(wait.job.headers)}
        topic = wait.job.topic
        retries = _whole_number(None if wait.job.retries is None else wait.job.retries.text, _USUAL_RETRIES)
    return Job(
        id=new_id(),
        kind=_JOB_KINDS[wait.kind],
        case_id=case.id,
        instance_id=wait.instance_id,
        element=wait.element,
        topic=topic,
        arguments=arguments,
        due_at=wait.due or now,
        created_at=now,
        retries=max(retries, 1),
    )


def _whole_number(text: str | None, otherwise: int) -> int:
    try:
        return otherwise if text is None else int(text)
    except ValueError:
        return otherwise

"""Pools, their people, activities and transfers as the values of a scenario file."""

from analysis.scenario.values import ActivityParameters, ResourcePool
from analysis.scenario.work_values import Absence, Batch, Member, Release, Setback, Transfer
from analysis.scenario.writing_values import (
    DAYS,
    Json,
    attributes_json,
    count_json,
    label_json,
    law_json,
    number_json,
    said,
    time_json,
    time_of_day,
)

__all__ = ["activity_json", "pool_json", "transfer_json"]


def pool_json(pool: ResourcePool) -> Json:
    """Return a pool; `amount` is always said, since null means as many as needed."""
    return {"amount": pool.amount} | said(
        name=label_json(pool.name),
        cost_per_h=number_json(pool.cost_per_h, 0.0),
        calendar=pool.calendar,
        side=pool.side if pool.side != "office" else None,
        members=[_member(member) for member in pool.members] or None,
        absence=_absence(pool.absence),
        queue=pool.queue,
    )


def _member(member: Member) -> Json:
    speed = {key: number_json(value) for key, value in member.speed.items()}
    return said(
        id=member.id,
        name=label_json(member.name),
        calendar=member.calendar,
        cost_per_h=None if member.cost_per_h is None else number_json(member.cost_per_h),
        speed=(speed[""] if list(speed) == [""] else speed) or None,
        activities=None if member.activities is None else list(member.activities),
        absence=_absence(member.absence),
    )


def _absence(absence: Absence | None) -> Json:
    if absence is None:
        return None
    leave = [{"from": one.first.isoformat(), "to": one.last.isoformat()} for one in absence.leave]
    return said(share=number_json(absence.share, 0.0), leave=leave or None)


def activity_json(activity: ActivityParameters) -> Json:
    """Return what is said of an activity."""
    resources = list(activity.resources)
    return said(
        resource=resources[0] if len(resources) == 1 else resources or None,
        duration=law_json(activity.duration),
        delay=law_json(activity.delay),
        fixed_cost=number_json(activity.fixed_cost, 0.0),
        fee=number_json(activity.fee, 0.0),
        priority=activity.priority or None,
        instances=None if activity.repeats_by_rule else count_json(activity.instances),
        durations={key: law_json(law) for key, law in activity.durations.items()} or None,
        set_up=law_json(activity.set_up),
        due=None if activity.due_s is None else time_json(activity.due_s),
        batch=None if activity.batch is None else _batch(activity.batch),
        setback=None if activity.setback is None else _setback(activity.setback),
        sets=attributes_json(activity.sets),
    )


def _batch(batch: Batch) -> Json:
    is_one_size = batch.least is not None and batch.least == batch.most
    factors = {str(size): number_json(factor) for size, factor in batch.factors}
    return said(
        size=batch.least if is_one_size else said(min=batch.least, max=batch.most) or None,
        wait=law_json(batch.wait),
        wait_alone=law_json(batch.wait_alone),
        pause=law_json(batch.pause),
        pause_alone=law_json(batch.pause_alone),
        release=None if batch.release is None else _release(batch.release),
        together=None if batch.is_together else False,
        in_turns=batch.is_in_turns or None,
        set_up=law_json(batch.set_up),
        factor=(factors["1"] if list(factors) == ["1"] else factors) if factors else None,
    )


def _release(release: Release) -> Json:
    days = [DAYS[day] for day in release.days]
    return said(days=days, at=time_of_day(release.at_s), calendar=release.calendar)


def _setback(setback: Setback) -> Json:
    after = number_json(setback.share_after) if setback.work_after is None else law_json(setback.work_after)
    if isinstance(after, int | float) and setback.work_after is not None:
        after = {"type": "fixed", "value": after}  # a bare number would be a share
    return {
        "probability": number_json(setback.probability),
        "duration": law_json(setback.duration),
        "work_after": after,
        "most": setback.most,
    }


def transfer_json(transfer: Transfer) -> Json:
    """Return how long a case is on its way."""
    return said(**{"from": transfer.source, "to": transfer.target, "time": law_json(transfer.time)})

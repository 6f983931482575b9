"""Wakes a worker for a job, in the job's own transaction, on PostgreSQL; on SQLite the loop looks by itself.

The wake-up is a job of Procrastinate that holds nothing but our job's id. It may come twice, late or never: the row in
`jobs` decides what is done, and the sweep wakes again for what was lost. No lock of Procrastinate's is used, since a
job of next month would hold up its whole case (procrastinate #1599).

What is not due soon has no wake-up yet, since Procrastinate looks through all that are not due each time that it looks
for one that is (16 ms of the server's processor for 100,000, `bench/far_timers.py`). The sweep gives it one when its
time comes near.
"""

import json
from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import (
    ColumnElement,
    String,
    exists,
    literal_column,
    select,
    table,
    text,
)
from sqlalchemy.orm import InstrumentedAttribute

from engine.store.prepared import Prepared
from engine.store.records import QUICK_KINDS
from engine.store.transaction import Transaction

__all__ = [
    "NEAR",
    "QUICK_WAKEUPS",
    "WAKEUP_TASK",
    "drop_far_wakeups",
    "has_due_wakeup",
    "has_wakeup",
    "may_sweep",
    "wake_workers",
    "wakeup_queue",
]

WAKEUP_TASK = "ortoo.run_job"
QUICK_WAKEUPS = "quick"
"""The queue of wake-ups for `QUICK_KINDS`: a timer does not wait until services answer that were asked before."""

NEAR = timedelta(minutes=1)
"""What is due later than this has no wake-up: so long no sweep may be made, and no timer is late.

Two sweeps are 10 s apart, and one that is paused is given up after 20 s (`engine.store.database`). The longer this is,
the more wake-ups that are not due each look has to pass.
"""

_LOCK_OF_SWEEPS = 7_014_003  # any number, as long as nothing else in the database locks it

_DEFER = Prepared(
    text(
        "SELECT procrastinate_defer_jobs_v1(ARRAY["
        "ROW(:queue, :task, 0, NULL, NULL, CAST(:args AS jsonb), CAST(:at AS timestamptz))"
        "::procrastinate_job_to_defer_v1])"
        " WHERE CAST(:at AS timestamptz) IS NULL"
        " OR CAST(:at AS timestamptz) <= now() + make_interval(secs => CAST(:near AS double precision))"
    )
)


def wakeup_queue(queue: str, kind: str) -> str:
    """Return in which of Procrastinate's queues the wake-up for a job belongs."""
    return QUICK_WAKEUPS if kind in QUICK_KINDS else queue


def wake_workers(transaction: Transaction, jobs: Iterable[tuple[str, str, datetime | None]]) -> None:
    """Have a worker look at jobs when they are due; those that are not near by the database's clock the sweep finds.

    Args:
        transaction: The transaction.
        jobs: Job id, queue of wake-ups and the time; None for at once, whatever the database's clock says.
    """
    if not transaction.is_postgresql:
        return
    fixed = {"task": WAKEUP_TASK, "near": NEAR.total_seconds()}
    transaction.run_each(
        _DEFER,
        [
            {"queue": queue, "args": json.dumps({"job_id": job_id}), "at": due_at, **fixed}
            for job_id, queue, due_at in jobs
        ],
    )


def may_sweep(transaction: Transaction) -> bool:
    """Return whether this transaction is the one that looks for jobs without a wake-up; no other is meanwhile."""
    asked = text("SELECT pg_try_advisory_xact_lock(:key)")
    return bool(transaction.session.scalar(asked, {"key": _LOCK_OF_SWEEPS}))


def drop_far_wakeups(transaction: Transaction, *, limit: int) -> int:
    """Drop some of the wake-ups that are due far ahead, as earlier releases gave them; return how many went."""
    given = {"task": WAKEUP_TASK, "near": NEAR.total_seconds(), "limit": limit}
    return len(transaction.session.execute(_DROP_FAR, given).all())


def has_wakeup(job_id: InstrumentedAttribute[str]) -> ColumnElement[bool]:
    """Return the condition that a wake-up for a job waits for its time or for a worker."""
    return exists(select(literal_column("1")).select_from(_WAKEUPS).where(_IS_THERE, job_id == _JOB))


def has_due_wakeup(job_id: InstrumentedAttribute[str]) -> ColumnElement[bool]:
    """Return the condition that a wake-up for a job waits for a worker, and is due by the database's own clock."""
    return exists(select(literal_column("1")).select_from(_WAKEUPS).where(_IS_THERE, _IS_DUE, job_id == _JOB))


_WAKEUPS = table("procrastinate_jobs")
_JOB: ColumnElement[str] = literal_column("procrastinate_jobs.args ->> 'job_id'", String)
_IS_THERE = text("procrastinate_jobs.status = 'todo' AND procrastinate_jobs.task_name = :task").bindparams(
    task=WAKEUP_TASK
)
_IS_DUE = text("(procrastinate_jobs.scheduled_at IS NULL OR procrastinate_jobs.scheduled_at <= now())")
# Nobody takes them, as they are not due; who is just dropping them too is not waited for.
_DROP_FAR = text(
    "DELETE FROM procrastinate_jobs WHERE id IN (SELECT id FROM procrastinate_jobs"
    " WHERE status = 'todo' AND task_name = :task"
    " AND scheduled_at > now() + make_interval(secs => CAST(:near AS double precision))"
    " LIMIT :limit FOR UPDATE SKIP LOCKED) RETURNING id"
)

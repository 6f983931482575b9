"""Wakes a worker for a job, in the job's own transaction, on PostgreSQL; on SQLite the loop looks by itself.

The wake-up is a job of Procrastinate that holds nothing but our job's id. It may come twice, late or never: the row in
`jobs` decides what is done, and the sweep wakes again for what was lost. No lock of Procrastinate's is used, since a
job of next month would hold up its whole case (procrastinate #1599).
"""

import json
from collections.abc import Iterable
from datetime import datetime

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
from engine.store.transaction import Transaction

__all__ = ["WAKEUP_TASK", "has_wakeup", "may_sweep", "wake_workers"]

WAKEUP_TASK = "ortoo.run_job"
_LOCK_OF_SWEEPS = 7_014_003  # any number, as long as nothing else in the database locks it

_DEFER = Prepared(
    text(
        "SELECT procrastinate_defer_jobs_v1(ARRAY["
        "ROW(:queue, :task, 0, NULL, NULL, CAST(:args AS jsonb), CAST(:at AS timestamptz))"
        "::procrastinate_job_to_defer_v1])"
    )
)


def wake_workers(transaction: Transaction, jobs: Iterable[tuple[str, str, datetime | None]]) -> None:
    """Have a worker look at jobs when they are due.

    Args:
        transaction: The transaction.
        jobs: Job id, queue and the time; None for at once, whatever the database's clock says.
    """
    if not transaction.is_postgresql:
        return
    transaction.run_each(
        _DEFER,
        [
            {"queue": queue, "task": WAKEUP_TASK, "args": json.dumps({"job_id": job_id}), "at": due_at}
            for job_id, queue, due_at in jobs
        ],
    )


def may_sweep(transaction: Transaction) -> bool:
    """Return whether this transaction is the one that looks for jobs whose wake-up is gone; no other is meanwhile."""
    asked = text("SELECT pg_try_advisory_xact_lock(:key)")
    return bool(transaction.session.scalar(asked, {"key": _LOCK_OF_SWEEPS}))


def has_wakeup(job_id: InstrumentedAttribute[str]) -> ColumnElement[bool]:
    """Return the condition that a wake-up for a job waits for a worker, and is due by the database's own clock."""
    return exists(select(literal_column("1")).select_from(_WAKEUPS).where(_WAITS_FOR_A_WORKER, job_id == _JOB))


_WAKEUPS = table("procrastinate_jobs")
_JOB: ColumnElement[str] = literal_column("procrastinate_jobs.args ->> 'job_id'", String)
_WAITS_FOR_A_WORKER = text(
    "procrastinate_jobs.status = 'todo' AND procrastinate_jobs.task_name = :task"
    " AND (procrastinate_jobs.scheduled_at IS NULL OR procrastinate_jobs.scheduled_at <= now())"
).bindparams(task=WAKEUP_TASK)

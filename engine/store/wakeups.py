"""Wakes a worker for a job, in the job's own transaction, on PostgreSQL; on SQLite the loop looks by itself.

The wake-up is a job of Procrastinate that holds nothing but our job's id. It may come twice, late or never: the row in
`jobs` decides what is done, and the sweep wakes again for what was lost. No lock of Procrastinate's is used, since a
job of next month would hold up its whole case (procrastinate #1599).
"""

import json
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import text

from engine.store.prepared import Prepared
from engine.store.transaction import Transaction

__all__ = ["WAKEUP_TASK", "wake_workers"]

WAKEUP_TASK = "ortoo.run_job"

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

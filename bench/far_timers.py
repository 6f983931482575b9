"""What timers that are due far ahead cost PostgreSQL at each look for work, and what the sweep that watches them costs.

Usage: python bench/far_timers.py [number of timers]
A month's timers are put among the jobs by the engine. Then each is given a wake-up of Procrastinate's besides, as if
wake-ups were given however far ahead. Printed are the server's processor time for one fetch with nothing due, as its
workers make one a second and one after each job; and the sweep's, which every worker makes every ten seconds.
"""

import os
import sys
import tempfile
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path

import psycopg
from sqlalchemy import text

from bench.peers.postgresql import own_postgresql
from engine import Engine, open_engine, upgrade_database
from engine.jobs.dispatcher import sweep
from engine.store.records import Job, JobKind

TIMERS = 100_000
CALLS = 100
_TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")
_FETCH = "SELECT * FROM procrastinate_fetch_job_v2(ARRAY['cases'], NULL)"
_GIVE = """
    SELECT procrastinate_defer_jobs_v1(array_agg(ROW('cases', 'ortoo.run_job', 0, NULL, NULL,
        jsonb_build_object('job_id', id), due_at)::procrastinate_job_to_defer_v1)) FROM jobs"""


def main() -> None:
    """Measure and print."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else TIMERS
    with tempfile.TemporaryDirectory(prefix="ortoo-bench-") as folder, own_postgresql(Path(folder) / "pg") as url:
        upgrade_database(url)
        engine = open_engine(url)
        _add_timers(engine, number)
        print(f"{number:,} timers of the month to come; the server's processor time, ms")
        _measure(engine, url, "as the engine adds them")
        with engine.database.connection() as connection:
            connection.execute(text(_GIVE))
        _measure(engine, url, "with a wake-up for each")
        engine.close()


def _add_timers(engine: Engine, number: int) -> None:
    now = engine.clock.now()
    for first in range(0, number, 1_000):
        places = range(first, min(first + 1_000, number))
        with engine.database.writing() as work:
            work.jobs.add(
                Job(
                    id=f"timer-{place}",
                    kind=JobKind.TIMER,
                    due_at=now + timedelta(days=1) + place * timedelta(days=29) / number,
                    created_at=now,
                )
                for place in places
            )


def _measure(engine: Engine, url: str, title: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
        waiting = connection.execute("SELECT count(*) FROM procrastinate_jobs").fetchone()
        backend = connection.info.backend_pid
        fetch = _took(lambda: backend, partial(connection.execute, _FETCH))
    swept = _took(partial(_backend, engine), partial(sweep, engine))
    print(f"  {title}: {waiting[0] if waiting else 0:,} wake-ups; a fetch {fetch:.2f}, a sweep {swept:.2f}")


def _backend(engine: Engine) -> int:
    """Return the process at the other end of the connection that the engine uses next."""
    with engine.database.connection() as connection:
        return int(connection.scalar(text("SELECT pg_backend_pid()")) or 0)


def _took(backend: Callable[[], int], call: Callable[[], object]) -> float:
    """Return what a call costs the server's process, in milliseconds: the best mean of three runs."""
    best = float("inf")
    for _run in range(3):
        before = _used(backend())
        for _call in range(CALLS):
            call()
        best = min(best, (_used(backend()) - before) / CALLS * 1e3)
    return best


def _used(process: int) -> float:
    """Return a process' processor time, in seconds (proc(5): utime and stime are the 14th and 15th field)."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS_A_SECOND


if __name__ == "__main__":
    main()

"""What timers that are not due yet cost each look for work, and the sweep that watches over them.

Usage: python bench/far_timers.py [number of timers of a month [number of those of the next ten minutes]...]
The timers are put among the jobs by the engine: some of the month to come, then some of the next ten minutes.

On PostgreSQL the server's processor time is printed for one fetch with nothing due, as its workers make one a second
and one after each job; and the sweep's, which every worker makes every ten seconds. Then each timer is given a wake-up
of Procrastinate's besides, as if wake-ups were given however far ahead. On SQLite it is the program's own time for one
look with nothing due, as each of its threads makes five a second.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path

import psycopg
from sqlalchemy import text

from bench.peers.postgresql import own_postgresql
from engine import Engine, open_engine, upgrade_database
from engine.jobs.dispatcher import sweep
from engine.jobs.lease import take_job
from engine.store.records import OWN_QUEUES, Job, JobKind

MONTHS, NEXT = 100_000, (10_000, 50_000)
FETCHES, SWEEPS, RUNS = 300, 10, 3
# Nothing may become due while it is measured.
_SOONEST = timedelta(seconds=20)
_TEN_MINUTES = timedelta(minutes=10)
_DAY = timedelta(days=1)
_TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")
_FETCH = "SELECT * FROM procrastinate_fetch_job_v2(ARRAY['quick'], NULL)"  # where the wake-ups of timers are
_GIVE = """
    SELECT procrastinate_defer_jobs_v1(array_agg(ROW('quick', 'ortoo.run_job', 0, NULL, NULL,
        jsonb_build_object('job_id', id), due_at)::procrastinate_job_to_defer_v1)) FROM jobs"""
_BEGIN_ANEW = """
    UPDATE jobs SET due_at = now() + :first + (due_at - (SELECT min(due_at) FROM jobs))"""


def main() -> None:
    """Measure and print."""
    given = [int(one) for one in sys.argv[1:]]
    months, *soon = given or [MONTHS, *NEXT]
    print("processor time of a look for work with nothing due, and of a sweep, ms")
    for number, first, spread, title in (
        (months, _DAY, 29 * _DAY, "of the month to come"),
        *((number, _SOONEST, _TEN_MINUTES - _SOONEST, "of the next ten minutes") for number in soon),
    ):
        print(f"{number:,} timers {title}")
        with tempfile.TemporaryDirectory(prefix="ortoo-bench-") as folder:
            with own_postgresql(Path(folder) / "pg") as url:
                _on_postgresql(url, number, first, spread)
            _on_sqlite(f"sqlite:///{folder}/ortoo.db", number, first, spread)


def _on_postgresql(url: str, number: int, first: timedelta, spread: timedelta) -> None:
    engine = _with_timers(url, number, first + _TEN_MINUTES, spread)
    with engine.database.connection() as connection:
        connection.execute(text(_BEGIN_ANEW), {"first": first})
    sweep(engine)
    _measure(engine, url, "as the engine has them")
    with engine.database.connection() as connection:
        connection.execute(text("DELETE FROM procrastinate_jobs"))
        connection.execute(text(_BEGIN_ANEW), {"first": first})
        connection.execute(text(_GIVE))
    _measure(engine, url, "with a wake-up for each")
    engine.close()


def _on_sqlite(url: str, number: int, first: timedelta, spread: timedelta) -> None:
    engine = _with_timers(url, number, first + _TEN_MINUTES, spread)
    look = _took(time.process_time, lambda: take_job(engine, "bench", OWN_QUEUES), FETCHES)
    print(f"  SQLite: a look {look:.2f}")
    engine.close()


def _with_timers(url: str, number: int, first: timedelta, spread: timedelta) -> Engine:
    """Open a new database with timers that are due evenly over a time."""
    upgrade_database(url)
    engine = open_engine(url)
    now = engine.clock.now()
    for begin in range(0, number, 1_000):
        places = range(begin, min(begin + 1_000, number))
        with engine.database.writing() as work:
            work.jobs.add(
                Job(
                    id=f"timer-{place}",
                    kind=JobKind.TIMER,
                    due_at=now + first + place * spread / number,
                    created_at=now,
                )
                for place in places
            )
    return engine


def _measure(engine: Engine, url: str, title: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
        waiting = connection.execute("SELECT count(*) FROM procrastinate_jobs").fetchone()
        backend = connection.info.backend_pid
        fetch = _took(lambda: _used(backend), partial(connection.execute, _FETCH), FETCHES)
    swept = _took(lambda: _used(_backend(engine)), partial(sweep, engine), SWEEPS)
    there = waiting[0] if waiting else 0
    print(f"  PostgreSQL, {title}: {there:,} wake-ups; a fetch {fetch:.2f}, a sweep {swept:.2f}")


def _backend(engine: Engine) -> int:
    """Return the process at the other end of the connection that the engine uses next."""
    with engine.database.connection() as connection:
        return int(connection.scalar(text("SELECT pg_backend_pid()")) or 0)


def _took(used: Callable[[], float], call: Callable[[], object], times: int) -> float:
    """Return what processor time a call costs, in milliseconds: the best mean of some runs."""
    best = float("inf")
    for _run in range(RUNS):
        before = used()
        for _call in range(times):
            call()
        best = min(best, (used() - before) / times * 1e3)
    return best


def _used(process: int) -> float:
    """Return a process' processor time, in seconds (proc(5): utime and stime are the 14th and 15th field)."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS_A_SECOND


if __name__ == "__main__":
    main()

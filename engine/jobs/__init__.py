"""Doing what cases and analysts wait for a machine to do: timers, service tasks, messages, analyses.

Who does a job claims it with a lease, works with no transaction open, and applies the result in a second transaction in
which the job vanishes; if the lease was lost meanwhile, nothing is applied. So a case takes each result exactly once,
while an effect outside may be tried more than once, under one stable key.

On SQLite a loop in the serving process looks for jobs that are due. On PostgreSQL Procrastinate wakes the workers.
"""

from engine.jobs.loop import JobLoop
from engine.jobs.running import run_due_jobs
from engine.jobs.stopping import Asked, asked_to_stop
from engine.jobs.worker import run_worker

__all__ = ["Asked", "JobLoop", "asked_to_stop", "run_due_jobs", "run_worker"]

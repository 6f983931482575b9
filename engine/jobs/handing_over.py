"""Leaving to external workers what no connector of this installation does."""

from engine.opening import Engine
from engine.store.records import Job, Queue

__all__ = ["hand_over"]


def hand_over(engine: Engine, job: Job) -> bool:
    """Put a service task that was taken into the queue from which external workers fetch.

    Only where some access token is for its topic: what nobody can ever fetch is to become an incident instead.

    Returns:
        Whether it was handed over.
    """
    if not job.topic:
        return False
    with engine.database.writing() as work:
        return work.access_tokens.is_topic_served(job.topic, engine.clock.now()) and work.jobs.move(job, Queue.EXTERNAL)

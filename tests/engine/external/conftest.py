"""External workers in tests: a program with an access token, and models whose service tasks no connector does."""

from collections.abc import Callable, Sequence
from datetime import timedelta

import pytest

from engine import (
    Actor,
    Engine,
    ExternalTask,
    TopicRequest,
    create_access_token,
    fetch_external_tasks,
    run_due_jobs,
)

Fetch = Callable[..., Sequence[ExternalTask]]


@pytest.fixture
def program(engine: Engine) -> Actor:
    """A program that may do the topic "charge"."""
    token, _ = create_access_token(engine, name="charger", topics=["charge"])
    return token.actor


@pytest.fixture
def fetch(engine: Engine, program: Actor) -> Fetch:
    """Fetches tasks of the topic "charge" for a minute."""

    def fetched(worker: str = "one", *, limit: int = 10, lock_s: int = 60) -> Sequence[ExternalTask]:
        run_due_jobs(engine, worker="w")  # hands over what no connector does
        request = TopicRequest(topic="charge", lock_for=timedelta(seconds=lock_s))
        return fetch_external_tasks(engine, worker=worker, requests=[request], limit=limit, actor=program)

    return fetched

"""A task that ends every worker that takes it is left to a person, not given away for ever."""

from datetime import timedelta

import pytest

from engine import (
    SYSTEM,
    Actor,
    CaseStatus,
    Engine,
    TaskFilter,
    TaskNotLockedError,
    TopicRequest,
    check_data,
    complete_external_task,
    count_external_tasks,
    fail_external_task,
    fetch_external_tasks,
    find_incidents,
    has_external_tasks,
    lock_external_task,
    read_case,
    retry_incident,
    unlock_external_task,
)
from engine.testing import FakeClock
from tests.engine.external.conftest import Fetch
from tests.engine.external.test_external_tasks import CHARGED
from tests.engine.small_services import deploy_small, start_small

LOCK = timedelta(seconds=60)


def lose(fetch: Fetch, clock: FakeClock, times: int) -> str:
    """Let workers take the only task and never be heard of again; return the task's id."""
    for number in range(times):
        (task,) = fetch(f"victim-{number}")
        clock.advance(LOCK)
    return task.id


@pytest.fixture
def reference(engine: Engine) -> str:
    """A case that waits for a task of the topic "charge"."""
    deploy_small(engine, CHARGED)
    return start_small(engine).reference


def test_a_task_that_has_cost_three_workers_is_an_incident_and_given_to_no_fourth(
    engine: Engine, fetch: Fetch, clock: FakeClock, program: Actor, reference: str
) -> None:
    task_id = lose(fetch, clock, 3)
    assert fetch("fourth") == ()
    assert fetch("fourth") == ()
    (incident,) = find_incidents(engine).items
    assert (incident.element, incident.case_reference, incident.attempts) == ("Charge", reference, 3)
    assert "lost 3 times" in incident.message
    assert read_case(engine, reference=reference).summary.status is CaseStatus.INCIDENT
    wanted = TopicRequest(topic="charge", lock_for=LOCK)
    assert not has_external_tasks(engine, requests=[wanted])
    assert count_external_tasks(engine, which=TaskFilter(has_retries=False), actor=program) == 1
    with pytest.raises(TaskNotLockedError):
        complete_external_task(engine, task_id=task_id, worker="victim-2", variables={}, actor=program)
    assert check_data(engine) == ()


def test_it_is_given_away_again_once_a_person_has_it_retried(
    engine: Engine, fetch: Fetch, clock: FakeClock, program: Actor, reference: str
) -> None:
    lose(fetch, clock, 3)
    fetch("fourth")
    (incident,) = find_incidents(engine).items
    retry_incident(engine, incident_id=incident.id, actor=SYSTEM)
    (task,) = fetch("fifth")
    complete_external_task(engine, task_id=task.id, worker="fifth", variables={}, actor=program)
    assert read_case(engine, reference=reference).summary.status is CaseStatus.COMPLETED
    assert find_incidents(engine).total == 0


def test_the_third_worker_may_still_do_it_even_late(
    engine: Engine, fetch: Fetch, clock: FakeClock, program: Actor, reference: str
) -> None:
    task_id = lose(fetch, clock, 3)
    complete_external_task(engine, task_id=task_id, worker="victim-2", variables={}, actor=program)
    assert read_case(engine, reference=reference).summary.status is CaseStatus.COMPLETED
    assert find_incidents(engine).total == 0


def test_workers_that_say_something_are_not_lost(
    engine: Engine, fetch: Fetch, clock: FakeClock, program: Actor, reference: str
) -> None:
    assert reference
    for number in range(5):
        (task,) = fetch(f"worker-{number}")
        if number % 2:
            unlock_external_task(engine, task_id=task.id, actor=program)
        else:
            fail_external_task(
                engine,
                task_id=task.id,
                worker=f"worker-{number}",
                message="busy",
                details="",
                retries=3,
                retry_after=timedelta(),
                actor=program,
            )
        clock.advance(LOCK)
    assert len(fetch()) == 1


def test_a_task_that_was_locked_by_its_id_counts_as_well(
    engine: Engine, fetch: Fetch, clock: FakeClock, program: Actor, reference: str
) -> None:
    assert reference
    task_id = lose(fetch, clock, 1)
    for number in range(2):
        lock_external_task(engine, task_id=task_id, worker=f"locker-{number}", lock_for=LOCK, actor=program)
        clock.advance(LOCK)
    assert fetch("fourth") == ()
    assert find_incidents(engine).total == 1


def test_one_deadly_task_keeps_no_other_from_being_done(
    engine: Engine, fetch: Fetch, clock: FakeClock, program: Actor, reference: str
) -> None:
    lose(fetch, clock, 3)
    other = start_small(engine, key="other").reference
    (task,) = fetch("fourth")
    assert task.case_reference == other != reference
    request = TopicRequest(topic="charge", lock_for=LOCK, references=frozenset({reference}))
    assert fetch_external_tasks(engine, worker="x", requests=[request], limit=1, actor=program) == ()

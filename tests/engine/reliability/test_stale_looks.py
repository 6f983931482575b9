"""What was looked at before a lock was waited for is looked at again: between the two the case has gone on."""

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from engine import (
    SYSTEM,
    Actor,
    CaseStatus,
    Engine,
    create_access_token,
    deliver_message,
    fetch_external_tasks,
    find_incidents,
    lock_external_task,
    migrate_cases,
    open_engine,
    read_case,
    run_due_jobs,
)
from engine.external_values import TopicRequest
from engine.ports import JobRequest, TaskFailure
from engine.store.subscriptions import SubscriptionStore
from engine.testing import FakeClock
from engine.values import Json
from tests.engine.reliability.test_races import RACERS, race
from tests.engine.small_services import (
    MANAGER,
    SERVED,
    START_END,
    deploy_small,
    flow,
    process,
    service_task,
    start_small,
)

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.usefixtures("sound_data")

CORRELATED = '<extensionElements><zeebe:subscription correlationKey="=number"/></extensionElements>'
TWO_ANSWERS = process(
    START_END
    + '<receiveTask id="First" messageRef="Answer"/><receiveTask id="Second" messageRef="Answer"/>'
    + flow("Start", "First", "Second", "End"),
    roots=f'<message id="Answer" name="answer">{CORRELATED}</message>',
)
"""Waits for an answer with its number, which the first answer changes."""


def send(engine: Engine, number: str, *, then: str = "", keep_for: timedelta = timedelta(0)) -> int:
    payload: dict[str, Json] = {"number": then} if then else {}
    return deliver_message(engine, name="answer", correlation=number, payload=payload, actor=SYSTEM, keep_for=keep_for)


def current(engine: Engine, reference: str) -> tuple[str, ...]:
    return read_case(engine, reference=reference).summary.current


def test_a_message_is_not_taken_by_a_case_that_waits_for_another_value_by_now(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    deploy_small(engine, TWO_ANSWERS)
    reference = start_small(engine, number="1").reference
    look = SubscriptionStore.cases_waiting_for
    with engine.database.reading() as work:
        seen_before = work.subscriptions.cases_waiting_for("message", "answer", "1")
    assert send(engine, "1", then="2") == 1
    assert current(engine, reference) == ("Second",)
    monkeypatch.setattr(SubscriptionStore, "cases_waiting_for", lambda *_: seen_before)
    assert send(engine, "1", keep_for=timedelta(hours=1)) == 0
    assert current(engine, reference) == ("Second",)
    monkeypatch.setattr(SubscriptionStore, "cases_waiting_for", look)
    assert send(engine, "2") == 1
    assert read_case(engine, reference=reference).summary.status is CaseStatus.COMPLETED


def test_of_equal_messages_at_once_one_is_taken_and_the_others_are_told_that_they_were_not(engine: Engine) -> None:
    deploy_small(engine, TWO_ANSWERS)
    for turn in range(5):
        reference = start_small(engine, key=str(turn), number=f"{turn}").reference
        told = race(*[lambda turn=turn: send(engine, f"{turn}", then=f"other-{turn}")] * RACERS)
        assert sorted(told) == [0] * (RACERS - 1) + [1]  # type: ignore[type-var]
        assert current(engine, reference) == ("Second",)


@pytest.mark.parametrize("waits_from_s", [0, 3, 7, 8, 10])
def test_a_message_is_kept_to_the_end_of_its_time(engine: Engine, clock: FakeClock, waits_from_s: int) -> None:
    deploy_small(engine, TWO_ANSWERS)
    assert send(engine, "1", then="2", keep_for=timedelta(seconds=10)) == 0
    references = []
    for second in range(11):
        if second == waits_from_s:
            references.append(start_small(engine, number="1").reference)
        run_due_jobs(engine, worker="w")
        clock.advance(timedelta(seconds=1))
    assert current(engine, references[0]) == ("Second",)


def test_after_its_time_a_message_is_gone(engine: Engine, clock: FakeClock) -> None:
    deploy_small(engine, TWO_ANSWERS)
    send(engine, "1", then="2", keep_for=timedelta(seconds=10))
    for _ in range(11):
        run_due_jobs(engine, worker="w")
        clock.advance(timedelta(seconds=1))
    reference = start_small(engine, number="1").reference
    run_due_jobs(engine, worker="w")
    assert current(engine, reference) == ("First",)


def test_what_fails_while_its_case_is_moved_is_an_incident_of_the_new_version(
    database_url: str, clock: FakeClock
) -> None:
    meanwhile: list[Callable[[], object]] = []

    def failing(request: JobRequest, /) -> dict[str, Json]:
        del request
        meanwhile.pop()()
        raise TaskFailure("No such company.", retry=False)

    engine = open_engine(database_url, clock=clock, handlers={"effect": failing})
    deploy_small(engine, SERVED)
    start_small(engine)
    deploy_small(engine, SERVED.replace(b'"Serve"', b'"Render"'))
    meanwhile.append(lambda: migrate_cases(engine, service="small", source=1, target=2, actor=MANAGER))
    run_due_jobs(engine, worker="w")
    (incident,) = find_incidents(engine).items
    assert incident.element == "Render"
    engine.close()


def test_a_worker_that_locks_its_own_task_again_has_not_been_lost(engine: Engine, clock: FakeClock) -> None:
    deploy_small(engine, process(START_END + service_task("Do", "charge") + flow("Start", "Do", "End")))
    program: Actor = create_access_token(engine, name="charger", topics=["charge"])[0].actor
    start_small(engine)
    run_due_jobs(engine, worker="w")
    request = TopicRequest(topic="charge", lock_for=timedelta(minutes=1))
    (task,) = fetch_external_tasks(engine, worker="one", requests=[request], limit=1, actor=program)
    for _ in range(5):
        clock.advance(timedelta(seconds=30))
        lock_external_task(engine, task_id=task.id, worker="one", lock_for=timedelta(minutes=1), actor=program)
    clock.advance(timedelta(minutes=1))
    again = fetch_external_tasks(engine, worker="two", requests=[request], limit=1, actor=program)
    assert [one.id for one in again] == [task.id]
    assert find_incidents(engine).total == 0

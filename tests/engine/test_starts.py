"""Cases that events start: messages, signals, timers and conditions of the version that is current."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import text

from engine import (
    SYSTEM,
    CaseSummary,
    Engine,
    broadcast_signal,
    cancel_case,
    deliver_message,
    find_cases,
    read_case,
    resume_service,
    run_due_jobs,
    start_where_conditions_hold,
    suspend_service,
)
from engine.errors import ExpressionFailedError, SuspendedError
from engine.testing import FakeClock
from tests.engine.small_services import MANAGER, deploy_small, flow, process, start_small, user_task

pytestmark = pytest.mark.usefixtures("sound_data")

TASK = user_task("Check", "Check application", "registrar") + '<endEvent id="End"/>' + flow("Start", "Check", "End")


def begun_by(definition: str, *, roots: str = "", task: str = TASK) -> bytes:
    """A process with a start event of that definition and one user task."""
    return process(f'<startEvent id="Start">{definition}</startEvent>{task}', roots=roots)


BY_MESSAGE = begun_by('<messageEventDefinition messageRef="M"/>', roots='<message id="M" name="notice"/>')
BY_SIGNAL = begun_by('<signalEventDefinition signalRef="S"/>', roots='<signal id="S" name="storm"/>')
BY_CONDITION = begun_by(
    '<conditionalEventDefinition><condition xsi:type="tFormalExpression">=level &gt; 3</condition>'
    "</conditionalEventDefinition>"
)


def by_timer(kind: str, value: str, *, name: str = "Check application") -> bytes:
    """A process that a timer starts."""
    timer = f'<timerEventDefinition><{kind} xsi:type="tFormalExpression">{value}</{kind}></timerEventDefinition>'
    return begun_by(timer, task=TASK.replace("Check application", name))


def cases(engine: Engine) -> tuple[CaseSummary, ...]:
    return find_cases(engine, size=100).items


def send(engine: Engine, correlation: str | None = None, *, key: str = "", name: str = "notice") -> int:
    return deliver_message(
        engine, name=name, correlation=correlation, payload={"said": "x"}, actor=SYSTEM, message_key=key
    )


def keep(engine: Engine, keep_for: timedelta) -> int:
    return deliver_message(engine, name="notice", correlation=None, payload={}, actor=SYSTEM, keep_for=keep_for)


# Messages.


def test_a_message_that_no_case_waits_for_starts_one_with_what_it_says(engine: Engine) -> None:
    deploy_small(engine, BY_MESSAGE)
    assert send(engine) == 1
    (case,) = cases(engine)
    assert case.current == ("Check",)
    assert read_case(engine, reference=case.reference).data == {"said": "x"}


def test_a_message_of_another_name_starts_nothing(engine: Engine) -> None:
    deploy_small(engine, BY_MESSAGE)
    assert send(engine, name="other") == 0
    assert cases(engine) == ()


def test_a_case_that_waits_for_a_message_comes_before_a_new_one(engine: Engine) -> None:
    waiting = process(
        '<startEvent id="Start"><messageEventDefinition messageRef="M"/></startEvent>'
        '<intermediateCatchEvent id="More"><messageEventDefinition messageRef="M"/></intermediateCatchEvent>'
        '<endEvent id="End"/>' + flow("Start", "More", "End"),
        roots='<message id="M" name="notice"/>',
    )
    deploy_small(engine, waiting)
    assert [send(engine), send(engine)] == [1, 1]
    assert [case.status for case in cases(engine)] == ["completed"]


def test_while_a_case_of_a_correlation_value_goes_on_no_second_one_starts(engine: Engine) -> None:
    deploy_small(engine, BY_MESSAGE)
    assert [send(engine, "7"), send(engine, "7"), send(engine, "8")] == [1, 0, 1]
    assert len(cases(engine)) == 2


def test_a_correlation_value_starts_again_when_its_case_has_ended(engine: Engine) -> None:
    deploy_small(engine, BY_MESSAGE)
    send(engine, "7")
    cancel_case(engine, reference=cases(engine)[0].reference, reason="x", actor=MANAGER)
    assert send(engine, "7") == 1
    assert len(cases(engine)) == 2


def test_messages_of_one_value_sent_at_once_start_one_case(engine: Engine) -> None:
    deploy_small(engine, BY_MESSAGE)
    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(lambda _: send(engine, "7"), range(8))) == 1
    assert len(cases(engine)) == 1


def test_a_message_sent_again_under_its_key_is_the_same_message(engine: Engine) -> None:
    deploy_small(engine, BY_MESSAGE)
    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(lambda _: send(engine, key="m-1"), range(8))) == {1}
    assert send(engine, key="m-2") == 1
    assert len(cases(engine)) == 2


def test_a_message_is_kept_for_who_comes_to_wait_for_it(engine: Engine, clock: FakeClock) -> None:
    assert keep(engine, timedelta(hours=1)) == 0
    deploy_small(engine, BY_MESSAGE)
    clock.advance(timedelta(minutes=5))
    run_due_jobs(engine, worker="w")
    assert len(cases(engine)) == 1


def test_a_message_is_not_kept_longer_than_it_is_to_be(engine: Engine, clock: FakeClock) -> None:
    keep(engine, timedelta(minutes=1))
    clock.advance(timedelta(minutes=2))
    run_due_jobs(engine, worker="w")
    deploy_small(engine, BY_MESSAGE)
    clock.advance(timedelta(minutes=2))
    run_due_jobs(engine, worker="w")
    assert cases(engine) == ()


def test_a_message_that_a_case_throws_starts_a_case_of_another_service(engine: Engine) -> None:
    throwing = process(
        '<startEvent id="Start"/><endEvent id="End"><messageEventDefinition messageRef="M"/></endEvent>'
        + flow("Start", "End"),
        roots='<message id="M" name="notice"/>',
    )
    deploy_small(engine, throwing, service="throwing")
    deploy_small(engine, BY_MESSAGE)
    start_small(engine, service="throwing")
    run_due_jobs(engine, worker="w")
    assert sorted(case.service for case in cases(engine)) == ["small", "throwing"]


def test_a_message_for_a_suspended_service_starts_its_case_later(engine: Engine) -> None:
    deploy_small(engine, BY_MESSAGE)
    suspend_service(engine, service="small", actor=MANAGER)
    assert send(engine) == 1
    run_due_jobs(engine, worker="w")
    assert cases(engine) == ()
    resume_service(engine, service="small", actor=MANAGER)
    run_due_jobs(engine, worker="w")
    assert len(cases(engine)) == 1


def test_the_message_that_starts_a_case_sets_the_key_for_those_that_follow(engine: Engine) -> None:
    key = (
        '<correlationProperty id="number">'
        + "".join(
            f'<correlationPropertyRetrievalExpression messageRef="{message}"><messagePath>number</messagePath>'
            "</correlationPropertyRetrievalExpression>"
            for message in ("M", "N")
        )
        + '</correlationProperty><collaboration id="C"><correlationKey id="K"><correlationPropertyRef>number'
        "</correlationPropertyRef></correlationKey></collaboration>"
    )
    more = '<receiveTask id="Check" messageRef="N"/><endEvent id="End"/>' + flow("Start", "Check", "End")
    roots = '<message id="M" name="notice"/><message id="N" name="more"/>' + key
    deploy_small(engine, begun_by('<messageEventDefinition messageRef="M"/>', roots=roots, task=more))
    assert [send(engine, "1"), send(engine, "2")] == [1, 1]
    assert send(engine, "3", name="more") == 0
    assert send(engine, "2", name="more") == 1
    assert [case.status for case in cases(engine)] == ["completed", "running"]


# Signals.


def test_a_signal_starts_a_case_of_every_service_that_begins_with_it(engine: Engine) -> None:
    for service in ("one", "two"):
        deploy_small(engine, BY_SIGNAL, service=service)
    for _ in range(2):
        broadcast_signal(engine, name="storm", payload={"wind": 9}, actor=SYSTEM, command_key="k")
    run_due_jobs(engine, worker="w")
    assert sorted(case.service for case in cases(engine)) == ["one", "two"]
    assert read_case(engine, reference=cases(engine)[0].reference).data == {"wind": 9}


# Timers.


def test_a_timer_starts_a_case_once_it_is_due_and_not_before(engine: Engine, clock: FakeClock) -> None:
    deploy_small(engine, by_timer("timeDuration", "PT1H"))
    clock.advance(timedelta(minutes=59))
    assert run_due_jobs(engine, worker="w") == 0
    clock.advance(timedelta(minutes=1))
    assert run_due_jobs(engine, worker="w") == 1
    clock.advance(timedelta(days=9))
    assert run_due_jobs(engine, worker="w") == 0
    (case,) = cases(engine)
    assert case.current == ("Check",)


@pytest.mark.parametrize(("value", "expected"), [("R3/PT1H", 3), ("R/PT1H", 6), ("0 * * * *", 6)])
def test_a_repetition_starts_one_case_each_time(engine: Engine, clock: FakeClock, value: str, expected: int) -> None:
    deploy_small(engine, by_timer("timeCycle", value))
    for _ in range(6):
        clock.advance(timedelta(hours=1))
        run_due_jobs(engine, worker="w")
    assert len(cases(engine)) == expected


@pytest.mark.parametrize("value", ["R/PT1S", "R/P1M", "* * * * *"])
def test_after_a_downtime_there_is_one_start_and_no_storm(engine: Engine, clock: FakeClock, value: str) -> None:
    deploy_small(engine, by_timer("timeCycle", value))
    clock.advance(timedelta(days=400))
    assert run_due_jobs(engine, worker="w", limit=50) == 1
    assert len(cases(engine)) == 1
    clock.advance(timedelta(days=31))
    assert run_due_jobs(engine, worker="w", limit=50) == 1


def test_missed_times_of_a_counted_repetition_are_gone(engine: Engine, clock: FakeClock) -> None:
    deploy_small(engine, by_timer("timeCycle", "R5/PT1H"))
    clock.advance(timedelta(hours=3, minutes=30))
    run_due_jobs(engine, worker="w")
    for _ in range(9):
        clock.advance(timedelta(hours=1))
        run_due_jobs(engine, worker="w")
    assert len(cases(engine)) == 3  # at 3:30 for the first three, then the fourth and the fifth


def test_a_date_that_is_past_starts_nothing(engine: Engine, clock: FakeClock) -> None:
    deploy_small(engine, by_timer("timeDate", "2020-01-01T00:00:00Z"))
    clock.advance(timedelta(days=1))
    assert run_due_jobs(engine, worker="w") == 0


def test_a_newer_version_replaces_the_timers_of_the_older(engine: Engine, clock: FakeClock) -> None:
    deploy_small(engine, by_timer("timeCycle", "R/PT1H"))
    deploy_small(engine, by_timer("timeCycle", "R/PT1H", name="Check again"))
    clock.advance(timedelta(hours=1))
    assert run_due_jobs(engine, worker="w") == 1
    assert [case.version for case in cases(engine)] == [2]


def test_the_same_version_deployed_again_leaves_its_timers_alone(engine: Engine, clock: FakeClock) -> None:
    deploy_small(engine, by_timer("timeDuration", "PT1H"))
    clock.advance(timedelta(minutes=59))
    deploy_small(engine, by_timer("timeDuration", "PT1H"))
    clock.advance(timedelta(minutes=1))
    assert run_due_jobs(engine, worker="w") == 1


def test_a_newer_version_without_events_ends_what_started_cases(engine: Engine, clock: FakeClock) -> None:
    deploy_small(engine, by_timer("timeCycle", "R/PT1H"))
    deploy_small(engine, BY_MESSAGE)
    deploy_small(engine, process('<startEvent id="Start"/>' + TASK))
    clock.advance(timedelta(hours=1))
    assert run_due_jobs(engine, worker="w") == 0
    assert send(engine) == 0


def test_two_workers_start_one_case(engine: Engine, clock: FakeClock) -> None:
    deploy_small(engine, by_timer("timeCycle", "R/PT1H"))
    clock.advance(timedelta(hours=1))
    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(lambda name: run_due_jobs(engine, worker=name), ("w1", "w2")))
    assert sum(done) == 1
    assert len(cases(engine)) == 1
    with engine.database.connection() as connection:
        assert connection.scalar(text("SELECT count(*) FROM jobs")) == 1


def test_a_timer_of_a_suspended_service_starts_its_case_later(engine: Engine, clock: FakeClock) -> None:
    deploy_small(engine, by_timer("timeDuration", "PT1H"))
    suspend_service(engine, service="small", actor=MANAGER)
    clock.advance(timedelta(hours=2))
    run_due_jobs(engine, worker="w")
    assert cases(engine) == ()
    resume_service(engine, service="small", actor=MANAGER)
    run_due_jobs(engine, worker="w")
    assert len(cases(engine)) == 1


def test_a_timer_that_is_no_time_is_refused_when_it_is_deployed(engine: Engine) -> None:
    with pytest.raises(ExpressionFailedError, match="timer of Start"):
        deploy_small(engine, by_timer("timeDuration", "soon"))


# Conditions.


def ask(engine: Engine, level: int, key: str) -> tuple[CaseSummary, ...]:
    return start_where_conditions_hold(engine, service="small", data={"level": level}, actor=SYSTEM, command_key=key)


def test_a_condition_that_is_true_starts_a_case_when_it_is_asked_for(engine: Engine) -> None:
    deploy_small(engine, BY_CONDITION)
    assert ask(engine, 3, "a") == ()
    (case,) = ask(engine, 4, "b")
    assert ask(engine, 4, "b") == (case,)
    assert [one.reference for one in cases(engine)] == [case.reference]


def test_a_condition_of_a_suspended_service_is_refused(engine: Engine) -> None:
    deploy_small(engine, BY_CONDITION)
    suspend_service(engine, service="small", actor=MANAGER)
    with pytest.raises(SuspendedError):
        ask(engine, 4, "a")

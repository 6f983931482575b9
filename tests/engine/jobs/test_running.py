"""Jobs: taken once, tried again, fenced, and left to a person in the end."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from engine import CaseStatus, Engine, complete_work_item, find_incidents, read_case, run_due_jobs
from engine.errors import ConflictError
from engine.jobs import running as running_module
from engine.jobs.lease import LEASE, kept, take_job
from engine.jobs.running import run_job
from engine.ports import BpmnErrorThrown, TaskFailure, TaskResult
from engine.store.records import Queue
from engine.testing import FakeClock
from tests.engine.conftest import Effects
from tests.engine.small_services import CLERK, DEADLINE, SERVED, TIMED, WORKED, deploy_small, start_small
from tests.engine.test_kill import wait_until

CASES = (Queue.CASES,)


def status(engine: Engine, reference: str) -> CaseStatus:
    return read_case(engine, reference=reference).summary.status


def test_a_service_task_is_done_once_and_its_result_kept(engine: Engine, effects: Effects) -> None:
    deploy_small(engine, SERVED)
    reference = start_small(engine, name="x").reference
    assert run_due_jobs(engine, worker="w") == 1
    assert run_due_jobs(engine, worker="w") == 0
    (request,) = effects.requests
    assert request.topic == "effect"
    assert request.inputs == {"name": "x"}
    assert request.case_reference == reference
    assert request.idempotency_key.startswith("job-")
    details = read_case(engine, reference=reference)
    assert details.summary.status is CaseStatus.COMPLETED
    assert details.data == {"name": "x", "effect": "done"}


def test_a_failure_is_tried_again_later_under_the_same_key(engine: Engine, effects: Effects, clock: FakeClock) -> None:
    deploy_small(engine, SERVED)
    effects.faults = [TaskFailure("No answer."), TaskFailure("No answer.")]
    reference = start_small(engine).reference
    for pause in (5, 10):
        assert run_due_jobs(engine, worker="w") == 1
        clock.advance(timedelta(seconds=pause - 1))
        assert run_due_jobs(engine, worker="w") == 0
        clock.advance(timedelta(seconds=1))
    assert run_due_jobs(engine, worker="w") == 1
    assert status(engine, reference) is CaseStatus.COMPLETED
    assert (len(effects.requests), len(effects.keys)) == (3, 1)


@pytest.mark.parametrize(
    ("faults", "tries", "said"),
    [
        ([TaskFailure("No answer.")] * 3, 3, "No answer."),
        ([TaskFailure("Refused.", retry=False)], 1, "Refused."),
        ([RuntimeError("broken")] * 3, 3, "RuntimeError: broken"),
    ],
)
def test_what_keeps_failing_waits_for_a_person(
    engine: Engine, effects: Effects, clock: FakeClock, faults: list[Exception], tries: int, said: str
) -> None:
    deploy_small(engine, SERVED)
    effects.faults = list(faults)
    reference = start_small(engine).reference
    for _ in range(5):
        run_due_jobs(engine, worker="w")
        clock.advance(timedelta(hours=2))
    (incident,) = find_incidents(engine).items
    assert (incident.message, incident.attempts, len(effects.requests)) == (said, tries, tries)
    assert status(engine, reference) is CaseStatus.INCIDENT


def test_a_topic_that_nobody_does_waits_for_a_person(engine: Engine) -> None:
    deploy_small(engine, SERVED.replace(b'type="effect"', b'type="unheard-of"'))
    start_small(engine)
    run_due_jobs(engine, worker="w")
    assert "unheard-of" in find_incidents(engine).items[0].message


def test_a_bpmn_error_that_the_model_does_not_catch_waits_for_a_person(engine: Engine, effects: Effects) -> None:
    deploy_small(engine, SERVED)
    effects.faults = [BpmnErrorThrown("E1", "not found")]
    start_small(engine)
    run_due_jobs(engine, worker="w")
    assert "E1" in find_incidents(engine).items[0].message


def test_a_result_that_no_case_can_hold_waits_for_a_person(engine: Engine, effects: Effects) -> None:
    deploy_small(engine, SERVED)
    effects.result = {"bad": float("inf")}
    reference = start_small(engine).reference
    run_due_jobs(engine, worker="w")
    assert status(engine, reference) is CaseStatus.INCIDENT


def test_a_poison_job_does_not_hold_up_the_others(engine: Engine, effects: Effects) -> None:
    deploy_small(engine, SERVED)
    effects.faults = [RuntimeError("poison")]
    references = [start_small(engine, key=str(number)).reference for number in range(4)]
    run_due_jobs(engine, worker="w")
    assert [status(engine, reference) for reference in references].count(CaseStatus.COMPLETED) == 3


def test_notices_come_with_the_step(engine: Engine, effects: Effects) -> None:
    deploy_small(engine, SERVED)
    effects.result = TaskResult(variables={"a": 1}, notices=("First.", "Second \0."))
    reference = start_small(engine).reference
    run_due_jobs(engine, worker="w")
    details = read_case(engine, reference=reference)
    assert [notice.text for notice in details.notices] == ["First.", "Second \N{REPLACEMENT CHARACTER}."]
    assert details.data == {"a": 1}


def test_a_timer_fires_once_when_it_is_due_and_not_before(engine: Engine, clock: FakeClock) -> None:
    deploy_small(engine, TIMED)
    reference = start_small(engine).reference
    clock.advance(timedelta(minutes=59, seconds=59))
    assert run_due_jobs(engine, worker="w") == 0
    assert status(engine, reference) is CaseStatus.RUNNING
    clock.advance(timedelta(seconds=1))
    assert run_due_jobs(engine, worker="w") == 1
    assert status(engine, reference) is CaseStatus.COMPLETED
    assert run_due_jobs(engine, worker="w") == 0


def test_a_deadline_withdraws_the_work_item_and_completing_in_time_withdraws_the_deadline(
    engine: Engine, clock: FakeClock
) -> None:
    deploy_small(engine, DEADLINE.replace(b"PT1H", b"P2D"))
    late, early = start_small(engine, key="a"), start_small(engine, key="b")
    (item,) = read_case(engine, reference=early.reference).open_items
    complete_work_item(engine, item_id=item.id, actor=CLERK, answers={})
    clock.advance(timedelta(days=2))
    assert run_due_jobs(engine, worker="w") == 1
    details = read_case(engine, reference=late.reference)
    assert details.open_items == ()
    assert details.summary.status is CaseStatus.COMPLETED
    assert [entry.element for entry in details.timeline][-1] == "Lapsed"


def test_two_workers_never_do_one_job(engine: Engine, effects: Effects) -> None:
    deploy_small(engine, SERVED)
    references = [start_small(engine, key=str(number)).reference for number in range(10)]
    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(lambda worker: run_due_jobs(engine, worker=worker), ("w1", "w2")))
    assert sum(done) == 10
    assert (len(effects.requests), len(effects.keys)) == (10, 10)
    assert {status(engine, reference) for reference in references} == {CaseStatus.COMPLETED}


def test_the_job_of_a_dead_worker_is_taken_by_another_after_its_lease(
    engine: Engine, effects: Effects, clock: FakeClock
) -> None:
    deploy_small(engine, SERVED)
    reference = start_small(engine).reference
    assert take_job(engine, "dead", CASES) is not None
    assert run_due_jobs(engine, worker="w") == 0
    clock.advance(LEASE)
    assert run_due_jobs(engine, worker="w") == 1
    assert status(engine, reference) is CaseStatus.COMPLETED


def test_a_worker_that_wakes_too_late_applies_nothing(
    engine: Engine, effects: Effects, clock: FakeClock, caplog: pytest.LogCaptureFixture
) -> None:
    deploy_small(engine, SERVED)
    reference = start_small(engine).reference
    zombies_job = take_job(engine, "zombie", CASES)
    assert zombies_job is not None
    clock.advance(LEASE)
    second = take_job(engine, "w", CASES)
    assert second is not None
    run_job(engine, zombies_job)
    assert "lost" in caplog.text
    assert status(engine, reference) is CaseStatus.RUNNING
    run_job(engine, second)
    assert status(engine, reference) is CaseStatus.COMPLETED
    starts = [entry for entry in read_case(engine, reference=reference).timeline if entry.lifecycle == "start"]
    assert len(starts) == 1


def test_a_job_that_kills_its_workers_waits_for_a_person(engine: Engine, effects: Effects, clock: FakeClock) -> None:
    deploy_small(engine, SERVED)
    start_small(engine)
    for number in range(3):
        assert take_job(engine, f"victim-{number}", CASES) is not None
        clock.advance(LEASE)
    assert run_due_jobs(engine, worker="w") == 1
    assert effects.requests == []
    assert "lost 3 times" in find_incidents(engine).items[0].message


def test_a_conflict_is_tried_again_and_not_counted(
    engine: Engine, effects: Effects, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    deploy_small(engine, SERVED)
    reference = start_small(engine).reference
    apply = running_module.apply_result
    conflicts = [ConflictError()] * 4

    def apply_with_conflicts(*given: object) -> None:
        if conflicts:
            raise conflicts.pop()
        apply(*given)  # type: ignore[arg-type]  # what the real one is given

    monkeypatch.setattr(running_module, "apply_result", apply_with_conflicts)
    for _ in range(5):
        assert run_due_jobs(engine, worker="w") == 1
        clock.advance(timedelta(seconds=1))
    assert status(engine, reference) is CaseStatus.COMPLETED
    assert len(effects.keys) == 1


def test_a_lease_is_renewed_while_the_work_lasts(
    engine: Engine, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    from engine.jobs import lease as lease_module

    deploy_small(engine, SERVED)
    start_small(engine)
    job = take_job(engine, "w", CASES)
    assert job is not None
    monkeypatch.setattr(lease_module, "LEASE", timedelta(seconds=0.03))
    clock.advance(timedelta(seconds=29))
    before = job.lease_until
    assert before is not None

    def is_renewed() -> bool:
        with engine.database.reading() as work:
            now_kept = work.jobs.by_id(job.id)
        assert now_kept is not None
        return now_kept.lease_until != before

    with kept(engine, job):
        wait_until(is_renewed)


def test_a_case_goes_from_person_to_machine_to_notice(engine: Engine, effects: Effects) -> None:
    deploy_small(engine, WORKED)
    reference = start_small(engine).reference
    (item,) = read_case(engine, reference=reference).open_items
    complete_work_item(engine, item_id=item.id, actor=CLERK, answers={"ok": True})
    assert run_due_jobs(engine, worker="w") == 2
    details = read_case(engine, reference=reference)
    assert details.summary.status is CaseStatus.COMPLETED
    assert [notice.text for notice in details.notices] == ["It is done."]

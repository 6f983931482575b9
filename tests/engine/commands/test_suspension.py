"""Suspended cases: nothing moves in them, and nothing of what came meanwhile is lost."""

from datetime import timedelta

import pytest

from engine import (
    SYSTEM,
    CaseEndedError,
    CaseStatus,
    Engine,
    NotAllowedError,
    NotFoundError,
    SuspendedError,
    audit_entries,
    broadcast_signal,
    claim_work_item,
    complete_work_item,
    deliver_message,
    find_cases,
    read_case,
    resume_case,
    resume_service,
    resume_version,
    retry_incident,
    run_due_jobs,
    suspend_case,
    suspend_service,
    suspend_version,
    suspended_services,
)
from engine.jobs.lease import take_job
from engine.jobs.running import run_job
from engine.ports import TaskFailure
from engine.store.records import Queue
from engine.testing import FakeClock
from tests.engine.conftest import Effects
from tests.engine.small_services import (
    CHECKED,
    CLERK,
    MANAGER,
    SERVED,
    START_END,
    TIMED,
    WAITING_FOR_ANSWER,
    deploy_small,
    flow,
    process,
    start_small,
)

pytestmark = pytest.mark.usefixtures("sound_data")

SIGNALLED = process(
    START_END
    + '<intermediateCatchEvent id="Hear"><signalEventDefinition signalRef="Signal_1"/></intermediateCatchEvent>'
    + flow("Start", "Hear", "End"),
    roots='<signal id="Signal_1" name="storm"/>',
)


def status(engine: Engine, reference: str) -> CaseStatus:
    return read_case(engine, reference=reference).summary.status


def test_a_suspended_case_shows_it_and_goes_on_when_it_is_resumed(engine: Engine) -> None:
    deploy_small(engine, CHECKED)
    reference = start_small(engine).reference
    assert suspend_case(engine, reference=reference, actor=MANAGER, reason="court").status is CaseStatus.SUSPENDED
    assert [one.reference for one in find_cases(engine, status="suspended").items] == [reference]
    assert resume_case(engine, reference=reference, actor=MANAGER).status is CaseStatus.RUNNING
    told = [(one.action, dict(one.details)) for one in audit_entries(engine, chain=reference)][-2:]
    assert told == [("suspend_case", {"reason": "court"}), ("resume_case", {})]


def test_suspending_twice_is_told_once(engine: Engine) -> None:
    deploy_small(engine, CHECKED)
    reference = start_small(engine).reference
    for _ in range(2):
        suspend_case(engine, reference=reference, actor=MANAGER)
    for _ in range(2):
        resume_case(engine, reference=reference, actor=MANAGER)
    actions = [one.action for one in audit_entries(engine, chain=reference)]
    assert (actions.count("suspend_case"), actions.count("resume_case")) == (1, 1)


def test_only_operators_and_managers_suspend(engine: Engine) -> None:
    deploy_small(engine, CHECKED)
    reference = start_small(engine).reference
    with pytest.raises(NotAllowedError):
        suspend_case(engine, reference=reference, actor=CLERK)
    with pytest.raises(NotAllowedError):
        suspend_service(engine, service="small", actor=CLERK)


def test_a_case_that_has_ended_cannot_be_suspended(engine: Engine) -> None:
    deploy_small(engine, process(START_END + flow("Start", "End")))
    with pytest.raises(CaseEndedError):
        suspend_case(engine, reference=start_small(engine).reference, actor=MANAGER)


def test_what_is_not_there_cannot_be_suspended(engine: Engine) -> None:
    deploy_small(engine, CHECKED)
    with pytest.raises(NotFoundError):
        suspend_service(engine, service="other", actor=MANAGER)
    with pytest.raises(NotFoundError):
        suspend_version(engine, service="small", version=7, actor=MANAGER)


def test_work_items_of_a_suspended_case_are_neither_taken_nor_done(engine: Engine) -> None:
    deploy_small(engine, CHECKED)
    reference = start_small(engine).reference
    (item,) = read_case(engine, reference=reference).open_items
    suspend_case(engine, reference=reference, actor=MANAGER)
    with pytest.raises(SuspendedError):
        claim_work_item(engine, item_id=item.id, actor=CLERK)
    with pytest.raises(SuspendedError):
        complete_work_item(engine, item_id=item.id, actor=CLERK, answers={})
    resume_case(engine, reference=reference, actor=MANAGER)
    assert complete_work_item(engine, item_id=item.id, actor=CLERK, answers={}).status is CaseStatus.COMPLETED


def test_a_timer_that_comes_due_meanwhile_fires_after_the_case_goes_on(engine: Engine, clock: FakeClock) -> None:
    deploy_small(engine, TIMED)
    reference = start_small(engine).reference
    suspend_case(engine, reference=reference, actor=MANAGER)
    clock.advance(timedelta(hours=2))
    assert run_due_jobs(engine, worker="w") == 0
    resume_case(engine, reference=reference, actor=MANAGER)
    assert run_due_jobs(engine, worker="w") == 1
    assert status(engine, reference) is CaseStatus.COMPLETED


def test_other_cases_jobs_go_on(engine: Engine, effects: Effects) -> None:
    deploy_small(engine, SERVED)
    held = start_small(engine, key="1").reference
    suspend_case(engine, reference=held, actor=MANAGER)
    start_small(engine, key="2")
    assert run_due_jobs(engine, worker="w") == 1
    assert len(effects.requests) == 1
    assert effects.requests[0].case_reference != held


def test_what_a_machine_was_doing_when_its_case_was_suspended_is_not_done_again(
    engine: Engine, effects: Effects
) -> None:
    deploy_small(engine, SERVED)
    reference = start_small(engine).reference
    job = take_job(engine, "w", (Queue.CASES,))
    assert job is not None
    suspend_case(engine, reference=reference, actor=MANAGER)
    run_job(engine, job)
    assert status(engine, reference) is CaseStatus.SUSPENDED
    assert run_due_jobs(engine, worker="w") == 0
    resume_case(engine, reference=reference, actor=MANAGER)
    run_due_jobs(engine, worker="w")
    assert status(engine, reference) is CaseStatus.COMPLETED
    assert len(effects.requests) == 1


def test_what_failed_when_its_case_was_suspended_is_an_incident_and_the_case_stays_suspended(
    engine: Engine, effects: Effects
) -> None:
    deploy_small(engine, SERVED)
    reference = start_small(engine).reference
    job = take_job(engine, "w", (Queue.CASES,))
    assert job is not None
    suspend_case(engine, reference=reference, actor=MANAGER)
    effects.faults = [TaskFailure("No.", retry=False)]
    run_job(engine, job)
    assert status(engine, reference) is CaseStatus.SUSPENDED
    assert len(read_case(engine, reference=reference).incidents) == 1
    resume_case(engine, reference=reference, actor=MANAGER)
    assert status(engine, reference) is CaseStatus.INCIDENT


def test_a_timer_that_was_just_taken_is_left_due(engine: Engine, clock: FakeClock) -> None:
    deploy_small(engine, TIMED)
    reference = start_small(engine).reference
    clock.advance(timedelta(hours=1))
    job = take_job(engine, "w", (Queue.CASES,))
    assert job is not None
    suspend_case(engine, reference=reference, actor=MANAGER)
    run_job(engine, job)
    assert status(engine, reference) is CaseStatus.SUSPENDED
    resume_case(engine, reference=reference, actor=MANAGER)
    assert run_due_jobs(engine, worker="w") == 1
    assert status(engine, reference) is CaseStatus.COMPLETED


def test_a_message_to_a_suspended_case_is_kept_for_it(engine: Engine, clock: FakeClock) -> None:
    deploy_small(engine, WAITING_FOR_ANSWER)
    reference = start_small(engine, number="1").reference
    suspend_case(engine, reference=reference, actor=MANAGER)
    assert deliver_message(engine, name="answer", correlation="1", payload={"said": "yes"}, actor=SYSTEM) == 1
    for _ in range(30):
        clock.advance(timedelta(hours=1))
        run_due_jobs(engine, worker="w")
    assert status(engine, reference) is CaseStatus.SUSPENDED
    resume_case(engine, reference=reference, actor=MANAGER)
    run_due_jobs(engine, worker="w")
    details = read_case(engine, reference=reference)
    assert details.summary.status is CaseStatus.COMPLETED
    assert details.data["said"] == "yes"


def test_a_signal_reaches_a_suspended_case_when_it_goes_on(engine: Engine) -> None:
    deploy_small(engine, SIGNALLED)
    reference = start_small(engine).reference
    suspend_case(engine, reference=reference, actor=MANAGER)
    broadcast_signal(engine, name="storm", payload={}, actor=SYSTEM)
    assert run_due_jobs(engine, worker="w") == 1
    assert status(engine, reference) is CaseStatus.SUSPENDED
    resume_case(engine, reference=reference, actor=MANAGER)
    assert run_due_jobs(engine, worker="w") == 1
    assert status(engine, reference) is CaseStatus.COMPLETED


def test_a_suspended_service_takes_no_new_cases_and_holds_all_it_has(engine: Engine) -> None:
    deploy_small(engine, CHECKED)
    deploy_small(engine, CHECKED, service="other")
    mine = [start_small(engine, key=key).reference for key in ("1", "2")]
    other = start_small(engine, key="3", service="other").reference
    assert suspend_service(engine, service="small", actor=MANAGER) == 2
    assert suspended_services(engine) == ("small",)
    assert [status(engine, one) for one in (*mine, other)] == ["suspended", "suspended", "running"]
    with pytest.raises(SuspendedError, match="no new applications"):
        start_small(engine, key="4")
    assert resume_service(engine, service="small", actor=MANAGER) == 2
    assert [status(engine, one) for one in mine] == ["running", "running"]
    assert start_small(engine, key="4").status is CaseStatus.RUNNING


def test_each_suspension_is_lifted_by_itself(engine: Engine) -> None:
    deploy_small(engine, CHECKED)
    reference = start_small(engine).reference
    suspend_case(engine, reference=reference, actor=MANAGER)
    suspend_service(engine, service="small", actor=MANAGER)
    suspend_version(engine, service="small", version=1, actor=MANAGER)
    assert resume_case(engine, reference=reference, actor=MANAGER).status is CaseStatus.SUSPENDED
    assert resume_service(engine, service="small", actor=MANAGER) == 0
    assert status(engine, reference) is CaseStatus.SUSPENDED
    assert resume_version(engine, service="small", version=1, actor=MANAGER) == 1
    assert status(engine, reference) is CaseStatus.RUNNING


def test_a_suspended_version_leaves_the_others_alone(engine: Engine) -> None:
    deploy_small(engine, CHECKED)
    old = start_small(engine, key="1").reference
    deploy_small(engine, CHECKED.replace(b"Check application", b"Check again"))
    new = start_small(engine, key="2").reference
    suspend_version(engine, service="small", version=1, actor=MANAGER)
    assert (status(engine, old), status(engine, new)) == (CaseStatus.SUSPENDED, CaseStatus.RUNNING)
    assert start_small(engine, key="3").status is CaseStatus.RUNNING


def test_a_case_with_an_incident_has_it_again_after_its_suspension(engine: Engine, effects: Effects) -> None:
    deploy_small(engine, SERVED)
    effects.faults = [TaskFailure("Refused.", retry=False)]
    reference = start_small(engine).reference
    run_due_jobs(engine, worker="w")
    suspend_case(engine, reference=reference, actor=MANAGER)
    (incident,) = read_case(engine, reference=reference).incidents
    retry_incident(engine, incident_id=incident.id, actor=MANAGER)
    assert run_due_jobs(engine, worker="w") == 0
    assert resume_case(engine, reference=reference, actor=MANAGER).status is CaseStatus.INCIDENT
    assert run_due_jobs(engine, worker="w") == 1
    assert status(engine, reference) is CaseStatus.COMPLETED


def test_an_incident_during_a_suspension_shows_when_it_ends(engine: Engine, effects: Effects) -> None:
    deploy_small(engine, SERVED)
    effects.faults = [TaskFailure("Refused.", retry=False)]
    reference = start_small(engine).reference
    job = take_job(engine, "w", (Queue.CASES,))
    assert job is not None
    suspend_case(engine, reference=reference, actor=MANAGER)
    run_job(engine, job)
    assert status(engine, reference) is CaseStatus.SUSPENDED
    assert resume_case(engine, reference=reference, actor=MANAGER).status is CaseStatus.INCIDENT

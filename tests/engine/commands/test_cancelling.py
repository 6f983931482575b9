"""Cancelling a case: it ends where it stands, and everybody concerned is told."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text

from engine import (
    AlreadyDoneError,
    CaseEndedError,
    CaseStatus,
    Engine,
    NotAllowedError,
    ReasonMissingError,
    audit_entries,
    cancel_case,
    complete_work_item,
    deliver_message,
    find_incidents,
    read_case,
    run_due_jobs,
    suspend_case,
)
from engine.ports import TaskFailure
from tests.engine.conftest import Effects
from tests.engine.inbox import everybodys_work
from tests.engine.small_services import (
    CLERK,
    DEADLINE,
    MANAGER,
    PARALLEL,
    SERVED,
    START_END,
    WAITING_FOR_ANSWER,
    deploy_small,
    flow,
    process,
    start_small,
)

pytestmark = pytest.mark.usefixtures("sound_data")


def test_a_cancelled_case_ends_with_its_work_withdrawn_and_its_jobs_gone(engine: Engine) -> None:
    deploy_small(engine, DEADLINE)
    reference = start_small(engine).reference
    (item,) = read_case(engine, reference=reference).open_items
    case = cancel_case(engine, reference=reference, reason="Sent twice.", actor=MANAGER)
    assert (case.status, case.current) == (CaseStatus.CANCELLED, ())
    assert case.ended_at is not None
    assert [one.state for one in everybodys_work(engine, state="cancelled")] == ["cancelled"]
    with pytest.raises(AlreadyDoneError):
        complete_work_item(engine, item_id=item.id, actor=CLERK, answers={})
    with engine.database.connection() as connection:
        assert connection.scalar(text("SELECT count(*) FROM jobs")) == 0


def test_history_audit_and_applicant_are_told(engine: Engine) -> None:
    deploy_small(engine, PARALLEL)
    reference = start_small(engine).reference
    cancel_case(engine, reference=reference, reason=" Sent twice. ", actor=MANAGER)
    details = read_case(engine, reference=reference)
    ended = [(one.element, one.lifecycle, one.resource) for one in details.timeline if "abort" in one.lifecycle]
    tasks = {("Left", "ate_abort", MANAGER.id), ("Right", "ate_abort", MANAGER.id)}
    assert set(ended[:2]) == tasks
    assert ended[2:] == [("Process_1", "pi_abort", MANAGER.id)]
    (notice,) = details.notices
    assert "Sent twice." in notice.text
    last = list(audit_entries(engine, chain=reference))[-1]
    assert (last.action, last.details) == ("cancel_case", {"reason": "Sent twice."})


def test_nothing_is_compensated(engine: Engine, effects: Effects) -> None:
    body = (
        START_END
        + '<task id="Done"/><boundaryEvent id="Undo" attachedToRef="Done"><compensateEventDefinition id="c"/>'
        + '</boundaryEvent><task id="Handler" isForCompensation="true"/><association id="a" sourceRef="Undo" '
        + 'targetRef="Handler" associationDirection="One"/><userTask id="Check"/>'
        + flow("Start", "Done", "Check", "End")
    )
    deploy_small(engine, process(body))
    reference = start_small(engine).reference
    cancel_case(engine, reference=reference, reason="x", actor=MANAGER)
    assert "Handler" not in {entry.element for entry in read_case(engine, reference=reference).timeline}
    assert effects.requests == []


def test_a_reason_is_needed(engine: Engine) -> None:
    deploy_small(engine, PARALLEL)
    with pytest.raises(ReasonMissingError):
        cancel_case(engine, reference=start_small(engine).reference, reason="  ", actor=MANAGER)


def test_only_operators_and_managers_cancel(engine: Engine) -> None:
    deploy_small(engine, PARALLEL)
    with pytest.raises(NotAllowedError):
        cancel_case(engine, reference=start_small(engine).reference, reason="x", actor=CLERK)


def test_a_completed_case_cannot_be_cancelled(engine: Engine) -> None:
    deploy_small(engine, process(START_END + flow("Start", "End")))
    with pytest.raises(CaseEndedError):
        cancel_case(engine, reference=start_small(engine).reference, reason="x", actor=MANAGER)


def test_cancelling_many_times_at_once_is_one_cancellation(engine: Engine) -> None:
    deploy_small(engine, PARALLEL)
    reference = start_small(engine).reference

    def cancel(number: int) -> CaseStatus:
        return cancel_case(engine, reference=reference, reason=f"{number}", actor=MANAGER).status

    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(cancel, range(6))) == {CaseStatus.CANCELLED}
    details = read_case(engine, reference=reference)
    assert len(details.notices) == 1
    assert [entry.lifecycle for entry in details.timeline].count("pi_abort") == 1


def test_a_message_no_longer_finds_a_cancelled_case(engine: Engine) -> None:
    deploy_small(engine, WAITING_FOR_ANSWER)
    reference = start_small(engine, number="1").reference
    cancel_case(engine, reference=reference, reason="x", actor=MANAGER)
    assert deliver_message(engine, name="answer", correlation="1", payload={}, actor=MANAGER) == 0


def test_an_incident_ends_with_its_case(engine: Engine, effects: Effects) -> None:
    deploy_small(engine, SERVED)
    effects.faults = [TaskFailure("Refused.", retry=False)]
    reference = start_small(engine).reference
    run_due_jobs(engine, worker="w")
    cancel_case(engine, reference=reference, reason="x", actor=MANAGER)
    assert find_incidents(engine).items == ()


def test_a_suspended_case_can_be_cancelled(engine: Engine) -> None:
    deploy_small(engine, PARALLEL)
    reference = start_small(engine).reference
    suspend_case(engine, reference=reference, actor=MANAGER)
    assert cancel_case(engine, reference=reference, reason="x", actor=MANAGER).status is CaseStatus.CANCELLED
    assert read_case(engine, reference=reference).summary.status is CaseStatus.CANCELLED


def test_a_case_whose_state_cannot_be_read_can_be_cancelled(engine: Engine) -> None:
    deploy_small(engine, PARALLEL)
    reference = start_small(engine).reference
    with engine.database.connection() as connection:
        connection.execute(text("UPDATE cases SET state = :state"), {"state": b"{}"})
    assert cancel_case(engine, reference=reference, reason="x", actor=MANAGER).status is CaseStatus.CANCELLED

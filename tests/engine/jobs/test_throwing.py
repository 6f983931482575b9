"""What a case throws reaches the cases that wait for it, after its own step has been kept."""

from datetime import timedelta

from engine import CaseStatus, Engine, find_incidents, read_case, run_due_jobs
from engine.ports import BpmnErrorThrown
from engine.testing import FakeClock
from tests.engine.conftest import Effects
from tests.engine.small_services import (
    START_END,
    WAITING_FOR_ANSWER,
    deploy_small,
    flow,
    process,
    service_task,
    start_small,
)

_ANSWER = (
    '<message id="Message_answer" name="answer"><extensionElements>'
    '<zeebe:subscription correlationKey="=number"/></extensionElements></message>'
)
ANSWERING = process(
    START_END
    + '<intermediateThrowEvent id="Send"><messageEventDefinition id="Send_m" messageRef="Message_answer"/>'
    + "</intermediateThrowEvent>"
    + flow("Start", "Send", "End"),
    roots=_ANSWER,
)
_SIGNAL = '<signal id="Signal_open" name="open"/>'
SIGNALLING = process(
    START_END
    + '<intermediateThrowEvent id="Open"><signalEventDefinition id="Open_s" signalRef="Signal_open"/>'
    + "</intermediateThrowEvent>"
    + flow("Start", "Open", "End"),
    roots=_SIGNAL,
)
WAITING_FOR_SIGNAL = process(
    START_END
    + '<intermediateCatchEvent id="Wait"><signalEventDefinition id="Wait_s" signalRef="Signal_open"/>'
    + "</intermediateCatchEvent>"
    + flow("Start", "Wait", "End"),
    roots=_SIGNAL,
)
CATCHING = process(
    START_END
    + service_task("Serve", "effect")
    + '<boundaryEvent id="Caught" attachedToRef="Serve"><errorEventDefinition id="Caught_e" errorRef="Error_1"/>'
    + '</boundaryEvent><endEvent id="Refused"/>'
    + flow("Start", "Serve", "End")
    + flow("Caught", "Refused"),
    roots='<error id="Error_1" name="Not found" errorCode="E1"/>',
)


def run_all(engine: Engine) -> None:
    while run_due_jobs(engine, worker="w"):
        pass


def status(engine: Engine, reference: str) -> CaseStatus:
    return read_case(engine, reference=reference).summary.status


def test_a_message_thrown_by_one_case_is_taken_by_the_one_that_waits_for_it(engine: Engine) -> None:
    deploy_small(engine, WAITING_FOR_ANSWER, service="waiting")
    deploy_small(engine, ANSWERING, service="answering")
    mine = start_small(engine, key="a", service="waiting", number="1").reference
    theirs = start_small(engine, key="b", service="waiting", number="2").reference
    start_small(engine, key="c", service="answering", number="1")
    run_all(engine)
    assert (status(engine, mine), status(engine, theirs)) == (CaseStatus.COMPLETED, CaseStatus.RUNNING)


def test_a_message_waits_a_while_for_somebody_to_wait_for_it(engine: Engine, clock: FakeClock) -> None:
    deploy_small(engine, WAITING_FOR_ANSWER, service="waiting")
    deploy_small(engine, ANSWERING, service="answering")
    start_small(engine, key="c", service="answering", number="1")
    run_all(engine)
    late = start_small(engine, key="a", service="waiting", number="1").reference
    clock.advance(timedelta(minutes=1))
    run_all(engine)
    assert status(engine, late) is CaseStatus.COMPLETED


def test_a_message_that_nobody_takes_is_dropped_after_its_time(engine: Engine, clock: FakeClock) -> None:
    deploy_small(engine, ANSWERING, service="answering")
    start_small(engine, key="c", service="answering", number="1")
    for _ in range(40):
        run_all(engine)
        clock.advance(timedelta(minutes=5))
    clock.advance(timedelta(days=10))
    assert run_due_jobs(engine, worker="w") == 0
    assert find_incidents(engine).total == 0


def test_a_signal_reaches_every_case_that_waits_for_it(engine: Engine) -> None:
    deploy_small(engine, WAITING_FOR_SIGNAL, service="waiting")
    deploy_small(engine, SIGNALLING, service="signalling")
    waiting = [start_small(engine, key=str(number), service="waiting").reference for number in range(3)]
    start_small(engine, key="s", service="signalling")
    run_all(engine)
    assert {status(engine, reference) for reference in waiting} == {CaseStatus.COMPLETED}
    assert find_incidents(engine).total == 0


def test_a_bpmn_error_is_caught_by_the_model(engine: Engine, effects: Effects) -> None:
    deploy_small(engine, CATCHING)
    effects.faults = [BpmnErrorThrown("E1", "not found")]
    reference = start_small(engine).reference
    run_all(engine)
    details = read_case(engine, reference=reference)
    assert details.summary.status is CaseStatus.COMPLETED, details.incidents
    assert [entry.element for entry in details.timeline][-1] == "Refused"

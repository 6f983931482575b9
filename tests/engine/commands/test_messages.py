"""Messages to the case that waits for them."""

from concurrent.futures import ThreadPoolExecutor

from engine import (
    SYSTEM,
    CaseStatus,
    Engine,
    broadcast_signal,
    check_data,
    deliver_message,
    find_cases,
    read_case,
    run_due_jobs,
)
from tests.engine.small_services import WAITING_FOR_ANSWER, deploy_small, flow, process, start_small


def test_a_message_goes_to_the_case_with_its_correlation_value(engine: Engine) -> None:
    deploy_small(engine, WAITING_FOR_ANSWER)
    cases = {number: start_small(engine, key=number, number=number).reference for number in ("1", "2")}
    taken = deliver_message(engine, name="answer", correlation="2", payload={"text": "yes"}, actor=SYSTEM)
    assert taken == 1
    assert read_case(engine, reference=cases["1"]).summary.status is CaseStatus.RUNNING
    details = read_case(engine, reference=cases["2"])
    assert details.summary.status is CaseStatus.COMPLETED
    assert details.data == {"number": "2", "text": "yes"}


def test_a_message_that_nobody_waits_for_is_taken_by_nobody(engine: Engine) -> None:
    deploy_small(engine, WAITING_FOR_ANSWER)
    start_small(engine, number="1")
    assert deliver_message(engine, name="answer", correlation="9", payload={}, actor=SYSTEM) == 0
    assert deliver_message(engine, name="other", correlation="1", payload={}, actor=SYSTEM) == 0


LONG = "Өргөдлийн хариу " * 200
TWO_WAITS = process(
    """<startEvent id="Start"><messageEventDefinition messageRef="Began"/></startEvent><endEvent id="End"/>
    <parallelGateway id="Split"/><parallelGateway id="Join"/><receiveTask id="Wait" messageRef="Answered"/>
    <intermediateCatchEvent id="Hear"><signalEventDefinition signalRef="Called"/></intermediateCatchEvent>"""
    + flow("Start", "Split", "Wait", "Join", "End")
    + flow("Split", "Hear", "Join"),
    roots=f"""<message id="Began" name="{LONG}begun"/><message id="Answered" name="{LONG}answered"/>
    <signal id="Called" name="{LONG}called"/>""",
)


def test_a_name_may_be_of_any_length(engine: Engine) -> None:
    deploy_small(engine, TWO_WAITS)
    assert deliver_message(engine, name=f"{LONG}begun", correlation="1", payload={}, actor=SYSTEM) == 1
    (case,) = find_cases(engine).items
    assert check_data(engine) == ()
    assert deliver_message(engine, name=f"{LONG}other", correlation="1", payload={}, actor=SYSTEM) == 0
    assert deliver_message(engine, name=f"{LONG}answered", correlation="1", payload={}, actor=SYSTEM) == 1
    assert read_case(engine, reference=case.reference).summary.current == ("Hear",)
    broadcast_signal(engine, name=f"{LONG}called", payload={}, actor=SYSTEM)
    run_due_jobs(engine, worker="w")
    assert read_case(engine, reference=case.reference).summary.status is CaseStatus.COMPLETED


def test_a_message_sent_many_times_at_once_is_taken_once(engine: Engine) -> None:
    deploy_small(engine, WAITING_FOR_ANSWER)
    start_small(engine, number="1")

    def send(number: int) -> int:
        return deliver_message(engine, name="answer", correlation="1", payload={"n": number}, actor=SYSTEM)

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(send, range(8))) == 1

"""Messages to the case that waits for them."""

from concurrent.futures import ThreadPoolExecutor

from engine import SYSTEM, CaseStatus, Engine, deliver_message, read_case
from tests.engine.small_services import WAITING_FOR_ANSWER, deploy_small, start_small


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


def test_a_message_sent_many_times_at_once_is_taken_once(engine: Engine) -> None:
    deploy_small(engine, WAITING_FOR_ANSWER)
    start_small(engine, number="1")

    def send(number: int) -> int:
        return deliver_message(engine, name="answer", correlation="1", payload={"n": number}, actor=SYSTEM)

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(send, range(8))) == 1

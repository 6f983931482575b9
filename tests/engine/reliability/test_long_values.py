"""Values longer than what a database takes into an index are told apart all the same."""

import pytest

from engine import CaseStatus, Engine, deliver_message, read_case
from engine.values import SYSTEM
from tests.engine.small_services import WAITING_FOR_ANSWER, deploy_small, start_small

_LONG = ("x" * 1_001, "я" * 5_000, "\N{HORSE}" * 40_000)


@pytest.mark.parametrize("start", _LONG, ids=["1,001 letters", "5,000 Cyrillic letters", "40,000 pictures"])
def test_a_message_finds_its_case_by_a_long_correlation_value(engine: Engine, start: str) -> None:
    deploy_small(engine, WAITING_FOR_ANSWER)
    ours, other = (start_small(engine, key=end, number=start + end).reference for end in ("1", "2"))
    assert deliver_message(engine, name="answer", correlation=start, payload={}, actor=SYSTEM) == 0
    assert deliver_message(engine, name="answer", correlation=start + "1", payload={}, actor=SYSTEM) == 1
    assert read_case(engine, reference=ours).summary.status is CaseStatus.COMPLETED
    assert read_case(engine, reference=other).summary.status is CaseStatus.RUNNING


def test_a_short_value_that_looks_like_the_hash_of_a_long_one_is_another(engine: Engine) -> None:
    deploy_small(engine, WAITING_FOR_ANSWER)
    start_small(engine, number="x" * 1_001)
    with engine.database.reading() as work:
        (kept,) = work.subscriptions.of_case(1)
    assert deliver_message(engine, name="answer", correlation=kept.correlation, payload={}, actor=SYSTEM) == 0

"""The connectors that speak to the registers, and the made-up registers behind them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.connectors import SeededRegistry, connectors
from engine.connectors.seeded_registry import born_on
from engine.ports import JobRequest, TaskFailure, TaskResult
from engine.values import Json


def request(topic: str, *, headers: dict[str, str] | None = None, key: str = "job-1", **inputs: Json) -> JobRequest:
    return JobRequest(topic=topic, inputs=inputs, headers=headers or {}, idempotency_key=key, case_reference="R")


def ask(topic: str, *, headers: dict[str, str] | None = None, key: str = "job-1", **inputs: Json) -> dict[str, Json]:
    registry = SeededRegistry(today=lambda: date(2026, 11, 24))
    given_back = connectors(registry)[topic](request(topic, headers=headers, key=key, **inputs))
    assert not isinstance(given_back, TaskResult)
    return dict(given_back)


def look_up(register: str, key: Json) -> dict[str, Json]:
    inputs: dict[str, Json] = {"key": key}
    registry = SeededRegistry(today=lambda: date(2026, 11, 24))
    made = JobRequest(
        topic="registry-lookup", inputs=inputs, headers={"register": register}, idempotency_key="k", case_reference="R"
    )
    given_back = connectors(registry)["registry-lookup"](made)
    assert not isinstance(given_back, TaskResult)
    return dict(given_back)


@pytest.mark.parametrize(
    ("register", "key", "is_found"),
    [
        ("citizen", "УБ90112412", True),
        ("citizen", "УБ90112400", False),
        ("citizen", "УБ90132412", False),
        ("citizen", "not a number", False),
        ("citizen", None, False),
        ("company-name", "Жишээ", True),
        ("company-name", " загвар   ТРЕЙД ", True),
        ("company-name", "Шинэ нэр", False),
        ("address", "Ү-2205001234", True),
        ("address", "Ү-2205000000", False),
        ("address", "nowhere", False),
        ("company", "9123456", True),
        ("company", "12", False),
        ("tax-debt", "УБ90112419", True),
        ("tax-debt", "УБ90112412", False),
    ],
)
def test_a_register_holds_what_its_key_says(register: str, key: Json, is_found: bool) -> None:
    answer = look_up(register, key)
    assert answer["found"] is is_found
    assert (answer["record"] is not None) is is_found


@pytest.mark.parametrize(("number", "age"), [("УБ90112412", 36), ("УБ90112512", 35), ("УБ10252411", 16)])
def test_the_age_follows_from_the_register_number(number: str, age: int) -> None:
    record = look_up("citizen", number)["record"]
    assert isinstance(record, dict)
    assert record["age"] == age


@pytest.mark.parametrize(
    ("number", "birth"),
    [("уб90112412", date(1990, 11, 24)), ("УБ01311599", date(2001, 11, 15)), ("УБ90023012", None), ("УБ9011241", None)],
)
def test_a_date_of_birth_is_read_from_a_register_number(number: str, birth: date | None) -> None:
    assert born_on(number) == birth


def test_a_debt_is_more_than_nothing() -> None:
    record = look_up("tax-debt", "УБ90112419")["record"]
    assert isinstance(record, dict)
    assert isinstance(record["amount_mnt"], int)
    assert record["amount_mnt"] > 0


def test_a_company_gets_one_number_however_often_it_is_entered() -> None:
    first = ask("company-register", name="Шинэ", key="job-1")
    assert ask("company-register", name="Шинэ", key="job-1") == first
    assert ask("company-register", name="Шинэ", key="job-2") != first
    assert look_up("company", first["registration_number"])["found"] is True


def test_an_authority_gives_one_receipt_however_often_it_is_told() -> None:
    headers = {"to": "tax-office"}
    first = ask("registry-message", headers=headers, key="job-1")
    assert ask("registry-message", headers=headers, key="job-1") == first
    assert ask("registry-message", headers=headers, key="job-2") != first


@pytest.mark.parametrize(
    ("topic", "headers", "said"),
    [
        ("registry-lookup", {}, '"register"'),
        ("registry-lookup", {"register": "ships"}, '"ships"'),
        ("registry-message", {}, '"to"'),
        ("registry-message", {"to": "nobody"}, '"nobody"'),
        ("notify", {}, '"text"'),
    ],
)
def test_a_task_that_is_wrongly_set_up_is_not_tried_again(topic: str, headers: dict[str, str], said: str) -> None:
    with pytest.raises(TaskFailure, match=said) as caught:
        connectors()[topic](request(topic, headers=headers, key="k"))
    assert caught.value.retry is False


def test_a_notice_says_what_the_task_says_with_its_inputs_filled_in() -> None:
    notify = connectors()["notify"]
    headers = {"text": "Number {number}, {unknown}."}
    assert notify(request("notify", headers=headers, number=7)) == TaskResult(notices=("Number 7, {unknown}.",))
    assert notify(request("notify", headers=headers, text="Hello.")) == TaskResult(notices=("Hello.",))


@given(st.text(), st.sampled_from(["citizen", "company-name", "address", "company", "tax-debt"]), st.integers())
def test_the_same_question_has_the_same_answer_everywhere(key: str, register: str, seed: int) -> None:
    today = date(2026, 11, 24)
    answers = [SeededRegistry(seed, today=lambda: today).look_up(register, {"key": key}) for _ in range(2)]
    assert answers[0] == answers[1]

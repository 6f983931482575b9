"""The library's first service, run from application to registered company on both databases."""

from datetime import UTC, datetime, timedelta

import pytest

from engine import (
    SYSTEM,
    Actor,
    CaseStatus,
    Deployment,
    Engine,
    InboxQuery,
    complete_work_item,
    deploy,
    find_inbox,
    read_case,
    run_due_jobs,
    save_draft,
    submit_draft,
)
from engine.testing import FakeClock
from engine.values import Json
from processes.catalogue import find_service
from tests.engine.small_services import CLERK

ANSWERS: dict[str, dict[str, Json]] = {
    "name": {"company_name": "Шинэ нэр"},
    "business": {"activity": "trade", "charter": "model"},
    "founder": {"founder_name": "Жишээ Зохиомол", "founder_register_number": "УБ90112412", "email": "a@example.mn"},
    "address": {"property_number": "Ү-2205001234", "address_right": "own"},
    "size": {"employees": 2, "wants_vat": False},
}


@pytest.fixture
def service(engine: Engine) -> str:
    found = find_service("company-registration")
    deployment = Deployment(
        service=found.key,
        model=found.to_be,
        model_name="to-be.bpmn",
        decisions=found.decisions,
        forms=found.forms,
    )
    deploy(engine, deployment, actor=SYSTEM)
    return found.key


def apply(engine: Engine, service: str, **changed: Json) -> str:
    draft_id = None
    for page, answers in ANSWERS.items():
        given = {name: changed.get(name, value) for name, value in answers.items()}
        draft_id = save_draft(engine, service=service, page=page, answers=given, draft_id=draft_id).id
    assert draft_id is not None
    reference = submit_draft(engine, draft_id=draft_id, actor=SYSTEM, check_field="email").reference
    run_due_jobs(engine, worker="w")
    return reference


def answer(engine: Engine, reference: str, element: str, actor: Actor | None = None, **answers: Json) -> None:
    (item,) = read_case(engine, reference=reference).open_items
    assert item.element == element
    complete_work_item(engine, item_id=item.id, actor=actor or Actor.applicant(reference), answers=answers)
    run_due_jobs(engine, worker="w")


def test_a_clear_case_needs_no_clerk(engine: Engine, service: str) -> None:
    reference = apply(engine, service)
    answer(engine, reference, "Task_sign", signed=True)
    answer(engine, reference, "Task_pay", paid=True)
    details = read_case(engine, reference=reference)
    assert details.summary.status is CaseStatus.COMPLETED, details.incidents
    assert str(details.data["registration_number"]).isdecimal()
    assert len(details.notices) == 1
    assert [entry.element for entry in details.timeline][-1] == "End_registered"


def test_a_case_with_a_tax_debt_is_looked_at_by_a_registrar(engine: Engine, service: str) -> None:
    reference = apply(engine, service, founder_register_number="УБ90112419")
    page = find_inbox(engine, InboxQuery(groups=("registrar",)))
    assert [(item.element, item.case_reference, item.form) for item in page.items] == [
        ("Task_review", reference, "review")
    ]
    # It came up on a Monday at nine: two working days later the office closes at six, by the clocks of Ulaanbaatar.
    assert page.items[0].due_at == datetime(2026, 1, 7, 10, tzinfo=UTC)
    answer(engine, reference, "Task_review", CLERK, review_outcome="refuse", review_note="Pay the debt first.")
    details = read_case(engine, reference=reference)
    assert details.summary.status is CaseStatus.COMPLETED, details.incidents
    assert [entry.element for entry in details.timeline][-1] == "End_refused"


def test_a_taken_name_is_corrected_by_the_applicant(engine: Engine, service: str) -> None:
    reference = apply(engine, service, company_name="Жишээ")
    answer(engine, reference, "Task_correct", company_name="Өөр нэр")
    assert read_case(engine, reference=reference).summary.current == ("Task_sign",)


def test_an_application_that_waits_longer_than_two_days_is_told_of_once_and_comes_up_again(
    engine: Engine, service: str, clock: FakeClock
) -> None:
    reference = apply(engine, service, founder_register_number="УБ90112419")
    for _ in range(3):
        clock.advance(timedelta(days=2))
        run_due_jobs(engine, worker="w")
    details = read_case(engine, reference=reference)
    assert [item.element for item in details.open_items] == ["Task_review_late"]
    assert len(details.notices) == 1


def test_an_applicant_who_does_not_sign_lets_the_application_lapse(
    engine: Engine, service: str, clock: FakeClock
) -> None:
    reference = apply(engine, service)
    clock.advance(timedelta(days=30))
    run_due_jobs(engine, worker="w")
    details = read_case(engine, reference=reference)
    assert details.summary.status is CaseStatus.COMPLETED
    assert details.open_items == ()

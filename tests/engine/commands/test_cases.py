"""Starting, following and finding cases."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from engine import (
    CaseStatus,
    Engine,
    NotFoundError,
    check_applicant,
    complete_work_item,
    find_cases,
    find_incidents,
    read_case,
    retry_incident,
    run_due_jobs,
)
from engine.errors import DataRefusedError
from engine.references import read_reference
from tests.engine.small_services import (
    CHECKED,
    CLERK,
    FAULTY_DECISION,
    MANAGER,
    START_END,
    deploy_small,
    flow,
    process,
    start_small,
)


def test_a_started_case_waits_where_the_model_says(engine: Engine) -> None:
    deploy_small(engine, CHECKED)
    case = start_small(engine, name="Жишээ")
    details = read_case(engine, reference=case.reference)
    assert case.status is CaseStatus.RUNNING
    assert case.current == ("Check",)
    assert details.data == {"name": "Жишээ"}
    assert [item.element for item in details.open_items] == ["Check"]
    assert [(entry.sequence, entry.element, entry.lifecycle) for entry in details.timeline][-1][1:] == (
        "Check",
        "schedule",
    )
    assert details.process_id == "Process_1"


def test_a_case_that_has_nothing_to_wait_for_is_completed_at_once(engine: Engine) -> None:
    deploy_small(engine, process(START_END + flow("Start", "End")))
    case = start_small(engine)
    assert case.status is CaseStatus.COMPLETED
    assert case.ended_at == case.started_at
    assert case.current == ()


def test_the_same_key_starts_one_case(engine: Engine) -> None:
    deploy_small(engine, CHECKED)
    assert start_small(engine, key="a") == start_small(engine, key="a")
    assert start_small(engine, key="b").reference != start_small(engine, key="a").reference
    assert find_cases(engine).total == 2


def test_twenty_equal_starts_at_once_start_one_case(engine: Engine) -> None:
    deploy_small(engine, CHECKED)
    with ThreadPoolExecutor(8) as pool:
        references = {future.result().reference for future in [pool.submit(start_small, engine) for _ in range(20)]}
    assert len(references) == 1
    assert find_cases(engine).total == 1


def test_a_service_that_is_not_deployed_is_not_found(engine: Engine) -> None:
    with pytest.raises(NotFoundError) as caught:
        start_small(engine)
    assert caught.value.kind == "service"


def test_data_that_no_case_can_hold_are_refused_and_start_nothing(engine: Engine) -> None:
    deploy_small(engine, CHECKED)
    with pytest.raises(DataRefusedError):
        start_small(engine, number=float("nan"))
    assert find_cases(engine).total == 0


@pytest.mark.parametrize(
    ("answer", "is_right"), [("e@x", True), (" E@X", True), ("", False), ("e@y", False), ("e@x\ud800", False)]
)
def test_the_applicant_is_known_by_the_check_answer(engine: Engine, answer: str, is_right: bool) -> None:
    deploy_small(engine, CHECKED)
    case = start_small(engine)
    assert check_applicant(engine, reference=case.reference.lower().replace("-", " "), answer=answer) is is_right


@pytest.mark.parametrize("reference", ["", "2222-2222-2222-22-2", "no reference", "\0"])
def test_an_unknown_reference_has_no_applicant(engine: Engine, reference: str) -> None:
    assert check_applicant(engine, reference=reference, answer="e@x") is False
    assert check_applicant(engine, reference=reference, answer="") is False
    with pytest.raises(NotFoundError):
        read_case(engine, reference=reference)


def test_a_reference_can_be_typed_again(engine: Engine) -> None:
    deploy_small(engine, CHECKED)
    reference = start_small(engine).reference
    assert read_reference(reference) == reference
    assert read_case(engine, reference=f" {reference.lower()} ").summary.reference == reference


@pytest.mark.parametrize(
    ("choose", "found"),
    [
        (lambda case: {"text": case}, 1),
        (lambda _: {"text": "ЖИШЭЭ"}, 1),
        (lambda _: {"text": "100%"}, 0),
        (lambda _: {"text": "e_n"}, 0),
        (lambda _: {"service": "small"}, 2),
        (lambda _: {"service": "other"}, 0),
        (lambda _: {"status": "running"}, 2),
        (lambda _: {"status": "completed"}, 0),
    ],
)
def test_cases_are_found_by_service_status_and_text(
    engine: Engine, choose: Callable[[str], dict[str, str]], found: int
) -> None:
    deploy_small(engine, CHECKED)
    start_small(engine, key="a", name="Өөр нэр", people=[{"age": 40}])
    wanted = start_small(engine, key="b", name="Жишээ ХХК")
    criteria = choose(wanted.reference[:9])
    page = find_cases(engine, **criteria)  # type: ignore[arg-type]  # the table above
    assert page.total == found
    if found == 1:
        assert page.items[0].reference == wanted.reference


def test_a_step_that_fails_keeps_the_work_and_waits_for_a_person(engine: Engine) -> None:
    deploy_small(engine, FAULTY_DECISION)
    case = start_small(engine)
    (item,) = read_case(engine, reference=case.reference).open_items
    after = complete_work_item(engine, item_id=item.id, actor=CLERK, answers={"answer": "no"})
    assert after.status is CaseStatus.INCIDENT
    (incident,) = find_incidents(engine).items
    assert incident.case_reference == case.reference
    assert incident.element == "Decide"
    assert incident.inputs["payload"] == {"answer": "no"}
    retry_incident(engine, incident_id=incident.id, actor=MANAGER)
    assert run_due_jobs(engine, worker="w") == 1
    (again,) = find_incidents(engine).items
    assert (again.id, again.attempts) == (incident.id, 2)
    assert read_case(engine, reference=case.reference).summary.status is CaseStatus.INCIDENT


def test_an_application_that_cannot_take_its_first_step_is_kept_and_goes_on_when_it_is_retried(engine: Engine) -> None:
    condition = '<conditionExpression xsi:type="tFormalExpression">=never = true</conditionExpression>'
    gateway = '<exclusiveGateway id="Decide"/>'
    only_flow = f'<sequenceFlow id="Flow_only" sourceRef="Decide" targetRef="End">{condition}</sequenceFlow>'
    deploy_small(engine, process(START_END + gateway + flow("Start", "Decide") + only_flow))
    case = start_small(engine, name="kept")
    assert case.status is CaseStatus.INCIDENT
    assert start_small(engine, name="kept").reference == case.reference
    details = read_case(engine, reference=case.reference)
    assert details.data == {"name": "kept"}
    assert [incident.element for incident in details.incidents] == ["Decide"]
    retry_incident(engine, incident_id=details.incidents[0].id, actor=MANAGER)
    assert run_due_jobs(engine, worker="w") == 1
    assert read_case(engine, reference=case.reference).incidents[0].attempts == 2

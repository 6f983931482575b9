"""Mending what failed: many at once, with another value, or by giving up."""

import pytest

from engine import (
    CaseStatus,
    Engine,
    NotAllowedError,
    NotFoundError,
    ReasonMissingError,
    audit_entries,
    cancel_case,
    cancel_incident,
    change_and_retry,
    check_data,
    complete_work_item,
    find_incidents,
    history_records,
    read_case,
    read_incident,
    retry_incident,
    retry_incidents,
    run_due_jobs,
    skip_incident,
)
from engine.errors import CaseEndedError, DataRefusedError
from engine.operation_errors import IncidentOverError, SkipRefusedError
from engine.ports import TaskFailure
from tests.engine.conftest import Effects
from tests.engine.inbox import everybodys_work
from tests.engine.small_services import (
    CLERK,
    FAULTY_DECISION,
    MANAGER,
    SERVED,
    WORKED,
    deploy_small,
    start_small,
)


def fail_machines(engine: Engine, effects: Effects, number: int = 1, service: str = "small") -> list[str]:
    """Cases of which the machine's task has failed for good; returns their references."""
    deploy_small(engine, SERVED, service=service)
    effects.faults = [TaskFailure(f"The register refuses {place}.", retry=False) for place in range(number)]
    references = [
        start_small(engine, key=f"{service}{place}", service=service, age=16).reference for place in range(number)
    ]
    run_due_jobs(engine, worker="w")
    return references


def fail_decision(engine: Engine) -> str:
    """A case of which the clerk's answer fits no flow."""
    deploy_small(engine, FAULTY_DECISION)
    reference = start_small(engine).reference
    (item,) = everybodys_work(engine)
    complete_work_item(engine, item_id=item.id, actor=CLERK, answers={"answer": "no", "remark": "kept"})
    return reference


def only_incident(engine: Engine) -> str:
    (incident,) = find_incidents(engine).items
    return incident.id


def test_an_incident_tells_what_the_job_was_given_and_why_it_failed(engine: Engine, effects: Effects) -> None:
    (reference,) = fail_machines(engine, effects)
    details = read_incident(engine, incident_id=only_incident(engine))
    assert details.incident.case_reference == reference
    assert details.error == "The register refuses 0."
    assert details.topic == "effect"
    assert details.inputs["inputs"] == {"age": 16}
    assert details.variables == {"age": 16}
    assert details.can_skip
    with pytest.raises(NotFoundError):
        read_incident(engine, incident_id="none")


def test_all_incidents_of_a_service_are_retried_at_once(engine: Engine, effects: Effects) -> None:
    references = fail_machines(engine, effects, 3)
    others = fail_machines(engine, effects, 1, service="other")
    assert retry_incidents(engine, actor=MANAGER, service="small") == 3
    run_due_jobs(engine, worker="w")
    statuses = {read_case(engine, reference=reference).summary.status for reference in references}
    assert statuses == {CaseStatus.COMPLETED}
    assert read_case(engine, reference=others[0]).summary.status is CaseStatus.INCIDENT
    assert retry_incidents(engine, actor=MANAGER) == 1
    run_due_jobs(engine, worker="w")
    assert find_incidents(engine).total == 0
    assert check_data(engine) == ()


def test_chosen_incidents_are_retried_and_those_that_are_gone_are_passed_over(engine: Engine, effects: Effects) -> None:
    fail_machines(engine, effects, 2)
    first = find_incidents(engine).items[0].id
    assert retry_incidents(engine, actor=MANAGER, incident_ids=[first, first, "none"]) == 1
    run_due_jobs(engine, worker="w")
    assert find_incidents(engine).total == 1


def test_a_machine_is_given_the_changed_variable(engine: Engine, effects: Effects) -> None:
    (reference,) = fail_machines(engine, effects)
    change_and_retry(engine, incident_id=only_incident(engine), variables={"age": 18}, actor=MANAGER)
    run_due_jobs(engine, worker="w")
    assert effects.requests[-1].inputs == {"age": 18}
    assert len(effects.keys) == 1
    details = read_case(engine, reference=reference)
    assert details.summary.status is CaseStatus.COMPLETED
    assert details.data["age"] == 18
    assert check_data(engine) == ()


def test_an_answer_that_fits_no_flow_is_changed_and_taken(engine: Engine) -> None:
    reference = fail_decision(engine)
    change_and_retry(engine, incident_id=only_incident(engine), variables={"answer": "yes"}, actor=MANAGER)
    run_due_jobs(engine, worker="w")
    details = read_case(engine, reference=reference)
    assert details.summary.status is CaseStatus.COMPLETED
    assert (details.data["answer"], details.data["remark"]) == ("yes", "kept")


def test_the_audit_trail_names_changed_variables_and_not_their_values(engine: Engine) -> None:
    reference = fail_decision(engine)
    change_and_retry(engine, incident_id=only_incident(engine), variables={"answer": "secret"}, actor=MANAGER)
    entry = audit_entries(engine, chain=reference)[-1]
    assert entry.action == "change_and_retry"
    assert entry.details == {"variables": ["answer"]}


def test_a_value_that_cannot_be_kept_changes_nothing(engine: Engine) -> None:
    reference = fail_decision(engine)
    before = read_case(engine, reference=reference)
    with pytest.raises(DataRefusedError):
        change_and_retry(engine, incident_id=only_incident(engine), variables={"answer": float("nan")}, actor=MANAGER)
    assert read_case(engine, reference=reference) == before


def test_a_machines_task_is_skipped_and_the_case_goes_on(engine: Engine, effects: Effects) -> None:
    deploy_small(engine, WORKED)
    reference = start_small(engine).reference
    (item,) = everybodys_work(engine)
    complete_work_item(engine, item_id=item.id, actor=CLERK, answers={})
    effects.faults = [TaskFailure("no", retry=False)]
    run_due_jobs(engine, worker="w")
    skip_incident(engine, incident_id=only_incident(engine), reason="done by telephone", actor=MANAGER)
    run_due_jobs(engine, worker="w")
    assert read_case(engine, reference=reference).summary.status is CaseStatus.COMPLETED
    assert find_incidents(engine).total == 0
    assert len(effects.requests) == 1
    (done,) = [
        one
        for one in history_records(engine)
        if one["ortoo:element"] == "Serve" and one["lifecycle:transition"] == "complete"
    ]
    assert done["org:resource"] == MANAGER.id
    assert check_data(engine) == ()


def test_what_is_no_machines_task_cannot_be_skipped(engine: Engine) -> None:
    fail_decision(engine)
    assert not read_incident(engine, incident_id=only_incident(engine)).can_skip
    with pytest.raises(SkipRefusedError):
        skip_incident(engine, incident_id=only_incident(engine), reason="why not", actor=MANAGER)


def test_a_case_is_given_up_with_a_reason(engine: Engine) -> None:
    reference = fail_decision(engine)
    incident = only_incident(engine)
    with pytest.raises(ReasonMissingError):
        cancel_incident(engine, incident_id=incident, reason="", actor=MANAGER)
    cancel_incident(engine, incident_id=incident, reason="applied twice", actor=MANAGER)
    assert read_case(engine, reference=reference).summary.status is CaseStatus.CANCELLED
    assert find_incidents(engine).total == 0
    assert check_data(engine) == ()


def test_whoever_comes_second_is_told_that_it_is_over(engine: Engine, effects: Effects) -> None:
    deploy_small(engine, WORKED)
    start_small(engine)
    (item,) = everybodys_work(engine)
    complete_work_item(engine, item_id=item.id, actor=CLERK, answers={})
    effects.faults = [TaskFailure("no", retry=False)]
    run_due_jobs(engine, worker="w", limit=1)
    incident = only_incident(engine)
    skip_incident(engine, incident_id=incident, reason="done by hand", actor=MANAGER)
    with pytest.raises(IncidentOverError):
        skip_incident(engine, incident_id=incident, reason="done by hand", actor=MANAGER)
    with pytest.raises(IncidentOverError):
        change_and_retry(engine, incident_id=incident, variables={}, actor=MANAGER)
    with pytest.raises(IncidentOverError):
        retry_incident(engine, incident_id=incident, actor=MANAGER)


def test_nothing_is_mended_in_a_case_that_has_ended(engine: Engine, effects: Effects) -> None:
    (reference,) = fail_machines(engine, effects)
    incident = only_incident(engine)
    cancel_case(engine, reference=reference, reason="applied twice", actor=MANAGER)
    with pytest.raises(CaseEndedError):
        change_and_retry(engine, incident_id=incident, variables={"age": 1}, actor=MANAGER)


def test_only_operators_and_managers_mend(engine: Engine, effects: Effects) -> None:
    fail_machines(engine, effects)
    incident = only_incident(engine)
    with pytest.raises(NotAllowedError):
        retry_incidents(engine, actor=CLERK)
    with pytest.raises(NotAllowedError):
        change_and_retry(engine, incident_id=incident, variables={}, actor=CLERK)
    with pytest.raises(NotAllowedError):
        skip_incident(engine, incident_id=incident, reason="x", actor=CLERK)
    with pytest.raises(NotAllowedError):
        cancel_incident(engine, incident_id=incident, reason="x", actor=CLERK)

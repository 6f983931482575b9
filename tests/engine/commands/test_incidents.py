"""Incidents: found, retried, closed by success."""

import pytest

from engine import (
    CaseStatus,
    Engine,
    NotAllowedError,
    NotFoundError,
    find_incidents,
    read_case,
    retry_incident,
    run_due_jobs,
)
from engine.ports import TaskFailure
from tests.engine.conftest import Effects
from tests.engine.small_services import CLERK, MANAGER, SERVED, deploy_small, start_small


def fail_once(engine: Engine, effects: Effects) -> str:
    deploy_small(engine, SERVED)
    effects.faults = [TaskFailure("The register refuses.", retry=False)]
    reference = start_small(engine).reference
    run_due_jobs(engine, worker="w")
    return reference


def test_a_retry_that_succeeds_closes_the_incident(engine: Engine, effects: Effects) -> None:
    reference = fail_once(engine, effects)
    assert read_case(engine, reference=reference).summary.status is CaseStatus.INCIDENT
    (incident,) = find_incidents(engine).items
    assert (incident.element, incident.kind, incident.message) == ("Serve", "service", "The register refuses.")
    retry_incident(engine, incident_id=incident.id, actor=MANAGER)
    assert find_incidents(engine, service="small").total == 1
    run_due_jobs(engine, worker="w")
    assert find_incidents(engine).total == 0
    details = read_case(engine, reference=reference)
    assert details.summary.status is CaseStatus.COMPLETED
    assert details.incidents == ()
    assert len(effects.keys) == 1


def test_an_incident_is_of_its_service(engine: Engine, effects: Effects) -> None:
    fail_once(engine, effects)
    assert find_incidents(engine, service="small").total == 1
    assert find_incidents(engine, service="other").total == 0


def test_only_operators_and_managers_retry(engine: Engine, effects: Effects) -> None:
    fail_once(engine, effects)
    (incident,) = find_incidents(engine).items
    with pytest.raises(NotAllowedError):
        retry_incident(engine, incident_id=incident.id, actor=CLERK)
    with pytest.raises(NotFoundError):
        retry_incident(engine, incident_id="none", actor=MANAGER)

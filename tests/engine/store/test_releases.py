"""Cases that were under way in an earlier release are brought to their end by this one."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from engine import (
    SYSTEM,
    Actor,
    CaseStatus,
    Engine,
    TaskFilter,
    TopicRequest,
    change_and_retry,
    complete_external_task,
    complete_work_item,
    deliver_message,
    fetch_external_tasks,
    find_account,
    find_cases,
    find_external_tasks,
    find_incidents,
    list_access_tokens,
    open_documents,
    open_engine,
    read_case,
    resolve_work_item,
    resume_case,
    run_due_jobs,
    upgrade_database,
    verify_audit,
)
from engine.connectors import connectors
from engine.store.migrating import known_versions, newest_version
from engine.testing import FakeClock
from engine.values import CaseDetails, WorkItem
from tests.engine.conftest import Effects
from tests.engine.reliability.consistency import faults_of_all
from tests.engine.small_services import CLERK, MANAGER
from tests.engine.store.releases.filling import RELEASES, fill, rows_of
from tests.engine.store.releases.furnishing import PDF

WRITTEN_AT = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)
WORKED = {"Start": 1, "Check": 1, "Serve": 1, "Tell": 1, "End": 1}
# What the models say has to have been done when a case of each service has come to its end.
EXPECTED = {
    **dict.fromkeys(("claimed", "served", "failed", "poisoned", "lost", "held", "delegated", "papered"), WORKED),
    "astray": {"Start": 1, "Check": 1, "End": 1},
    "timed": {"Start": 1, "Pause": 1, "End": 1},
    "late": {"Start": 1, "Late": 1, "Lapsed": 1},
    "awaited": {"Start": 1, "Wait": 1, "End": 1},
    "ended": {"Start": 1, "Wait": 1, "End": 1},
    "corrected": {"Start": 1, "Correct": 1, "End": 1},
    "parallel": {"Start": 1, "Left": 1, "Right": 1, "End": 1},
    "repeated": {"Start": 1, "Begin": 1, "Each": 3, "Finish": 1, "Inside": 1, "Remind": 1, "Reminded": 1, "End": 1},
    "chosen": {"Start": 1, "Pause": 1, "Lapsed": 1},
    "undone": {"Start": 1, "Pay": 1, "Check": 1, "Undo": 1, "Refund": 1, "End": 1},
    "calling": {"Start": 1, "Call": 1, "Begin": 1, "Check": 1, "Finish": 1, "End": 1},
    "begun": {"Start": 1, "Serve": 1, "End": 1},
    "external": {"Start": 1, "Serve": 1, "End": 1},
}
ROUNDS = 6


@dataclass
class Later:
    """This release on the database of an earlier one, an hour later."""

    engine: Engine
    file: Path
    effects: Effects


@pytest.fixture(params=RELEASES, ids=lambda file: file.stem)
def later(request: pytest.FixtureRequest, empty_database_url: str, effects: Effects, tmp_path: Path) -> Iterator[Later]:
    fill(empty_database_url, request.param)
    upgrade_database(empty_database_url)
    documents = open_documents(tmp_path / "documents")
    documents.folder.keep(PDF)
    clock = FakeClock(WRITTEN_AT + timedelta(hours=1))
    handlers = {**connectors(), "effect": effects}
    opened = open_engine(empty_database_url, clock=clock, handlers=handlers, documents=documents)
    yield Later(engine=opened, file=request.param, effects=effects)
    opened.close()


def test_every_version_that_left_cases_is_one_that_can_still_be_upgraded() -> None:
    left = {file.stem for file in RELEASES}
    assert left <= known_versions()
    assert newest_version() in left, "write what cases of the newest version look like: tests/engine/store/releases"
    # No release had the tables of 0007 and not those of 0008, which came before it.
    assert known_versions() - left <= {"0007"}


def test_what_an_earlier_release_left_is_sound_and_comes_to_its_end_under_its_keys(later: Later) -> None:
    engine = later.engine
    assert find_cases(engine).total == len(rows_of(later.file, "cases"))
    assert faults_of_all(engine) == []
    for _ in range(ROUNDS):
        go_on(engine)
    cases = [read_case(engine, reference=row["reference"]) for row in rows_of(later.file, "cases")]
    assert {case.summary.service: case.summary.status for case in cases if case.summary.status is not END} == {}
    assert [(case.summary.service, done_in(case)) for case in cases] == [
        (case.summary.service, EXPECTED[case.summary.service]) for case in cases
    ]
    assert {len(case.notices) for case in cases if EXPECTED[case.summary.service] is WORKED} == {1}
    begun = {f"job-{job['id']}" for job in rows_of(later.file, "jobs") if job["topic"] == "effect"}
    assert len(begun) >= 4
    assert later.effects.keys >= begun
    assert len(later.effects.requests) == len(later.effects.keys)
    assert find_incidents(engine).total == 0
    assert faults_of_all(engine) == []
    assert verify_audit(engine) == ()


END = CaseStatus.COMPLETED


def done_in(case: CaseDetails) -> dict[str, int]:
    """How often each activity and event of a case was completed."""
    return dict(Counter(one.element for one in case.timeline if one.lifecycle == "complete"))


def go_on(engine: Engine) -> None:
    """Do all that the cases wait for."""
    while run_due_jobs(engine, worker="worker of this release"):
        pass
    for incident in find_incidents(engine).items:
        change_and_retry(engine, incident_id=incident.id, variables={"answer": "yes"}, actor=MANAGER)
    deliver_message(engine, name="answer", correlation="awaited", payload={"said": "yes"}, actor=SYSTEM)
    for token in list_access_tokens(engine):
        do_elsewhere(engine, token.actor)
    for case in find_cases(engine, size=100).items:
        if case.status is CaseStatus.SUSPENDED:
            resume_case(engine, reference=case.reference, actor=MANAGER)
        for item in read_case(engine, reference=case.reference).open_items:
            do_work(engine, item)


def do_work(engine: Engine, item: WorkItem) -> None:
    """Do what waits for a person, as the person who may."""
    substitute = find_account(engine, email="present@ortoo.example")
    if item.is_delegated and substitute is not None:
        resolve_work_item(engine, item_id=item.id, actor=substitute.actor)
    actor = Actor.applicant(item.case_reference) if item.is_for_applicant else CLERK
    complete_work_item(engine, item_id=item.id, actor=actor, answers={"answer": "yes"})


def do_elsewhere(engine: Engine, program: Actor) -> None:
    """Do the external tasks: the one that a program had fetched from the earlier release, and what there is now."""
    wanted = TopicRequest(topic="elsewhere", lock_for=timedelta(minutes=1))
    fetch_external_tasks(engine, worker="program", requests=[wanted], limit=10, actor=program)
    for task in find_external_tasks(engine, which=TaskFilter(), actor=program):
        complete_external_task(engine, task_id=task.id, worker="program", variables={}, actor=program)

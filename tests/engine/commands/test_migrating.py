"""Moving running cases to another version: checked first, and each as a whole or not at all."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import event

from engine import (
    SYSTEM,
    AlreadyDoneError,
    CaseStatus,
    ConflictError,
    Engine,
    MigrationRefusedError,
    MigrationReport,
    NotAllowedError,
    NotFoundError,
    audit_entries,
    claim_work_item,
    complete_work_item,
    deliver_message,
    find_incidents,
    migrate_cases,
    plan_migration,
    read_case,
    read_work_item,
    retry_incident,
    run_due_jobs,
    suspend_case,
    suspend_version,
)
from engine.jobs.lease import take_job
from engine.jobs.running import run_job
from engine.ports import TaskFailure
from engine.store.cases import CaseStore
from engine.store.records import Queue, StoredCase
from engine.testing import FakeClock
from tests.engine.conftest import Effects
from tests.engine.small_services import (
    CHECKED,
    CLERK,
    DEADLINE,
    FAULTY_DECISION,
    MANAGER,
    PARALLEL,
    SERVED,
    START_END,
    TIMED,
    WAITING_FOR_ANSWER,
    WORKED,
    deploy_small,
    flow,
    process,
    start_small,
    user_task,
)

pytestmark = pytest.mark.usefixtures("sound_data")

LONGER = process(
    START_END
    + user_task("Check", "Check it all", "registrar", form="check-2")
    + user_task("Sign", "Sign", "registrar")
    + flow("Start", "Check", "Sign", "End")
)


def migrate(engine: Engine, source: int = 1, target: int = 2, **more: object) -> MigrationReport:
    return migrate_cases(
        engine,
        service="small",
        source=source,
        target=target,
        actor=MANAGER,
        **more,  # type: ignore[arg-type]  # passed on as it is
    )


def test_a_case_goes_on_in_the_new_version(engine: Engine) -> None:
    deploy_small(engine, CHECKED)
    reference = start_small(engine).reference
    deploy_small(engine, LONGER)
    report = migrate(engine)
    (outcome,) = report.outcomes
    assert (outcome.reference, outcome.is_migrated, outcome.moved) == (reference, True, (("Check", "Check"),))
    details = read_case(engine, reference=reference)
    assert details.summary.version == 2
    (item,) = details.open_items
    assert (item.name, item.form) == ("Check it all", "check-2")
    complete_work_item(engine, item_id=item.id, actor=CLERK, answers={})
    assert read_case(engine, reference=reference).summary.current == ("Sign",)
    told = list(audit_entries(engine, chain=reference))[-2]
    assert (told.action, told.details["from"], told.details["to"]) == ("migrate_case", 1, 2)


def test_a_work_item_that_somebody_has_taken_stays_theirs(engine: Engine) -> None:
    deploy_small(engine, CHECKED)
    reference = start_small(engine).reference
    (item,) = read_case(engine, reference=reference).open_items
    claim_work_item(engine, item_id=item.id, actor=CLERK)
    deploy_small(engine, LONGER)
    migrate(engine)
    found = read_work_item(engine, item_id=item.id).item
    assert (found.state, found.assignee, found.name) == ("claimed", CLERK.id, "Check it all")
    complete_work_item(engine, item_id=item.id, actor=CLERK, answers={})
    with pytest.raises(AlreadyDoneError):
        complete_work_item(engine, item_id=item.id, actor=CLERK, answers={})


def test_a_dry_run_tells_the_same_and_does_nothing(engine: Engine) -> None:
    deploy_small(engine, CHECKED)
    reference = start_small(engine).reference
    deploy_small(engine, LONGER)
    before = read_case(engine, reference=reference)
    tried = migrate(engine, dry_run=True)
    assert read_case(engine, reference=reference) == before
    done = migrate(engine)
    assert (tried.is_dry_run, done.is_dry_run) == (True, False)
    assert tried.outcomes == done.outcomes


def test_elements_of_another_id_are_found_by_what_they_are(engine: Engine) -> None:
    deploy_small(engine, CHECKED)
    reference = start_small(engine).reference
    deploy_small(engine, CHECKED.replace(b'"Check"', b'"Examine"').replace(b"Start_Check", b"Start_Examine"))
    plan = plan_migration(engine, service="small", source=1, target=2)
    assert plan.renamed == {"Check": "Examine"}
    migrate(engine)
    assert read_case(engine, reference=reference).open_items[0].element == "Examine"


def test_a_mapping_said_by_hand_comes_first(engine: Engine) -> None:
    deploy_small(engine, PARALLEL)
    reference = start_small(engine).reference
    deploy_small(engine, PARALLEL.replace(b'name="Left"', b'name="One"').replace(b'name="Right"', b'name="Two"'))
    before = {item.id: item.name for item in read_case(engine, reference=reference).open_items}
    migrate(engine, mapping={"Left": "Right", "Right": "Left"})
    after = {item.id: item.name for item in read_case(engine, reference=reference).open_items}
    assert {before[one]: name for one, name in after.items()} == {"Left": "Two", "Right": "One"}


@pytest.mark.parametrize(
    ("mapping", "said"),
    [
        ({"Check": "Nowhere"}, "is not in the models"),
        ({"Nowhere": "Check"}, "is not in the models"),
        ({"Check": "Sign", "End": "Sign"}, "same counterpart"),
    ],
)
def test_a_mapping_of_what_is_not_there_is_refused(engine: Engine, mapping: dict[str, str], said: str) -> None:
    deploy_small(engine, CHECKED)
    deploy_small(engine, LONGER)
    with pytest.raises(MigrationRefusedError, match=said):
        plan_migration(engine, service="small", source=1, target=2, mapping=mapping)


def test_a_plan_says_why_an_element_has_no_counterpart(engine: Engine) -> None:
    deploy_small(engine, LONGER)
    inside = process(
        '<startEvent id="Start"/><endEvent id="End"/><subProcess id="Sub"><startEvent id="In"/><endEvent id="Out"/>'
        + user_task("Check", "Check it all", "registrar")
        + flow("In", "Check", "Out")
        + '</subProcess><task id="Sign"/>'
        + flow("Start", "Sub", "Sign", "End")
    )
    deploy_small(engine, inside)
    plan = plan_migration(engine, service="small", source=1, target=2)
    reasons = {element: str(text) for element, text in plan.unmapped.items()}
    assert reasons == {
        "Check": "Check is inside another sub-process in the new version.",
        "Sign": "Sign is a task in the new version, not a userTask.",
    }


def test_a_case_whose_place_is_gone_stays_where_it_is(engine: Engine) -> None:
    deploy_small(engine, CHECKED)
    reference = start_small(engine).reference
    deploy_small(
        engine, process(START_END + '<task id="Other" name="Quite different"/>' + flow("Start", "Other", "End"))
    )
    before = read_case(engine, reference=reference)
    (outcome,) = migrate(engine).refused
    assert [str(one) for one in outcome.obstacles] == ["The case is at Check. It is not in the new version."]
    assert read_case(engine, reference=reference) == before


def test_of_many_cases_each_is_moved_or_not_by_itself(engine: Engine) -> None:
    deploy_small(engine, LONGER)
    first, second = (start_small(engine, key=key).reference for key in "12")
    (item,) = read_case(engine, reference=first).open_items
    complete_work_item(engine, item_id=item.id, actor=CLERK, answers={})
    deploy_small(engine, CHECKED)
    report = migrate(engine)
    assert report.migrated == 1
    assert [outcome.reference for outcome in report.refused] == [first]
    assert [read_case(engine, reference=one).summary.version for one in (first, second)] == [1, 2]


def test_only_the_cases_that_are_named_are_moved(engine: Engine) -> None:
    deploy_small(engine, CHECKED)
    first, second = (start_small(engine, key=key).reference for key in "12")
    deploy_small(engine, LONGER)
    assert migrate(engine, references=[second]).migrated == 1
    assert [read_case(engine, reference=one).summary.version for one in (first, second)] == [1, 2]
    with pytest.raises(NotFoundError):
        migrate(engine, references=["nothing"])


def test_a_case_is_moved_back(engine: Engine) -> None:
    deploy_small(engine, CHECKED)
    reference = start_small(engine).reference
    deploy_small(engine, LONGER)
    migrate(engine)
    assert migrate(engine, 2, 1).migrated == 1
    assert read_case(engine, reference=reference).open_items[0].form == "check"


def test_a_service_task_keeps_its_job_and_its_key(engine: Engine, effects: Effects, clock: FakeClock) -> None:
    deploy_small(engine, SERVED)
    effects.faults = [TaskFailure("No answer.")]
    reference = start_small(engine).reference
    run_due_jobs(engine, worker="w")
    deploy_small(engine, SERVED.replace(b'"Serve"', b'"Deliver"').replace(b"Start_Serve", b"Start_Deliver"))
    assert migrate(engine, mapping={"Serve": "Deliver"}).migrated == 1
    clock.advance(timedelta(minutes=1))
    run_due_jobs(engine, worker="w")
    assert read_case(engine, reference=reference).summary.status is CaseStatus.COMPLETED
    assert (len(effects.requests), len(effects.keys)) == (2, 1)


def test_what_a_machine_is_doing_meanwhile_is_taken_by_the_new_version(engine: Engine, effects: Effects) -> None:
    deploy_small(engine, SERVED)
    reference = start_small(engine).reference
    job = take_job(engine, "w", (Queue.CASES,))
    assert job is not None
    deploy_small(engine, WORKED)
    migrate(engine)
    run_job(engine, job)
    run_due_jobs(engine, worker="w")
    assert len(effects.requests) == 1
    assert [notice.text for notice in read_case(engine, reference=reference).notices] == ["It is done."]


def test_a_timer_that_runs_keeps_its_time(engine: Engine, clock: FakeClock) -> None:
    deploy_small(engine, TIMED)
    reference = start_small(engine).reference
    clock.advance(timedelta(minutes=30))
    deploy_small(engine, TIMED.replace(b"PT1H", b"PT9H"))
    migrate(engine)
    clock.advance(timedelta(minutes=30))
    assert run_due_jobs(engine, worker="w") == 1
    assert read_case(engine, reference=reference).summary.status is CaseStatus.COMPLETED


def test_a_deadline_that_is_new_runs_from_now_on_and_one_that_is_gone_runs_no_more(
    engine: Engine, clock: FakeClock
) -> None:
    deploy_small(engine, CHECKED)
    reference = start_small(engine).reference
    deploy_small(engine, DEADLINE)
    migrate(engine)
    clock.advance(timedelta(minutes=59))
    assert run_due_jobs(engine, worker="w") == 0
    assert migrate(engine, 2, 1).outcomes[0].warnings
    clock.advance(timedelta(hours=2))
    assert run_due_jobs(engine, worker="w") == 0
    migrate(engine)
    clock.advance(timedelta(hours=1))
    assert run_due_jobs(engine, worker="w") == 1
    assert read_case(engine, reference=reference).summary.status is CaseStatus.COMPLETED


def test_a_message_finds_the_case_by_its_new_name(engine: Engine) -> None:
    deploy_small(engine, WAITING_FOR_ANSWER)
    reference = start_small(engine, number="1").reference
    deploy_small(engine, WAITING_FOR_ANSWER.replace(b'name="answer"', b'name="reply"'))
    migrate(engine)
    assert deliver_message(engine, name="answer", correlation="1", payload={}, actor=SYSTEM) == 0
    assert deliver_message(engine, name="reply", correlation="1", payload={}, actor=SYSTEM) == 1
    assert read_case(engine, reference=reference).summary.status is CaseStatus.COMPLETED


def test_an_incident_is_mended_by_a_better_version(engine: Engine) -> None:
    deploy_small(engine, FAULTY_DECISION)
    reference = start_small(engine).reference
    (item,) = read_case(engine, reference=reference).open_items
    complete_work_item(engine, item_id=item.id, actor=CLERK, answers={"answer": "perhaps"})
    deploy_small(engine, FAULTY_DECISION.replace(b'"yes"', b'"perhaps"'))
    assert migrate(engine).migrated == 1
    (incident,) = find_incidents(engine).items
    retry_incident(engine, incident_id=incident.id, actor=MANAGER)
    run_due_jobs(engine, worker="w")
    assert read_case(engine, reference=reference).summary.status is CaseStatus.COMPLETED
    assert find_incidents(engine).items == ()


def test_a_suspended_case_is_moved_and_stays_suspended(engine: Engine) -> None:
    deploy_small(engine, CHECKED)
    reference = start_small(engine).reference
    suspend_case(engine, reference=reference, actor=MANAGER)
    deploy_small(engine, LONGER)
    assert migrate(engine).migrated == 1
    assert read_case(engine, reference=reference).summary.status is CaseStatus.SUSPENDED


def test_no_case_is_moved_to_a_suspended_version(engine: Engine) -> None:
    deploy_small(engine, CHECKED)
    start_small(engine)
    deploy_small(engine, LONGER)
    suspend_version(engine, service="small", version=2, actor=MANAGER)
    assert "suspended" in str(migrate(engine).refused[0].obstacles[0])


def test_a_case_of_a_suspended_version_goes_on_when_it_is_moved_to_another(engine: Engine, clock: FakeClock) -> None:
    deploy_small(engine, TIMED)
    reference = start_small(engine).reference
    suspend_version(engine, service="small", version=1, actor=MANAGER)
    clock.advance(timedelta(hours=1))
    deploy_small(engine, TIMED.replace(b'id="Pause_timer"', b'id="Other_timer"'))
    migrate(engine)
    assert run_due_jobs(engine, worker="w") == 1
    assert read_case(engine, reference=reference).summary.status is CaseStatus.COMPLETED


def test_a_case_moved_by_two_at_once_is_moved_once(engine: Engine) -> None:
    deploy_small(engine, CHECKED)
    reference = start_small(engine).reference
    deploy_small(engine, LONGER)
    with ThreadPoolExecutor(4) as pool:
        moved = pool.map(lambda _: migrate(engine, references=[reference]).migrated, range(4))
    assert sum(moved) == 1
    actions = [entry.action for entry in audit_entries(engine, chain=reference)]
    assert actions.count("migrate_case") == 1


def test_many_cases_are_moved_in_few_transactions(engine: Engine) -> None:
    deploy_small(engine, CHECKED)
    references = [start_small(engine, key=str(number)).reference for number in range(25)]
    deploy_small(engine, LONGER)
    commits: list[object] = []
    event.listen(engine.database._engine, "commit", commits.append)
    report = migrate(engine)
    assert [one.reference for one in report.outcomes if one.is_migrated] == references
    assert len(commits) == 2
    assert {read_case(engine, reference=one).summary.version for one in references} == {2}


def test_a_case_that_somebody_is_at_does_not_keep_the_others_from_being_moved(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    deploy_small(engine, CHECKED)
    references = [start_small(engine, key=str(number)).reference for number in range(3)]
    deploy_small(engine, LONGER)
    save, asked = CaseStore.save, []

    def save_at_the_second_asking(store: CaseStore, case: StoredCase, **more: int) -> None:
        asked.append(case.reference)
        if asked.count(references[2]) == 1 and case.reference == references[2]:
            raise ConflictError
        save(store, case, **more)

    monkeypatch.setattr(CaseStore, "save", save_at_the_second_asking)
    report = migrate(engine)
    assert [one.is_migrated for one in report.outcomes] == [True, True, True]
    for reference in references:
        told = [one.action for one in audit_entries(engine, chain=reference)]
        assert told.count("migrate_case") == 1


def test_only_operators_and_managers_move_cases(engine: Engine) -> None:
    deploy_small(engine, CHECKED)
    deploy_small(engine, LONGER)
    with pytest.raises(NotAllowedError):
        migrate_cases(engine, service="small", source=1, target=2, actor=CLERK)


def test_versions_that_are_not_there_or_the_same_are_refused(engine: Engine) -> None:
    deploy_small(engine, CHECKED)
    with pytest.raises(NotFoundError, match="small 2"):
        migrate(engine)
    with pytest.raises(MigrationRefusedError, match="already"):
        migrate(engine, 1, 1)

"""External tasks: handed over, locked, done once, tried again, fenced, suspended, withdrawn."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from engine import (
    SYSTEM,
    Actor,
    CaseStatus,
    Engine,
    ExternalTask,
    NotAllowedError,
    NotFoundError,
    TaskFilter,
    TaskNotLockedError,
    TopicRequest,
    WorkerNameError,
    audit_entries,
    complete_external_task,
    count_external_tasks,
    create_access_token,
    extend_external_lock,
    fail_external_task,
    fetch_external_tasks,
    find_external_tasks,
    find_incidents,
    has_external_tasks,
    lock_external_task,
    read_case,
    read_external_task,
    resume_case,
    retry_incident,
    run_due_jobs,
    set_external_retries,
    suspend_case,
    throw_external_error,
    unlock_external_task,
)
from engine.testing import FakeClock
from tests.engine.external.conftest import Fetch
from tests.engine.small_services import START_END, deploy_small, flow, process, service_task, start_small

HOUR = '<timeDuration xsi:type="tFormalExpression">PT1H</timeDuration>'
CHARGED = process(START_END + service_task("Charge", "charge") + flow("Start", "Charge", "End"))
MAPPED = process(
    START_END
    + service_task(
        "Charge",
        "charge",
        mapping='<zeebe:ioMapping><zeebe:input source="=sum" target="amount"/>'
        '<zeebe:output source="=receipt" target="paid"/></zeebe:ioMapping>',
    )
    + flow("Start", "Charge", "End")
)
GUARDED = process(
    START_END
    + service_task("Charge", "charge")
    + '<boundaryEvent id="Refused" attachedToRef="Charge"><errorEventDefinition errorRef="Error_1"/></boundaryEvent>'
    + '<boundaryEvent id="Late" attachedToRef="Charge"><timerEventDefinition id="Late_timer">'
    + f'{HOUR}</timerEventDefinition></boundaryEvent><endEvent id="Refusal"/><endEvent id="Lapsed"/>'
    + flow("Start", "Charge", "End")
    + flow("Refused", "Refusal")
    + flow("Late", "Lapsed"),
    roots='<error id="Error_1" errorCode="refused"/>',
)
DECIDED = process(
    START_END
    + service_task("Charge", "charge")
    + '<exclusiveGateway id="Decide"/>'
    + flow("Start", "Charge", "Decide")
    + '<sequenceFlow id="Flow_yes" sourceRef="Decide" targetRef="End">'
    + '<conditionExpression xsi:type="tFormalExpression">=paid = true</conditionExpression></sequenceFlow>'
)


def begun(engine: Engine, model: bytes = CHARGED, **data: object) -> str:
    deploy_small(engine, model)
    return start_small(engine, **data).reference  # type: ignore[arg-type]  # JSON of each test


def both_begun(engine: Engine, clock: FakeClock) -> tuple[str, str]:
    """Begin two cases, one after the other, whose `colour` is red and blue."""
    deploy_small(engine, CHARGED)
    first = start_small(engine, key="red", colour="red").reference
    clock.advance(timedelta(seconds=1))
    return first, start_small(engine, key="blue", colour="blue").reference


def status(engine: Engine, reference: str) -> CaseStatus:
    return read_case(engine, reference=reference).summary.status


def done(engine: Engine, reference: str) -> list[str]:
    timeline = read_case(engine, reference=reference).timeline
    return [entry.element for entry in timeline if entry.lifecycle == "complete"]


@pytest.fixture
def complete(engine: Engine, program: Actor) -> Callable[..., None]:
    def completed(task: ExternalTask, worker: str = "one", **variables: object) -> None:
        complete_external_task(engine, task_id=task.id, worker=worker, variables=variables, actor=program)  # type: ignore[arg-type]  # JSON of each test

    return completed


@pytest.fixture
def fail(engine: Engine, program: Actor) -> Callable[..., None]:
    def failed(task: ExternalTask, *, retries: int, after_s: int = 0, message: str = "No answer.") -> None:
        fail_external_task(
            engine,
            task_id=task.id,
            worker="one",
            message=message,
            details="All of it.",
            retries=retries,
            retry_after=timedelta(seconds=after_s),
            actor=program,
        )

    return failed


def test_a_task_is_fetched_with_its_data_and_completed_once(
    engine: Engine, fetch: Fetch, complete: Callable[..., None]
) -> None:
    reference = begun(engine, sum=5)
    (task,) = fetch()
    assert (task.topic, task.element, task.case_reference, task.worker) == ("charge", "Charge", reference, "one")
    assert task.variables == {"sum": 5}
    assert task.retries is None
    complete(task, paid=True)
    details = read_case(engine, reference=reference)
    assert details.summary.status is CaseStatus.COMPLETED
    assert details.data == {"sum": 5, "paid": True}
    assert fetch() == ()


def test_what_a_connector_does_is_not_for_external_workers(engine: Engine, fetch: Fetch) -> None:
    deploy_small(engine, process(START_END + service_task("Serve", "effect") + flow("Start", "Serve", "End")))
    reference = start_small(engine).reference
    create_access_token(engine, name="greedy", topics=["*"])
    assert fetch() == ()
    assert status(engine, reference) is CaseStatus.COMPLETED


def test_a_topic_that_no_token_is_for_is_an_incident_until_one_is_and_it_is_retried(engine: Engine) -> None:
    reference = begun(engine)
    run_due_jobs(engine, worker="w")
    assert status(engine, reference) is CaseStatus.INCIDENT
    token, _ = create_access_token(engine, name="charger", topics=["charge"])
    (incident,) = find_incidents(engine).items
    retry_incident(engine, incident_id=incident.id, actor=SYSTEM)
    run_due_jobs(engine, worker="w")
    request = TopicRequest(topic="charge", lock_for=timedelta(minutes=1))
    (task,) = fetch_external_tasks(engine, worker="one", requests=[request], limit=1, actor=token.actor)
    complete_external_task(engine, task_id=task.id, worker="one", variables={}, actor=token.actor)
    assert status(engine, reference) is CaseStatus.COMPLETED
    assert find_incidents(engine).total == 0


def test_the_history_tells_waiting_from_work(
    engine: Engine, fetch: Fetch, complete: Callable[..., None], clock: FakeClock
) -> None:
    reference = begun(engine)
    clock.advance(timedelta(minutes=5))
    (task,) = fetch()
    clock.advance(timedelta(seconds=30))
    complete(task)
    timeline = read_case(engine, reference=reference).timeline
    times = {entry.lifecycle: entry.time for entry in timeline if entry.element == "Charge"}
    assert times["start"] - times["schedule"] == timedelta(minutes=5)
    assert times["complete"] - times["start"] == timedelta(seconds=30)


def test_a_report_that_is_sent_twice_is_taken_once(
    engine: Engine, fetch: Fetch, complete: Callable[..., None], program: Actor
) -> None:
    reference = begun(engine)
    (task,) = fetch()
    complete(task, paid=1)
    complete(task, paid=2)
    assert read_case(engine, reference=reference).data == {"paid": 1}
    with pytest.raises(NotFoundError):
        complete(task, "two", paid=3)
    with pytest.raises(NotFoundError):
        throw_external_error(
            engine, task_id=task.id, worker="one", code="refused", message="", variables={}, actor=program
        )


def test_two_reports_at_the_same_moment_have_one_effect(
    engine: Engine, fetch: Fetch, complete: Callable[..., None]
) -> None:
    reference = begun(engine)
    (task,) = fetch()
    with ThreadPoolExecutor(4) as pool:
        for report in [pool.submit(complete, task, paid=number) for number in range(4)]:
            report.result()
    assert done(engine, reference).count("Charge") == 1
    assert [entry.action for entry in audit_entries(engine, chain=reference)].count("complete_external_task") == 1


def test_two_workers_never_get_the_same_task(engine: Engine, fetch: Fetch) -> None:
    deploy_small(engine, CHARGED)
    for number in range(12):
        start_small(engine, key=str(number))
    fetch("nobody", limit=0)
    with ThreadPoolExecutor(4) as pool:
        shares = list(pool.map(lambda worker: [task.id for task in fetch(worker, limit=3)], "abcd"))
    taken = [task for share in shares for task in share]
    assert len(taken) == len(set(taken))
    rest = [task.id for task in fetch("e", limit=100)]
    assert len({*taken, *rest}) == len(taken) + len(rest) == 12


def test_a_task_whose_worker_is_gone_is_taken_up_by_the_next(
    engine: Engine, fetch: Fetch, complete: Callable[..., None], clock: FakeClock
) -> None:
    reference = begun(engine)
    (lost,) = fetch("one", lock_s=60)
    assert fetch("two") == ()
    clock.advance(timedelta(seconds=61))
    (found,) = fetch("two")
    assert found.id == lost.id
    with pytest.raises(TaskNotLockedError, match="two has it until"):
        complete(lost, "one", paid="by one")
    complete(found, "two", paid="by two")
    assert read_case(engine, reference=reference).data == {"paid": "by two"}


def test_late_work_counts_where_nobody_else_has_begun_it(
    engine: Engine, fetch: Fetch, complete: Callable[..., None], clock: FakeClock
) -> None:
    reference = begun(engine)
    (task,) = fetch(lock_s=60)
    clock.advance(timedelta(hours=2))
    complete(task)
    assert status(engine, reference) is CaseStatus.COMPLETED


def test_workers_of_two_tokens_are_two_whatever_they_are_called(
    engine: Engine, fetch: Fetch, complete: Callable[..., None]
) -> None:
    begun(engine)
    (task,) = fetch("one")
    other, _ = create_access_token(engine, name="other", topics=["*"])
    with pytest.raises(TaskNotLockedError):
        complete_external_task(engine, task_id=task.id, worker="one", variables={}, actor=other.actor)
    complete(task)


def test_a_lock_is_kept_longer_and_given_back(engine: Engine, fetch: Fetch, clock: FakeClock, program: Actor) -> None:
    begun(engine)
    (task,) = fetch(lock_s=60)
    extend_external_lock(engine, task_id=task.id, worker="one", lock_for=timedelta(minutes=10), actor=program)
    clock.advance(timedelta(minutes=9))
    assert fetch("two") == ()
    with pytest.raises(TaskNotLockedError):
        extend_external_lock(engine, task_id=task.id, worker="two", lock_for=timedelta(1), actor=program)
    unlock_external_task(engine, task_id=task.id, actor=program)
    (again,) = fetch("two")
    assert again.id == task.id
    with pytest.raises(TaskNotLockedError):
        lock_external_task(engine, task_id=task.id, worker="one", lock_for=timedelta(1), actor=program)
    unlock_external_task(engine, task_id=task.id, actor=program)
    with pytest.raises(TaskNotLockedError, match="nobody has it"):
        extend_external_lock(engine, task_id=task.id, worker="one", lock_for=timedelta(1), actor=program)
    lock_external_task(engine, task_id=task.id, worker="one", lock_for=timedelta(1), actor=program)
    assert read_external_task(engine, task_id=task.id, actor=program).worker == "one"


def test_a_failure_is_tried_again_after_its_time(
    engine: Engine, fetch: Fetch, fail: Callable[..., None], complete: Callable[..., None], clock: FakeClock
) -> None:
    reference = begun(engine)
    fail(fetch()[0], retries=2, after_s=30)
    assert status(engine, reference) is CaseStatus.RUNNING
    assert fetch() == ()
    clock.advance(timedelta(seconds=30))
    (task,) = fetch()
    assert (task.retries, task.error, task.error_details) == (2, "No answer.", "All of it.")
    complete(task)
    assert status(engine, reference) is CaseStatus.COMPLETED


def test_a_failure_without_retries_left_is_an_incident_until_somebody_gives_it_more(
    engine: Engine, fetch: Fetch, fail: Callable[..., None], complete: Callable[..., None], program: Actor
) -> None:
    reference = begun(engine)
    (task,) = fetch()
    fail(task, retries=0)
    assert status(engine, reference) is CaseStatus.INCIDENT
    (incident,) = find_incidents(engine).items
    assert (incident.element, incident.message) == ("Charge", "No answer.")
    assert fetch() == ()
    assert count_external_tasks(engine, which=TaskFilter(has_retries=False), actor=program) == 1
    set_external_retries(engine, task_id=task.id, retries=3, actor=program)
    (again,) = fetch()
    assert again.retries == 3
    complete(again)
    assert status(engine, reference) is CaseStatus.COMPLETED
    assert find_incidents(engine).total == 0


def test_retries_set_to_none_leave_a_task_to_a_person(engine: Engine, fetch: Fetch, program: Actor) -> None:
    reference = begun(engine)
    (task,) = fetch()
    set_external_retries(engine, task_id=task.id, retries=0, actor=program)
    assert status(engine, reference) is CaseStatus.INCIDENT
    assert find_incidents(engine).total == 1


def test_a_bpmn_error_goes_to_the_event_that_catches_it(engine: Engine, fetch: Fetch, program: Actor) -> None:
    reference = begun(engine, GUARDED)
    (task,) = fetch()
    throw_external_error(
        engine,
        task_id=task.id,
        worker="one",
        code="refused",
        message="No money.",
        variables={"why": "no money"},
        actor=program,
    )
    details = read_case(engine, reference=reference)
    assert "Refusal" in done(engine, reference)
    assert details.data["why"] == "no money"


def test_a_bpmn_error_that_nothing_catches_is_kept_as_an_incident(engine: Engine, fetch: Fetch, program: Actor) -> None:
    reference = begun(engine)
    (task,) = fetch()
    throw_external_error(engine, task_id=task.id, worker="one", code="no", message="", variables={}, actor=program)
    assert status(engine, reference) is CaseStatus.INCIDENT
    assert fetch() == ()


def test_a_boundary_timer_withdraws_the_task(
    engine: Engine, fetch: Fetch, complete: Callable[..., None], clock: FakeClock
) -> None:
    reference = begun(engine, GUARDED)
    (task,) = fetch(lock_s=7_200)
    clock.advance(timedelta(hours=1))
    run_due_jobs(engine, worker="w")
    assert "Lapsed" in done(engine, reference)
    with pytest.raises(NotFoundError):
        complete(task)


def test_a_result_with_which_the_case_cannot_go_on_is_kept(
    engine: Engine, fetch: Fetch, complete: Callable[..., None]
) -> None:
    reference = begun(engine, DECIDED)
    (task,) = fetch()
    complete(task, paid=False)
    assert status(engine, reference) is CaseStatus.INCIDENT
    assert fetch() == ()  # the work is done, and not asked for again
    (incident,) = find_incidents(engine).items
    assert incident.kind == "step"
    assert incident.inputs["payload"] == {"paid": False}


def test_tasks_of_a_suspended_case_are_not_fetched_and_results_are_kept_until_it_goes_on(
    engine: Engine, fetch: Fetch, complete: Callable[..., None], clock: FakeClock
) -> None:
    first, second = both_begun(engine, clock)
    (task,) = fetch(limit=1)
    assert task.case_reference == first
    for reference in (first, second):
        suspend_case(engine, reference=reference, reason="A check.", actor=SYSTEM)
    assert fetch() == ()
    complete(task)
    assert status(engine, first) is CaseStatus.SUSPENDED
    for reference in (first, second):
        resume_case(engine, reference=reference, actor=SYSTEM)
    run_due_jobs(engine, worker="w")
    assert status(engine, first) is CaseStatus.COMPLETED
    assert [one.case_reference for one in fetch()] == [second]


def test_a_failure_in_a_suspended_case_leaves_it_suspended(
    engine: Engine, fetch: Fetch, fail: Callable[..., None]
) -> None:
    reference = begun(engine)
    (task,) = fetch()
    suspend_case(engine, reference=reference, reason="A check.", actor=SYSTEM)
    fail(task, retries=0)
    assert status(engine, reference) is CaseStatus.SUSPENDED
    resume_case(engine, reference=reference, actor=SYSTEM)
    assert status(engine, reference) is CaseStatus.INCIDENT


def test_variables_are_the_cases_and_local_ones_only_the_mappings(engine: Engine, fetch: Fetch, program: Actor) -> None:
    reference = begun(engine, MAPPED, sum=5)
    (task,) = fetch()
    assert task.inputs == {"amount": 5}
    assert task.variables == {"sum": 5, "amount": 5}
    complete_external_task(
        engine,
        task_id=task.id,
        worker="one",
        variables={"seen": True},
        local_variables={"receipt": "R-1", "scratch": 1},
        actor=program,
    )
    assert read_case(engine, reference=reference).data == {"sum": 5, "seen": True, "paid": "R-1"}


def test_a_program_does_only_the_topics_of_its_token(engine: Engine, fetch: Fetch) -> None:
    begun(engine)
    (task,) = fetch()
    stranger = create_access_token(engine, name="stranger", topics=["print"])[0].actor
    request = TopicRequest(topic="charge", lock_for=timedelta(minutes=1))
    with pytest.raises(NotAllowedError):
        fetch_external_tasks(engine, worker="one", requests=[request], limit=1, actor=stranger)
    with pytest.raises(NotAllowedError):
        complete_external_task(engine, task_id=task.id, worker="one", variables={}, actor=stranger)
    with pytest.raises(NotAllowedError):
        unlock_external_task(engine, task_id=task.id, actor=stranger)
    with pytest.raises(NotAllowedError):
        set_external_retries(engine, task_id=task.id, retries=1, actor=stranger)
    with pytest.raises(NotFoundError):
        read_external_task(engine, task_id=task.id, actor=stranger)
    assert find_external_tasks(engine, which=TaskFilter(), actor=stranger) == ()


@pytest.mark.parametrize("worker", ["", "w" * 101])
def test_a_worker_needs_a_name_that_can_be_kept(fetch: Fetch, worker: str) -> None:
    with pytest.raises(WorkerNameError):
        fetch(worker)


def test_a_request_may_be_for_some_cases_only(engine: Engine, program: Actor, clock: FakeClock) -> None:
    first, second = both_begun(engine, clock)
    run_due_jobs(engine, worker="w")

    def fetched(**asked: object) -> list[str]:
        request = TopicRequest(topic="charge", lock_for=timedelta(seconds=1), **asked)  # type: ignore[arg-type]  # one part each
        tasks = fetch_external_tasks(engine, worker="one", requests=[request], limit=9, actor=program)
        for task in tasks:
            unlock_external_task(engine, task_id=task.id, actor=program)
        return [task.case_reference for task in tasks]

    assert fetched() == [first, second]
    assert fetched(references=frozenset({second})) == [second]
    assert fetched(services=frozenset({"small"})) == [first, second]
    assert fetched(services=frozenset({"other"})) == []
    assert fetched(definition_ids=frozenset({"none"})) == []
    assert fetched(data={"colour": "blue"}) == [second]


def test_tasks_are_found_by_what_is_asked(engine: Engine, fetch: Fetch, program: Actor, clock: FakeClock) -> None:
    first, second = both_begun(engine, clock)
    (locked,) = fetch(limit=1)
    now = clock.now()

    def found(which: TaskFilter) -> list[str]:
        tasks = find_external_tasks(engine, which=which, actor=program)
        assert count_external_tasks(engine, which=which, actor=program) == len(tasks)
        return [task.case_reference for task in tasks]

    assert found(TaskFilter()) == [first, second]
    assert found(TaskFilter(is_locked=True)) == [first]
    assert found(TaskFilter(is_locked=False)) == [second]
    assert found(TaskFilter(worker="one")) == [first]
    assert found(TaskFilter(worker="ne")) == []
    assert found(TaskFilter(ids=frozenset({locked.id}))) == [first]
    assert found(TaskFilter(references=frozenset({second}))) == [second]
    assert found(TaskFilter(topic="print")) == []
    assert found(TaskFilter(service="small", elements=frozenset({"Charge"}))) == [first, second]
    assert found(TaskFilter(definition_id=locked.definition_id, has_retries=True)) == [first, second]
    assert found(TaskFilter(is_suspended=True)) == []
    assert found(TaskFilter(is_suspended=False)) == [first, second]
    assert found(TaskFilter(locked_after=now)) == [first]
    assert found(TaskFilter(locked_before=now)) == []
    clock.advance(timedelta(minutes=2))
    assert found(TaskFilter(is_locked=True)) == []


def test_there_is_something_to_fetch_only_while_nobody_has_it(engine: Engine, fetch: Fetch) -> None:
    requests = [TopicRequest(topic="charge", lock_for=timedelta(minutes=1))]
    begun(engine)
    assert fetch(limit=0) == ()
    assert has_external_tasks(engine, requests=requests)
    fetch()
    assert not has_external_tasks(engine, requests=requests)


def test_of_several_topics_the_longest_due_come_first_each_locked_as_its_topic_says(
    engine: Engine, clock: FakeClock
) -> None:
    topics = ("weigh", "charge", "print")
    program = create_access_token(engine, name="all", topics=topics)[0].actor
    for topic in topics:
        deploy_small(engine, process(START_END + service_task("Do", topic) + flow("Start", "Do", "End")), service=topic)
        start_small(engine, key=topic, service=topic)
        clock.advance(timedelta(seconds=1))
    run_due_jobs(engine, worker="w")
    requests = [TopicRequest(topic=topic, lock_for=timedelta(minutes=len(topic))) for topic in sorted(topics)]
    assert has_external_tasks(engine, requests=requests)
    tasks = fetch_external_tasks(engine, worker="one", requests=requests, limit=2, actor=program)
    assert [(one.topic, one.locked_until) for one in tasks] == [
        ("weigh", clock.now() + timedelta(minutes=5)),
        ("charge", clock.now() + timedelta(minutes=6)),
    ]
    assert [
        one.topic for one in fetch_external_tasks(engine, worker="two", requests=requests, limit=2, actor=program)
    ] == ["print"]
    assert not has_external_tasks(engine, requests=requests)
    assert not has_external_tasks(engine, requests=[])
    assert fetch_external_tasks(engine, worker="two", requests=[], limit=2, actor=program) == ()


def test_who_fetches_in_vain_waits_for_nobody_who_writes(engine: Engine, program: Actor) -> None:
    request = TopicRequest(topic="charge", lock_for=timedelta(minutes=1))
    with engine.database.writing(), ThreadPoolExecutor(1) as pool:
        fetched = pool.submit(fetch_external_tasks, engine, worker="one", requests=[request], limit=1, actor=program)
        assert fetched.result() == ()  # SQLite would wait for fifteen seconds, and then refuse

"""A message that was kept before anybody waited for it is taken as soon as somebody does, whatever made them wait."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from engine import (
    SYSTEM,
    CaseStatus,
    Change,
    ChangeKind,
    Engine,
    broadcast_signal,
    complete_work_item,
    deliver_message,
    find_cases,
    migrate_cases,
    modify_case,
    read_case,
    resume_case,
    resume_service,
    resume_version,
    run_due_jobs,
    suspend_case,
    suspend_service,
    suspend_version,
)
from engine.store.kept_messages import KeptMessageStore
from engine.store.records import Job, JobKind
from engine.testing import FakeClock
from tests.engine.small_services import (
    CHECKED,
    CLERK,
    MANAGER,
    START_END,
    deploy_small,
    flow,
    process,
    service_task,
    start_small,
    user_task,
)

pytestmark = pytest.mark.usefixtures("sound_data")

SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)
VALUE = '<extensionElements><zeebe:subscription correlationKey="=number"/></extensionElements>'
ANSWER = f'<message id="Answer" name="answer">{VALUE}</message><message id="Other" name="other">{VALUE}</message>'
SIGNAL = '<signal id="Signal" name="open"/>'
WAIT = '<receiveTask id="Wait" messageRef="Answer"/>'
TIMER = (
    '<intermediateCatchEvent id="First"><timerEventDefinition><timeDuration xsi:type="tFormalExpression">P1D'
    "</timeDuration></timerEventDefinition></intermediateCatchEvent>"
)
CATCH = '<intermediateCatchEvent id="First"><signalEventDefinition signalRef="Signal"/></intermediateCatchEvent>'
STARTED_BY_IT = process(
    '<startEvent id="Start"><messageEventDefinition messageRef="Answer"/></startEvent><endEvent id="End"/>'
    + flow("Start", "End"),
    roots=ANSWER,
)


def waiting(*, after: str = "", roots: str = ANSWER) -> bytes:
    """Return a process that waits for an answer, after a first node where there is one."""
    way = flow("Start", "First", "Wait", "End") if after else flow("Start", "Wait", "End")
    return process(START_END + after + WAIT + way, roots=SIGNAL + roots)


def run_all(engine: Engine) -> None:
    while run_due_jobs(engine, worker="w"):
        pass


def keep(engine: Engine, number: str | None = "1", *, name: str = "answer", **payload: str) -> None:
    taken = deliver_message(
        engine, name=name, correlation=number, payload={**payload}, actor=SYSTEM, keep_for=timedelta(days=30)
    )
    assert taken == 0


def look_until_seldom(engine: Engine, clock: FakeClock) -> None:
    """Let each kept message look for somebody until it does so as seldom as it ever does, and has just done so."""
    for _ in range(14):
        clock.advance(timedelta(minutes=6))
        run_all(engine)


def keep_long(engine: Engine, clock: FakeClock, *numbers: str | None) -> None:
    """Keep messages that have been kept for long."""
    for number in numbers or ("1",):
        keep(engine, number, said="yes")
    look_until_seldom(engine, clock)


def status(engine: Engine, reference: str) -> CaseStatus:
    return read_case(engine, reference=reference).summary.status


def is_taken(engine: Engine, reference: str) -> bool:
    """Do what is due at this very moment, and look whether the case has gone on."""
    run_all(engine)
    case = read_case(engine, reference=reference)
    return case.summary.status is CaseStatus.COMPLETED and case.data["said"] == "yes"


def test_a_case_that_waits_from_its_start_has_it_at_once(engine: Engine, clock: FakeClock) -> None:
    deploy_small(engine, waiting())
    keep_long(engine, clock)
    assert is_taken(engine, start_small(engine, number="1").reference)


def test_a_case_that_waits_once_its_work_is_done_has_it_at_once(engine: Engine, clock: FakeClock) -> None:
    deploy_small(engine, waiting(after=user_task("First", "Check", "registrar")))
    reference = start_small(engine, number="1").reference
    keep_long(engine, clock)
    (item,) = read_case(engine, reference=reference).open_items
    complete_work_item(engine, item_id=item.id, actor=CLERK, answers={})
    assert is_taken(engine, reference)


def test_a_case_that_waits_once_its_timer_has_fired_has_it_at_once(engine: Engine, clock: FakeClock) -> None:
    deploy_small(engine, waiting(after=TIMER))
    reference = start_small(engine, number="1").reference
    keep_long(engine, clock)
    assert not is_taken(engine, reference)
    clock.advance(DAY)
    assert is_taken(engine, reference)


def test_a_case_that_waits_once_a_machine_has_done_its_work_has_it_at_once(engine: Engine, clock: FakeClock) -> None:
    deploy_small(engine, waiting(after=service_task("First", "effect")))
    keep_long(engine, clock)
    assert is_taken(engine, start_small(engine, number="1").reference)


def test_a_case_that_waits_once_a_signal_has_come_has_it_at_once(engine: Engine, clock: FakeClock) -> None:
    deploy_small(engine, waiting(after=CATCH))
    reference = start_small(engine, number="1").reference
    keep_long(engine, clock)
    broadcast_signal(engine, name="open", payload={}, actor=SYSTEM)
    assert is_taken(engine, reference)


def test_a_case_that_waits_for_the_next_message_after_one_has_it_at_once(engine: Engine, clock: FakeClock) -> None:
    deploy_small(engine, waiting(after='<receiveTask id="First" messageRef="Other"/>'))
    reference = start_small(engine, number="1").reference
    keep_long(engine, clock)
    deliver_message(engine, name="other", correlation="1", payload={}, actor=SYSTEM)
    assert is_taken(engine, reference)


def test_a_case_that_is_put_before_the_wait_by_hand_has_it_at_once(engine: Engine, clock: FakeClock) -> None:
    deploy_small(engine, waiting(after=user_task("First", "Check", "registrar")))
    reference = start_small(engine, number="1").reference
    keep_long(engine, clock)
    changes = [Change(kind=ChangeKind.CANCEL, element="First"), Change(kind=ChangeKind.BEFORE, element="Wait")]
    modify_case(engine, reference=reference, changes=changes, actor=MANAGER)
    assert is_taken(engine, reference)


def test_a_case_that_waits_for_it_in_its_new_version_has_it_at_once(engine: Engine, clock: FakeClock) -> None:
    deploy_small(engine, waiting(roots=ANSWER.replace('"answer"', '"question"')))
    reference = start_small(engine, number="1").reference
    keep_long(engine, clock)
    deploy_small(engine, waiting())
    migrate_cases(engine, service="small", source=1, target=2, actor=MANAGER)
    assert is_taken(engine, reference)


def _case(engine: Engine, reference: str) -> Callable[[], object]:
    suspend_case(engine, reference=reference, actor=MANAGER)
    return lambda: resume_case(engine, reference=reference, actor=MANAGER)


def _service(engine: Engine, _reference: str) -> Callable[[], object]:
    suspend_service(engine, service="small", actor=MANAGER)
    return lambda: resume_service(engine, service="small", actor=MANAGER)


def _version(engine: Engine, _reference: str) -> Callable[[], object]:
    suspend_version(engine, service="small", version=1, actor=MANAGER)
    return lambda: resume_version(engine, service="small", version=1, actor=MANAGER)


def _version_it_leaves(engine: Engine, _reference: str) -> Callable[[], object]:
    suspend_version(engine, service="small", version=1, actor=MANAGER)
    deploy_small(engine, waiting().replace(b"<process ", b'<process name="Other" '))
    return lambda: migrate_cases(engine, service="small", source=1, target=2, actor=MANAGER)


@pytest.mark.parametrize("suspended", [_case, _service, _version, _version_it_leaves])
@pytest.mark.parametrize("number", ["1", "дугаар " * 200])
def test_a_case_that_goes_on_has_it_at_once(
    engine: Engine, clock: FakeClock, suspended: Callable[[Engine, str], Callable[[], object]], number: str
) -> None:
    deploy_small(engine, waiting())
    reference = start_small(engine, number=number).reference
    resume = suspended(engine, reference)
    assert deliver_message(engine, name="answer", correlation=number, payload={"said": "yes"}, actor=SYSTEM) == 1
    look_until_seldom(engine, clock)
    assert status(engine, reference) is CaseStatus.SUSPENDED
    resume()
    assert is_taken(engine, reference)


def test_a_service_that_begins_with_it_has_it_as_soon_as_it_is_deployed(engine: Engine, clock: FakeClock) -> None:
    keep_long(engine, clock, "1", "2", None)
    deploy_small(engine, STARTED_BY_IT)
    run_all(engine)
    assert find_cases(engine, status=CaseStatus.COMPLETED).total == 3


def test_a_service_that_begins_with_it_has_it_as_soon_as_it_goes_on(engine: Engine, clock: FakeClock) -> None:
    deploy_small(engine, STARTED_BY_IT)
    suspend_service(engine, service="small", actor=MANAGER)
    deliver_message(engine, name="answer", correlation="1", payload={}, actor=SYSTEM)
    look_until_seldom(engine, clock)
    resume_service(engine, service="small", actor=MANAGER)
    run_all(engine)
    assert find_cases(engine, status=CaseStatus.COMPLETED).total == 1


@pytest.mark.parametrize("name", ["answer", "хариу" * 200])
@pytest.mark.parametrize("number", ["дугаар " * 200, "sha256:" + "0" * 64])
def test_it_is_found_by_names_and_values_of_any_length(
    engine: Engine, clock: FakeClock, name: str, number: str
) -> None:
    deploy_small(engine, waiting(roots=ANSWER.replace('"answer"', f'"{name}"')))
    keep(engine, number, name=name, said="yes")
    look_until_seldom(engine, clock)
    assert is_taken(engine, start_small(engine, number=number).reference)


def test_a_message_that_a_case_has_thrown_is_found_as_one_from_outside(engine: Engine, clock: FakeClock) -> None:
    throw = '<intermediateThrowEvent id="Send"><messageEventDefinition messageRef="Answer"/></intermediateThrowEvent>'
    sending = process(START_END + throw + flow("Start", "Send", "End"), roots=ANSWER)
    deploy_small(engine, sending, service="sending")
    deploy_small(engine, waiting())
    start_small(engine, service="sending", number="1", said="yes")
    for _ in range(55):
        run_all(engine)
        clock.advance(timedelta(minutes=1))
    run_all(engine)
    assert is_taken(engine, start_small(engine, key="w", number="1", said="yes").reference)


def test_the_message_that_was_kept_longest_comes_first(engine: Engine, clock: FakeClock) -> None:
    deploy_small(engine, waiting())
    keep(engine, "1", said="first")
    clock.advance(SECOND)
    keep(engine, "1", said="second")
    look_until_seldom(engine, clock)
    said = []
    for key in ("one", "two"):
        reference = start_small(engine, key=key, number="1").reference
        run_all(engine)
        said.append(read_case(engine, reference=reference).data["said"])
    assert said == ["first", "second"]


def test_messages_of_other_names_and_values_are_left_alone(engine: Engine, clock: FakeClock) -> None:
    deploy_small(engine, waiting())
    keep_long(engine, clock, "2", None)
    keep(engine, "1", name="other")
    start_small(engine, number="1")
    assert run_due_jobs(engine, worker="w") == 0


def test_a_message_for_anybody_is_found_behind_many_that_are_held_for_others(engine: Engine, clock: FakeClock) -> None:
    deploy_small(engine, waiting(), service="for-one")
    deploy_small(engine, waiting(roots=ANSWER.replace(VALUE, "")), service="for-any")
    held = [str(number) for number in range(100, 121)]
    for number in held:
        reference = start_small(engine, key=number, service="for-one", number=number).reference
        suspend_case(engine, reference=reference, actor=MANAGER)
        deliver_message(engine, name="answer", correlation=number, payload={}, actor=SYSTEM)
    clock.advance(SECOND)
    keep_long(engine, clock, "1")
    reference = start_small(engine, service="for-any").reference
    run_all(engine)
    clock.advance(SECOND)
    assert is_taken(engine, reference)
    assert run_due_jobs(engine, worker="w") == 0
    clock.advance(SECOND)
    assert run_due_jobs(engine, worker="w") == 0  # nobody asks for the rest any more


def test_a_message_that_an_earlier_release_kept_is_found_once_it_has_looked(engine: Engine, clock: FakeClock) -> None:
    deploy_small(engine, waiting())
    now = clock.now()
    arguments = {"name": "answer", "correlation": "1", "payload": {"said": "yes"}, "from_case": None}
    old = Job(
        id="old",
        kind=JobKind.MESSAGE,
        arguments={**arguments, "until": (now + DAY).isoformat()},
        due_at=now,
        created_at=now,
        attempts=40,
    )
    with engine.database.writing() as work:
        work.jobs.add([old])
    run_all(engine)
    assert is_taken(engine, start_small(engine, number="1").reference)


def test_who_waits_for_no_message_asks_for_none(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    deploy_small(engine, CHECKED)
    reference = start_small(engine).reference
    (item,) = read_case(engine, reference=reference).open_items

    def refuse(*_: object) -> bool:
        pytest.fail("somebody has asked")

    monkeypatch.setattr(KeptMessageStore, "is_any", refuse)
    complete_work_item(engine, item_id=item.id, actor=CLERK, answers={})
    assert status(engine, reference) is CaseStatus.COMPLETED

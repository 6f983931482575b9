"""Several people, browsers and workers at the same thing at the same moment: one effect, a plain word to the rest."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from threading import Barrier

import pytest

from engine import (
    Actor,
    AlreadyClaimedError,
    AlreadyDoneError,
    CaseStatus,
    ConflictError,
    Engine,
    EngineError,
    cancel_case,
    claim_work_item,
    complete_work_item,
    deliver_message,
    find_cases,
    read_case,
    run_due_jobs,
    save_draft,
    start_case,
    submit_draft,
    verify_audit,
)
from engine.errors import CaseEndedError
from engine.testing import FakeClock
from engine.values import SYSTEM
from tests.engine.conftest import Effects
from tests.engine.reliability.consistency import faults_of_all
from tests.engine.small_services import (
    CHECKED,
    CLERK,
    DEADLINE,
    MANAGER,
    PARALLEL,
    SERVED,
    WAITING_FOR_ANSWER,
    deploy_small,
    start_small,
)

RACERS = 8
ROUNDS = 4


def clerk(number: int) -> Actor:
    return Actor(id=f"c{number}", name=f"Clerk {number}", roles=frozenset({"case_worker", "group:registrar"}))


def race(*commands: Callable[[], object]) -> list[object]:
    """Give all commands at the same moment; return what each gives, or the error it raises."""
    start = Barrier(len(commands))

    def run(command: Callable[[], object]) -> object:
        start.wait(timeout=120)
        for _ in range(20):
            try:
                return command()
            except ConflictError:  # says: nothing was done, try again
                continue
            except EngineError as error:
                return error
        return "never came through"

    with ThreadPoolExecutor(len(commands)) as pool:
        return list(pool.map(run, commands))


@pytest.fixture(autouse=True)
def _consistent(engine: Engine) -> object:
    """Whatever a race comes to, every case is as it says it is, and the audit trail holds."""
    yield
    assert faults_of_all(engine) == []
    assert not verify_audit(engine)


def kinds(told: list[object]) -> Counter[type]:
    return Counter(type(one) for one in told)


def test_one_of_many_clerks_completes_a_task_and_the_others_are_told_who(engine: Engine) -> None:
    deploy_small(engine, CHECKED)
    for turn in range(ROUNDS):
        reference = start_small(engine, key=str(turn)).reference
        (item,) = read_case(engine, reference=reference).open_items
        told = race(
            *(
                partial(complete_work_item, engine, item_id=item.id, actor=clerk(number), answers={"by": number})
                for number in range(RACERS)
            )
        )
        losers = [one for one in told if isinstance(one, AlreadyDoneError)]
        (winner,) = (number for number, one in enumerate(told) if not isinstance(one, Exception))
        assert len(losers) == RACERS - 1
        assert {loser.by_id for loser in losers} == {f"c{winner}"}
        details = read_case(engine, reference=reference)
        assert details.data == {"by": winner}
        assert [one.lifecycle for one in details.timeline if one.element == "Check"].count("complete") == 1


def test_one_of_many_clerks_gets_a_task(engine: Engine) -> None:
    deploy_small(engine, CHECKED)
    for turn in range(ROUNDS):
        reference = start_small(engine, key=str(turn)).reference
        (item,) = read_case(engine, reference=reference).open_items
        told = race(
            *(partial(claim_work_item, engine, item_id=item.id, actor=clerk(number)) for number in range(RACERS))
        )
        (winner,) = (number for number, one in enumerate(told) if not isinstance(one, Exception))
        assert {str(one) for one in told if isinstance(one, AlreadyClaimedError)} == {
            f"Clerk {winner} has already taken this."
        }
        assert kinds(told)[AlreadyClaimedError] == RACERS - 1


def test_an_application_sent_many_times_at_once_is_one_case(engine: Engine) -> None:
    deploy_small(engine, CHECKED)
    draft = save_draft(engine, service="small", page="p", answers={"email": "a@b.mn"})
    told = race(
        *[lambda: submit_draft(engine, draft_id=draft.id, actor=SYSTEM, check_field="email")] * RACERS,
    )
    assert len({one.reference for one in told}) == 1  # type: ignore[attr-defined]  # all are summaries
    assert find_cases(engine).total == 1


def test_a_start_sent_many_times_at_once_is_one_case(engine: Engine) -> None:
    deploy_small(engine, CHECKED)
    told = race(
        *[lambda: start_case(engine, service="small", data={}, actor=SYSTEM, command_key="same")] * RACERS,
    )
    assert len({one.reference for one in told}) == 1  # type: ignore[attr-defined]  # all are summaries
    assert find_cases(engine).total == 1


def test_a_message_sent_many_times_at_once_is_taken_once(engine: Engine) -> None:
    deploy_small(engine, WAITING_FOR_ANSWER)
    for number in range(2):
        start_small(engine, key=str(number), number="same")

    def send() -> int:
        return deliver_message(
            engine, name="answer", correlation="same", payload={}, actor=SYSTEM, message_key="answer-1"
        )

    assert race(*[send] * RACERS) == [1] * RACERS
    statuses = Counter(case.status for case in find_cases(engine).items)
    assert statuses == {CaseStatus.COMPLETED: 1, CaseStatus.RUNNING: 1}


def test_two_messages_at_once_are_taken_by_two_cases(engine: Engine) -> None:
    deploy_small(engine, WAITING_FOR_ANSWER)
    for number in range(RACERS):
        start_small(engine, key=str(number), number="same")
    send = [lambda: deliver_message(engine, name="answer", correlation="same", payload={}, actor=SYSTEM)]
    assert race(*send * RACERS) == [1] * RACERS
    assert {case.status for case in find_cases(engine).items} == {CaseStatus.COMPLETED}


def test_two_branches_completed_at_once_meet_at_their_join(engine: Engine) -> None:
    deploy_small(engine, PARALLEL)
    for turn in range(ROUNDS):
        reference = start_small(engine, key=str(turn)).reference
        items = read_case(engine, reference=reference).open_items
        race(
            *(
                lambda item=item: complete_work_item(engine, item_id=item.id, actor=CLERK, answers={item.element: 1})
                for item in items
            )
        )
        details = read_case(engine, reference=reference)
        assert details.summary.status is CaseStatus.COMPLETED
        assert details.data == {"Left": 1, "Right": 1}
        assert [one.element for one in details.timeline if one.lifecycle == "complete"].count("End") == 1


def test_a_deadline_and_a_clerk_at_once_come_to_one_of_the_two_ends(engine: Engine, clock: FakeClock) -> None:
    deploy_small(engine, DEADLINE)
    for turn in range(ROUNDS):
        reference = start_small(engine, key=str(turn)).reference
        (item,) = read_case(engine, reference=reference).open_items
        clock.advance(timedelta(hours=1))
        told = race(
            lambda item=item: complete_work_item(engine, item_id=item.id, actor=CLERK, answers={}),
            lambda: run_due_jobs(engine, worker="w"),
        )
        done = [one.element for one in read_case(engine, reference=reference).timeline if one.lifecycle == "complete"]
        assert [done.count("End"), done.count("Lapsed")] == (
            [0, 1] if isinstance(told[0], AlreadyDoneError) else [1, 0]
        )


def test_a_cancellation_and_a_clerk_at_once_come_to_one_of_the_two_ends(engine: Engine) -> None:
    deploy_small(engine, CHECKED)
    for turn in range(ROUNDS):
        reference = start_small(engine, key=str(turn)).reference
        (item,) = read_case(engine, reference=reference).open_items
        told = race(
            lambda item=item: complete_work_item(engine, item_id=item.id, actor=CLERK, answers={}),
            lambda reference=reference: cancel_case(engine, reference=reference, actor=MANAGER, reason="Withdrawn."),
        )
        assert sum(isinstance(one, AlreadyDoneError | CaseEndedError) for one in told) == 1, told


def test_many_workers_do_each_job_once(engine: Engine, effects: Effects) -> None:
    deploy_small(engine, SERVED)
    for number in range(20):
        start_small(engine, key=str(number))
    race(*(lambda number=number: run_due_jobs(engine, worker=f"w{number}") for number in range(RACERS)))
    assert {case.status for case in find_cases(engine).items} == {CaseStatus.COMPLETED}
    assert (len(effects.requests), len(effects.keys)) == (20, 20)

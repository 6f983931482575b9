"""Commands that meet in the same case at the same moment: one after the other, and nothing half done."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial

import pytest

from engine import (
    CaseStatus,
    Change,
    ChangeKind,
    ConflictError,
    Engine,
    EngineError,
    cancel_case,
    complete_work_item,
    migrate_cases,
    modify_case,
    read_case,
    resume_case,
    run_due_jobs,
    suspend_case,
    suspend_service,
    verify_audit,
)
from engine.testing import FakeClock
from tests.engine.conftest import Effects
from tests.engine.small_services import CLERK, MANAGER, SERVED, TIMED, WORKED, deploy_small, start_small

pytestmark = pytest.mark.usefixtures("sound_data")


def at_once(*commands: Callable[[], object]) -> list[str]:
    """Give commands at the same moment; return what became of each: "done", or the name of what refused it."""

    def give(command: Callable[[], object]) -> str:
        for _ in range(20):
            try:
                command()
            except ConflictError:
                continue  # trying again is safe, and what people are told to do
            except EngineError as error:
                return type(error).__name__
            return "done"
        return "conflict"

    with ThreadPoolExecutor(len(commands)) as pool:
        return list(pool.map(give, commands))


def test_a_work_item_is_completed_or_its_case_cancelled(engine: Engine) -> None:
    deploy_small(engine, WORKED)
    for number in range(5):
        reference = start_small(engine, key=str(number)).reference
        item = read_case(engine, reference=reference).open_items[0].id
        told = at_once(
            lambda item=item: complete_work_item(engine, item_id=item, actor=CLERK, answers={}),  # type: ignore[misc]
            lambda one=reference: cancel_case(engine, reference=one, reason="x", actor=MANAGER),  # type: ignore[misc]
        )
        details = read_case(engine, reference=reference)
        completed = [entry.element for entry in details.timeline if entry.lifecycle == "complete"]
        assert told[1] == "done"
        assert details.summary.status is CaseStatus.CANCELLED
        assert ("Check" in completed) == (told[0] == "done")
        assert [entry.sequence for entry in details.timeline] == list(range(1, len(details.timeline) + 1))
    assert verify_audit(engine) == ()


def test_a_case_that_is_moved_and_worked_on_at_once_is_both(engine: Engine) -> None:
    deploy_small(engine, WORKED)
    references = [start_small(engine, key=str(number)).reference for number in range(5)]
    deploy_small(engine, WORKED.replace(b"It is done.", b"It is all done."))
    for reference in references:
        item = read_case(engine, reference=reference).open_items[0].id
        told = at_once(
            lambda item=item: complete_work_item(engine, item_id=item, actor=CLERK, answers={}),  # type: ignore[misc]
            lambda one=reference: migrate_cases(  # type: ignore[misc]
                engine, service="small", source=1, target=2, actor=MANAGER, references=[one]
            ),
        )
        assert told == ["done", "done"]
    while run_due_jobs(engine, worker="w"):
        pass
    for reference in references:
        details = read_case(engine, reference=reference)
        assert (details.summary.status, details.summary.version) == (CaseStatus.COMPLETED, 2)
        assert [notice.text for notice in details.notices] == ["It is all done."]


def test_a_job_and_a_change_by_hand_do_not_both_move_the_case(engine: Engine, effects: Effects) -> None:
    deploy_small(engine, SERVED)
    changes = [Change(kind=kind, element="Serve") for kind in (ChangeKind.CANCEL, ChangeKind.BEFORE)]
    for number in range(5):
        reference = start_small(engine, key=str(number)).reference
        at_once(
            lambda: run_due_jobs(engine, worker="w"),
            lambda one=reference: modify_case(  # type: ignore[misc]
                engine, reference=one, changes=changes, actor=MANAGER
            ),
        )
        while run_due_jobs(engine, worker="w"):
            pass
        details = read_case(engine, reference=reference)
        done = [entry.element for entry in details.timeline if entry.lifecycle == "complete"]
        assert details.summary.status is CaseStatus.COMPLETED
        assert done.count("Serve") == 1
    assert len(effects.requests) >= 5


def test_a_timer_and_a_suspension_at_once_fire_the_timer_once(engine: Engine, clock: FakeClock) -> None:
    deploy_small(engine, TIMED)
    references = [start_small(engine, key=str(number)).reference for number in range(5)]
    clock.advance(timedelta(hours=1))
    for reference in references:
        at_once(
            lambda: run_due_jobs(engine, worker="w", limit=1),
            lambda one=reference: suspend_case(engine, reference=one, actor=MANAGER),  # type: ignore[misc]
        )
    for reference in references:
        at_once(lambda one=reference: resume_case(engine, reference=one, actor=MANAGER))  # type: ignore[misc]
    clock.advance(timedelta(minutes=1))
    while run_due_jobs(engine, worker="w"):
        pass
    for reference in references:
        details = read_case(engine, reference=reference)
        assert details.summary.status is CaseStatus.COMPLETED
        assert [entry.element for entry in details.timeline].count("End") == 1


def test_no_case_slips_through_when_its_service_is_suspended(engine: Engine) -> None:
    deploy_small(engine, WORKED)
    started: list[str] = []

    def start(key: str) -> None:
        started.append(start_small(engine, key=key).reference)

    commands = [partial(start, key) for key in "abcdef"]
    at_once(*commands[:3], lambda: suspend_service(engine, service="small", actor=MANAGER), *commands[3:])
    assert {read_case(engine, reference=one).summary.status for one in started} <= {CaseStatus.SUSPENDED}

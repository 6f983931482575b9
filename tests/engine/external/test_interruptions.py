"""A report that is cut off at any database call is applied not at all or once, and may be sent again."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

from sqlalchemy import event

from engine import (
    Actor,
    CaseStatus,
    Engine,
    ExternalTask,
    audit_entries,
    check_data,
    complete_external_task,
    fail_external_task,
    read_case,
)
from tests.engine.external.conftest import Fetch
from tests.engine.external.test_external_tasks import CHARGED
from tests.engine.small_services import deploy_small, start_small


class CutError(Exception):
    """The line to the database is cut."""


def was_cut(engine: Engine, number: int, command: Callable[[], None]) -> bool:
    """Run a command whose database call of that number, from 1, fails; return whether it came to that."""
    calls = 0

    def count(*_: object) -> None:
        nonlocal calls
        calls += 1
        if calls == number:
            raise CutError

    database = engine.database._engine
    for name in ("before_cursor_execute", "commit"):
        event.listen(database, name, count)
    try:
        command()
    except CutError:
        return True
    finally:
        for name in ("before_cursor_execute", "commit"):
            event.remove(database, name, count)
    return False


def report(engine: Engine, task: ExternalTask, actor: Actor) -> None:
    complete_external_task(engine, task_id=task.id, worker="one", variables={"paid": True}, actor=actor)


def test_a_result_that_is_cut_off_anywhere_is_taken_once_when_it_is_sent_again(
    engine: Engine, fetch: Fetch, program: Actor
) -> None:
    deploy_small(engine, CHARGED)
    number, is_cut = 0, True
    while is_cut:
        number += 1
        reference = start_small(engine, key=str(number)).reference
        (task,) = fetch()
        is_cut = was_cut(engine, number, partial(report, engine, task, program))
        assert read_case(engine, reference=reference).data == ({} if is_cut else {"paid": True})
        report(engine, task, program)
        details = read_case(engine, reference=reference)
        assert details.summary.status is CaseStatus.COMPLETED
        assert details.data == {"paid": True}
        assert [one.action for one in audit_entries(engine, chain=reference)].count("complete_external_task") == 1
    assert number > 10
    assert check_data(engine) == ()


def test_a_failure_that_is_cut_off_anywhere_leaves_the_task_with_its_worker(
    engine: Engine, fetch: Fetch, program: Actor
) -> None:
    deploy_small(engine, CHARGED)
    reference = start_small(engine).reference
    (task,) = fetch()

    def fail() -> None:
        fail_external_task(
            engine,
            task_id=task.id,
            worker="one",
            message="No.",
            details="",
            retries=0,
            retry_after=timedelta(0),
            actor=program,
        )

    number = 1
    while was_cut(engine, number, fail):
        assert read_case(engine, reference=reference).summary.status is CaseStatus.RUNNING
        number += 1
    assert read_case(engine, reference=reference).summary.status is CaseStatus.INCIDENT
    assert number > 5
    assert check_data(engine) == ()

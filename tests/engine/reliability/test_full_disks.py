"""A disk that is full stops what would be written, wholly; when there is space again, everything goes on."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest
from sqlalchemy import event

from engine import (
    CaseStatus,
    Engine,
    StorageError,
    complete_work_item,
    find_cases,
    find_incidents,
    open_engine,
    read_case,
    run_due_jobs,
    start_case,
    verify_audit,
)
from engine.connectors import connectors
from engine.jobs.lease import LEASE
from engine.testing import FakeClock
from engine.values import SYSTEM
from tests.engine.reliability.consistency import faults_of_all
from tests.engine.small_services import CLERK, WORKED, deploy_small

_MORE_PAGES = 8
_ENOUGH = 100
_NO_LIMIT = 1_073_741_823


class Disk:
    """An SQLite database whose file cannot grow while the disk is full."""

    def __init__(self, url: str) -> None:
        self.clock = FakeClock()
        handlers = {**connectors(), "effect": lambda _: {"effect": "done"}}
        self.engine: Engine = open_engine(url, clock=self.clock, handlers=handlers)
        self._limit = _NO_LIMIT
        event.listen(self.engine.database._engine, "checkout", self._set_limit)

    def _set_limit(self, connection: sqlite3.Connection, *_: object) -> None:
        connection.execute(f"PRAGMA max_page_count={self._limit}")

    def fill(self) -> None:
        """Leave some pages and no more."""
        with self.engine.database.connection() as connection:
            self._limit = int(connection.exec_driver_sql("PRAGMA page_count").scalar_one()) + _MORE_PAGES

    def clear(self) -> None:
        """Give the space back."""
        self._limit = _NO_LIMIT


@pytest.fixture
def disk(sqlite_url: str) -> Iterator[Disk]:
    opened = Disk(sqlite_url)
    deploy_small(opened.engine, WORKED)
    yield opened
    with opened.engine.database.connection() as connection:
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar_one() == "ok"
    assert faults_of_all(opened.engine) == []
    assert not verify_audit(opened.engine)
    opened.engine.close()


def until_full(command: Callable[[int], object]) -> int:
    """Give a command again and again until the disk is full; return how often it was done."""
    for number in range(_ENOUGH):
        try:
            command(number)
        except StorageError as error:
            if error.may_be_done or "full" not in error.reason:
                raise
            return number
    return -1


def start(engine: Engine, number: int) -> str:
    data = {"text": "x" * 500}
    return start_case(engine, service="small", data=data, actor=SYSTEM, command_key=str(number)).reference


def test_no_case_is_half_there_and_the_next_is_started_when_there_is_space(disk: Disk) -> None:
    disk.fill()
    done = until_full(lambda number: start(disk.engine, number))
    assert find_cases(disk.engine).total == done >= 0
    disk.clear()
    assert start(disk.engine, done) == start(disk.engine, done)
    assert find_cases(disk.engine).total == done + 1


def test_work_goes_on_where_it_stood_and_what_is_there_can_be_read_meanwhile(disk: Disk) -> None:
    references = [start(disk.engine, number) for number in range(20)]
    items = [read_case(disk.engine, reference=one).open_items[0] for one in references]

    def complete(number: int) -> None:
        complete_work_item(disk.engine, item_id=items[number].id, actor=CLERK, answers={"answer": "y" * 4_000})

    disk.fill()
    done = until_full(complete)
    assert 0 <= done < len(items)
    assert [read_case(disk.engine, reference=one).open_items != () for one in references].count(False) == done
    disk.clear()
    for number in range(done, len(items)):
        complete(number)
    while run_due_jobs(disk.engine, worker="w"):
        pass
    assert {case.status for case in find_cases(disk.engine, size=50).items} == {CaseStatus.COMPLETED}


def test_a_job_whose_result_does_not_fit_is_done_when_there_is_space(disk: Disk) -> None:
    reference = start(disk.engine, 0)
    (item,) = read_case(disk.engine, reference=reference).open_items
    complete_work_item(disk.engine, item_id=item.id, actor=CLERK, answers={})
    disk.fill()
    until_full(lambda number: start(disk.engine, number + 1))
    with suppress(StorageError):
        run_due_jobs(disk.engine, worker="w")
    assert read_case(disk.engine, reference=reference).notices == ()
    disk.clear()
    disk.clock.advance(LEASE)
    while run_due_jobs(disk.engine, worker="w"):
        pass
    details = read_case(disk.engine, reference=reference)
    assert details.summary.status is CaseStatus.COMPLETED
    assert len(details.notices) == 1
    assert find_incidents(disk.engine).total == 0

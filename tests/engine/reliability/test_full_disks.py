"""A disk that is full stops what would be written, wholly; when there is space again, everything goes on."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from random import Random
from typing import Protocol

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
    upgrade_database,
    verify_audit,
)
from engine.connectors import connectors
from engine.jobs.lease import LEASE
from engine.testing import FakeClock
from engine.values import SYSTEM
from tests.engine.reliability.consistency import faults_of_all
from tests.engine.reliability.own_server import OwnServer, SmallDisk, small_disk
from tests.engine.small_services import CLERK, WORKED, deploy_small

_ENOUGH = 1_000
_NO_LIMIT = 1_073_741_823
_MORE_PAGES = 8
_ONE_PAGE = 4_096
_LESS_THAN_WAL_GROWS_BY = 8_000_000


class Disk(Protocol):
    """A database on a disk that can be filled up.

    Attributes:
        engine: An engine on it.
        clock: The engine's clock.
        size: How many letters are written with each case, so that the disk is soon full.
    """

    engine: Engine
    clock: FakeClock
    size: int

    def fill(self) -> None:
        """Leave a little space and no more."""

    def clear(self) -> None:
        """Give the space back, and have the database answer again."""


class SqliteDisk:
    """An SQLite database whose file cannot grow while the disk is full."""

    size = 500

    def __init__(self, url: str) -> None:
        self.clock = FakeClock()
        self.engine = _open(url, self.clock)
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


class PostgresqlDisk:
    """A PostgreSQL server on a small disk.

    With no space for a table's next page it refuses; with no space for its log it breaks down, and stays down.
    """

    size = 8_000

    def __init__(self, disk: SmallDisk, *, left: int) -> None:
        self._disk, self._left = disk, left
        folder = disk.folder / "pg"
        folder.mkdir()
        self.server = OwnServer(folder)
        upgrade_database(self.server.url)
        self.clock = FakeClock()
        self.engine = _open(self.server.url, self.clock)

    def fill(self) -> None:
        """Leave what was said."""
        self._disk.fill(but=self._left)

    def clear(self) -> None:
        """Give the space back, and start the server where it is down."""
        self._disk.clear()
        self.server.start()


def _open(url: str, clock: FakeClock) -> Engine:
    return open_engine(url, clock=clock, handlers={**connectors(), "effect": lambda _: {"effect": "done"}})


@pytest.fixture
def sqlite_disk(sqlite_url: str) -> Iterator[Disk]:
    opened = SqliteDisk(sqlite_url)
    yield opened
    with opened.engine.database.connection() as connection:
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar_one() == "ok"


def _postgresql_disk(left: int) -> Iterator[Disk]:
    if os.geteuid() != 0:
        pytest.skip("only root can make a small disk for PostgreSQL")
    with small_disk("120m") as disk:
        opened = PostgresqlDisk(disk, left=left)
        yield opened
        opened.clear()
        opened.server.end()


@pytest.fixture
def postgresql_disk() -> Iterator[Disk]:
    yield from _postgresql_disk(_ONE_PAGE)


@pytest.fixture
def postgresql_disk_of_the_log() -> Iterator[Disk]:
    yield from _postgresql_disk(_LESS_THAN_WAL_GROWS_BY)


@pytest.fixture(params=["sqlite_disk", pytest.param("postgresql_disk", marks=pytest.mark.nightly)])
def disk(request: pytest.FixtureRequest) -> Iterator[Disk]:
    opened: Disk = request.getfixturevalue(request.param)
    yield from _looked_after(opened)


@pytest.fixture
def log_disk(postgresql_disk_of_the_log: Disk) -> Iterator[Disk]:
    yield from _looked_after(postgresql_disk_of_the_log)


def _looked_after(opened: Disk) -> Iterator[Disk]:
    deploy_small(opened.engine, WORKED)
    yield opened
    assert faults_of_all(opened.engine) == []
    assert not verify_audit(opened.engine)
    opened.engine.close()


def until_full(command: Callable[[int], object]) -> int:
    """Give a command again and again until it cannot be done; return how often it was."""
    done, error = until_broken(command)
    assert not error.may_be_done
    return done


def until_broken(command: Callable[[int], object]) -> tuple[int, StorageError]:
    """Give a command again and again until it cannot be done; return how often it was, and what was said then."""
    for number in range(_ENOUGH):
        try:
            command(number)
        except StorageError as error:
            return number, error
    message = "the disk was never full"
    raise AssertionError(message)


def start(disk: Disk, number: int) -> str:
    text = Random(number).randbytes(disk.size // 2).hex()  # noqa: S311 - nothing secret, and does not get smaller
    data = {"text": text}
    return start_case(disk.engine, service="small", data=data, actor=SYSTEM, command_key=str(number)).reference


def test_no_case_is_half_there_and_the_next_is_started_when_there_is_space(disk: Disk) -> None:
    disk.fill()
    done = until_full(lambda number: start(disk, number))
    assert find_cases(disk.engine).total == done
    disk.clear()
    assert start(disk, done) == start(disk, done)
    assert find_cases(disk.engine).total == done + 1


def test_work_goes_on_where_it_stood_and_what_is_there_can_be_read_meanwhile(disk: Disk) -> None:
    references = [start(disk, number) for number in range(20)]
    items = [read_case(disk.engine, reference=one).open_items[0] for one in references]

    def complete(number: int) -> None:
        complete_work_item(disk.engine, item_id=items[number].id, actor=CLERK, answers={"answer": "y" * 4_000})

    disk.fill()
    done = until_full(complete)
    assert done < len(items)
    assert [read_case(disk.engine, reference=one).open_items != () for one in references].count(False) == done
    disk.clear()
    for number in range(done, len(items)):
        complete(number)
    while run_due_jobs(disk.engine, worker="w"):
        pass
    assert {case.status for case in find_cases(disk.engine, size=50).items} == {CaseStatus.COMPLETED}


def test_a_job_whose_result_does_not_fit_is_done_when_there_is_space(disk: Disk) -> None:
    reference = start(disk, 0)
    (item,) = read_case(disk.engine, reference=reference).open_items
    complete_work_item(disk.engine, item_id=item.id, actor=CLERK, answers={})
    disk.fill()
    until_full(lambda number: start(disk, number + 1))
    try:
        run_due_jobs(disk.engine, worker="w")
    except StorageError:
        assert read_case(disk.engine, reference=reference).notices == ()
    disk.clear()
    disk.clock.advance(LEASE)
    while run_due_jobs(disk.engine, worker="w"):
        pass
    details = read_case(disk.engine, reference=reference)
    assert details.summary.status is CaseStatus.COMPLETED
    assert len(details.notices) == 1
    assert find_incidents(disk.engine).total == 0


@pytest.mark.nightly
def test_a_server_that_broke_down_for_want_of_space_has_kept_all_that_was_told(log_disk: Disk) -> None:
    log_disk.fill()
    told: list[str] = []
    _, error = until_broken(lambda number: told.append(start(log_disk, number)))
    assert error.may_be_done  # it broke down at a commit: before it is up again, nobody can tell
    log_disk.clear()
    assert {read_case(log_disk.engine, reference=one).summary.status for one in told} == {CaseStatus.RUNNING}
    start(log_disk, len(told))
    assert find_cases(log_disk.engine).total == len(told) + 1

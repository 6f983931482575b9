"""A command that is broken off at any of its database calls leaves everything as it was."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event, select

from engine import (
    SYSTEM,
    Change,
    ChangeKind,
    Engine,
    broadcast_signal,
    cancel_case,
    deliver_message,
    migrate_cases,
    modify_case,
    resume_service,
    suspend_case,
    suspend_service,
)
from engine.store.tables import Row
from tests.engine.small_services import DEADLINE, MANAGER, deploy_small, start_small
from tests.engine.test_starts import BY_MESSAGE

pytestmark = pytest.mark.usefixtures("sound_data")

RENAMED = DEADLINE.replace(b'"Check"', b'"Examine"').replace(b"Start_Check", b"Start_Examine")


class BrokenOffError(Exception):
    """The database call that was chosen is not made."""


@contextmanager
def broken_off_at(engine: Engine, number: int) -> Iterator[None]:
    """Let the database call of that number fail."""
    calls = iter(range(1, 10_000))

    def count(*_: object) -> None:
        if next(calls) == number:
            raise BrokenOffError

    inside = engine.database._engine
    event.listen(inside, "before_cursor_execute", count)
    try:
        yield
    finally:
        event.remove(inside, "before_cursor_execute", count)


def everything(engine: Engine) -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables."""
    with engine.database.connection() as connection:
        return {
            table.name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
            for table in Row.metadata.sorted_tables
        }


def change(engine: Engine, reference: str) -> None:
    changes = [Change(kind=kind, element="Check") for kind in (ChangeKind.CANCEL, ChangeKind.BEFORE)]
    modify_case(engine, reference=reference, changes=changes, actor=MANAGER, command_key="k")


def migrate(engine: Engine, reference: str) -> None:
    del reference
    migrate_cases(engine, service="small", source=1, target=2, actor=MANAGER, mapping={"Check": "Examine"})


def hold(engine: Engine, reference: str) -> None:
    suspend_case(engine, reference=reference, actor=MANAGER)


def hold_all(engine: Engine, reference: str) -> None:
    del reference
    suspend_service(engine, service="small", actor=MANAGER)


def let_go(engine: Engine, reference: str) -> None:
    del reference
    resume_service(engine, service="small", actor=MANAGER)


def cancel(engine: Engine, reference: str) -> None:
    cancel_case(engine, reference=reference, reason="x", actor=MANAGER)


def send(engine: Engine, reference: str) -> None:
    del reference
    deliver_message(engine, name="notice", correlation="7", payload={}, actor=SYSTEM, message_key="m")


def signal(engine: Engine, reference: str) -> None:
    del reference
    broadcast_signal(engine, name="storm", payload={}, actor=SYSTEM, command_key="s")


@pytest.mark.parametrize("command", [change, migrate, hold, hold_all, let_go, cancel, send, signal])
def test_a_command_happens_as_a_whole_or_not_at_all(engine: Engine, command: Callable[[Engine, str], None]) -> None:
    deploy_small(engine, DEADLINE)
    deploy_small(engine, BY_MESSAGE, service="begun")
    reference = start_small(engine).reference
    deploy_small(engine, RENAMED)
    if command is let_go:
        hold_all(engine, reference)
    before = everything(engine)
    number, is_done = 0, False
    while not is_done:
        number += 1
        with broken_off_at(engine, number):
            try:
                command(engine, reference)
            except BrokenOffError:
                assert everything(engine) == before, number
            else:
                is_done = True
    assert number > 3
    assert everything(engine) != before

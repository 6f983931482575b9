"""Keys of commands: the same command is known by its key for a time, and is a new one afterwards."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from engine import (
    KEYS_KEPT,
    SYSTEM,
    Change,
    ChangeKind,
    Engine,
    InboxQuery,
    broadcast_signal,
    check_data,
    deliver_message,
    do_upkeep,
    find_cases,
    find_inbox,
    modify_case,
    start_where_conditions_hold,
)
from engine.commands import retention
from engine.store.keys import CommandKeyStore
from engine.store.prepared import Prepared
from engine.store.tables import CommandKeyRow, JobRow
from engine.store.transaction import Transaction
from engine.testing import FakeClock
from tests.engine.small_services import CHECKED, deploy_small, flow, process, start_small

SECOND = timedelta(seconds=1)
BY_MESSAGE = process(
    """<startEvent id="Start"><messageEventDefinition messageRef="Came"/></startEvent><userTask id="Check"/>
    <endEvent id="End"/>"""
    + flow("Start", "Check", "End"),
    roots='<message id="Came" name="came"/>',
)
BY_CONDITION = process(
    """<startEvent id="Start"><conditionalEventDefinition>
    <condition xsi:type="tFormalExpression">=level &gt; 3</condition></conditionalEventDefinition>
    </startEvent><userTask id="Check"/><endEvent id="End"/>"""
    + flow("Start", "Check", "End")
)


def _start(engine: Engine) -> None:
    start_small(engine, key="k")


def _send(engine: Engine) -> None:
    assert deliver_message(engine, name="came", correlation=None, payload={}, actor=SYSTEM, message_key="k") == 1


def _ask(engine: Engine) -> None:
    (case,) = start_where_conditions_hold(engine, service="small", data={"level": 4}, actor=SYSTEM, command_key="k")
    assert case.service == "small"


def _cases(engine: Engine) -> int:
    return find_cases(engine).total or 0


def _keys(engine: Engine) -> int:
    with engine.database.connection() as connection:
        return connection.scalar(select(func.count()).select_from(CommandKeyRow)) or 0


@pytest.mark.parametrize(("model", "command"), [(CHECKED, _start), (BY_MESSAGE, _send), (BY_CONDITION, _ask)])
def test_within_its_time_a_key_stands_for_the_command_that_was_carried_out_and_after_it_for_a_new_one(
    engine: Engine, clock: FakeClock, model: bytes, command: Callable[[Engine], None]
) -> None:
    deploy_small(engine, model)
    command(engine)
    clock.advance(KEYS_KEPT - SECOND)
    do_upkeep(engine)
    command(engine)
    assert _cases(engine) == 1
    clock.advance(SECOND)
    do_upkeep(engine)
    assert _keys(engine) == 0
    command(engine)
    assert _cases(engine) == 2
    command(engine)
    assert _cases(engine) == 2
    assert check_data(engine) == ()


def test_signals_and_changes_by_hand_are_known_as_long(engine: Engine, clock: FakeClock) -> None:
    deploy_small(engine, CHECKED)
    reference = start_small(engine).reference
    again = Change(kind=ChangeKind.BEFORE, element="Check")

    def signal_and_change() -> tuple[int, int]:
        broadcast_signal(engine, name="called", payload={}, actor=SYSTEM, command_key="k")
        modify_case(engine, reference=reference, changes=[again], actor=SYSTEM, command_key="k")
        with engine.database.connection() as connection:
            signals = connection.scalar(select(func.count()).where(JobRow.kind == "signal"))
        return signals or 0, find_inbox(engine, InboxQuery(groups=("registrar",))).total or 0

    assert signal_and_change() == (1, 2)
    clock.advance(KEYS_KEPT - SECOND)
    do_upkeep(engine)
    assert signal_and_change() == (1, 2)
    clock.advance(SECOND)
    do_upkeep(engine)
    assert signal_and_change() == (2, 3)


def test_an_installation_says_how_long(engine: Engine, clock: FakeClock) -> None:
    patient = replace(engine, keys_kept=timedelta(days=90))
    deploy_small(engine, CHECKED)
    start_small(engine, key="k")
    clock.advance(KEYS_KEPT * 2)
    do_upkeep(patient)
    assert _keys(engine) == 1
    clock.advance(KEYS_KEPT)
    do_upkeep(patient)
    assert _keys(engine) == 0


def test_many_are_forgotten_by_portions_and_none_that_is_young(
    engine: Engine, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "_KEYS_AT_ONCE", 3)
    with engine.database.writing() as work:
        for number in range(10):
            work.keys.take(f"old-{number}", clock.now())
    clock.advance(SECOND)
    with engine.database.writing() as work:
        work.keys.take("young", clock.now())
    clock.advance(KEYS_KEPT - SECOND)
    do_upkeep(engine)
    with engine.database.connection() as connection:
        assert connection.scalars(select(CommandKeyRow.key)).all() == ["young"]


def test_a_key_that_is_forgotten_in_the_moment_of_its_command_is_the_commands(
    engine: Engine, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the attempt to take a key and the look at what came of it the key may go."""
    with engine.database.writing() as work:
        work.keys.take("k", clock.now())
    look, is_gone = Transaction.row, [False]

    def look_too_late(transaction: Transaction, statement: Prepared, /, **given: object) -> object:
        if not is_gone[0]:
            is_gone[0] = True
            assert CommandKeyStore(transaction).drop_older(clock.now(), limit=10) == 1
        return look(transaction, statement, **given)

    with engine.database.writing() as work:
        monkeypatch.setattr(Transaction, "row", look_too_late)
        assert work.keys.take("k", clock.now()) is None
        monkeypatch.undo()
        work.keys.settle("k", "done")
    with engine.database.writing() as work:
        assert work.keys.take("k", clock.now()) == "done"


def test_of_equal_commands_whose_key_is_just_forgotten_one_is_carried_out(engine: Engine, clock: FakeClock) -> None:
    deploy_small(engine, CHECKED)
    start_small(engine, key="k")
    clock.advance(KEYS_KEPT)

    def command(number: int) -> None:
        if number % 4 == 0:
            do_upkeep(engine)
        else:
            start_small(engine, key="k")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(command, range(16)))
    assert _cases(engine) <= 2
    do_upkeep(engine)
    start_small(engine, key="k")
    assert _cases(engine) == 2

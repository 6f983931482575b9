"""The hash over each case's history, on each database: what shows in it, and what erasure and restoring leave of it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from engine import (
    Actor,
    Engine,
    HistoryEntry,
    audit_entries,
    cancel_case,
    check_data,
    complete_work_item,
    erase_case,
    open_engine,
    restore_backup,
    run_due_jobs,
    upgrade_database,
    verify_audit,
    verify_history,
    write_backup,
)
from engine.history_chain import chained
from engine.steps import record
from engine.store import Database
from tests.engine.inbox import everybodys_work
from tests.engine.small_services import CLERK, MANAGER, WORKED, deploy_small, start_small
from tests.engine.store.test_work_migration import fill_first_release

OPERATOR = Actor(id="op-1", name="Operator", roles=frozenset({"operator"}))


def finished_case(engine: Engine, *, key: str = "k") -> str:
    deploy_small(engine, WORKED)
    reference = start_small(engine, key=key).reference
    (item,) = everybodys_work(engine)
    complete_work_item(engine, item_id=item.id, actor=CLERK, answers={})
    run_due_jobs(engine, worker="w")
    return reference


def tamper(engine: Engine, statement: str) -> None:
    """Change the history behind the engine's back, guards and all."""
    with engine.database.connection() as connection:
        if engine.database.is_postgresql:
            connection.execute(text("SET LOCAL session_replication_role = replica"))
        else:
            for change in ("update", "delete", "replace"):
                connection.execute(text(f"DROP TRIGGER history_refuses_{change}"))
        connection.execute(text(statement))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE history SET resource = 'somebody' WHERE resource <> ''",
        "UPDATE history SET time = '2020-01-01 00:00:00.000000' WHERE sequence = 2",
        "UPDATE history SET name = 'Another' WHERE sequence = 2",
        "UPDATE history SET lifecycle = 'start' WHERE sequence = 2",
        "UPDATE history SET on_behalf_of = 'somebody' WHERE sequence = 2",
        "DELETE FROM history WHERE sequence = 2",
        "DELETE FROM history WHERE sequence = (SELECT max(sequence) FROM history)",
        "DELETE FROM history",
        "UPDATE history SET sequence = 99 WHERE sequence = (SELECT max(sequence) FROM history)",
    ],
)
def test_a_change_of_a_history_shows(engine: Engine, statement: str) -> None:
    reference = finished_case(engine)
    assert verify_history(engine) == ()
    tamper(engine, statement)
    assert verify_history(engine) == (reference,)
    assert ("I10", reference) in {(one.invariant, one.subject) for one in check_data(engine)}


def test_only_the_case_whose_history_was_changed_is_named(engine: Engine) -> None:
    first = finished_case(engine)
    finished_case(engine, key="other")
    tamper(engine, "UPDATE history SET name = 'x' WHERE case_id = (SELECT min(id) FROM cases) AND sequence = 1")
    assert verify_history(engine) == (first,)


def test_what_is_cancelled_goes_on_in_its_chain(engine: Engine) -> None:
    deploy_small(engine, WORKED)
    reference = start_small(engine).reference
    cancel_case(engine, reference=reference, reason="over", actor=MANAGER)
    assert verify_history(engine) == ()


def test_erasure_begins_the_chain_anew_and_says_so_in_the_audit_trail(engine: Engine) -> None:
    reference = finished_case(engine)
    before = _head(engine)
    erase_case(engine, reference=reference, reason="asked for", actor=OPERATOR)
    details = audit_entries(engine, chain=reference)[-1].details
    assert (details["history"], details["history_after"]) == (before, _head(engine))
    assert before != _head(engine)
    assert (verify_history(engine), verify_audit(engine)) == ((), ())


def test_erasure_does_not_cover_up_an_earlier_change(engine: Engine) -> None:
    reference = finished_case(engine)
    with engine.database.connection() as connection:  # the head instead of a row, so that all guards stay
        connection.execute(text("UPDATE cases SET history_hash = 'other'"))
    erase_case(engine, reference=reference, reason="asked for", actor=OPERATOR)
    assert verify_history(engine) == (reference,)


def test_a_restored_history_is_whole(engine: Engine, empty_database_url: str, tmp_path: Path) -> None:
    reference = finished_case(engine)
    finished_case(engine, key="other")
    erase_case(engine, reference=reference, reason="asked for", actor=OPERATOR)
    write_backup(engine, tmp_path / "backup.zip")
    restore_backup(tmp_path / "backup.zip", empty_database_url)
    again = open_engine(empty_database_url)
    assert verify_history(again) == ()
    again.close()


def test_the_histories_of_an_older_release_are_hashed_as_they_are(empty_database_url: str) -> None:
    if empty_database_url.startswith("sqlite"):
        Path(empty_database_url.removeprefix("sqlite:///")).parent.mkdir(parents=True)
    fill_first_release(empty_database_url)
    database = Database(empty_database_url)
    columns = "case_id, sequence, instance_id, element, name, type, lifecycle, time, resource, lane"
    with database.connection() as connection:
        for place, name in enumerate(("Шалгах", 'Say "yes" \\ no'), 1):
            connection.execute(
                text(
                    f"INSERT INTO history ({columns}) SELECT id, :place, 'i', 'e', :name, 'userTask', "  # noqa: S608
                    "'start', '2026-01-05 01:00:00.123456', 'clerk', 'office' FROM cases"
                ),
                {"place": place, "name": name},
            )
        cases = connection.scalar(text("SELECT count(*) FROM cases"))
    database.close()
    upgrade_database(empty_database_url)
    engine = open_engine(empty_database_url)
    assert cases
    assert len(_head(engine)) == 64
    assert verify_history(engine) == ()
    engine.close()


def _head(engine: Engine) -> str:
    with engine.database.connection() as connection:
        return str(connection.scalar(text("SELECT history_hash FROM cases ORDER BY id LIMIT 1")))


TIMES = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis' form
WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\0\ufffd"), max_size=3)  # NUL is stored as U+FFFD
ENTRIES = st.builds(
    HistoryEntry,
    sequence=st.integers(1, 9),
    instance_id=WORDS,
    element=WORDS,
    name=WORDS,
    type=st.sampled_from(("userTask", "task")),
    lifecycle=st.sampled_from(("start", "complete")),
    time=TIMES,
    resource=WORDS,
    lane=WORDS,
    on_behalf_of=WORDS,
)


@given(st.lists(ENTRIES, max_size=5), st.integers(0, 5))
def test_a_history_hashed_piece_by_piece_has_the_hash_of_the_whole(entries: list[HistoryEntry], at: int) -> None:
    assert chained(chained("", entries[:at]), entries[at:]) == chained("", entries)


@given(st.lists(ENTRIES, max_size=3), st.lists(ENTRIES, max_size=3))
def test_two_histories_have_one_hash_only_if_they_are_one(one: list[HistoryEntry], other: list[HistoryEntry]) -> None:
    assert (chained("", one) == chained("", other)) == (one == other)


@given(ENTRIES)
def test_a_time_is_hashed_whatever_zone_it_is_told_in(entry: HistoryEntry) -> None:
    elsewhere = replace(entry, time=entry.time.astimezone(timezone(timedelta(hours=8))))
    assert chained("", [elsewhere]) == chained("", [entry])


@pytest.mark.parametrize("name", ["a\0b", "half \ud800 pair", "tab\tnewline\n", "Өртөө \N{SNOWMAN}"])
def test_a_name_that_no_database_holds_as_it_is_does_not_break_the_chain(engine: Engine, name: str) -> None:
    """What a step is called is hashed as the database gives it back."""
    reference = finished_case(engine)
    with engine.database.writing() as work:
        case = work.cases.by_reference(reference, lock=True)
        assert case is not None
        last = work.history.of_case(case.id)[-1]
        work.cases.save(record(work, case, [replace(last, name=name)]))
    assert verify_history(engine) == ()

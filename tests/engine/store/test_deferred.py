"""Writes that wait: read or committed they are there, in the order that matters, and in few statements."""

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import bindparam, event, insert, select, update
from sqlalchemy.exc import IntegrityError

from engine.errors import ConflictError
from engine.store import Database
from engine.store.cursors import numbered
from engine.store.deferred import Deferred, together
from engine.store.prepared import Prepared
from engine.store.tables import CommandKeyRow, MessageStartRow, RetentionRuleRow
from engine.store.transaction import Transaction

NOW = datetime(2026, 1, 5, tzinfo=UTC)
COLUMNS = ("key", "result", "created_at")
ADD_KEY = Prepared(insert(CommandKeyRow), columns=COLUMNS)
SETTLE = Prepared(update(CommandKeyRow).where(CommandKeyRow.key == bindparam("of")), columns=["result"])
KEYS = Prepared(select(CommandKeyRow.key, CommandKeyRow.result).order_by(CommandKeyRow.key))
ADD_RULE = Prepared(insert(RetentionRuleRow), columns=["service", "case_days", "draft_days"])
RULES = Prepared(select(RetentionRuleRow.service))
ADD_START = Prepared(insert(MessageStartRow), columns=["key", "case_id"])


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = Database(database_url)
    yield opened
    opened.close()


@pytest.fixture
def said(database: Database) -> list[str]:
    """What the database is told from here on."""
    told: list[str] = []
    event.listen(database._engine, "before_cursor_execute", lambda *given: told.append(given[2]))
    return told


def transaction_of(work: object) -> Transaction:
    found = work._transaction  # type: ignore[attr-defined]
    assert isinstance(found, Transaction)
    return found


def key(name: str, result: str = "") -> dict[str, object]:
    return {"key": name, "result": result, "created_at": NOW}


def rule(service: str) -> dict[str, object]:
    return {"service": service, "case_days": 1, "draft_days": None}


def keys(database: Database) -> list[tuple[str, str]]:
    with database.reading() as work:
        return [tuple(row) for row in transaction_of(work).rows(KEYS)]


def test_nothing_is_said_before_something_is_read_and_then_all_is_there(database: Database, said: list[str]) -> None:
    with database.writing() as work:
        transaction = transaction_of(work)
        transaction.defer(ADD_KEY, **key("a"))
        transaction.defer_rows(ADD_RULE, [("s", 1, None)])
        assert [one for one in said if "INSERT" in one] == []
        assert [row.key for row in transaction.rows(KEYS)] == ["a"]
        assert [row.service for row in transaction.rows(RULES)] == ["s"]


def test_what_nobody_reads_is_there_once_it_is_committed(database: Database) -> None:
    with database.writing() as work:
        transaction_of(work).defer_rows(ADD_KEY, [("a", "1", NOW), ("b", "2", NOW)])
    assert keys(database) == [("a", "1"), ("b", "2")]


def test_a_session_sees_what_was_deferred_before_and_after_it_was_asked_for(database: Database) -> None:
    with database.writing() as work:
        transaction = transaction_of(work)
        transaction.defer(ADD_KEY, **key("a"))
        assert transaction.session.get_one(CommandKeyRow, "a").key == "a"
        transaction.defer(ADD_KEY, **key("b"))
        assert transaction.session.get_one(CommandKeyRow, "b").key == "b"


def test_a_change_of_what_was_just_added_finds_it(database: Database) -> None:
    with database.writing() as work:
        transaction = transaction_of(work)
        transaction.defer(ADD_KEY, **key("a"))
        transaction.defer(SETTLE, ConflictError, of="a", result="one")
        transaction.defer(ADD_KEY, **key("b"))
        transaction.defer(SETTLE, ConflictError, of="a", result="two")
    assert keys(database) == [("a", "two"), ("b", "")]


def test_a_change_that_finds_nothing_is_refused_where_it_must_find_something(database: Database) -> None:
    with pytest.raises(ConflictError), database.writing() as work:  # noqa: PT012 - the block is what is tested
        transaction = transaction_of(work)
        transaction.defer(SETTLE, ConflictError, of="nobody", result="done")
        transaction.defer(ADD_RULE, **rule("s"))
        transaction.defer(ADD_KEY, **key("a"))
    assert keys(database) == []
    with database.writing() as work:
        transaction_of(work).defer(SETTLE, of="nobody", result="done")


def test_a_refusal_of_the_database_takes_all_of_it_back(database: Database) -> None:
    with pytest.raises(IntegrityError), database.writing() as work:  # noqa: PT012 - the block is what is tested
        transaction = transaction_of(work)
        transaction.defer(ADD_KEY, **key("a"))
        transaction.defer(ADD_START, key="k", case_id=404)
    assert keys(database) == []


def test_postgresql_is_told_in_one_statement_and_sqlite_one_by_one(database: Database, said: list[str]) -> None:
    with database.writing() as work:
        transaction = transaction_of(work)
        transaction.defer(SETTLE, of="a", result="100 % sure")
        transaction.defer(ADD_RULE, **rule("s"))
        transaction.defer(ADD_KEY, **key("b"))
    told = [one for one in said if not one.startswith("BEGIN")]
    assert len(told) == (1 if database.is_postgresql else 3)
    assert keys(database) == [("b", "")]


DEFERRED = st.builds(
    Deferred,
    table=st.sampled_from(["cases", "audit", "history", ""]),
    is_insert=st.booleans(),
    text=st.text("abc", min_size=1, max_size=3),
    parameters=st.lists(st.integers(0, 9), max_size=2),
    or_else=st.sampled_from([None, ConflictError]),
)


@given(st.lists(DEFERRED, max_size=8))
def test_no_statement_is_lost_and_none_has_two_that_need_each_other(waiting: list[Deferred]) -> None:
    told = list(together(waiting))
    assert sum(len(one.parameters) for one in told) == sum(len(one.parameters) for one in waiting)
    assert sum(one.text.count(" AS (") + 1 for one in told) == len(waiting)
    for one, after in pairwise(waiting):
        alone = list(together([one, after]))
        must_be_apart = not one.table or not after.table or (one.table == after.table and one.is_insert)
        assert len(alone) == 2 if must_be_apart else True


@given(st.lists(DEFERRED, max_size=8))
def test_every_check_is_made(waiting: list[Deferred]) -> None:
    checks = sum(one.or_else is not None for one in waiting)
    assert sum(one.or_else is not None for one in together(waiting)) == checks


def test_parameters_are_numbered_and_a_doubled_percent_is_one() -> None:
    assert numbered("a = %s AND b LIKE 'x%%' AND c = %s::TEXT") == "a = $1 AND b LIKE 'x%' AND c = $2::TEXT"

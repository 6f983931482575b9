"""Statements that are made ready once: they say and give the same as SQLAlchemy does each time."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import ColumnElement, TypeDecorator, bindparam, event, insert, select, update
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import IntegrityError

from engine.errors import StorageError
from engine.store import Database
from engine.store.long_names import kept_name
from engine.store.prepared import Prepared
from engine.store.tables import AnalysisRow, CommandKeyRow, DraftRow, Row, SubscriptionRow, WorkItemRow
from engine.store.transaction import Transaction
from engine.store.types import CleanText, clean_text
from tests.engine.store.test_living import end_connections

NOW = datetime(2026, 1, 5, 1, 2, 3, 4, tzinfo=UTC)
COLUMNS = ("key", "kind", "arguments", "state", "result", "error", "requested_by", "updated_at")
ADD = Prepared(insert(AnalysisRow), columns=COLUMNS)
READ = Prepared(select(*(getattr(AnalysisRow, name) for name in COLUMNS)).where(AnalysisRow.key == bindparam("of")))
ADD_KEY = Prepared(insert(CommandKeyRow), columns=["key", "result", "created_at"])
ALL_KEYS = Prepared(select(CommandKeyRow.key).order_by(CommandKeyRow.key))
STEP_NAME = WorkItemRow.__table__.c["name"]
EVENT_NAME = SubscriptionRow.__table__.c["name"]
SETTLE = Prepared(update(CommandKeyRow).where(CommandKeyRow.key == bindparam("of")), columns=["result"])


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = Database(database_url)
    yield opened
    opened.close()


def analysis(key: str, **others: object) -> dict[str, object]:
    values: dict[str, object] = {"key": key, "kind": "k", "arguments": {}, "state": "s", "result": None, "error": ""}
    return {**values, "requested_by": "me", "updated_at": NOW, **others}


def key(name: str) -> dict[str, object]:
    return {"key": name, "result": "", "created_at": NOW}


def transaction_of(work: object) -> Transaction:
    found = work._transaction  # type: ignore[attr-defined]
    assert isinstance(found, Transaction)
    return found


@pytest.mark.parametrize(
    "value",
    [None, True, 1, 2**70, 0.1, Decimal("1.10"), "өртөө \ud800 \0 x", [], {"a": [1, {"$": "b"}]}],
)
def test_every_kind_of_value_comes_back_as_the_session_reads_it(database: Database, value: object) -> None:
    with database.writing() as work:
        transaction = transaction_of(work)
        transaction.run(ADD, **analysis("k", result=value, error="NUL \0, half a letter \ud800, 100 % ?"))
        row = transaction.row(READ, of="k")
        same = work._session.get_one(AnalysisRow, "k")
        assert tuple(row) == tuple(getattr(same, name) for name in COLUMNS)
        assert (row.result, row.updated_at, row.updated_at.tzinfo) == (value, NOW, UTC)
        assert row.error == "NUL \N{REPLACEMENT CHARACTER}, half a letter ?, 100 % ?"


def test_times_of_any_zone_are_kept_in_utc_and_those_without_one_refused(database: Database) -> None:
    with database.writing() as work:
        transaction = transaction_of(work)
        transaction.run(ADD, **analysis("k", updated_at=NOW.astimezone(timezone(timedelta(hours=8)))))
        assert transaction.row(READ, of="k").updated_at == NOW
        with pytest.raises(ValueError, match="without a zone"):
            transaction.run(ADD, **analysis("l", updated_at=NOW.replace(tzinfo=None)))


@pytest.mark.parametrize("number", [0, 1, 2, 99, 100, 101, 250])
def test_an_insert_writes_any_number_of_rows(database: Database, number: int) -> None:
    names = [f"{place:04}" for place in range(number)]
    with database.writing() as work:
        transaction_of(work).run_each(ADD_KEY, [key(name) for name in names])
    with database.reading() as work:
        assert [row.key for row in transaction_of(work).rows(ALL_KEYS)] == names


def test_it_tells_how_many_rows_were_changed(database: Database) -> None:
    with database.writing() as work:
        transaction = transaction_of(work)
        transaction.run(ADD_KEY, **key("a"))
        assert [transaction.run(SETTLE, of=one, result="done") for one in ("a", "b")] == [1, 0]


def test_what_is_written_one_way_is_read_the_other_way_within_the_transaction(database: Database) -> None:
    with database.writing() as work:
        transaction = transaction_of(work)
        transaction.session.add(DraftRow(id="d", service="s", answers={}, updated_at=NOW, reference=""))
        transaction.flush()
        assert transaction.row(Prepared(select(DraftRow.id))).id == "d"
        transaction.run(ADD_KEY, **key("a"))
        assert transaction.session.get_one(CommandKeyRow, "a").key == "a"
        transaction.run(SETTLE, of="a", result="done")
        assert transaction.session.scalar(select(CommandKeyRow)).result == "done"  # type: ignore[union-attr]


def test_an_unflushed_session_is_told_at_the_end(database: Database) -> None:
    with database.writing() as work:
        work._session.add(DraftRow(id="d", service="s", answers={}, updated_at=NOW, reference=""))
    with database.reading() as work:
        assert work.drafts.by_id("d") is not None


def test_all_is_taken_back_when_an_exception_leaves_the_work(database: Database) -> None:
    with pytest.raises(LookupError), database.writing() as work:  # noqa: PT012 - the block is what is tested
        transaction_of(work).run(ADD_KEY, **key("a"))
        raise LookupError
    with database.reading() as work:
        assert transaction_of(work).rows(ALL_KEYS) == []


def test_a_refusal_of_the_database_is_sqlalchemys_and_tells_nobodys_data(database: Database) -> None:
    twice = [{**key("k"), "result": "a secret"}] * 2
    with pytest.raises(IntegrityError) as refused, database.writing() as work:
        transaction_of(work).run_each(ADD_KEY, twice)
    assert refused.value.params is None
    assert "INSERT INTO command_keys" in str(refused.value)
    assert "a secret" not in str(refused.value).split("DETAIL")[0]


def test_a_lost_connection_is_known_as_lost_and_the_next_work_gets_another(postgresql_url: str) -> None:
    database = Database(postgresql_url)
    with pytest.raises(StorageError) as lost, database.writing() as work:  # noqa: PT012 - the block is what is tested
        transaction_of(work).run(ADD_KEY, **key("a"))
        end_connections(postgresql_url)
        transaction_of(work).run(ADD_KEY, **key("b"))
    assert not lost.value.may_be_done
    with database.reading() as work:
        assert transaction_of(work).rows(ALL_KEYS) == []
    database.close()


def test_who_listens_to_sqlalchemys_events_sees_every_statement(database: Database) -> None:
    said: list[str] = []
    event.listen(database._engine, "before_cursor_execute", lambda *given: said.append(f"before {given[2]}"[:13]))
    event.listen(database._engine, "after_cursor_execute", lambda *given: said.append(f"after {given[2]}"[:12]))
    with database.writing() as work:
        transaction_of(work).run_each(ADD_KEY, [key("a"), key("b")])
        transaction_of(work).rows(ALL_KEYS)
        work._session.scalar(select(CommandKeyRow.key))
    begin = [] if database.is_postgresql else ["before BEGIN ", "after BEGIN "]
    read = ["before SELECT", "after SELECT"]
    assert said == [*begin, "before INSERT", "after INSERT", *read, *read]


@given(st.text(st.characters(), max_size=30))
def test_cleaning_a_text_is_what_it_always_was(given_text: str) -> None:
    clean = given_text.replace("\0", "\N{REPLACEMENT CHARACTER}").encode("utf-8", "replace").decode("utf-8")
    assert clean_text(given_text) == clean
    process = CleanText().bind_processor(sqlite.dialect())
    assert process(given_text) == clean
    assert process(None) is None


def kept(column: ColumnElement[Any], name: str | None) -> object:
    """What is written into a column for a name."""
    convert = column.type.bind_processor(sqlite.dialect())
    assert convert is not None
    return convert(name)


def test_names_that_an_index_does_not_take_are_shortened_as_they_are_written() -> None:
    assert kept(STEP_NAME, "n" * 501) == "n" * 500
    assert kept(EVENT_NAME, "n" * 501) == kept_name("n" * 501) != "n" * 501
    assert [kept(column, None) for column in (STEP_NAME, EVENT_NAME)] == [None, None]


def place_of(kind: type, method: str) -> int:
    """How far from a type the one is, of those it is made from, that has a method of that name."""
    return next(place for place, one in enumerate(kind.__mro__) if method in vars(one))


def test_no_type_of_a_column_relies_on_a_method_that_the_type_it_is_made_from_no_longer_calls() -> None:
    # Our types give SQLAlchemy their converters themselves, so its own `process_` methods are not called.
    kinds = {type(column.type) for table in Row.metadata.sorted_tables for column in table.columns}
    own = [kind for kind in kinds if issubclass(kind, TypeDecorator)]
    assert len(own) > 3
    for kind in own:
        assert place_of(kind, "bind_processor") <= place_of(kind, "process_bind_param"), kind
        assert place_of(kind, "result_processor") <= place_of(kind, "process_result_value"), kind

"""Finding cases by a text in their data: off the index, as reading every case would."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, text
from sqlalchemy.orm import Session

from engine.store import Database
from engine.store.case_texts import cases_with, has_text, tidy_index
from engine.store.search import searchable
from engine.store.tables import CaseRow
from engine.values import Json

NOW = "2026-11-26 00:00:00"
NAME = "Дорж Цэцэгмаа"


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = Database(database_url)
    add_definition(opened)
    yield opened
    opened.close()


def put(connection: Connection, table: str, values: dict[str, object]) -> None:
    names = ", ".join(values)
    given = ", ".join(f":{name}" for name in values)
    connection.execute(text(f"INSERT INTO {table} ({names}) VALUES ({given})"), values)  # noqa: S608 - names of ours


def add_definition(database: Database) -> None:
    """Keep the definition that all cases are of."""
    definition = {"id": "d", "service": "s", "version": 1, "deployed_at": NOW, "model": b"", "forms": "{}"}
    unused = ("content_sha256", "model_sha256", "process_id", "model_name", "deployed_by")
    with database.connection() as connection:
        put(connection, "definitions", definition | dict.fromkeys(unused, ""))


def kept_text(data: dict[str, Json]) -> str:
    """Return the text as the column's own type writes it."""
    return searchable(data).replace("\0", "\N{REPLACEMENT CHARACTER}")


def add_case(connection: Connection, number: int, *, reference: str = "", **data: Json) -> None:
    values: dict[str, object] = {
        "id": number, "reference": reference or f"r{number}", "service": "s", "definition_id": "d", "version": 1,
        "status": "running", "revision": 0, "state": b"", "data": "{}", "search_text": kept_text(data),
        "current": "[]", "history_length": 0, "started_at": NOW, "started_by": "", "check_salt": b"",
        "check_hash": b"",
    }  # fmt: skip
    put(connection, "cases", values)


def rewrite(connection: Connection, number: int, **data: Json) -> None:
    given = {"id": number, "text": kept_text(data)}
    connection.execute(text("UPDATE cases SET search_text = :text WHERE id = :id"), given)


def found(connection: Connection, wanted: str) -> set[int]:
    with Session(connection) as session:
        return set(session.scalars(cases_with(session, wanted)))


def looked_at(connection: Connection, wanted: str) -> set[int]:
    with Session(connection) as session:
        return {row.id for row in session.query(CaseRow).where(has_text(wanted))}


@contextmanager
def undone(database: Database) -> Iterator[Connection]:
    """Give a connection whatever is written through which is undone."""
    with database.connection() as connection, connection.begin_nested() as inner:
        yield connection
        inner.rollback()


@pytest.mark.parametrize("wanted", [NAME, "дорж цэц", "ЦЭЦЭГМАА", "эгм", "  дорж   цэцэгмаа ", "бат-эрдэнэ 17"])
def test_three_letters_and_more_are_found_wherever_they_stand(database: Database, wanted: str) -> None:
    with database.connection() as connection:
        add_case(connection, 1, name="Somebody else")
        add_case(connection, 2, name=NAME, neighbours=["бат-эрдэнэ 17"])
        assert found(connection, wanted) == {2}


def test_two_letters_are_found_where_a_word_begins_with_them_and_one_where_it_is_a_word(database: Database) -> None:
    with database.connection() as connection:
        add_case(connection, 1, first="Од")
        add_case(connection, 2, first="Одгэрэл", house="7")
        add_case(connection, 3, first="Бодь", house="77")
        assert found(connection, "од") == {1, 2}
        assert found(connection, "7") == {2}


@pytest.mark.parametrize("wanted", ["%%%", "д_рж", "дор%", "дор*", '"дорж', "дорж OR else", "дорж\\", "\0\0\0"])
def test_no_letter_stands_for_others(database: Database, wanted: str) -> None:
    with database.connection() as connection:
        add_case(connection, 1, name=NAME)
        assert found(connection, wanted) == set()
        add_case(connection, 2, name=f"x{wanted}x")
        assert found(connection, wanted) == {2}


@pytest.mark.parametrize("wanted", ["", "   "])
def test_nothing_has_an_empty_text(database: Database, wanted: str) -> None:
    with database.connection() as connection:
        add_case(connection, 1, name=NAME)
        assert found(connection, wanted) == set()


def test_what_a_case_held_before_is_no_longer_found(database: Database) -> None:
    with database.connection() as connection:
        add_case(connection, 1, name=NAME)
        rewrite(connection, 1, name="Болд")
        assert (found(connection, "дорж"), found(connection, "болд")) == (set(), {1})
        rewrite(connection, 1)
        assert found(connection, "болд") == set()


def test_a_change_that_is_rolled_back_leaves_the_index_as_it_was(database: Database) -> None:
    with database.connection() as connection:
        add_case(connection, 1, name=NAME)
    with undone(database) as connection:
        rewrite(connection, 1, name="Болд")
    with database.connection() as connection:
        assert (found(connection, "дорж"), found(connection, "болд")) == ({1}, set())


def test_a_case_is_found_by_any_part_of_its_reference(database: Database) -> None:
    with database.connection() as connection:
        add_case(connection, 1, reference="K7QM-2TXB-9F4D-HN-3")
        assert found(connection, "f4d-h") == {1}


def test_of_a_text_taken_out_nothing_is_left_in_the_index_after_it_is_tidied(sqlite_url: str) -> None:
    opened = Database(sqlite_url)
    add_definition(opened)
    for number in (1, 2):
        with opened.connection() as connection:
            add_case(connection, number, name="Болд")
    with opened.connection() as connection:
        add_case(connection, 3, name="ӨЖҮ")
    with opened.connection() as connection:
        rewrite(connection, 3)
    with opened.connection() as connection:
        assert is_in_index(connection, "өжү")
    is_first = True
    while True:
        with opened.connection() as connection, Session(connection) as session:
            if not tidy_index(session, is_first=is_first):
                break
        is_first = False
    with opened.connection() as connection:
        assert not is_in_index(connection, "өжү")
        assert len(found(connection, "болд")) == 2
    opened.close()


def is_in_index(connection: Connection, letters: str) -> bool:
    blocks = connection.exec_driver_sql("SELECT block FROM case_texts_data").scalars()
    return any(letters.encode() in block for block in blocks)


ALPHABET = 'абAB "%_*-\n\0ö'
WORDS = st.text(alphabet=ALPHABET, max_size=8)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(before=st.lists(WORDS, max_size=5), after=st.lists(WORDS, max_size=5), wanted=st.lists(WORDS, max_size=5))
def test_the_index_finds_what_looking_at_every_case_finds(
    database: Database, before: list[str], after: list[str], wanted: list[str]
) -> None:
    with undone(database) as connection:
        for number, name in enumerate(before, start=1):
            add_case(connection, number, name=name, again=[name[::-1]])
        for number, name in zip(range(1, len(before) + 1), after, strict=False):
            rewrite(connection, number, name=name)
        for one in [*wanted, *(name[1:4] for name in (*before, *after))]:
            if one.strip():
                assert found(connection, one) == looked_at(connection, one)

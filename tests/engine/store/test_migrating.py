"""Bringing databases to the newest version."""

import sqlite3
from contextlib import closing
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, text
from sqlalchemy.schema import CreateIndex

from engine.store import Database, database_version, upgrade_database
from engine.store.migrating import newest_version
from engine.store.tables import Row


def test_an_empty_database_is_brought_to_the_newest_version(empty_database_url: str) -> None:
    upgrade_database(empty_database_url)
    assert database_version(empty_database_url) == newest_version()


def test_a_database_without_tables_has_no_version(tmp_path: Path) -> None:
    assert database_version(f"sqlite:///{tmp_path / 'empty.db'}") == ""


def test_upgrading_twice_changes_nothing(database_url: str) -> None:
    upgrade_database(database_url)
    assert database_version(database_url) == newest_version()


def test_the_migrations_make_exactly_the_tables_that_the_code_works_with(database_url: str) -> None:
    database = Database(database_url)
    with database.connection() as connection:
        ours = {"include_name": lambda name, kind, _: kind != "table" or name in Row.metadata.tables}
        differences = compare_metadata(MigrationContext.configure(connection, opts=ours), Row.metadata)
    database.close()
    assert differences == []


def test_the_migrations_make_indexes_of_the_same_rows(tmp_path: Path) -> None:
    # The comparison above does not look at what an index leaves out.
    upgrade_database(f"sqlite:///{tmp_path}/migrated.db")
    dialect = create_engine("sqlite://").dialect
    with closing(sqlite3.connect(tmp_path / "migrated.db")) as connection:
        made = dict(connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'index'"))
    for table in Row.metadata.tables.values():
        for index in table.indexes:
            assert made[str(index.name)] == str(CreateIndex(index).compile(dialect=dialect))


def test_the_dispatcher_is_brought_up_from_an_older_release_of_its_own(postgresql_url: str) -> None:
    database = Database(postgresql_url)
    newest = "03.04.00_50_post_add_retry_failed_job_procedure.sql"
    with database.connection() as connection:
        connection.execute(text("DELETE FROM dispatcher_migrations WHERE name = :name"), {"name": newest})
        connection.execute(text("DROP FUNCTION procrastinate_trigger_function_status_events_update_v1 CASCADE"))
    upgrade_database(postgresql_url)
    with database.connection() as connection:
        names = connection.scalars(text("SELECT name FROM dispatcher_migrations")).all()
        trigger = "procrastinate_trigger_status_events_update_v1"
        found = connection.scalar(text("SELECT count(*) FROM pg_trigger WHERE tgname = :name"), {"name": trigger})
    database.close()
    assert newest in names
    assert found == 1

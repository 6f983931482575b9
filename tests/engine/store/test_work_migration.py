"""Work items of the first release are in the inboxes of the second."""

from pathlib import Path

from alembic import command
from sqlalchemy import text

from engine import InboxQuery, find_inbox, open_engine, upgrade_database
from engine.store import Database
from engine.store.dispatcher_schema import upgrade_dispatcher
from engine.store.migrating import _config

FIRST = Path(__file__).with_name("first_release.sql")


def fill_first_release(database_url: str) -> None:
    """Bring a database to the tables of the first release, with two work items in it."""
    database = Database(database_url)
    with database.connection() as connection:
        if database.is_postgresql:
            upgrade_dispatcher(connection)
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        for statement in FIRST.read_text().split(";\n"):
            connection.execute(text(statement))
    database.close()


def test_open_work_is_found_after_the_migration(empty_database_url: str) -> None:
    folder = Path(empty_database_url.removeprefix("sqlite:///")).parent
    if empty_database_url.startswith("sqlite"):
        folder.mkdir(parents=True)
    fill_first_release(empty_database_url)
    upgrade_database(empty_database_url)
    engine = open_engine(empty_database_url)
    grouped = find_inbox(engine, InboxQuery(groups=("registrar",))).items
    anybodys = find_inbox(engine, InboxQuery(groups=("",))).items
    engine.close()
    assert [(item.id, item.due_at is not None, item.priority) for item in grouped] == [("with", True, 70)]
    assert [item.id for item in anybodys] == ["without"]

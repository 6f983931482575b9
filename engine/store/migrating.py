"""Brings a database to the newest version: Ortoo's tables by Alembic, and on PostgreSQL Procrastinate's beside them."""

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import TypeAlias

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from engine.store.database import Database, database_address
from engine.store.dispatcher_schema import upgrade_dispatcher
from engine.store.transaction import Transaction
from engine.store.work import Work

__all__ = [
    "AfterUpgrade",
    "database_version",
    "finish_upgrade",
    "known_versions",
    "newest_version",
    "read_version",
    "upgrade",
    "upgrade_database",
    "upgrade_to",
]

AfterUpgrade: TypeAlias = Callable[[Database, Work, str], None]
"""Does after an upgrade, in its transaction, what tables alone cannot; it is given the version from before."""

_MIGRATIONS = Path(__file__).parent / "migrations"
_LOCK_OF_UPGRADES = 7_014_002  # any number, as long as nothing else in the database locks it


def upgrade_database(database_url: str, *, then: AfterUpgrade | None = None) -> None:
    """Create what is missing in a database and bring it to the newest version; two that do this at once take turns.

    The folder of an SQLite file is created where it is missing.

    Args:
        database_url: The database's address.
        then: Called in the same transaction with the version that the database had, "" for none.
    """
    address = database_address(database_url)
    if address.get_backend_name() == "sqlite" and address.database:
        Path(address.database).parent.mkdir(parents=True, exist_ok=True)
    database = Database(database_url)
    try:
        upgrade(database, then=then)
    finally:
        database.close()


def upgrade(database: Database, *, then: AfterUpgrade | None = None) -> None:
    """Bring an open database to the newest version; `then` as with `upgrade_database`."""
    with database.connection() as connection:
        before = read_version(connection)
        upgrade_to(database, connection, newest_version())
        finish_upgrade(database, connection, before, then)


def upgrade_to(database: Database, connection: Connection, version: str) -> None:
    """Bring a database up to a version, within a transaction that other things may belong to.

    Raises:
        CommandError: If there is no such version.
    """
    if database.is_postgresql:
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK_OF_UPGRADES})
        upgrade_dispatcher(connection)
    if read_version(connection) != version:
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, version)


def finish_upgrade(database: Database, connection: Connection, before: str, then: AfterUpgrade | None) -> None:
    """Have done what belongs to an upgrade beside the tables."""
    if then is not None:
        transaction = Transaction(connection)
        then(database, Work(transaction), before)
        transaction.flush()


def database_version(database_url: str) -> str:
    """Return the version of a database's tables, "" for a database without any."""
    database = Database(database_url)
    try:
        with database.connection() as connection:
            return read_version(connection)
    finally:
        database.close()


def known_versions() -> frozenset[str]:
    """Return every version that this release of Ortoo can bring to the newest."""
    return frozenset(script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions())


@lru_cache
def newest_version() -> str:
    """Return the version that this release of Ortoo works with."""
    return ScriptDirectory.from_config(_config()).get_current_head() or ""


def read_version(connection: Connection) -> str:
    """Return the version of a database's tables, "" for a database without any."""
    return MigrationContext.configure(connection).get_current_revision() or ""


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    return config

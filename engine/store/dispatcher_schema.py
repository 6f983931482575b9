"""Procrastinate's own tables and functions, in the version that is installed, on PostgreSQL only."""

from importlib import resources

from sqlalchemy import Connection, text

__all__ = ["upgrade_dispatcher"]

_KEPT = "dispatcher_migrations"


def upgrade_dispatcher(connection: Connection) -> None:
    """Create Procrastinate's schema, or apply those of its migrations that came after the one there is."""
    files = resources.files("procrastinate.sql")
    migrations = {file.name: file for file in (files / "migrations").iterdir() if file.name.endswith(".sql")}
    connection.execute(text(f"CREATE TABLE IF NOT EXISTS {_KEPT} (name TEXT PRIMARY KEY)"))
    applied = set(connection.scalars(text(f"SELECT name FROM {_KEPT}")))  # noqa: S608 - a constant
    if not applied:
        _run(connection, (files / "schema.sql").read_text(encoding="utf-8"))
    for name in sorted(migrations.keys() - applied):
        if applied:
            _run(connection, migrations[name].read_text(encoding="utf-8"))
        connection.execute(text(f"INSERT INTO {_KEPT} VALUES (:name)"), {"name": name})  # noqa: S608 - a constant


def _run(connection: Connection, script: str) -> None:
    # Without parameters the driver takes a script of many statements, and leaves percent signs alone.
    cursor = connection.connection.cursor()
    cursor.execute(script)
    cursor.close()

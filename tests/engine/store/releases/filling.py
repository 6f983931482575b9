"""Brings an empty database of either kind to where an earlier release left it."""

import base64
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Boolean, Connection, DateTime, LargeBinary, MetaData, Table, func, insert, select

from engine.store import Database
from engine.store.migrating import upgrade_to

RELEASES = tuple(sorted(Path(__file__).parent.glob("*.jsonl")))


def rows_of(file: Path, table: str) -> list[dict[str, Any]]:
    """Return the rows of one table as a release left them."""
    found: list[dict[str, Any]] = []
    head: dict[str, Any] = {}
    for line in map(json.loads, file.read_text().splitlines()):
        if isinstance(line, dict):
            head = line
        elif head["table"] == table:
            found.append(dict(zip(head["columns"], line, strict=True)))
    return found


def fill(database_url: str, file: Path) -> None:
    """Make the tables of that release, and fill them."""
    address = Path(database_url.removeprefix("sqlite:///"))
    if database_url.startswith("sqlite"):
        address.parent.mkdir(parents=True, exist_ok=True)
    database = Database(database_url)
    with database.connection() as connection:
        upgrade_to(database, connection, file.stem)
        tables = MetaData()
        tables.reflect(connection)
        for table in tables.sorted_tables:
            _insert(connection, table, rows_of(file, table.name))
        if database.is_postgresql:
            cases = tables.tables["cases"]
            sequence = func.pg_get_serial_sequence("cases", "id")
            connection.execute(select(func.setval(sequence, select(func.max(cases.c.id)).scalar_subquery())))
    database.close()


def _insert(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        values = [{name: _value(table, name, value) for name, value in row.items()} for row in rows]
        connection.execute(insert(table), values)


def _value(table: Table, name: str, value: Any) -> Any:
    kind = table.columns[name].type
    if value is None:
        return None
    if isinstance(kind, DateTime):
        return datetime.fromisoformat(value).replace(tzinfo=UTC)
    if isinstance(kind, LargeBinary):
        return base64.b64decode(value)
    return bool(value) if isinstance(kind, Boolean) else value

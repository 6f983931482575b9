"""A hash over each case's history."""

import hashlib
import json
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from alembic import op

from engine.store.types import UtcTime

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_TOLD = ("instance_id", "element", "name", "type", "lifecycle", "resource", "lane", "on_behalf_of")
_HISTORY = sa.table(
    "history",
    sa.column("case_id", sa.BigInteger()),
    sa.column("sequence", sa.Integer()),
    sa.column("time", UtcTime()),
    *(sa.column(name, sa.Text()) for name in _TOLD),
)
_CASES = sa.table("cases", sa.column("id", sa.BigInteger()), sa.column("history_hash", sa.String(64)))


def upgrade() -> None:
    """Hash what is there, as it is: from here on a change of it shows."""
    op.add_column("cases", sa.Column("history_hash", sa.String(64), nullable=False, server_default=""))
    connection = op.get_bind()
    last = 0
    while numbers := _numbers(connection, last):
        rows = connection.execute(
            sa.select(_HISTORY).where(_HISTORY.c.case_id.in_(numbers)).order_by(_HISTORY.c.case_id, _HISTORY.c.sequence)
        ).mappings()
        heads = [
            {"of": number, "head": _hash(entries)}
            for number, entries in ((key, list(group)) for key, group in groupby(rows, lambda row: row["case_id"]))
        ]
        if heads:
            change = sa.update(_CASES).where(_CASES.c.id == sa.bindparam("of"))
            connection.execute(change.values(history_hash=sa.bindparam("head")), heads)
        last = numbers[-1]


def _numbers(connection: sa.Connection, last: int) -> list[int]:
    query = sa.select(_CASES.c.id).where(_CASES.c.id > last).order_by(_CASES.c.id).limit(500)
    return list(connection.scalars(query))


def _hash(entries: list[Any]) -> str:
    # As `engine.history_chain` did when this was written.
    head = ""
    for entry in entries:
        time: datetime = entry["time"]
        told = [entry["sequence"], time.astimezone(UTC).isoformat(), *(entry[name] for name in _TOLD)]
        head = hashlib.sha256(f"{head}{json.dumps(told, separators=(',', ':'))}".encode()).hexdigest()
    return head

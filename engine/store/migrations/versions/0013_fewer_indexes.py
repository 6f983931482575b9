"""Fewer indexes to write at each step of a case: what waits and what is over lie apart.

Rows of the inboxes lie in the order of their key on SQLite, without a second tree beside them. The table is written
anew for that, and the indexes of work that waits hold nothing else from here on.
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)
_WAITING = "state IN ('open', 'claimed')"
_OVER = "state IN ('completed', 'cancelled')"
_TIE = ["created_at", "work_item_id"]
_ORDER = ["due_order", "rank", *_TIE, "follow_up_at"]
_INBOXES = {
    "due": (_ORDER, _WAITING),
    "rank": (["rank", "due_order", *_TIE, "follow_up_at"], _WAITING),
    "created": ([*_TIE, "follow_up_at"], _WAITING),
    "service": (["service", *_ORDER], _WAITING),
    "lane": (["lane", *_ORDER], _WAITING),
    "done": ([*_TIE, "service", "rank"], _OVER),
    "done_lane": (["lane", *_TIE], _OVER),
}


def upgrade() -> None:
    """Make the indexes anew."""
    for name in ("state_due_at_created_at", "assignee_state", "owner", "case_reference"):
        op.drop_index(f"ix_work_items_{name}", "work_items")
    _create("ix_taken_items", "work_items", ["assignee"], "state = 'claimed'")
    _create("ix_delegated_items", "work_items", ["owner"], "owner IS NOT NULL")
    if op.get_bind().dialect.name == "postgresql":
        for name in ("due", "rank", "created", "service", "lane"):
            op.drop_index(f"ix_inbox_{name}", "work_item_groups")
        op.drop_index("ix_work_item_groups_name_work_item_id", "work_item_groups")
    else:
        _write_anew()
    for name, (columns, condition) in _INBOXES.items():
        _create(f"ix_inbox_{name}", "work_item_groups", ["name", "state", *columns], condition)


def _create(name: str, table: str, columns: list[str], condition: str) -> None:
    where = sa.text(condition)
    op.create_index(name, table, columns, sqlite_where=where, postgresql_where=where)


def _write_anew() -> None:
    """Let the rows of inboxes lie in the order of their key; the old indexes go with the old table."""
    op.create_table(
        "work_item_groups_anew",
        sa.Column("work_item_id", sa.String(64), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("service", sa.String(200), nullable=False, server_default=""),
        sa.Column("lane", sa.String(200), nullable=False, server_default=""),
        sa.Column("state", sa.String(20), nullable=False, server_default=""),
        sa.Column("due_order", _TIME, nullable=False, server_default="9999-12-31 00:00:00.000000"),
        sa.Column("rank", sa.Integer(), nullable=False, server_default="-50"),
        sa.Column("created_at", _TIME, nullable=False, server_default="1970-01-01 00:00:00.000000"),
        sa.Column("follow_up_at", _TIME, nullable=True),
        sa.ForeignKeyConstraint(
            ["work_item_id"], ["work_items.id"], name="fk_work_item_groups_work_item_id_work_items"
        ),
        sa.PrimaryKeyConstraint("work_item_id", "name", name="pk_work_item_groups"),
        sqlite_with_rowid=False,
    )
    columns = "work_item_id, name, service, lane, state, due_order, rank, created_at, follow_up_at"
    op.execute(
        f"INSERT INTO work_item_groups_anew ({columns}) SELECT {columns} FROM work_item_groups "  # noqa: S608
        "ORDER BY work_item_id, name"
    )
    op.drop_table("work_item_groups")
    op.rename_table("work_item_groups_anew", "work_item_groups")

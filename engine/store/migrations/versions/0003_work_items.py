"""Work items: due and follow-up dates, delegation, substitutes."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)
_TIE = ["created_at", "work_item_id"]
_INDEXES = {
    "ix_inbox_due": ["name", "state", "due_order", "rank", *_TIE],
    "ix_inbox_rank": ["name", "state", "rank", "due_order", *_TIE],
    "ix_inbox_created": ["name", "state", *_TIE],
    "ix_inbox_lane": ["name", "state", "lane", "due_order", "rank", *_TIE],
    "ix_inbox_service": ["name", "state", "service", "due_order", "rank", *_TIE],
}
_END_OF_TIME = "9999-12-31 00:00:00.000000"


def upgrade() -> None:
    """Add what work items may have beside their due date, the inbox of each group, and who stands in for whom."""
    _add_columns()
    _fill_inboxes()
    for name, columns in _INDEXES.items():
        op.create_index(name, "work_item_groups", columns, unique=False)
    op.create_table(
        "work_rules",
        sa.Column("service", sa.String(200), nullable=False),
        sa.Column("office_hours", sa.Text(), nullable=False),
        sa.Column("supervisor_group", sa.String(200), nullable=False),
        sa.PrimaryKeyConstraint("service", name="pk_work_rules"),
    )
    _create_substitutions()
    _create_notices()


def _add_columns() -> None:
    op.add_column("history", sa.Column("on_behalf_of", sa.Text(), nullable=False, server_default=""))
    for name in ("follow_up_at", "escalated_at"):
        op.add_column("work_items", sa.Column(name, _TIME, nullable=True))
    op.add_column("work_items", sa.Column("owner", sa.Text(), nullable=True))
    for name in ("owner_name", "note", "on_behalf_of"):
        op.add_column("work_items", sa.Column(name, sa.Text(), nullable=False, server_default=""))
    for name in ("case_reference", "owner"):
        op.create_index(f"ix_work_items_{name}", "work_items", [name], unique=False)
    inbox = (
        sa.Column("service", sa.String(200), nullable=False, server_default=""),
        sa.Column("lane", sa.String(200), nullable=False, server_default=""),
        sa.Column("state", sa.String(20), nullable=False, server_default=""),
        sa.Column("due_order", _TIME, nullable=False, server_default=_END_OF_TIME),
        sa.Column("rank", sa.Integer(), nullable=False, server_default="-50"),
        sa.Column("created_at", _TIME, nullable=False, server_default="1970-01-01 00:00:00.000000"),
        sa.Column("follow_up_at", _TIME, nullable=True),
    )
    for column in inbox:
        op.add_column("work_item_groups", column)


def _fill_inboxes() -> None:
    """Repeat what there is: an item without groups is in the inbox that is for any case worker."""
    op.execute(
        "INSERT INTO work_item_groups (work_item_id, name) SELECT id, '' FROM work_items WHERE \"groups\" = '[]'"
    )
    item = "FROM work_items WHERE work_items.id = work_item_groups.work_item_id"
    op.execute(
        f"UPDATE work_item_groups SET service = (SELECT service {item}), lane = (SELECT substr(lane, 1, 200) {item}), "  # noqa: S608
        f"state = (SELECT state {item}), rank = (SELECT -priority {item}), created_at = (SELECT created_at {item})"
    )
    op.execute(
        "UPDATE work_item_groups SET due_order = "  # noqa: S608 - nothing from outside is in it
        f"(SELECT due_at {item}) WHERE (SELECT due_at {item}) IS NOT NULL"
    )


def _create_substitutions() -> None:
    op.create_table(
        "substitutions",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("absent", sa.String(64), nullable=False),
        sa.Column("absent_name", sa.Text(), nullable=False),
        sa.Column("substitute", sa.String(64), nullable=False),
        sa.Column("substitute_name", sa.Text(), nullable=False),
        sa.Column("since", _TIME, nullable=False),
        sa.Column("until", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_substitutions"),
    )
    for name in ("substitute", "absent"):
        op.create_index(f"ix_substitutions_{name}_until", "substitutions", [name, "until"], unique=False)


def _create_notices() -> None:
    op.create_table(
        "group_notices",
        sa.Column("id", sa.String(100), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("work_item_id", sa.String(64), nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("seen_at", _TIME, nullable=True),
        sa.Column("seen_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["work_item_id"], ["work_items.id"], name="fk_group_notices_work_item_id_work_items"),
        sa.PrimaryKeyConstraint("id", name="pk_group_notices"),
    )
    op.create_index("ix_group_notices_work_item_id", "group_notices", ["work_item_id"], unique=False)
    columns = ["name", "seen_at", "created_at"]
    op.create_index("ix_group_notices_name_seen_at_created_at", "group_notices", columns, unique=False)

"""Fewer indexes to write at each step of a case: what waits and what is over lie in indexes apart."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

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
    "done": (_TIE, _OVER),
    "done_service": (["service", *_TIE], _OVER),
    "done_lane": (["lane", *_TIE], _OVER),
}


def upgrade() -> None:
    """Make the indexes anew."""
    for name in ("state_due_at_created_at", "assignee_state", "owner", "case_reference"):
        op.drop_index(f"ix_work_items_{name}", "work_items")
    _create("ix_taken_items", "work_items", ["assignee"], "state = 'claimed'")
    _create("ix_delegated_items", "work_items", ["owner"], "owner IS NOT NULL")
    for name in ("due", "rank", "created", "service", "lane"):
        op.drop_index(f"ix_inbox_{name}", "work_item_groups")
    op.drop_index("ix_work_item_groups_name_work_item_id", "work_item_groups")
    for name, (columns, condition) in _INBOXES.items():
        _create(f"ix_inbox_{name}", "work_item_groups", ["name", "state", *columns], condition)


def _create(name: str, table: str, columns: list[str], condition: str) -> None:
    where = sa.text(condition)
    op.create_index(name, table, columns, sqlite_where=where, postgresql_where=where)

"""An index of what waits in a case: what a case has done before is not looked through at each of its steps."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the index."""
    waiting = sa.text("state IN ('open', 'claimed')")
    op.create_index("ix_waiting_items", "work_items", ["case_id"], sqlite_where=waiting, postgresql_where=waiting)

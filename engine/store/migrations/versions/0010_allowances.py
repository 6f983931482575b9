"""How often something may be done, shared by all processes."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the buckets of tokens."""
    op.create_table(
        "allowances",
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("full_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_allowances"),
    )
    op.create_index("ix_allowances_full_at", "allowances", ["full_at"], unique=False)

"""Control of cases: suspension, migration, starts by events."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add since when something is suspended, what starts cases, and which case a message has started."""
    for table in ("services", "definitions", "cases"):
        op.add_column(table, sa.Column("suspended_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "start_subscriptions",
        sa.Column("service", sa.String(200), nullable=False),
        sa.Column("element", sa.String(200), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("name", sa.String(500), nullable=False),
        sa.Column("definition_id", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(
            ["definition_id"], ["definitions.id"], name="fk_start_subscriptions_definition_id_definitions"
        ),
        sa.PrimaryKeyConstraint("service", "element", "kind", name="pk_start_subscriptions"),
    )
    op.create_index("ix_start_subscriptions_kind_name", "start_subscriptions", ["kind", "name"], unique=False)
    op.create_table(
        "message_starts",
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_message_starts_case_id_cases"),
        sa.PrimaryKeyConstraint("key", name="pk_message_starts"),
    )
    op.create_index("ix_message_starts_case_id", "message_starts", ["case_id"], unique=False)

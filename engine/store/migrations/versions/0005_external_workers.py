"""External workers and access tokens."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the access tokens, what an external worker says of a job that failed, and an index by topic."""
    op.create_table(
        "access_tokens",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("secret_sha256", sa.String(64), nullable=False),
        sa.Column("topics", sa.Text(), nullable=False),
        sa.Column("messages", sa.Text(), nullable=False),
        sa.Column("services", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_access_tokens"),
        sa.UniqueConstraint("name", name="uq_access_tokens_name"),
        sa.UniqueConstraint("secret_sha256", name="uq_access_tokens_secret_sha256"),
    )
    op.add_column("jobs", sa.Column("error_details", sa.Text(), server_default="", nullable=False))
    op.add_column("jobs", sa.Column("has_set_retries", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_index("ix_jobs_queue_topic_state_due_at", "jobs", ["queue", "topic", "state", "due_at"], unique=False)

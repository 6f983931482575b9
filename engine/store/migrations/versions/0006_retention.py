"""Retention and erasure."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)
_KEPT = ("case_id", "sequence", "instance_id", "element", "name", "type", "lifecycle", "time", "lane")
_MASKED = ("resource", "on_behalf_of")


def upgrade() -> None:
    """Add how long cases are kept and which have been erased, and let erasure take the persons out of a history."""
    op.create_table(
        "retention_rules",
        sa.Column("service", sa.String(200), nullable=False),
        sa.Column("case_days", sa.Integer(), nullable=True),
        sa.Column("draft_days", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("service", name="pk_retention_rules"),
    )
    op.add_column("cases", sa.Column("erased_at", _TIME, nullable=True))
    op.create_index("ix_cases_erased_at_ended_at", "cases", ["erased_at", "ended_at"], unique=False)
    op.create_index("ix_drafts_updated_at", "drafts", ["updated_at"], unique=False)
    if op.get_bind().dialect.name == "postgresql":
        _guard_on_postgresql()
    else:
        _guard_on_sqlite()


def _guard_on_sqlite() -> None:
    # History stays as it was, but for who did it, and that only in a case whose persons are being erased.
    op.execute("DROP TRIGGER history_refuses_update")
    kept = " AND ".join(f"NEW.{name} = OLD.{name}" for name in _KEPT)
    op.execute(
        f"""CREATE TRIGGER history_refuses_update BEFORE UPDATE ON history WHEN NOT ({kept} AND {_masks("GLOB", "*")}
        AND EXISTS (SELECT 1 FROM cases WHERE cases.id = OLD.case_id AND cases.erased_at IS NOT NULL))
        BEGIN SELECT RAISE(ABORT, 'history is only added to'); END"""  # noqa: S608 - nothing from outside is in it
    )


def _guard_on_postgresql() -> None:
    op.execute("DROP TRIGGER history_is_only_added ON history")
    op.execute(
        """CREATE TRIGGER history_is_only_added BEFORE DELETE OR TRUNCATE ON history
        FOR EACH STATEMENT EXECUTE FUNCTION history_is_only_added()"""
    )
    kept = " AND ".join(f"NEW.{name} = OLD.{name}" for name in _KEPT)
    op.execute(
        f"""CREATE FUNCTION history_is_only_masked() RETURNS trigger LANGUAGE plpgsql AS $body$
        BEGIN
            IF {kept} AND {_masks("LIKE", "%%")}
                AND EXISTS (SELECT 1 FROM cases WHERE cases.id = OLD.case_id AND cases.erased_at IS NOT NULL)
            THEN RETURN NEW; END IF;
            RAISE EXCEPTION 'history is only added to';
        END $body$"""  # noqa: S608 - nothing from outside is in it
    )
    op.execute(
        """CREATE TRIGGER history_is_only_masked BEFORE UPDATE ON history
        FOR EACH ROW EXECUTE FUNCTION history_is_only_masked()"""
    )


def _masks(like: str, rest: str) -> str:
    return " AND ".join(f"(NEW.{name} IN ('', 'system') OR NEW.{name} {like} 'person-{rest}')" for name in _MASKED)

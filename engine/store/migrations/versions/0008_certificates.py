"""The register of certificates, and what is only added to stays also where SQLite would replace a row."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)
_LASTING = ("code", "case_id", "service", "kind", "issuer", "sha256", "issued_at")
_SET_ONCE = ("revoked_at", "erased_at", "nullif(replaced_by, '')")
_KEYS = {"history": ("case_id", "sequence"), "audit": ("chain", "sequence"), "certificates": ("code",)}


def upgrade() -> None:
    """Let certificates be revoked and replaced, and outlive the personal data of their case."""
    for name, size in (("kind", 200), ("issuer", 200), ("revoked_by", 200), ("replaced_by", 32)):
        op.add_column("certificates", sa.Column(name, sa.String(size), nullable=False, server_default=""))
    op.add_column("certificates", sa.Column("revoked_for", sa.Text(), nullable=False, server_default=""))
    op.add_column("certificates", sa.Column("page", sa.Text(), nullable=False, server_default="{}"))
    op.add_column("certificates", sa.Column("revoked_at", _TIME, nullable=True))
    op.add_column("certificates", sa.Column("erased_at", _TIME, nullable=True))
    op.create_index("ix_certificates_issued_at", "certificates", ["issued_at"], unique=False)
    if op.get_bind().dialect.name == "postgresql":
        _guard_on_postgresql()
    else:
        _guard_on_sqlite()


def _changed(differs: str) -> str:
    """Return the condition under which a row of the register is changed in what lasts.

    Args:
        differs: How the dialect says that two values differ, NULL being a value.
    """
    lasting = (f"NEW.{name} {differs} OLD.{name}" for name in _LASTING)
    # Revoked, erased, replaced: it has happened, and cannot be made not to have.
    once = (
        f"({_of('OLD', name)} IS NOT NULL AND {_of('NEW', name)} {differs} {_of('OLD', name)})" for name in _SET_ONCE
    )
    return " OR ".join((*lasting, *once))


def _of(row: str, name: str) -> str:
    return name.replace("replaced_by", f"{row}.replaced_by") if "(" in name else f"{row}.{name}"


def _guard_on_sqlite() -> None:
    op.execute(
        """CREATE TRIGGER certificates_refuse_delete BEFORE DELETE ON certificates
        BEGIN SELECT RAISE(ABORT, 'certificates are only revoked'); END"""
    )
    op.execute(
        f"""CREATE TRIGGER certificates_refuse_update BEFORE UPDATE ON certificates WHEN {_changed("IS NOT")}
        BEGIN SELECT RAISE(ABORT, 'certificates are only revoked'); END"""
    )
    # INSERT OR REPLACE removes a row without asking the triggers of DELETE (sqlite.org/lang_conflict.html).
    for table, key in _KEYS.items():
        same = " AND ".join(f"{name} = NEW.{name}" for name in key)
        op.execute(
            f"""CREATE TRIGGER {table}_refuses_replace BEFORE INSERT ON {table}
            WHEN EXISTS (SELECT 1 FROM {table} WHERE {same})
            BEGIN SELECT RAISE(ABORT, '{table} is only added to'); END"""  # noqa: S608 - nothing from outside is in it
        )


def _guard_on_postgresql() -> None:
    op.execute(
        f"""CREATE FUNCTION certificates_are_only_revoked() RETURNS trigger LANGUAGE plpgsql AS $body$
        BEGIN
            IF TG_OP = 'UPDATE' THEN
                IF NOT ({_changed("IS DISTINCT FROM")}) THEN RETURN NEW; END IF;
            END IF;
            RAISE EXCEPTION 'certificates are only revoked';
        END $body$"""
    )
    op.execute(
        """CREATE TRIGGER certificates_are_only_revoked BEFORE UPDATE OR DELETE ON certificates
        FOR EACH ROW EXECUTE FUNCTION certificates_are_only_revoked()"""
    )
    op.execute(
        """CREATE TRIGGER certificates_are_not_emptied BEFORE TRUNCATE ON certificates
        FOR EACH STATEMENT EXECUTE FUNCTION certificates_are_only_revoked()"""
    )

"""Changing rows behind the engine's back, to see whether it is noticed."""

from sqlalchemy import text

from engine import Engine


def break_it(engine: Engine, *statements: str) -> None:
    """Change rows behind the engine's back, guards and all."""
    with engine.database.connection() as connection:
        if engine.database.is_postgresql:
            connection.execute(text("SET LOCAL session_replication_role = replica"))
        else:
            for name in connection.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
                connection.execute(text(f"DROP TRIGGER {name}"))
            connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        for statement in statements:
            connection.execute(text(statement))

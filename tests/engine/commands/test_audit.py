"""The audit trail, and how tampering with it shows."""

import pytest
from sqlalchemy import text

from engine import Engine, audit_entries, claim_work_item, complete_work_item, open_engine, read_case, verify_audit
from tests.engine.small_services import CHECKED, CLERK, deploy_small, start_small


@pytest.fixture
def chain(engine: Engine) -> str:
    deploy_small(engine, CHECKED)
    reference = start_small(engine).reference
    (item,) = read_case(engine, reference=reference).open_items
    claim_work_item(engine, item_id=item.id, actor=CLERK)
    complete_work_item(engine, item_id=item.id, actor=CLERK, answers={"secret": "Marker"})
    return reference


def test_it_tells_who_did_what_and_holds_no_answers(engine: Engine, chain: str) -> None:
    entries = audit_entries(engine, chain=chain)
    assert [(entry.action, entry.actor) for entry in entries] == [
        ("start_case", "system"),
        ("start_work_item", CLERK.id),
        ("complete_work_item", CLERK.id),
    ]
    assert "Marker" not in str(entries)
    assert [entry.action for entry in audit_entries(engine)] == ["deploy"]
    assert verify_audit(engine) == ()


@pytest.mark.parametrize(
    ("change", "broken_at"),
    [
        ("UPDATE audit SET actor = 'x' WHERE chain = :chain AND sequence = 2", 2),
        ("UPDATE audit SET details = '{}' WHERE chain = :chain AND sequence = 3", 3),
        ("DELETE FROM audit WHERE chain = :chain AND sequence = 1", 2),
        ("DELETE FROM audit WHERE chain = :chain AND sequence = 2", 3),
        ("UPDATE audit SET sequence = sequence + 10 WHERE chain = :chain", 11),
    ],
)
def test_a_change_behind_its_back_shows(engine: Engine, chain: str, change: str, broken_at: int) -> None:
    with engine.database.connection() as connection:
        for statement in _without_triggers(engine):
            connection.execute(text(statement))
        connection.execute(text(change), {"chain": chain})
    assert [(entry.chain, entry.sequence) for entry in verify_audit(engine)] == [(chain, broken_at)]


def _without_triggers(engine: Engine) -> list[str]:
    if engine.database.is_postgresql:
        return ["DROP TRIGGER audit_is_only_added ON audit"]
    return ["DROP TRIGGER audit_refuses_update", "DROP TRIGGER audit_refuses_delete"]


CHANGES = (
    "UPDATE {table} SET sequence = 99",
    "UPDATE {table} SET time = '2020-01-01 00:00:00'",
    "DELETE FROM {table}",
)


@pytest.mark.parametrize("table", ["history", "audit"])
@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.usefixtures("chain")
def test_history_and_audit_are_only_added_to(engine: Engine, table: str, change: str) -> None:
    before = _rows(engine, table)
    assert before
    with pytest.raises(Exception, match="only added to"), engine.database.connection() as connection:
        connection.execute(text(change.format(table=table)))
    assert _rows(engine, table) == before


@pytest.mark.parametrize("table", ["history", "audit", "certificates"])
def test_no_table_that_is_only_added_to_can_be_emptied(postgresql_url: str, table: str) -> None:
    """SQLite has no TRUNCATE: there it is a DELETE without a condition, which is refused as any other."""
    engine = open_engine(postgresql_url)
    with pytest.raises(Exception, match="only"), engine.database.connection() as connection:
        connection.execute(text(f"TRUNCATE {table}"))
    engine.close()


@pytest.mark.parametrize("table", ["history", "audit"])
@pytest.mark.parametrize("chosen", ["INSERT OR REPLACE", "REPLACE", "INSERT OR IGNORE"])
def test_a_row_is_not_replaced_on_sqlite_which_asks_no_trigger_of_deletion_then(
    sqlite_url: str, table: str, chosen: str
) -> None:
    engine = open_engine(sqlite_url)
    deploy_small(engine, CHECKED)
    start_small(engine)
    before = _rows(engine, table)
    with pytest.raises(Exception, match="only added to"), engine.database.connection() as connection:
        connection.execute(text(f"{chosen} INTO {table} SELECT * FROM {table}"))  # noqa: S608 - written out above
    assert _rows(engine, table) == before
    engine.close()


def _rows(engine: Engine, table: str) -> list[str]:
    with engine.database.connection() as connection:
        return [str(row) for row in connection.execute(text(f"SELECT * FROM {table}"))]  # noqa: S608 - written out above

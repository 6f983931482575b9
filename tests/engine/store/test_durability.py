"""What is committed is on the disk, whatever the server was set to; what no session can mend is told."""

import psycopg
import pytest

from cli.risks import warn_of_risks
from engine import StorageError, find_risks, open_engine
from engine.store import Database
from webui.application import create_app
from webui.settings import Settings

TOKEN = "token of the tests"  # noqa: S105 - opens nothing


def _commits(database: Database) -> str:
    with database.connection() as connection:
        return str(connection.exec_driver_sql("SHOW synchronous_commit").scalar_one())


@pytest.mark.parametrize(("given", "kept"), [("off", "on"), ("on", "on"), ("local", "local"), ("remote_apply",) * 2])
def test_a_commit_waits_for_the_disk_at_least(postgresql_url: str, given: str, kept: str) -> None:
    with psycopg.connect(postgresql_url, autocommit=True) as connection:
        connection.execute(f'ALTER DATABASE "{connection.info.dbname}" SET synchronous_commit = {given}')
    database = Database(postgresql_url)
    assert [_commits(database) for _ in range(2)] == [kept, kept]
    with pytest.raises(StorageError), database.connection() as connection:
        connection.exec_driver_sql("SELECT pg_terminate_backend(pg_backend_pid())")
    assert _commits(database) == kept
    database.close()


def test_what_no_session_can_turn_on_is_told_everywhere(
    postgresql_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with psycopg.connect(postgresql_url) as connection:
        asked = {name: connection.execute(f"SHOW {name}").fetchone() for name in ("fsync", "full_page_writes")}
    off = tuple(name for name, value in asked.items() if value == ("off",))
    engine = open_engine(postgresql_url)
    assert find_risks(engine) == off
    warn_of_risks(engine)
    warned = capsys.readouterr().err
    assert [name for name in asked if f"{name} = off" in warned] == list(off)
    settings = Settings(secret_key="only for tests " * 4, metrics_token=TOKEN)
    client = create_app(engine, services=[], settings=settings).test_client()
    assert (client.get("/health/ready").json or {}).get("risks", []) == list(off)
    told = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}).text
    assert [name for name in asked if f'ortoo_storage_risks{{setting="{name}"}} 1.0' in told] == list(off)
    engine.close()


def test_sqlite_is_set_by_ourselves_and_so_at_no_risk(sqlite_url: str) -> None:
    engine = open_engine(sqlite_url)
    assert find_risks(engine) == ()
    engine.close()

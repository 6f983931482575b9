"""The web application on an engine in a temporary folder, with one artificial service and staff of every role."""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from engine import SYSTEM, Deployment, Engine, create_account, deploy, open_engine, upgrade_database
from engine.connectors import connectors
from tests.webui.library_service import make_service
from webui.application import create_app
from webui.security.throttle import Throttle
from webui.settings import Settings

PASSWORD = "correct horse battery"  # noqa: S105 - of accounts that live for one test
STAFF = {
    "analyst": (frozenset({"analyst"}), frozenset[str]()),
    "worker": (frozenset({"case_worker"}), frozenset({"librarian"})),
    "colleague": (frozenset({"case_worker"}), frozenset({"librarian"})),
    "stranger": (frozenset({"case_worker"}), frozenset({"gardener"})),
    "manager": (frozenset({"manager"}), frozenset[str]()),
    "operator": (frozenset({"operator"}), frozenset[str]()),
}
# One pass over the memory instead of three: nearly every test signs somebody in, and each time takes as long as this.
_hash = lru_cache(PasswordHasher(time_cost=1).hash)


class Browser:
    """A browser that follows nothing by itself and knows how to fill in a form's token."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        self._token = ""

    def get(self, address: str, status: int = 200) -> TestResponse:
        answer = self.client.get(address)
        assert answer.status_code == status, (address, answer.status_code, answer.headers.get("Location"))
        found = re.search(r'name="csrf_token" value="([^"]+)"', answer.text)
        self._token = found[1] if found else self._token
        return answer

    def post(self, address: str, status: int = 303, **fields: object) -> TestResponse:
        answer = self.client.post(address, data={"csrf_token": self._token, **fields})
        assert answer.status_code == status, (address, answer.status_code, answer.text[:600])
        return answer

    def sign_in(self, who: str, password: str = PASSWORD, status: int = 302) -> TestResponse:
        self.get("/account/sign-in")
        return self.post("/account/sign-in", status, email=f"{who}@demo.ortoo.mn", password=password)

    def apply(self) -> str:
        """Send an application and return its case's reference."""
        self.get("/services/borrow-a-book")
        self.post("/services/borrow-a-book/new")
        for page, answers in ANSWERS.items():
            self.get(f"/services/borrow-a-book/apply/{page}")
            self.post(f"/services/borrow-a-book/apply/{page}", **answers)
        answer = self.post("/services/borrow-a-book/check", draft=self.draft())
        return answer.headers["Location"].split("/")[2]

    def draft(self) -> str:
        found = re.search(r'name="draft" value="([^"]+)"', self.get("/services/borrow-a-book/check").text)
        assert found
        return found[1]


ANSWERS = {
    "who": {"reader": "Demo Reader", "email": "reader@example.mn"},
    "what": {"book": "A book", "days": "14"},
}


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("database") / "ortoo.db"
    upgrade_database(f"sqlite:///{file}")
    return file


@pytest.fixture
def engine(tmp_path: Path, empty_database: Path) -> Iterator[Engine]:
    file = tmp_path / "ortoo.db"
    file.write_bytes(empty_database.read_bytes())
    opened = open_engine(f"sqlite:///{file}", handlers=connectors())
    _furnish(opened)
    yield opened
    opened.close()


def _furnish(engine: Engine) -> None:
    service = make_service()
    deployment = Deployment(service=service.key, model=service.to_be, model_name="book.bpmn", forms=service.forms)
    deploy(engine, deployment, actor=SYSTEM)
    for who, (roles, groups) in STAFF.items():
        create_account(
            engine,
            email=f"{who}@demo.ortoo.mn",
            name=f"Demo {who.title()}",
            password_hash=_hash(PASSWORD),
            roles=roles,
            groups=groups,
            language="en",
        )


@pytest.fixture
def unforgiving_throttles(monkeypatch: pytest.MonkeyPatch) -> None:
    """For throttles time stands still: nobody gets another try while the test goes on, however slow the machine."""
    monkeypatch.setitem(Throttle.__init__.__kwdefaults__, "clock", lambda: 0.0)  # type: ignore[arg-type]  # it has some


@pytest.fixture
def settings() -> Settings:
    return Settings(secret_key="only for tests " * 4, attempts_per_minute=1000)


@pytest.fixture
def app(engine: Engine, settings: Settings) -> Flask:
    return create_app(engine, services=[make_service()], settings=settings)


@pytest.fixture
def open_browser(app: Flask) -> Callable[[], Browser]:
    """Opens browsers that read English."""

    def opened() -> Browser:
        client = app.test_client()
        client.set_cookie("language", "en")
        return Browser(client)

    return opened


@pytest.fixture
def browser(open_browser: Callable[[], Browser]) -> Browser:
    return open_browser()

"""`ortoo token`: made, listed without its secret, taken back."""

from pathlib import Path

import pytest

from engine import find_access_token, open_engine
from tests.cli.conftest import Ortoo


@pytest.fixture(autouse=True)
def _home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ORTOO_HOME", str(tmp_path))
    monkeypatch.delenv("ORTOO_DATABASE_URL", raising=False)


def is_good(home: Path, secret: str) -> bool:
    engine = open_engine(f"sqlite:///{home / 'ortoo.db'}")
    try:
        return find_access_token(engine, secret=secret) is not None
    finally:
        engine.close()


def test_a_token_is_made_listed_and_taken_back(ortoo: Ortoo, tmp_path: Path) -> None:
    made = ortoo("token", "create", "charger", "--topic", "charge", "--topic", "refund", "--days", "30")
    secret = made.out.strip()
    assert made.code == 0
    assert is_good(tmp_path, secret)
    (listed,) = ortoo("token", "list", "--json").json
    assert listed == {
        "name": "charger",
        "state": "good",
        "topics": ["charge", "refund"],
        "messages": [],
        "services": [],
    }
    assert ortoo("token", "revoke", "charger").code == 0
    assert not is_good(tmp_path, secret)
    table = ortoo("token", "list").out
    assert "revoked" in table
    assert secret not in table


def test_what_a_token_is_for_has_to_be_said(ortoo: Ortoo) -> None:
    refused = ortoo("token", "create", "charger")
    assert refused.code == 2
    assert "--topic" in refused.err


def test_a_name_that_is_taken_or_unknown_is_a_sentence(ortoo: Ortoo) -> None:
    ortoo("token", "create", "charger", "--topic", "*")
    taken = ortoo("token", "create", "charger", "--topic", "*")
    assert (taken.code, taken.out) == (1, "")
    assert "There is an access token called charger already" in taken.err
    unknown = ortoo("token", "revoke", "nobody")
    assert unknown.code == 1
    assert "There is no access token nobody." in unknown.err

import stat
from pathlib import Path

import pytest

from cli.installation import find_installation
from cli.main import _COMMANDS, group
from tests.cli.conftest import Ortoo


def test_an_installation_lives_in_var_unless_told_otherwise(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ORTOO_HOME", raising=False)
    monkeypatch.delenv("ORTOO_DATABASE_URL", raising=False)
    assert find_installation().database_url == f"sqlite:///{tmp_path}/var/ortoo.db"
    monkeypatch.setenv("ORTOO_DATABASE_URL", "postgresql://somewhere/ortoo")
    assert find_installation().database_url == "postgresql://somewhere/ortoo"


def test_the_secret_key_is_made_once_and_kept_from_others(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ORTOO_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("ORTOO_SECRET_KEY", raising=False)
    key = find_installation().secret_key
    assert len(key) >= 48
    assert find_installation().secret_key == key
    assert stat.S_IMODE((tmp_path / "home/secret-key").stat().st_mode) == 0o600


def test_db_upgrade_makes_and_then_keeps_the_database(
    ortoo: Ortoo, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("ORTOO_HOME", str(tmp_path))
    monkeypatch.delenv("ORTOO_DATABASE_URL", raising=False)
    assert ortoo("db", "upgrade").code == 0
    assert (tmp_path / "ortoo.db").exists()
    assert "is at version" in ortoo("db", "upgrade").out


def test_a_user_is_added_once(ortoo: Ortoo, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ORTOO_HOME", str(tmp_path))
    monkeypatch.delenv("ORTOO_DATABASE_URL", raising=False)
    who = ("user", "add", "somebody@ortoo.example", "--name", "Some Body", "--role", "analyst", "--password")
    assert ortoo(*who, "a long enough password").code == 0
    again = ortoo(*who, "a long enough password")
    assert again.code != 0
    assert "already" in again.err
    short = ortoo(*who[:2], "other@ortoo.example", *who[3:], "short")
    assert short.code != 0
    assert "12" in short.err


def test_every_command_says_what_it_is_for(ortoo: Ortoo) -> None:
    shown = ortoo("--help").out
    assert all(name in shown for name in _COMMANDS)
    for name in _COMMANDS:
        command = group.get_command(None, name)  # type: ignore[attr-defined, arg-type]
        assert command is not None
        assert command.help


def test_an_unknown_command_is_refused(ortoo: Ortoo) -> None:
    outcome = ortoo("conquer")
    assert outcome.code == 2
    assert "conquer" in outcome.err

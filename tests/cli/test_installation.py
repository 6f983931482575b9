import json
import signal
import socket
import stat
import subprocess
import sys
import urllib.request
from datetime import timedelta
from pathlib import Path

import pytest

from cli.installation import find_installation
from cli.main import _COMMANDS, group
from tests.cli.conftest import Ortoo
from tests.ports import free_port


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


def test_how_long_keys_are_known_is_said_in_days(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ORTOO_KEY_DAYS", raising=False)
    assert find_installation().keys_kept == timedelta(days=30)
    monkeypatch.setenv("ORTOO_KEY_DAYS", "365")
    assert find_installation().keys_kept == timedelta(days=365)


@pytest.mark.parametrize("given", ["0", "-1", "1.5", "a year", "36501", "²"])
def test_days_that_are_none_are_refused_in_a_sentence(
    ortoo: Ortoo, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, given: str
) -> None:
    monkeypatch.setenv("ORTOO_HOME", str(tmp_path))
    monkeypatch.setenv("ORTOO_KEY_DAYS", given)
    refused = ortoo("retention", "show")
    assert refused.code != 0
    assert "ORTOO_KEY_DAYS has to be a whole number from 1 to 36500" in refused.err
    assert "Traceback" not in refused.err


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


def test_an_installation_is_opened_with_its_settings_and_a_folder_for_documents(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("ORTOO_HOME", str(tmp_path))
    monkeypatch.setenv("ORTOO_KEY_DAYS", "90")
    monkeypatch.delenv("ORTOO_DATABASE_URL", raising=False)
    with find_installation().opened() as engine:
        assert engine.keys_kept == timedelta(days=90)
        assert engine.documents is not None
        assert engine.documents.folder.root == tmp_path / "documents"
        assert {"http", "email", "certificate"} <= set(engine.handlers)
        assert engine.public_address == ""


def test_what_is_printed_names_the_address_of_the_settings_before_that_of_the_server(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("ORTOO_HOME", str(tmp_path))
    monkeypatch.delenv("ORTOO_DATABASE_URL", raising=False)
    with find_installation().opened(address="http://127.0.0.1:8000") as engine:
        assert engine.public_address == "http://127.0.0.1:8000"
    (tmp_path / "connectors.toml").write_text('public_address = "https://services.example.mn/"')
    with find_installation().opened(address="http://127.0.0.1:8000") as engine:
        assert engine.public_address == "https://services.example.mn"


def test_settings_that_cannot_be_used_are_said_at_the_start(
    ortoo: Ortoo, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("ORTOO_HOME", str(tmp_path))
    monkeypatch.delenv("ORTOO_DATABASE_URL", raising=False)
    (tmp_path / "connectors.toml").write_text("[htpp]")
    started = ortoo("worker")
    assert started.code == 1
    assert "connectors.toml" in started.err
    assert '"htpp"' in started.err


def test_the_registry_says_when_its_port_is_taken(ortoo: Ortoo) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        started = ortoo("registry", "--port", str(port))
    assert started.code == 2
    assert f"Port {port}" in started.err
    assert ortoo("registry", "--fault-rate", "2").code == 2


@pytest.mark.parametrize("stopped_by", [signal.SIGTERM, signal.SIGINT])
def test_the_registry_is_served_until_it_is_stopped(stopped_by: signal.Signals) -> None:
    port = free_port()
    # A shell starts what is in its background with interrupts ignored, which Python then leaves as it is.
    in_background = ["sh", "-c", "trap '' INT; exec \"$@\"", "sh"]
    command = [*in_background, sys.executable, "-m", "cli", "registry", "--port", str(port), "--seed", "3"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as served:
        try:
            assert served.stderr is not None
            assert f"http://127.0.0.1:{port}/ (seed 3)" in served.stderr.readline()
            address = f"http://127.0.0.1:{port}/v1/registers/company?key=9123456"
            with urllib.request.urlopen(address, timeout=60) as answer:
                assert json.load(answer)["found"] is True
            served.send_signal(stopped_by)
            assert served.wait(120) == 0
        finally:
            served.kill()


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

"""What an operator does at the shell: backups, checks, exports, retention."""

import json
import sqlite3
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest

from engine import open_engine, upgrade_database
from engine.testing import FakeClock
from tests.cli.conftest import Ortoo
from tests.engine.small_services import TIMED, WAITING_FOR_ANSWER, deploy_small, start_small


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """An installation with a case that ended long ago and one that goes on."""
    folder = tmp_path / "home"
    monkeypatch.setenv("ORTOO_HOME", str(folder))
    monkeypatch.delenv("ORTOO_DATABASE_URL", raising=False)
    upgrade_database(f"sqlite:///{folder / 'ortoo.db'}")
    clock = FakeClock()
    engine = open_engine(f"sqlite:///{folder / 'ortoo.db'}", clock=clock)
    deploy_small(engine, TIMED)
    deploy_small(engine, WAITING_FOR_ANSWER, service="heard")
    start_small(engine, name="Marker")
    clock.advance(timedelta(hours=2))
    from engine import run_due_jobs

    run_due_jobs(engine, worker="w")
    start_small(engine, key="other", service="heard", number="7")
    engine.close()
    return folder


def reference(home: Path, service: str) -> str:
    with sqlite3.connect(home / "ortoo.db") as connection:
        (found,) = connection.execute("SELECT reference FROM cases WHERE service = ?", (service,)).fetchone()
    return str(found)


def test_a_backup_is_restored_on_another_machine(
    ortoo: Ortoo, home: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    done = ortoo("backup", str(tmp_path / "backup.zip"))
    assert done.code == 0
    assert "2 cases" in done.out
    monkeypatch.setenv("ORTOO_HOME", str(tmp_path / "elsewhere"))
    restored = ortoo("restore", str(tmp_path / "backup.zip"))
    assert (restored.code, restored.err) == (0, "")
    assert "2 cases" in restored.out
    again = ortoo("restore", str(tmp_path / "backup.zip"))
    assert again.code == 1
    assert "not empty" in again.err


def test_what_is_no_backup_is_refused_with_a_sentence(
    ortoo: Ortoo, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("ORTOO_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("ORTOO_DATABASE_URL", raising=False)
    (tmp_path / "photo.zip").write_bytes(b"no backup")
    refused = ortoo("restore", str(tmp_path / "photo.zip"))
    assert refused.code == 1
    assert "no backup" in refused.err
    assert "Traceback" not in refused.err


def test_data_that_are_as_they_must_be_pass_the_check(ortoo: Ortoo, home: Path) -> None:
    assert ortoo("check-data").code == 0
    assert ortoo("check-data", "--json").json == {"violations": []}
    assert ortoo("audit", "verify").code == 0


def test_data_that_are_not_fail_the_check(ortoo: Ortoo, home: Path) -> None:
    with sqlite3.connect(home / "ortoo.db") as connection:
        connection.execute("DELETE FROM subscriptions")
        connection.execute("DROP TRIGGER audit_refuses_update")
        connection.execute("UPDATE audit SET actor = 'x' WHERE chain = 'installation' AND sequence = 1")
    found = ortoo("check-data", "--json")
    assert found.code == 1
    assert {one["invariant"] for one in found.json["violations"]} == {"I8", "I10"}
    assert reference(home, "heard") in ortoo("check-data").out
    verified = ortoo("audit", "verify")
    assert verified.code == 1
    assert "installation" in verified.err


def test_heads_that_were_kept_elsewhere_show_that_entries_were_cut_off(
    ortoo: Ortoo, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = tmp_path / "elsewhere" / "heads"
    assert "No heads" in ortoo("audit", "verify").out
    # The installation's chain, those of two cases, and their histories.
    assert ortoo("audit", "heads", "--out", str(kept)).out == "5 heads\n"
    assert ortoo("audit", "verify", "--heads", str(kept)).out == "Every chain and every history is whole.\n"
    with sqlite3.connect(home / "ortoo.db") as connection:
        connection.execute("DROP TRIGGER audit_refuses_delete")
        connection.execute("DELETE FROM audit WHERE chain = ?", (reference(home, "heard"),))
    assert ortoo("audit", "verify").code == 0
    cut = ortoo("audit", "verify", "--heads", str(kept))
    assert cut.code == 1
    assert reference(home, "heard") in cut.err
    monkeypatch.setenv("ORTOO_AUDIT_HEADS", str(kept))
    assert ortoo("audit", "verify").code == 1
    assert ortoo("audit", "verify", "--heads", str(tmp_path / "none")).code == 1


def test_a_history_that_was_changed_fails_the_check(ortoo: Ortoo, home: Path) -> None:
    with sqlite3.connect(home / "ortoo.db") as connection:
        connection.execute("DROP TRIGGER history_refuses_update")
        connection.execute("UPDATE history SET name = 'Another' WHERE case_id = 1 AND sequence = 1")
    verified = ortoo("audit", "verify")
    assert (verified.code, verified.out) == (1, "")
    assert reference(home, "small") in verified.err
    assert reference(home, "heard") not in verified.err


def test_a_history_is_written_as_xes_and_csv(ortoo: Ortoo, home: Path, tmp_path: Path) -> None:
    for name in ("log.xes", "log.csv"):
        assert ortoo("export", "small", "--log", str(tmp_path / name)).code == 0
        text = (tmp_path / name).read_text()
        assert reference(home, "small") in text
        assert reference(home, "heard") not in text
    assert ortoo("export", "--log", str(tmp_path / "log.txt")).code == 1
    assert ortoo("export", "small").code == 2


def test_a_person_is_given_all_of_their_case(ortoo: Ortoo, home: Path, tmp_path: Path) -> None:
    done = ortoo("export", "--case", reference(home, "small"), "--out", str(tmp_path / "case.zip"))
    assert done.code == 0
    with zipfile.ZipFile(tmp_path / "case.zip") as archive:
        told = json.loads(archive.read("case.json"))
    assert told["data"] == {"name": "Marker"}
    assert told["case"]["reference"] == reference(home, "small")
    assert [entry["element"] for entry in told["history"]][:1] == ["Start"]
    assert ortoo("export", "--case", "AAAA-AAAA-AAAA-AA-A", "--out", str(tmp_path / "none.zip")).code == 1


def test_retention_is_set_shown_and_run(ortoo: Ortoo, home: Path) -> None:
    assert "30 days" in ortoo("retention", "show").out
    assert ortoo("retention", "set", "small", "--case-days", "5").code == 0
    assert "5 days" in ortoo("retention", "show").out
    assert ortoo("retention", "run").out.startswith("1 cases erased")
    assert b"Marker" not in b"".join(
        str(row).encode() for row in sqlite3.connect(home / "ortoo.db").execute("SELECT data, search_text FROM cases")
    )
    assert ortoo("check-data").code == 0
    assert ortoo("retention", "set", "small", "--case-days", "-1").code == 2


def test_a_case_is_erased_on_demand(ortoo: Ortoo, home: Path) -> None:
    asked = ("--reason", "asked for", "--yes")
    assert ortoo("retention", "erase", reference(home, "heard"), *asked).code == 1
    assert ortoo("retention", "erase", reference(home, "small"), *asked).code == 0
    assert ortoo("audit", "verify").code == 0


def test_a_database_that_does_not_answer_is_a_sentence(ortoo: Ortoo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ORTOO_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/nothing")
    away = ortoo("check-data")
    assert away.code == 1
    assert "Nothing was done" in away.err
    assert "refused" in away.err
    monkeypatch.setenv("ORTOO_LANGUAGE", "mn")
    assert "Юу ч хийгдээгүй" in ortoo("check-data").err

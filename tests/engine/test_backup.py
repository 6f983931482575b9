"""Backups: taken at any moment, restored into either kind of database, refused when they are not whole."""

import hashlib
import json
import stat
import threading
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from engine import (
    SYSTEM,
    CaseStatus,
    Engine,
    complete_work_item,
    find_cases,
    history_records,
    open_documents,
    open_engine,
    read_case,
    restore_backup,
    run_due_jobs,
    save_draft,
    start_case,
    verify_audit,
    write_backup,
    write_session,
)
from engine.commands.documents import keep_draft_document
from engine.connectors import connectors
from engine.errors import EngineError
from engine.operation_errors import BackupError
from engine.store.snapshot import snapshot
from engine.store.tables import Row
from engine.testing import FakeClock
from tests.engine.conftest import Effects
from tests.engine.inbox import everybodys_work
from tests.engine.small_services import CLERK, TIMED, WORKED, deploy_small, start_small

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def rows(engine: Engine) -> dict[str, list[str]]:
    """Every table's rows as they are told, but for browsers' sessions."""
    with snapshot(engine.database) as seen:
        return {table.name: [json.dumps(row) for row in seen.rows(table.name)] for table in seen.tables}


def furnish(engine: Engine) -> None:
    deploy_small(engine, WORKED)
    deploy_small(engine, TIMED, service="timed")
    start_small(engine, key="timed", service="timed", name="Дорж \N{SNOWMAN}", amount=12)
    for number in range(3):
        start_small(engine, key=f"k{number}", name="Сүх", nested={"$": [1.5, None, True]})
    item = everybodys_work(engine)[0]
    complete_work_item(engine, item_id=item.id, actor=CLERK, answers={"remark": "x" * 5_000})
    run_due_jobs(engine, worker="w")
    save_draft(engine, service="small", page="one", answers={"name": "half"})


def test_a_restored_backup_holds_what_was_backed_up(engine: Engine, empty_database_url: str, tmp_path: Path) -> None:
    """Each kind of database is restored into each kind."""
    furnish(engine)
    before = rows(engine)
    made = write_backup(engine, tmp_path / "backup.zip")
    restored = restore_backup(tmp_path / "backup.zip", empty_database_url)
    assert made.rows == restored.rows == {name: len(found) for name, found in before.items()}
    again = open_engine(empty_database_url)
    try:
        assert rows(again) == before
        assert verify_audit(again) == ()
        assert list(history_records(again)) == list(history_records(engine))
    finally:
        again.close()


def test_the_restored_cases_go_on(
    engine: Engine, empty_database_url: str, tmp_path: Path, clock: FakeClock, effects: Effects
) -> None:
    furnish(engine)
    write_backup(engine, tmp_path / "backup.zip")
    restore_backup(tmp_path / "backup.zip", empty_database_url)
    again = open_engine(empty_database_url, clock=clock, handlers={**connectors(), "effect": effects})
    try:
        for item in everybodys_work(again):
            complete_work_item(again, item_id=item.id, actor=CLERK, answers={})
        run_due_jobs(again, worker="w")
        assert find_cases(again, service="small", status="completed").total == 3
        new = start_small(again, key="after the restore")
        assert read_case(again, reference=new.reference).summary.status is CaseStatus.RUNNING
    finally:
        again.close()


def test_workers_on_postgresql_are_woken_for_every_restored_job_that_is_due_soon(
    sqlite_url: str, empty_postgresql_url: str, tmp_path: Path
) -> None:
    engine = open_engine(sqlite_url)
    furnish(engine)
    write_backup(engine, tmp_path / "backup.zip")
    engine.close()
    restored = restore_backup(tmp_path / "backup.zip", empty_postgresql_url)
    again = open_engine(empty_postgresql_url)
    with again.database.connection() as connection:
        woken = connection.scalars(text("SELECT args->>'job_id' FROM procrastinate_jobs")).all()
        soon = connection.scalars(text("SELECT id FROM jobs WHERE kind <> 'timer'")).all()  # the timer waits an hour
    again.close()
    assert sorted(woken) == sorted(soon)
    assert 0 < len(soon) < restored.rows["jobs"]


def test_documents_come_back_with_their_bytes(database_url: str, tmp_path: Path) -> None:
    engine = open_engine(database_url, documents=open_documents(tmp_path / "documents"))
    draft = save_draft(engine, service="small", page="one", answers={})
    document = keep_draft_document(engine, draft_id=draft.id, field="paper", name="paper.pdf", content=PDF)
    made = write_backup(engine, tmp_path / "backup.zip")
    engine.close()
    assert made.documents == 1
    elsewhere = open_documents(tmp_path / "elsewhere")
    restore_backup(tmp_path / "backup.zip", f"sqlite:///{tmp_path / 'new.db'}", documents=elsewhere)
    assert elsewhere.folder.read(document.sha256) == PDF


def test_a_document_that_is_gone_does_not_stop_the_backup_and_is_told(database_url: str, tmp_path: Path) -> None:
    engine = open_engine(database_url, documents=open_documents(tmp_path / "documents"))
    draft = save_draft(engine, service="small", page="one", answers={})
    kept = keep_draft_document(engine, draft_id=draft.id, field="paper", name="p.pdf", content=PDF)
    (tmp_path / "documents" / kept.sha256[:2] / kept.sha256[2:]).unlink()
    made = write_backup(engine, tmp_path / "backup.zip")
    engine.close()
    assert made.missing == (kept.sha256,)


def test_backups_taken_under_load_are_each_of_one_moment(engine: Engine, tmp_path: Path) -> None:
    deploy_small(engine, WORKED)
    stopping, troubles = threading.Event(), []

    def work(name: str) -> None:
        number = 0
        while not stopping.is_set():
            number += 1
            try:
                start_case(engine, service="small", data={}, actor=SYSTEM, command_key=f"{name}-{number}")
                for item in everybodys_work(engine, size=2):
                    complete_work_item(engine, item_id=item.id, actor=CLERK, answers={})
                run_due_jobs(engine, worker=name, limit=3)
            except EngineError:
                continue  # the other one was first
            except Exception as error:  # noqa: BLE001 - told at the end of the test
                troubles.append(error)

    threads = [threading.Thread(target=work, args=(f"w{number}",)) for number in range(2)]
    for thread in threads:
        thread.start()
    try:
        made = [write_backup(engine, tmp_path / f"{number}.zip") for number in range(4)]
    finally:
        stopping.set()
        for thread in threads:
            thread.join()
    assert troubles == []
    for number, backup in enumerate(made):
        address = f"sqlite:///{tmp_path / f'{number}.db'}"
        restore_backup(tmp_path / f"{number}.zip", address)
        again = open_engine(address)
        try:
            assert find_cases(again).total == backup.rows["cases"]
            assert verify_audit(again) == ()
            with again.database.connection() as connection:
                torn = "SELECT count(*) FROM cases WHERE history_length <> "
                torn += "(SELECT count(*) FROM history WHERE history.case_id = cases.id)"
                assert connection.scalar(text(torn)) == 0
        finally:
            again.close()
    assert made[-1].rows["cases"] >= made[0].rows["cases"]


def test_nobody_is_signed_in_by_a_restore(engine: Engine, tmp_path: Path, clock: FakeClock) -> None:
    write_session(engine, session_id="secret", data=b"x", expires_at=clock.now() + timedelta(hours=1))
    made = write_backup(engine, tmp_path / "backup.zip")
    assert "sessions" not in made.rows
    assert set(made.rows) == set(Row.metadata.tables) - {"allowances", "sessions"}


def test_a_backup_is_for_its_owner_alone(engine: Engine, tmp_path: Path) -> None:
    write_backup(engine, tmp_path / "backup.zip")
    assert stat.S_IMODE((tmp_path / "backup.zip").stat().st_mode) == 0o600
    assert [file.name for file in tmp_path.glob("*backup*")] == ["backup.zip"]


def test_a_backup_that_cannot_be_written_leaves_the_old_one(engine: Engine, tmp_path: Path) -> None:
    with pytest.raises(BackupError):
        write_backup(engine, tmp_path / "no folder" / "backup.zip")


def test_a_database_that_is_not_empty_is_left_alone(engine: Engine, database_url: str, tmp_path: Path) -> None:
    furnish(engine)
    before = rows(engine)
    write_backup(engine, tmp_path / "backup.zip")
    with pytest.raises(BackupError, match="not empty"):
        restore_backup(tmp_path / "backup.zip", database_url)
    assert rows(engine) == before


def damaged(source: Path, target: Path, name: str, change: bytes) -> Path:
    """A copy in which one member's bytes are others."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for member in old.namelist():
            content = old.read(member)
            new.writestr(member, change + content if member == name else content)
    return target


def test_a_backup_that_was_cut_off_is_refused(engine: Engine, tmp_path: Path) -> None:
    furnish(engine)
    write_backup(engine, tmp_path / "backup.zip")
    whole = (tmp_path / "backup.zip").read_bytes()
    for part in (0.0, 0.3, 0.9, 0.999):
        (tmp_path / "cut.zip").write_bytes(whole[: int(len(whole) * part)])
        with pytest.raises(BackupError, match="damaged"):
            restore_backup(tmp_path / "cut.zip", f"sqlite:///{tmp_path / 'new.db'}")
    restore_backup(tmp_path / "backup.zip", f"sqlite:///{tmp_path / 'new.db'}")


def test_a_changed_row_is_noticed_and_nothing_is_restored(engine: Engine, tmp_path: Path) -> None:
    furnish(engine)
    write_backup(engine, tmp_path / "backup.zip")
    with zipfile.ZipFile(tmp_path / "backup.zip") as archive:
        first = archive.read("tables/drafts.jsonl").splitlines()[0]
    extra = first.replace(b'["', b'["other-', 1) + b"\n"
    bad = damaged(tmp_path / "backup.zip", tmp_path / "bad.zip", "tables/drafts.jsonl", extra)
    with pytest.raises(BackupError, match="damaged"):
        restore_backup(bad, f"sqlite:///{tmp_path / 'new.db'}")
    restore_backup(tmp_path / "backup.zip", f"sqlite:///{tmp_path / 'new.db'}")


def test_a_backup_of_a_newer_release_is_refused(engine: Engine, tmp_path: Path) -> None:
    write_backup(engine, tmp_path / "backup.zip")
    with zipfile.ZipFile(tmp_path / "backup.zip") as old, zipfile.ZipFile(tmp_path / "new.zip", "w") as new:
        for member in old.namelist():
            content = old.read(member)
            if member == "backup.json":
                content = json.dumps(json.loads(content) | {"version": "9999"}).encode()
            new.writestr(member, content)
    with pytest.raises(BackupError, match="9999"):
        restore_backup(tmp_path / "new.zip", f"sqlite:///{tmp_path / 'new.db'}")


def test_a_backup_of_an_older_version_is_brought_to_the_newest(
    empty_database_url: str, tmp_path: Path, clock: FakeClock
) -> None:
    """An archive of the first version, as that release would have written it."""
    columns = {"id": "plain", "service": "plain", "answers": "json", "updated_at": "time", "reference": "plain"}
    line = json.dumps(["d1", "small", {"one": {"name": "old"}}, clock.now().isoformat(), ""]).encode() + b"\n"
    table = {"name": "drafts", "columns": columns, "rows": 1, "sha256": hashlib.sha256(line).hexdigest()}
    manifest = {
        "format": 1,
        "made_at": clock.now().isoformat(),
        "version": "0001",
        "tables": [table],
        "documents": 0,
        "missing": [],
    }
    with zipfile.ZipFile(tmp_path / "old.zip", "w") as archive:
        archive.writestr("tables/drafts.jsonl", line)
        archive.writestr("backup.json", json.dumps(manifest))
    assert restore_backup(tmp_path / "old.zip", empty_database_url).rows == {"drafts": 1}
    engine = open_engine(empty_database_url, clock=clock)
    try:
        with snapshot(engine.database) as seen:
            assert [row[0] for row in seen.rows("drafts")] == ["d1"]
    finally:
        engine.close()

"""The folder of documents and the scanner before it."""

import fcntl
import os
import resource
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from engine import DocumentDamagedError, DocumentRefusedError
from engine.documents.folder import DocumentFolder
from engine.documents.scanning import CommandScanner
from tests.engine.test_kill import wait_until


@pytest.fixture
def folder(tmp_path: Path) -> DocumentFolder:
    return DocumentFolder(tmp_path / "documents")


def test_what_is_kept_is_read_back_by_its_hash(folder: DocumentFolder) -> None:
    sha256 = folder.keep(b"a paper")
    assert folder.read(sha256) == b"a paper"
    assert (folder.root / sha256[:2] / sha256[2:]).read_bytes() == b"a paper"


def test_the_same_content_is_one_file(folder: DocumentFolder) -> None:
    assert folder.keep(b"a paper") == folder.keep(b"a paper")
    assert len(list(folder.hashes())) == 1


def test_nobody_else_on_the_machine_reads_a_document(folder: DocumentFolder) -> None:
    sha256 = folder.keep(b"a paper")
    assert (folder.root / sha256[:2] / sha256[2:]).stat().st_mode & 0o077 == 0


def test_a_changed_file_is_noticed_and_mended_by_the_next_upload(folder: DocumentFolder) -> None:
    sha256 = folder.keep(b"a paper")
    (folder.root / sha256[:2] / sha256[2:]).write_bytes(b"another")
    with pytest.raises(DocumentDamagedError):
        folder.read(sha256)
    assert folder.keep(b"a paper") == sha256
    assert folder.read(sha256) == b"a paper"


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "a" * 63, "g" * 64, "0" * 64])
def test_only_the_hash_of_something_kept_leads_to_a_file(folder: DocumentFolder, name: str) -> None:
    with pytest.raises(DocumentDamagedError):
        folder.read(name)


def test_a_failed_write_leaves_nothing_behind(folder: DocumentFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("engine.documents.folder.os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        folder.keep(b"a paper")
    assert [file for file in folder.root.rglob("*") if file.is_file()] == []


def test_the_sweep_takes_what_nothing_names_and_leaves_what_is_new(folder: DocumentFolder) -> None:
    needed, other = folder.keep(b"needed"), folder.keep(b"other")
    assert folder.sweep({needed}, older_than=timedelta(hours=1)) == 0
    assert folder.sweep({needed}, older_than=timedelta(seconds=-1)) == 1
    assert list(folder.hashes()) == [needed]
    with pytest.raises(DocumentDamagedError):
        folder.read(other)


def scanner(program: str, patience_s: float = 120) -> CommandScanner:
    return CommandScanner([sys.executable, "-c", program], patience=timedelta(seconds=patience_s))


_BY_CONTENT = "import sys; sys.exit(1 if b'EICAR' in open(sys.argv[1], 'rb').read() else 0)"


def test_a_scanner_decides_by_the_content() -> None:
    scan = scanner(_BY_CONTENT)
    scan(b"a paper")
    with pytest.raises(DocumentRefusedError, match="refused by the security scan"):
        scan(b"an EICAR test file")


@pytest.mark.parametrize("program", ["import sys; sys.exit(2)", "import os; os.kill(os.getpid(), 9)"])
def test_what_could_not_be_scanned_is_not_kept(program: str) -> None:
    with pytest.raises(DocumentRefusedError, match="could not be scanned"):
        scanner(program)(b"a paper")


def test_a_scanner_that_is_missing_or_hangs_keeps_nothing() -> None:
    with pytest.raises(DocumentRefusedError, match="could not be scanned"):
        CommandScanner(["/no/such/scanner"])(b"a paper")
    with pytest.raises(DocumentRefusedError, match="could not be scanned"):
        scanner("import time; time.sleep(600)", patience_s=0.3)(b"a paper")


def test_the_log_tells_a_refusal_from_a_scanner_that_does_not_work(caplog: pytest.LogCaptureFixture) -> None:
    for program, patience_s in (
        (_BY_CONTENT, 120.0),
        ("import sys; sys.exit(2)", 120.0),
        ("import time; time.sleep(600)", 0.2),
    ):
        with pytest.raises(DocumentRefusedError):
            scanner(program, patience_s)(b"an EICAR test file")
    assert [(one.levelname, one.getMessage()) for one in caplog.records] == [
        ("WARNING", "scanner refused an upload"),
        ("ERROR", "scanner ended with 2"),
        ("ERROR", "scanner could not be run or was too slow"),
    ]


def test_what_a_slow_scanner_has_started_is_stopped_with_it(tmp_path: Path) -> None:
    """A scanner is often a script that starts another program, which would go on for ever."""
    held = tmp_path / "held"  # locked by whoever still lives of the scanner and what it has started
    program = (
        "import fcntl, subprocess\n"
        f"held = open({str(held)!r}, 'w')\n"
        "fcntl.flock(held, fcntl.LOCK_EX)\n"
        "child = subprocess.Popen(['sleep', '600'], pass_fds=[held.fileno()])\n"
        "print('started', file=held, flush=True)\n"
        "child.wait()"
    )
    for patience_s in (0.5, 5.0, 50.0):  # as long as a busy machine needs to come so far
        with pytest.raises(DocumentRefusedError, match="could not be scanned"):
            scanner(program, patience_s)(b"a paper")
        if held.exists() and held.read_text():
            break
    assert held.read_text() == "started\n"
    wait_until(lambda: can_lock(held))


def can_lock(file: Path) -> bool:
    with file.open() as opened:
        try:
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
    return True


def test_a_scanner_that_talks_without_end_does_not_fill_the_memory() -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    scanner("import sys; [sys.stdout.write('x' * 1_000_000) for _ in range(300)]")(b"a paper")
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000  # kB


def test_a_paper_brought_again_while_it_is_swept_away_stays(
    folder: DocumentFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody uploads the same content between the sweep's look at a file and its removal."""
    sha256 = folder.keep(b"a paper")
    place = folder.root / sha256[:2] / sha256[2:]
    os.utime(place, (0, 0))
    real = Path.rename

    def rename(self: Path, target: Path) -> Path:
        if self == place:
            folder.keep(b"a paper")
        return real(self, target)

    monkeypatch.setattr(Path, "rename", rename)
    assert folder.sweep(set(), older_than=timedelta(hours=1)) == 0
    assert folder.read(sha256) == b"a paper"
    assert [file.name for file in folder.root.rglob("*") if file.is_file()] == [place.name]


def test_a_paper_swept_away_while_it_is_brought_again_is_written_again(
    folder: DocumentFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sweep takes a file between an upload's look at it and the upload's mark that it is needed."""
    sha256 = folder.keep(b"a paper")
    place = folder.root / sha256[:2] / sha256[2:]
    real = os.utime

    def utime(path: Path) -> None:
        monkeypatch.setattr("engine.documents.folder.os.utime", real)
        real(path, (0, 0))
        assert folder.sweep(set(), older_than=timedelta(hours=1)) == 1
        real(path)

    monkeypatch.setattr("engine.documents.folder.os.utime", utime)
    assert folder.keep(b"a paper") == sha256
    assert folder.read(sha256) == b"a paper"
    assert place.exists()


def test_what_a_broken_off_sweep_or_upload_left_is_swept_away(folder: DocumentFolder) -> None:
    needed = folder.keep(b"needed")
    for name in (".new-x", f".swept-{needed[2:]}"):
        left = folder.root / needed[:2] / name
        left.write_bytes(b"half")
        os.utime(left, (0, 0))
    assert folder.sweep({needed}, older_than=timedelta(hours=1)) == 2
    assert folder.read(needed) == b"needed"

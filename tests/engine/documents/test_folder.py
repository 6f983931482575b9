"""The folder of documents and the scanner before it."""

import sys
from datetime import timedelta
from pathlib import Path

import pytest

from engine import DocumentDamagedError, DocumentRefusedError
from engine.documents.folder import DocumentFolder
from engine.documents.scanning import CommandScanner


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


def scanner(program: str, patience_s: float = 30) -> CommandScanner:
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
        scanner("import time; time.sleep(60)", patience_s=0.3)(b"a paper")

"""Writing a backup while everybody goes on working.

The file is a ZIP: `tables/<name>.jsonl` with a row a line, `documents/<sha256>` with the bytes that the rows name, and
last `backup.json` with what there is and the SHA-256 of each table. A file without its end is no ZIP, so that a
backup that was broken off cannot be taken for a whole one; it also gets its name only when it is whole.

It holds everything that the installation knows of people: it is readable for its owner alone, and should be kept, and
deleted when its time is over, with the same care as the database.
"""

import hashlib
import json
import os
import zipfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from bpmn.language import Text
from engine.documents.folder import DocumentDamagedError
from engine.opening import Engine
from engine.operation_errors import BackupError
from engine.store.snapshot import Snapshot, TableOfRows, snapshot

__all__ = ["FORMAT", "Backup", "write_backup"]

FORMAT = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """What a backup holds.

    Attributes:
        made_at: When it was begun: it holds everything that was committed before.
        version: The version of the tables.
        rows: How many rows there are of each table.
        documents: How many documents' bytes.
        missing: The hashes of documents whose bytes were not there, or not as they were kept.
    """

    made_at: datetime
    version: str
    rows: dict[str, int]
    documents: int
    missing: tuple[str, ...] = ()


def write_backup(engine: Engine, file: Path) -> Backup:
    """Write all that lasts into a file, as it is at this moment; what is there is replaced once all is written.

    Args:
        engine: The engine; others may go on using the database.
        file: Where to write.

    Raises:
        BackupError: If the file cannot be written.
    """
    beside = file.with_name(f".{file.name}.new")
    try:
        handle = os.open(beside, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w+b") as writing:
            backup = _write(engine, zipfile.ZipFile(writing, "w", zipfile.ZIP_DEFLATED, compresslevel=3))
            writing.flush()
            os.fsync(writing.fileno())
        beside.replace(file)
    except OSError as error:
        reason = error.strerror or str(error)
        raise BackupError(Text("The backup cannot be written: {reason}.", reason=reason)) from error
    finally:
        beside.unlink(missing_ok=True)
    return backup


def _write(engine: Engine, archive: zipfile.ZipFile) -> Backup:
    made_at = engine.clock.now()
    with archive, snapshot(engine.database) as seen:
        tables = [_write_table(archive, seen, each) for each in seen.tables]
        documents, missing = _write_documents(engine, archive, seen)
        backup = Backup(
            made_at=made_at,
            version=seen.version,
            rows={table["name"]: table["rows"] for table in tables},
            documents=documents,
            missing=missing,
        )
        manifest = {
            "format": FORMAT,
            "made_at": made_at.isoformat(),
            "version": seen.version,
            "tables": tables,
            "documents": documents,
            "missing": list(missing),
        }
        archive.writestr("backup.json", json.dumps(manifest, indent=1))
    return backup


def _write_table(archive: zipfile.ZipFile, seen: Snapshot, table: TableOfRows) -> dict[str, Any]:
    digest, number = hashlib.sha256(), 0
    with archive.open(f"tables/{table.name}.jsonl", "w", force_zip64=True) as out:
        for row in seen.rows(table.name):
            line = json.dumps(row, separators=(",", ":")).encode() + b"\n"
            digest.update(line)
            out.write(line)
            number += 1
    return {"name": table.name, "columns": dict(table.columns), "rows": number, "sha256": digest.hexdigest()}


def _write_documents(engine: Engine, archive: zipfile.ZipFile, seen: Snapshot) -> tuple[int, tuple[str, ...]]:
    if engine.documents is None:
        return 0, ()
    number, missing = 0, []
    for sha256 in seen.document_hashes():
        try:
            content = engine.documents.folder.read(sha256)
        except DocumentDamagedError:
            missing.append(sha256)  # the rest is worth keeping all the same
            continue
        archive.writestr(f"documents/{sha256}", content)
        number += 1
    return number, tuple(missing)

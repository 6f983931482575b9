"""Putting a backup back: into an empty database of either kind, on this machine or another."""

import hashlib
import json
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from bpmn.language import Text
from engine.backup.writing import FORMAT, Backup
from engine.documents.keeping import DocumentKeeping
from engine.operation_errors import BackupError
from engine.store import Database
from engine.store.migrating import known_versions
from engine.store.snapshot import TableOfRows, is_empty, put_back
from engine.upgrading import fill_in

__all__ = ["restore_backup"]


def restore_backup(file: Path, database_url: str, *, documents: DocumentKeeping | None = None) -> Backup:
    """Put a backup back into an empty database, and its documents into their folder.

    Rows are put back in one transaction: if anything is wrong with the file, the database stays empty. A backup of an
    older version is brought to the newest. Nobody is signed in afterwards. What was erased after the backup was made
    is there again: `do_upkeep` erases by the rules, and what was erased on demand has to be erased again.

    Args:
        file: The backup.
        database_url: Where to put the rows: a database without tables.
        documents: Where to put the documents; they are left out where it is None.

    Raises:
        BackupError: If the file is no whole backup, or was written by a newer Ortoo, or the database is not empty.
    """
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, OSError) as error:
        raise _broken(str(error)) from error
    with archive:
        manifest = _manifest(archive)
        _prepare_folder(database_url)
        database = Database(database_url)
        try:
            if not is_empty(database):
                raise BackupError(Text("The database is not empty. A backup is only restored into an empty one."))
            _put_documents(archive, documents)
            tables = [(_table(each), _rows(archive, each)) for each in manifest["tables"]]
            rows = put_back(database, version=manifest["version"], tables=tables, then=fill_in)
        except (zipfile.BadZipFile, ValueError, EOFError) as error:
            raise _broken(str(error)) from error
        finally:
            database.close()
    return Backup(
        made_at=datetime.fromisoformat(manifest["made_at"]),
        version=manifest["version"],
        rows=rows,
        documents=manifest["documents"],
        missing=tuple(manifest["missing"]),
    )


def _prepare_folder(database_url: str) -> None:
    if database_url.startswith("sqlite:///"):
        Path(database_url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)


def _manifest(archive: zipfile.ZipFile) -> dict[str, Any]:
    try:
        manifest = json.loads(archive.read("backup.json"))
        form, version = manifest["format"], manifest["version"]
    except (KeyError, TypeError, ValueError, zipfile.BadZipFile) as error:
        raise _broken("backup.json") from error
    if form != FORMAT or version not in known_versions():
        raise BackupError(
            Text("The backup was written by another release of Ortoo ({version}). Use that one.", version=version)
        )
    assert isinstance(manifest, dict)  # noqa: S101 - it has keys
    return manifest


def _table(told: dict[str, Any]) -> TableOfRows:
    return TableOfRows(name=told["name"], columns=told["columns"])


def _rows(archive: zipfile.ZipFile, told: dict[str, Any]) -> Iterator[list[Any]]:
    """Yield a table's rows; refuse it at its end if they are not those that were written."""
    digest, number = hashlib.sha256(), 0
    place = f"tables/{told['name']}.jsonl"
    with archive.open(place) as lines:
        for line in lines:
            digest.update(line)
            number += 1
            yield json.loads(line)
    if digest.hexdigest() != told["sha256"] or number != told["rows"]:
        raise _broken(place)


def _put_documents(archive: zipfile.ZipFile, documents: DocumentKeeping | None) -> None:
    if documents is None:
        return
    for name in archive.namelist():
        folder, _, sha256 = name.partition("/")
        if folder == "documents" and documents.folder.keep(archive.read(name)) != sha256:
            raise _broken(name)


def _broken(what: str) -> BackupError:
    return BackupError(Text("The file is no backup, or is damaged: {what}.", what=what))

"""What is kept of a person, for that person: all of a case, in one file that machines and people can read."""

import json
import zipfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

from engine.commands.cases import read_case
from engine.commands.permissions import require_role
from engine.documents.folder import DocumentDamagedError
from engine.opening import Engine
from engine.plain_json import plain_json
from engine.references import read_reference
from engine.store.audit import INSTALLATION
from engine.values import Actor

__all__ = ["export_case"]


def export_case(engine: Engine, *, reference: str, file: Path, actor: Actor) -> int:
    """Write everything that is kept of a case into a ZIP file, and return how many documents are in it.

    It holds `case.json` (the answers and data, the history, the work done, the messages, the lists of documents and of
    certificates, and the audit trail) and the documents themselves. Who among the staff did a step is told by their
    number, as in the office.

    Args:
        engine: The engine.
        reference: The case.
        file: Where to write; what is there is replaced once all is written.
        actor: Who hands it out: it is kept in the audit trail.

    Raises:
        NotAllowedError: If the actor is neither an operator nor a manager.
        NotFoundError: If there is no case of that reference.
    """
    require_role(actor, "operator", "manager")
    details = read_case(engine, reference=reference)
    reference = read_reference(reference) or reference
    told = _told(engine, reference) | {
        "case": asdict(details.summary),
        "data": details.data,
        "history": [asdict(entry) for entry in details.timeline],
        "messages": [asdict(notice) for notice in details.notices],
    }
    beside = file.with_name(f".{file.name}.new")
    try:
        with zipfile.ZipFile(beside, "w", zipfile.ZIP_DEFLATED) as archive:
            number = _add_documents(engine, archive, told["documents"])
            archive.writestr("case.json", json.dumps(plain_json(told), ensure_ascii=False, indent=2))
        beside.chmod(0o600)
        beside.replace(file)
    finally:
        beside.unlink(missing_ok=True)
    with engine.database.writing() as work:
        work.audit.add(
            INSTALLATION,
            time=engine.clock.now(),
            actor=actor.id,
            action="export_case",
            subject=reference,
            details={"documents": number},
        )
    return number


def _told(engine: Engine, reference: str) -> dict[str, Any]:
    with engine.database.reading() as work:
        case = work.cases.by_reference(reference)
        assert case is not None  # noqa: S101 - it was read just before, and cases never go
        documents = work.documents.of_case(case.id)
        items = work.work_items.of_case(case.id)
        certificates = work.certificates.of_case(case.id)
        return {
            "documents": [asdict(document) for document in documents],
            "certificates": [asdict(one) for one in certificates],
            "work": [{**asdict(one.item), "data": one.data} for one in items],
            "audit": [asdict(entry) for entry in work.audit.of_chain(reference)],
        }


def _add_documents(engine: Engine, archive: zipfile.ZipFile, documents: list[dict[str, Any]]) -> int:
    number = 0
    for document in documents:
        if engine.documents is None:
            break
        try:
            content = engine.documents.folder.read(document["sha256"])
        except DocumentDamagedError:
            document["is_missing"] = True
            continue
        number += 1
        document["file"] = f"documents/{number}-{_safe(document['name'])}"
        archive.writestr(document["file"], content)
    return number


def _safe(name: str) -> str:
    return "".join(letter if letter.isalnum() or letter in "-_. " else "_" for letter in name).lstrip(".") or "file"

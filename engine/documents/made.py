"""Papers that machines made: their bytes are kept before the step's transaction, their rows in it."""

from collections.abc import Sequence
from dataclasses import dataclass

from engine.certificates.values import Certificate
from engine.documents.keeping import DocumentKeeping
from engine.documents.names import clean_name
from engine.documents.values import Document
from engine.opening import Engine
from engine.ports import CertificateMade, DocumentMade, TaskFailure
from engine.store import Work
from engine.store.records import Job, StoredCase
from engine.values import SYSTEM

__all__ = ["MadeFile", "add_certificate", "add_made", "keep_made"]


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeFile:
    """A paper whose bytes are kept and whose row is still to be written."""

    document: Document
    certificate: CertificateMade | None


def keep_made(engine: Engine, job: Job, made: Sequence[DocumentMade]) -> tuple[MadeFile, ...]:
    """Keep the bytes of papers that a service task made.

    Raises:
        TaskFailure: If this installation keeps no documents (not to be retried), or the disk refuses them.
    """
    if not made:
        return ()
    if engine.documents is None:
        raise TaskFailure("This installation keeps no documents, so that none can be made.", retry=False)
    try:
        return tuple(_kept(engine, engine.documents, job, one, place) for place, one in enumerate(made, 1))
    except OSError as error:
        raise TaskFailure(f"The document could not be kept: {error}") from error


def add_made(work: Work, case: StoredCase, files: Sequence[MadeFile]) -> None:
    """Write the rows of papers, in the transaction of the step that made them."""
    for file in files:
        document = file.document
        work.documents.add(document, case_id=case.id)
        if file.certificate is not None:
            add_certificate(work, case, document, file.certificate)
        work.audit.add(
            case.reference,
            time=document.added_at,
            actor=SYSTEM.id,
            action="make_document",
            subject=document.id,
            details={"sha256": document.sha256, "field": document.field},
        )


def add_certificate(work: Work, case: StoredCase, document: Document, made: CertificateMade) -> Certificate:
    """Write a new certificate into the register, in the transaction that adds its document, and return it."""
    certificate = Certificate(
        code=made.code,
        service=case.service,
        kind=made.kind,
        issuer=made.issuer,
        title=made.page.title,
        facts=made.page.public,
        sha256=document.sha256,
        issued_at=document.added_at,
    )
    work.certificates.add(certificate, case_id=case.id, document_id=document.id, page=made.page)
    return certificate


def _kept(engine: Engine, keeping: DocumentKeeping, job: Job, made: DocumentMade, place: int) -> MadeFile:
    document = Document(
        id=f"job-{job.id}-{place}",
        case_reference="",
        draft_id="",
        item_id="",
        field=job.element[:200],
        name=clean_name(made.name, made.content_type),
        content_type=made.content_type,
        size=len(made.content),
        sha256=keeping.folder.keep(made.content),
        added_at=engine.clock.now(),
        added_by=SYSTEM.id,
        groups=made.groups,
        is_for_applicant=made.is_for_applicant,
    )
    return MadeFile(document=document, certificate=made.certificate)

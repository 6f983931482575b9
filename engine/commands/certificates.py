"""Certificates after they were issued: anybody checks one, a manager revokes it or has it issued anew."""

import secrets
from dataclasses import dataclass

from bpmn.language import Text
from engine.certificates.typesetting import set_certificate
from engine.certificates.values import Certificate, IssuedCertificate
from engine.commands.known_cases import given_reason
from engine.commands.permissions import require_role
from engine.documents.made import add_certificate
from engine.documents.names import clean_name
from engine.documents.values import Document
from engine.errors import EngineError, NotFoundError
from engine.list_pages import ListPage
from engine.opening import Engine
from engine.operation_errors import CertificateNotKeptError
from engine.ports import CertificateMade
from engine.references import create_reference, read_reference
from engine.store import Work
from engine.store.records import StoredCase
from engine.values import Actor, Notice

__all__ = [
    "find_certificates",
    "read_certificate",
    "read_issued_certificate",
    "reissue_certificate",
    "revoke_certificate",
]

_PDF = "application/pdf"
_LONGEST_REASON = 500


def read_certificate(engine: Engine, *, code: str) -> Certificate:
    """Return what anybody may know of a certificate.

    Raises:
        NotFoundError: If none was issued with that code.
    """
    with engine.database.reading() as work:
        return _issued(work, code).certificate


def read_issued_certificate(engine: Engine, *, code: str, actor: Actor) -> IssuedCertificate:
    """Return what the office knows of a certificate.

    Raises:
        NotAllowedError: If the actor is no manager.
        NotFoundError: If none was issued with that code.
    """
    require_role(actor, "manager")
    with engine.database.reading() as work:
        return _issued(work, code)


def find_certificates(
    engine: Engine, *, actor: Actor, text: str = "", after: str = "", before: str = "", size: int = 25
) -> ListPage[IssuedCertificate]:
    """Return one page of the certificates, the newest first.

    Args:
        engine: The engine.
        actor: Who asks.
        text: The code of one, or the reference of the case whose they are; "" for all.
        after: The `next` of a page, for the one behind it.
        before: The `previous` of a page, for the one in front of it.
        size: How many a page, 1 to 500.

    Raises:
        NotAllowedError: If the actor is no manager.
    """
    require_role(actor, "manager")
    known = read_reference(text)
    if text.strip() and known is None:
        return ListPage(items=(), total=0, next="", previous="")
    with engine.database.reading() as work:
        return work.certificates.page(known or "", after=after, before=before, size=size)


def revoke_certificate(engine: Engine, *, code: str, reason: str, actor: Actor) -> IssuedCertificate:
    """Let a certificate be relied on no more; who checks it is told, and so is the applicant.

    One that is revoked already stays as it is, with the first reason. Nothing makes it valid again: another can be
    issued in its place.

    Args:
        engine: The engine.
        code: Its code.
        reason: Why, for the audit trail and the applicant; not empty, and without anybody else's data.
        actor: Who revokes it.

    Raises:
        NotAllowedError: If the actor is no manager.
        ReasonMissingError: If no reason is given.
        NotFoundError: If none was issued with that code.
    """
    require_role(actor, "manager")
    given = _reason(reason)
    with engine.database.writing() as work:
        found, case = _held(work, code)
        if found.certificate.is_valid:
            told = Text(
                "Your certificate {code} was revoked. Reason: {reason}", code=found.certificate.code, reason=given
            )
            _revoke(_Change(engine, work, case, found, actor, given), told)
        return _issued(work, code)


def reissue_certificate(engine: Engine, *, code: str, reason: str, actor: Actor) -> IssuedCertificate:
    """Issue a certificate anew, with the same words, another code and today's day; the old one is revoked with it.

    One that was replaced already is not replaced again: what was issued in its place is returned. Words that are wrong
    are not put right by this: the case has to make another certificate.

    Args:
        engine: The engine.
        code: The code of the old one, revoked or not.
        reason: Why, for the audit trail and the applicant; not empty, and without anybody else's data.
        actor: Who has it issued.

    Raises:
        NotAllowedError: If the actor is no manager.
        ReasonMissingError: If no reason is given.
        NotFoundError: If none was issued with that code.
        CertificateNotKeptError: If what it says is not kept: its case is erased, or it is older than the register.
        EngineError: If this installation keeps no documents.
    """
    require_role(actor, "manager")
    given = _reason(reason)
    with engine.database.reading() as work:
        old = _issued(work, code)
    if old.replaced_by:
        return read_issued_certificate(engine, code=old.replaced_by, actor=actor)
    document, made = _set_anew(engine, old, actor)  # before the transaction: what is not used is swept away later
    with engine.database.writing() as work:
        old, case = _held(work, code)
        if old.replaced_by:  # somebody was faster
            return _issued(work, old.replaced_by)
        if old.page is None:
            raise CertificateNotKeptError
        _put_in_place(_Change(engine, work, case, old, actor, given), document, made)
        return _issued(work, made.code)


@dataclass(frozen=True, slots=True)
class _Change:
    """A certificate of a case that is locked, who changes it, and why."""

    engine: Engine
    work: Work
    case: StoredCase
    found: IssuedCertificate
    actor: Actor
    reason: str


def _put_in_place(change: _Change, document: Document, made: CertificateMade) -> None:
    if change.found.certificate.is_valid:
        code, reason = _code(change.found), change.reason
        told = Text("Your certificate {code} was replaced by a new one. Reason: {reason}", code=code, reason=reason)
        _revoke(change, told)
    change.work.documents.add(document, case_id=change.case.id)
    add_certificate(change.work, change.case, document, made)
    change.work.certificates.replace(_code(change.found), made.code)
    _audit(change, "reissue_certificate", replaced_by=made.code, sha256=document.sha256)


def _revoke(change: _Change, told: Text) -> None:
    now, code = change.engine.clock.now(), _code(change.found)
    change.work.certificates.revoke(code, at=now, by=change.actor.id, reason=change.reason)
    _audit(change, "revoke_certificate")
    if not change.found.certificate.is_erased:
        text = f"{told.into('mn')}\n{told.into('en')}"  # it is not known in which language the applicant reads
        notice = Notice(id=f"revoked-{code}", case_reference=change.case.reference, text=text, created_at=now)
        change.work.notices.add(change.case.id, [notice])


def _audit(change: _Change, action: str, **details: str) -> None:
    change.work.audit.add(
        change.case.reference,
        time=change.engine.clock.now(),
        actor=change.actor.id,
        action=action,
        subject=_code(change.found),
        details={"reason": change.reason, **details},
    )


def _set_anew(engine: Engine, old: IssuedCertificate, actor: Actor) -> tuple[Document, CertificateMade]:
    if old.page is None:
        raise CertificateNotKeptError
    if engine.documents is None:
        raise EngineError(Text("This installation keeps no documents: it was opened without a folder for them."))
    with engine.database.reading() as work:
        before = work.documents.by_id(old.document_id)
    made = CertificateMade(
        code=create_reference(), page=old.page, kind=old.certificate.kind, issuer=old.certificate.issuer
    )
    now = engine.clock.now()
    content = set_certificate(old.page, code=made.code, issued_at=now, public_address=engine.public_address)
    document = Document(
        id=secrets.token_urlsafe(24),
        case_reference=old.case_reference,
        draft_id="",
        item_id="",
        field="" if before is None else before.field,
        name=clean_name(f"{old.page.title[:80]}.pdf", _PDF),
        content_type=_PDF,
        size=len(content),
        sha256=engine.documents.folder.keep(content),
        added_at=now,
        added_by=actor.id,
        groups=() if before is None else before.groups,
        is_for_applicant=before is None or before.is_for_applicant,
    )
    return document, made


def _code(found: IssuedCertificate) -> str:
    return found.certificate.code


def _reason(given: str) -> str:
    return given_reason(given)[:_LONGEST_REASON]


def _issued(work: Work, code: str) -> IssuedCertificate:
    known = read_reference(code)
    found = None if known is None else work.certificates.by_code(known)
    if found is None:
        raise NotFoundError("certificate", code)
    return found


def _held(work: Work, code: str) -> tuple[IssuedCertificate, StoredCase]:
    """Return a certificate and its case, locked."""
    case = work.cases.by_reference(_issued(work, code).case_reference, lock=True)
    if case is None:
        raise NotFoundError("certificate", code)
    return _issued(work, code), case  # read again: it may have changed while this waited for the lock

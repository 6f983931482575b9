"""The register of certificates: what was issued, what was revoked, and what stays known when a case is erased."""

from datetime import datetime

from sqlalchemy import ColumnElement, insert, select, update
from sqlalchemy.orm import Session

from engine.certificates.values import Certificate, CertificatePage, IssuedCertificate
from engine.list_pages import ListPage
from engine.store.list_pages import count_up_to, open_window, read_keys
from engine.store.tables import CaseRow, CertificateRow

__all__ = ["CertificateStore"]

_ORDER = (CertificateRow.issued_at, CertificateRow.code)


class CertificateStore:
    """Keeps the register."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, certificate: Certificate, *, case_id: int, document_id: str, page: CertificatePage) -> None:
        """Note that a certificate was issued."""
        values = {name: getattr(certificate, name) for name in ("code", "service", "kind", "issuer", "title", "sha256")}
        self._session.execute(
            insert(CertificateRow).values(
                **values,
                case_id=case_id,
                document_id=document_id,
                facts=[list(fact) for fact in certificate.facts],
                page=page.as_json(),
                issued_at=certificate.issued_at,
            )
        )

    def by_code(self, code: str) -> IssuedCertificate | None:
        """Return the certificate of that code, or None."""
        return next(iter(self._find(CertificateRow.code == code)), None)

    def of_case(self, case_id: int) -> tuple[IssuedCertificate, ...]:
        """Return the certificates of a case, the newest first."""
        found = self._find(CertificateRow.case_id == case_id)
        return tuple(sorted(found, key=lambda one: (one.certificate.issued_at, one.certificate.code), reverse=True))

    def page(self, text: str, *, after: str, before: str, size: int) -> ListPage[IssuedCertificate]:
        """Return one page of the certificates of a code or a case's reference, or of all where the text is "".

        The newest come first.
        """
        window = open_window(_ORDER, after=after, before=before, is_descending=True, size=size)
        wanted = self._wanted(text) if text else []
        keys = read_keys(self._session, window, [window.stretch(*wanted)])
        found = {one.certificate.code: one for one in self._find(CertificateRow.code.in_(keys.ids))}
        return ListPage(
            items=tuple(found[code] for code in keys.ids),
            total=count_up_to(self._session, [select(CertificateRow.code).where(*wanted)], repeats=False),
            next=keys.next,
            previous=keys.previous,
        )

    def _wanted(self, text: str) -> list[ColumnElement[bool]]:
        # One after the other: with both in one condition, neither index would be of use.
        if self._session.scalar(select(CertificateRow.code).where(CertificateRow.code == text)) is not None:
            return [CertificateRow.code == text]
        case_id = self._session.scalar(select(CaseRow.id).where(CaseRow.reference == text))
        return [CertificateRow.case_id == case_id]

    def revoke(self, code: str, *, at: datetime, by: str, reason: str) -> None:
        """Note that a certificate may no longer be relied on."""
        values = {"revoked_at": at, "revoked_by": by, "revoked_for": reason}
        self._session.execute(update(CertificateRow).where(CertificateRow.code == code).values(values))

    def replace(self, code: str, by_code: str) -> None:
        """Note what was issued in a certificate's place."""
        self._session.execute(update(CertificateRow).where(CertificateRow.code == code).values(replaced_by=by_code))

    def erase_case(self, case_id: int, now: datetime) -> None:
        """Take everything personal out of a case's certificates; that they were issued, when and by whom stays."""
        emptied = {"title": "", "facts": [], "page": {}, "document_id": "", "revoked_for": "", "erased_at": now}
        self._session.execute(update(CertificateRow).where(CertificateRow.case_id == case_id).values(emptied))

    def _find(self, condition: ColumnElement[bool]) -> tuple[IssuedCertificate, ...]:
        query = (
            select(CertificateRow, CaseRow.reference)
            .join(CaseRow, CaseRow.id == CertificateRow.case_id)
            .where(condition)
        )
        return tuple(_issued(row, reference) for row, reference in self._session.execute(query))


def _issued(row: CertificateRow, reference: str) -> IssuedCertificate:
    certificate = Certificate(
        code=row.code,
        service=row.service,
        kind=row.kind,
        issuer=row.issuer,
        title=row.title,
        facts=tuple((str(name), str(value)) for name, value in row.facts),
        sha256=row.sha256,
        issued_at=row.issued_at,
        revoked_at=row.revoked_at,
        is_replaced=row.replaced_by != "",
        is_erased=row.erased_at is not None,
    )
    return IssuedCertificate(
        certificate=certificate,
        case_reference=reference,
        document_id=row.document_id,
        revoked_by=row.revoked_by,
        revoked_for=row.revoked_for,
        replaced_by=row.replaced_by,
        page=CertificatePage.from_json(row.page),
    )

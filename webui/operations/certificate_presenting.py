"""Certificates as managers and whoever checks them read them."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine import Certificate, Engine, IssuedCertificate, list_accounts
from webui.presenters.certificates import certificate_name, certificate_status
from webui.presenters.work import service_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from processes.catalogue import Service
    from webui.presenters.certificates import CertificateStatus

__all__ = ["CertificatePage", "CertificateRow", "present_certificate", "present_certificates"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateRow:
    """A certificate in a list: what everybody may know of it, its case, its name, its service's name and its state."""

    certificate: Certificate
    case_reference: str
    name: str
    service: str
    status: "CertificateStatus"


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificatePage:
    """One certificate with what can be done to it.

    Attributes:
        row: The certificate as in a list.
        issued: What the office knows of it.
        revoked_by: Who revoked it, by name.
        can_be_reissued: Whether it can be issued anew.
    """

    row: CertificateRow
    issued: IssuedCertificate
    revoked_by: str
    can_be_reissued: bool


def present_certificates(
    found: tuple[IssuedCertificate, ...], services: "Mapping[str, Service]", language: str
) -> tuple[CertificateRow, ...]:
    """Return certificates as rows, in their order."""
    return tuple(_row(each, services, language) for each in found)


def present_certificate(
    engine: Engine, issued: IssuedCertificate, services: "Mapping[str, Service]", language: str
) -> CertificatePage:
    """Return a certificate as a manager reads it."""
    people = {account.id: account.name for account in list_accounts(engine)}
    return CertificatePage(
        row=_row(issued, services, language),
        issued=issued,
        revoked_by=people.get(issued.revoked_by, issued.revoked_by),
        can_be_reissued=issued.page is not None and not issued.replaced_by,
    )


def _row(issued: IssuedCertificate, services: "Mapping[str, Service]", language: str) -> CertificateRow:
    service = service_name(issued.certificate.service, services, language)
    return CertificateRow(
        certificate=issued.certificate,
        case_reference=issued.case_reference,
        name=certificate_name(issued.certificate, service),
        service=service,
        status=certificate_status(issued.certificate),
    )

"""What a certificate is called, and whether it may be relied on."""

from dataclasses import dataclass

from engine import Certificate
from webui.words import gettext as _

__all__ = ["CertificateStatus", "certificate_name", "certificate_status"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateStatus:
    """Whether a certificate may be relied on: a word, and its colour beside it."""

    word: str
    colour: str


def certificate_status(certificate: Certificate) -> CertificateStatus:
    """Return whether a certificate may be relied on."""
    if certificate.is_valid:
        return CertificateStatus(word=_("Valid"), colour="green")
    return CertificateStatus(word=_("Revoked"), colour="red")


def certificate_name(certificate: Certificate, service: str) -> str:
    """Return what a certificate is called; once its person is erased, what kind it is, or what service it came from."""
    return certificate.title or certificate.kind or _("Certificate from the service “%(service)s”", service=service)

"""Documents and certificates."""

from engine.certificates.typesetting import CertificateNotSetError
from engine.certificates.values import Certificate, IssuedCertificate
from engine.commands.certificates import (
    find_certificates,
    read_certificate,
    read_issued_certificate,
    reissue_certificate,
    revoke_certificate,
)
from engine.commands.document_upkeep import damaged_documents, sweep_documents
from engine.commands.documents import (
    drop_document,
    find_documents,
    find_draft_documents,
    keep_document,
    keep_draft_document,
    read_document,
)
from engine.documents.folder import DocumentDamagedError
from engine.documents.scanning import DocumentRefusedError
from engine.documents.values import Document

__all__ = [
    "Certificate",
    "CertificateNotSetError",
    "Document",
    "DocumentDamagedError",
    "DocumentRefusedError",
    "IssuedCertificate",
    "damaged_documents",
    "drop_document",
    "find_certificates",
    "find_documents",
    "find_draft_documents",
    "keep_document",
    "keep_draft_document",
    "read_certificate",
    "read_document",
    "read_issued_certificate",
    "reissue_certificate",
    "revoke_certificate",
    "sweep_documents",
]

"""Certificates as values: what one says, and what the register knows of one that was issued."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

__all__ = ["Certificate", "CertificatePage", "IssuedCertificate"]

Facts = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificatePage:
    """What a certificate says, without what makes it this very one: its code and its day.

    Attributes:
        title: What it certifies.
        language: "mn" or "en".
        issuer: Who certifies it.
        lines: Its paragraphs.
        public: Names and values that everybody may see who has its code.
        facts: Names and values that are only printed.
    """

    title: str
    language: str
    issuer: str = ""
    lines: tuple[str, ...] = ()
    public: Facts = ()
    facts: Facts = ()

    @classmethod
    def from_json(cls, given: Mapping[str, Any]) -> "CertificatePage | None":
        """Return the page that `as_json` has told, or None where nothing is told."""
        if not given:
            return None
        return cls(
            title=str(given["title"]),
            language=str(given["language"]),
            issuer=str(given["issuer"]),
            lines=tuple(str(line) for line in given["lines"]),
            public=_facts(given["public"]),
            facts=_facts(given["facts"]),
        )

    def as_json(self) -> dict[str, Any]:
        """Return the page as JSON."""
        told = {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(self).items()}
        return told | {name: [list(fact) for fact in told[name]] for name in ("public", "facts")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """What anybody who holds a certificate's code may know of it.

    Attributes:
        code: The code that is printed on it.
        service: The key of the service it came from.
        kind: What it is, without anybody's data: its title as the model writes it, without what is filled in. "" where
            the model gives no such title.
        issuer: Who issued it, as the model writes it; may be "".
        title: What it certifies; "" once the case's personal data is erased.
        facts: What else it says that is for everybody: names and values, as the model chose them; none once erased.
        sha256: SHA-256 of the issued file.
        issued_at: When it was issued.
        revoked_at: When it was revoked, None where it is valid.
        is_replaced: Whether another was issued in its place.
        is_erased: Whether the personal data of its case is erased.
    """

    code: str
    service: str
    kind: str
    issuer: str
    title: str
    facts: Facts
    sha256: str
    issued_at: datetime
    revoked_at: datetime | None = None
    is_replaced: bool = False
    is_erased: bool = False

    @property
    def is_valid(self) -> bool:
        """Whether it may be relied on."""
        return self.revoked_at is None


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedCertificate:
    """What the office knows of a certificate.

    Attributes:
        certificate: What everybody may know.
        case_reference: The case it was issued in.
        document_id: The document that it is; "" once that is erased.
        revoked_by: Who revoked it: an actor's id, or "".
        revoked_for: Why, or ""; "" once the case is erased, when only the audit trail keeps it.
        replaced_by: The code of what was issued in its place, or "".
        page: What it says, None where that is not kept (any more): it cannot be issued again.
    """

    certificate: Certificate
    case_reference: str
    document_id: str
    revoked_by: str
    revoked_for: str
    replaced_by: str
    page: CertificatePage | None


def _facts(given: Any) -> Facts:  # noqa: ANN401 - JSON
    return tuple((str(name), str(value)) for name, value in given)

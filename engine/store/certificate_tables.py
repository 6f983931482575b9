"""The table of issued certificates."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.row import Row
from engine.store.types import CleanString, JsonText

__all__ = ["CertificateRow"]


class CertificateRow(Row):
    """A certificate that was issued. A row is never removed, and a revocation never taken back: triggers see to it."""

    __tablename__ = "certificates"
    code: Mapped[str] = mapped_column(CleanString(32), primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    document_id: Mapped[str] = mapped_column(CleanString(64))
    service: Mapped[str] = mapped_column(CleanString(200))
    kind: Mapped[str] = mapped_column(CleanString(200), server_default="")
    issuer: Mapped[str] = mapped_column(CleanString(200), server_default="")
    title: Mapped[str]
    facts: Mapped[Any] = mapped_column(JsonText)
    page: Mapped[Any] = mapped_column(JsonText, server_default="{}")
    sha256: Mapped[str] = mapped_column(CleanString(64))
    issued_at: Mapped[datetime] = mapped_column(index=True)
    revoked_at: Mapped[datetime | None]
    revoked_by: Mapped[str] = mapped_column(CleanString(200), server_default="")
    revoked_for: Mapped[str] = mapped_column(server_default="")
    replaced_by: Mapped[str] = mapped_column(CleanString(32), server_default="")
    erased_at: Mapped[datetime | None]

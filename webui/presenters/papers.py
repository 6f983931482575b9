"""Documents of a case as rows to read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from engine import Document
from webui.languages import show_number

__all__ = ["PaperRow", "present_papers"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperRow:
    """A document in a list.

    Attributes:
        id: The document's id.
        name: What it is called.
        size: Its size, for people.
        added_at: When it came.
    """

    id: str
    name: str
    size: str
    added_at: datetime


def present_papers(documents: Iterable[Document]) -> tuple[PaperRow, ...]:
    """Return documents as rows, in their order."""
    return tuple(
        PaperRow(
            id=document.id,
            name=document.name,
            size=f"{show_number(max(1, round(document.size / 1024)))} KB",
            added_at=document.added_at,
        )
        for document in documents
    )

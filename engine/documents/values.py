"""What the engine says of a document: everything but its bytes."""

from dataclasses import dataclass
from datetime import datetime

__all__ = ["Document"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A paper of an application or a case.

    Attributes:
        id: What it is asked for by; not guessable.
        case_reference: The case it belongs to, "" while its application is still being filled in.
        draft_id: The application it was uploaded to, "" once that has been sent.
        item_id: The work item it was uploaded to, "" for none.
        field: The question it answers, or what made it.
        name: What it is called, for people; never a place in the file system.
        content_type: What it is by its content, as a media type.
        size: How many bytes it has.
        sha256: SHA-256 of its bytes, in hex.
        added_at: When it came.
        added_by: Who brought it: the actor's id.
        groups: The candidate groups that may read it; none for every case worker.
        is_for_applicant: Whether the applicant may read it.
    """

    id: str
    case_reference: str
    draft_id: str
    item_id: str
    field: str
    name: str
    content_type: str
    size: int
    sha256: str
    added_at: datetime
    added_by: str
    groups: tuple[str, ...]
    is_for_applicant: bool

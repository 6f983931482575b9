"""What commands on a case begin with: the case there is, and a reason where one must be given."""

from engine.errors import NotFoundError, ReasonMissingError
from engine.references import read_reference
from engine.store import Work
from engine.store.records import StoredCase

__all__ = ["given_reason", "known_case"]


def known_case(work: Work, reference: str, *, lock: bool = False) -> StoredCase:
    """Return the case of a reference as somebody has typed it; locked against other writers if asked for.

    Raises:
        NotFoundError: If there is no such case.
    """
    case = work.cases.by_reference(read_reference(reference) or "", lock=lock)
    if case is None:
        raise NotFoundError("case", reference)
    return case


def given_reason(reason: str) -> str:
    """Return a reason without the blanks around it.

    Raises:
        ReasonMissingError: If none is given.
    """
    stripped = reason.strip()
    if not stripped:
        raise ReasonMissingError
    return stripped

"""How long personal data is kept, as values."""

from dataclasses import dataclass

__all__ = ["DEFAULT_DRAFT_DAYS", "RetentionRule", "Upkeep"]

DEFAULT_DRAFT_DAYS = 30
"""How long an application that nobody goes on with is kept where no rule says otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionRule:
    """How long a service's personal data is kept.

    Attributes:
        service: The service's key; "" for all services that have no rule of their own.
        case_days: How many days after its end a case is erased; None for never.
        draft_days: How many days after it was last saved an application is dropped; None for never.
    """

    service: str
    case_days: int | None = None
    draft_days: int | None = DEFAULT_DRAFT_DAYS


@dataclass(frozen=True, slots=True, kw_only=True)
class Upkeep:
    """What one round of upkeep did.

    Attributes:
        cases: How many cases were erased.
        drafts: How many applications were dropped.
        files: How many files that no document names any more were removed.
    """

    cases: int
    drafts: int
    files: int

"""How long personal data is kept, as values."""

from dataclasses import dataclass
from datetime import datetime

from engine.values import CaseSummary

__all__ = ["DEFAULT_DRAFT_DAYS", "ErasurePreview", "RetentionPreview", "RetentionRule", "Upkeep"]

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


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionPreview:
    """How long a service's personal data is kept, and what that makes due. Counts go no further than 1,001.

    Attributes:
        rule: The rule that it goes by.
        is_own: Whether the service has a rule of its own.
        kept: How many of its cases have ended and are not erased.
        due_cases: How many cases the next round of upkeep erases.
        due_drafts: How many applications it drops.
    """

    rule: RetentionRule
    is_own: bool
    kept: int
    due_cases: int
    due_drafts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasurePreview:
    """What is there of a case that erasing it takes out.

    Attributes:
        summary: The case.
        can_be_erased: Whether it has ended.
        erased_at: When it was erased, None where it was not.
        answers: How many variables it holds.
        people: How many persons its history names.
        documents: How many papers it has.
        notices: How many messages were sent to its applicant.
    """

    summary: CaseSummary
    can_be_erased: bool
    erased_at: datetime | None
    answers: int
    people: int
    documents: int
    notices: int

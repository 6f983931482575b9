"""How often something may be done, as values."""

from dataclasses import dataclass
from datetime import timedelta

__all__ = ["Allowance"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """How often one of some callers may do something: a bucket of tokens that is filled evenly.

    Attributes:
        key: Whose bucket it is; at most 64 characters, and nothing that tells who it is.
        per_hour: How many tokens an hour it is filled with, and how many it holds at most; 1 or more.
    """

    key: str
    per_hour: int

    @property
    def interval(self) -> timedelta:
        """How long it takes until another token is there."""
        return timedelta(hours=1) / self.per_hour

    @property
    def burst(self) -> timedelta:
        """How long an empty bucket takes to be full."""
        return self.interval * self.per_hour

"""One page of a long list, as a value."""

from dataclasses import dataclass
from typing import Generic, TypeVar

__all__ = ["COUNTED", "ListPage"]

T = TypeVar("T")

COUNTED = 1_000
"""How far a list is counted: who has more than this before them is not helped by the number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage(Generic[T]):
    """One page of a long list, found by the place where the page beside it ends.

    Attributes:
        items: What is on it.
        total: How much there is on all pages, counted no further than to one more than `COUNTED`.
        next: What to give as `after` for the page that follows, "" on the last.
        previous: What to give as `before` for the page before it, "" on the first.
    """

    items: tuple[T, ...]
    total: int
    next: str
    previous: str

"""Links between the pages of a long list, which keep what the list is filtered by."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from flask import request, url_for

if TYPE_CHECKING:
    from engine import Page

__all__ = ["Pager", "page_number", "present_pager"]

T = TypeVar("T")
_LAST_PAGE = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Pager:
    """Where in a long list one is.

    Attributes:
        page: This page, from 1.
        pages: How many there are.
        total: How many items there are on all of them.
        previous: The address of the page before, "" on the first.
        next: The address of the page after, "" on the last.
    """

    page: int
    pages: int
    total: int
    previous: str
    next: str


def page_number() -> int:
    """Return the page asked for in the address, from 1; what is no number is page 1."""
    asked = request.args.get("page", "1")
    return min(max(int(asked), 1), _LAST_PAGE) if asked.isascii() and asked.isdigit() and len(asked) < 9 else 1


def present_pager(page: "Page[T]") -> Pager:
    """Return the links around one page of the list that the request shows."""
    return Pager(
        page=page.page,
        pages=page.pages,
        total=page.total,
        previous=_address(page.page - 1) if page.page > 1 else "",
        next=_address(page.page + 1) if page.page < page.pages else "",
    )


def _address(number: int) -> str:
    kept = {name: value for name, value in request.args.items() if name != "page"}
    return url_for(request.endpoint or "portal.home", **{**(request.view_args or {}), **kept, "page": number})

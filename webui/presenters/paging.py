"""Links between the pages of a long list, which keep what the list is filtered by."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypedDict, TypeVar

from flask import request, url_for

from engine import COUNTED
from webui.words import gettext as _

if TYPE_CHECKING:
    from engine import ListPage, Page

__all__ = [
    "ListPager",
    "Pager",
    "Place",
    "page_number",
    "place_asked",
    "present_list_pager",
    "present_pager",
    "tell_total",
]

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


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPager:
    """Where in a long list one is that is not counted to its end.

    Attributes:
        total: How much there is on all pages, in words.
        previous: The address of the page before, "" on the first.
        next: The address of the page after, "" on the last.
    """

    total: str
    previous: str
    next: str


class Place(TypedDict):
    """Beside which row of a long list the page is that is asked for; both "" for the first page."""

    after: str
    before: str


def place_asked() -> Place:
    """Return which page of a long list the address asks for."""
    return Place(after=request.args.get("after", ""), before=request.args.get("before", ""))


def present_list_pager(page: "ListPage[T]") -> ListPager:
    """Return the links around one page of the list that the request shows; `after` and `before` say which."""
    return ListPager(
        total=tell_total(page.total),
        previous=_address(before=page.previous) if page.previous else "",
        next=_address(after=page.next) if page.next else "",
    )


def tell_total(total: int) -> str:
    """Return a list's count in words: beyond a thousand nobody counts on."""
    return _("more than %(count)s", count=f"{COUNTED:,}") if total > COUNTED else str(total)


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
        previous=_address(page=page.page - 1) if page.page > 1 else "",
        next=_address(page=page.page + 1) if page.page < page.pages else "",
    )


def _address(**place: str | int) -> str:
    kept = {name: value for name, value in request.args.items() if name not in {"page", "after", "before"}}
    return url_for(request.endpoint or "portal.home", **{**(request.view_args or {}), **kept, **place})

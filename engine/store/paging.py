"""One page of a query, and how many there are in all."""

from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from engine.values import Page

__all__ = ["read_page"]

V = TypeVar("V")
_LARGEST = 500


def read_page(session: Session, query: Select[Any], *, page: int, size: int, as_value: Callable[[Any], V]) -> Page[V]:
    """Return one page of what `query` selects, in its order.

    Args:
        session: The transaction.
        query: Selects one kind of row.
        page: Which page, from 1; less is taken as 1.
        size: How many rows a page, 1 to 500.
        as_value: Makes a value of a row.
    """
    page, size = max(page, 1), min(max(size, 1), _LARGEST)
    total = session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0
    rows = session.scalars(query.limit(size).offset((page - 1) * size))
    return Page(items=tuple(as_value(row) for row in rows), total=total, page=page, size=size)

"""Messages and signals that cases wait for."""

import hashlib
from collections.abc import Iterable
from typing import Any

from sqlalchemy import bindparam, delete, insert, or_, select
from sqlalchemy.orm import Session

from engine.store.long_names import kept_name
from engine.store.prepared import Prepared
from engine.store.records import Subscription
from engine.store.tables import SubscriptionRow
from engine.store.transaction import Transaction
from engine.store.types import clean_text

__all__ = ["SubscriptionStore", "kept_event"]

# PostgreSQL takes 2,704 bytes into an index: of these, a name may need 2,000.
_LONGEST_VALUE = 500
_HASHED = "sha256:"


class SubscriptionStore:
    """Keeps subscriptions."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    @property
    def _session(self) -> Session:
        return self._transaction.session

    def of_case(self, case_id: int) -> tuple[Subscription, ...]:
        """Return what a case waits for."""
        return tuple(_subscription(row) for row in self._transaction.rows(_OF_CASE, of=case_id))

    def of_case_for(self, case_id: int, kind: str, name: str, correlation: str | None) -> tuple[Subscription, ...]:
        """Return what a case waits for that a message or signal of a name and value would be taken by."""
        taken = {(kind, kept_name(name), value) for value in (None, _kept(correlation))}
        return tuple(one for one in self.of_case(case_id) if (one.kind, one.name, one.correlation) in taken)

    def add(self, subscriptions: Iterable[Subscription]) -> None:
        """Keep new subscriptions."""
        self._transaction.run_each(
            _ADD,
            [
                {
                    "case_id": one.case_id,
                    "instance_id": one.instance_id,
                    "kind": one.kind,
                    "name": one.name,
                    "correlation": _kept(one.correlation),
                    "created_at": one.created_at,
                }
                for one in subscriptions
            ],
        )

    def drop(self, subscriptions: Iterable[Subscription]) -> None:
        """Forget subscriptions."""
        self._transaction.run_each(_DROP, [{name: getattr(one, name) for name in _KEY} for one in subscriptions])

    def cases_waiting_for(self, kind: str, name: str, correlation: str | None) -> tuple[int, ...]:
        """Return the numbers of the cases that wait for a message or signal, the longest waiting first.

        A subscription with a correlation value takes only a message that carries it; one without takes any.
        """
        query = select(SubscriptionRow.case_id).where(SubscriptionRow.kind == kind, SubscriptionRow.name == name)
        if correlation is None:
            query = query.where(SubscriptionRow.correlation.is_(None))
        else:
            query = query.where(
                or_(SubscriptionRow.correlation.is_(None), SubscriptionRow.correlation == _kept(correlation))
            )
        rows = self._session.scalars(query.order_by(SubscriptionRow.created_at, SubscriptionRow.case_id))
        return tuple(dict.fromkeys(rows))


def kept_event(name: str, correlation: str | None) -> tuple[str, str | None]:
    """Return a message's name and value as they are kept and compared; each may be shortened to a hash."""
    value = _kept(correlation)
    return kept_name(clean_text(name)), None if value is None else clean_text(value)


def _kept(correlation: str | None) -> str | None:
    """Return what a correlation value is kept and found by: itself, or its hash where it is too long for an index."""
    if correlation is None:
        return None
    encoded = correlation.encode("utf-8", "replace")
    if len(encoded) <= _LONGEST_VALUE and not correlation.startswith(_HASHED):
        return correlation
    return _HASHED + hashlib.sha256(encoded).hexdigest()


def _subscription(row: Any) -> Subscription:  # noqa: ANN401 - a row of `_OF_CASE`
    return Subscription(
        case_id=row.case_id,
        instance_id=row.instance_id,
        kind=row.kind,
        name=row.name,
        correlation=row.correlation,
        created_at=row.created_at,
    )


_KEY = ("case_id", "instance_id", "kind", "name")
_COLUMNS = (*_KEY, "correlation", "created_at")
_OF_CASE = Prepared(
    select(*(getattr(SubscriptionRow, name) for name in _COLUMNS)).where(SubscriptionRow.case_id == bindparam("of"))
)
_ADD = Prepared(insert(SubscriptionRow), columns=_COLUMNS)
_DROP = Prepared(delete(SubscriptionRow).where(*(getattr(SubscriptionRow, name) == bindparam(name) for name in _KEY)))

"""What starts cases from outside: messages, signals and conditions, and which case a message has started."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, delete, insert, select, text
from sqlalchemy.orm import Session

from engine.store.tables import MessageStartRow, StartSubscriptionRow
from engine.store.upserts import upsert

__all__ = ["StartStore", "StartSubscription"]


@dataclass(frozen=True, slots=True, kw_only=True)
class StartSubscription:
    """A start event that waits for something from outside.

    Attributes:
        service: The service of which it starts cases.
        definition_id: The version it starts them on.
        element: The start event's id.
        kind: "message", "signal" or "conditional".
        name: The message's or signal's name, "" for a condition.
    """

    service: str
    definition_id: str
    element: str
    kind: str
    name: str


class StartStore:
    """Keeps what starts cases."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def of_service(self, service: str) -> tuple[StartSubscription, ...]:
        """Return what starts cases of a service."""
        return self._read(StartSubscriptionRow.service == service)

    def waiting_for(self, kind: str, name: str) -> tuple[StartSubscription, ...]:
        """Return the start events that wait for a message or signal, in the order of their services' keys."""
        return self._read((StartSubscriptionRow.kind == kind) & (StartSubscriptionRow.name == name))

    def replace(self, service: str, subscriptions: Iterable[StartSubscription]) -> None:
        """Let a service's cases be started by these and no others."""
        self._session.execute(delete(StartSubscriptionRow).where(StartSubscriptionRow.service == service))
        for one in subscriptions:
            values = {name: getattr(one, name) for name in StartSubscription.__dataclass_fields__}
            self._session.execute(insert(StartSubscriptionRow).values(**values))

    def started_by(self, service: str, name: str, correlation: str) -> int | None:
        """Return the case that a message and its value have started last, or None; one transaction at a time asks."""
        key = _key(service, name, correlation)
        if self._session.get_bind().dialect.name == "postgresql":
            # The row may not be there yet, so there is nothing else to lock.
            self._session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": int(key[:15], 16)})
        return self._session.scalar(select(MessageStartRow.case_id).where(MessageStartRow.key == key))

    def note_started(self, service: str, name: str, correlation: str, case_id: int) -> None:
        """Note which case a message and its value have started."""
        upsert(self._session, MessageStartRow, {"key": _key(service, name, correlation)}, {"case_id": case_id})

    def _read(self, condition: ColumnElement[bool]) -> tuple[StartSubscription, ...]:
        query = select(StartSubscriptionRow).where(condition)
        rows = self._session.scalars(query.order_by(StartSubscriptionRow.service, StartSubscriptionRow.element))
        return tuple(
            StartSubscription(**{name: getattr(row, name) for name in StartSubscription.__dataclass_fields__})
            for row in rows
        )


def _key(service: str, name: str, correlation: str) -> str:
    # Hashed: a correlation value may be longer than what PostgreSQL takes into an index.
    return hashlib.sha256(f"{service}\0{name}\0{correlation}".encode("utf-8", "replace")).hexdigest()

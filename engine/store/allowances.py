"""Buckets of tokens that all processes of an installation share."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from engine.allowances import Allowance
from engine.store.tables import AllowanceRow
from engine.store.upserts import insert_unless_there

__all__ = ["AllowanceStore"]


class AllowanceStore:
    """Keeps for each bucket when it will be full again: a full one needs no row."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def take(self, allowances: Sequence[Allowance], now: datetime) -> datetime | None:
        """Take one token of each bucket, or none of any.

        Returns:
            When there will be one in each, None where there was and they were taken.
        """
        # Each transaction locks buckets in the same order, so that two never wait for each other.
        in_order = sorted(allowances, key=lambda one: one.key)
        full_again = {one.key: max(self._full_at(one.key, now), now) + one.interval for one in in_order}
        # A bucket has no token left where it would be full later than an empty one is.
        waits = [full_again[one.key] - one.burst for one in in_order]
        if max(waits) > now:
            return max(waits)
        for key, moment in full_again.items():
            self._session.execute(update(AllowanceRow).where(AllowanceRow.key == key).values(full_at=moment))
        return None

    def drop_full(self, now: datetime) -> None:
        """Forget the buckets that are full."""
        self._session.execute(delete(AllowanceRow).where(AllowanceRow.full_at <= now))

    def _full_at(self, key: str, now: datetime) -> datetime:
        insert_unless_there(self._session, AllowanceRow, {"key": key}, {"full_at": now})
        found = self._session.scalar(select(AllowanceRow.full_at).where(AllowanceRow.key == key).with_for_update())
        return found or now

"""Holding back who does something too often, whichever process is asked."""

from collections.abc import Sequence
from datetime import datetime

from engine.allowances import Allowance
from engine.opening import Engine

__all__ = ["take_allowance"]


def take_allowance(engine: Engine, allowances: Sequence[Allowance]) -> datetime | None:
    """Take one token of each bucket, or none of any; those that are full again are cleared away in passing.

    Args:
        engine: The engine.
        allowances: The buckets, at least one.

    Returns:
        When it may be tried again, in UTC; None where it may be done now.
    """
    now = engine.clock.now()
    with engine.database.writing() as work:
        refused_until = work.allowances.take(allowances, now)
        if refused_until is None:
            work.allowances.drop_full(now)
        return refused_until

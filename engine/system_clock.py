"""The computer's clock."""

from datetime import UTC, datetime

__all__ = ["SystemClock"]


class SystemClock:
    """The computer's clock."""

    def now(self) -> datetime:
        """Return the time now, in UTC."""
        return datetime.now(UTC)

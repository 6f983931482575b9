"""Looking on while a long analysis is done: how far it is, and whether anybody still wants it."""

import logging
import time
from collections.abc import Callable

from sqlalchemy.exc import SQLAlchemyError

from engine.errors import EngineError
from engine.opening import Engine

__all__ = ["Watch"]

_PAUSE_S = 1.0
"""How long between two looks at the database: short for who waits, long for a database that others use."""
_log = logging.getLogger("ortoo.jobs")


class Watch:
    """Notes the progress of a running analysis in the database, and learns there that it was cancelled.

    Attributes:
        is_broken_off: Whether it was told to stop because its process ends: what it gives then is not all of it.
    """

    def __init__(
        self, engine: Engine, key: str, *, is_ending: Callable[[], bool] = lambda: False, pause_s: float = _PAUSE_S
    ) -> None:
        """Begin to look on.

        Args:
            engine: The engine.
            key: The analysis' key.
            is_ending: Whether the process ends.
            pause_s: The least time between two looks at the database, in seconds.
        """
        self.is_broken_off = False
        self._is_ending = is_ending
        self._engine = engine
        self._key = key
        self._pause_s = pause_s
        self._looked_at = -pause_s
        self._progress: float | None = None
        self._is_stopped = False

    def progress(self, done: int, total: int) -> None:
        """Note how much is done, and of how much."""
        self._progress = min(1.0, done / total) if total > 0 else None
        self._look()

    def should_stop(self) -> bool:
        """Return whether nobody wants the result any more, or another process is to find it."""
        self._look()
        self.is_broken_off = not self._is_stopped and self._is_ending()
        return self._is_stopped or self.is_broken_off

    def _look(self) -> None:
        now = time.monotonic()
        if self._is_stopped or now - self._looked_at < self._pause_s:
            return
        self._looked_at = now
        try:
            with self._engine.database.writing() as work:
                at = self._engine.clock.now()
                self._is_stopped = not work.analyses.note_progress(self._key, self._progress, at=at)
        except (SQLAlchemyError, EngineError):
            # Progress is a courtesy: the analysis goes on, and the next look tries again.
            _log.warning("the progress of an analysis could not be noted", exc_info=True)

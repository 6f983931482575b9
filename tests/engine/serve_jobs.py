"""A process that does jobs until it is killed.

`python -m tests.engine.serve_jobs DATABASE_URL FOLDER MINUTES_AHEAD block|go`

Its service task notes the key it is given in FOLDER/effects, and with "block" never comes back.
"""

import sys
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event

from engine import JobLoop, open_engine
from engine.connectors import connectors
from engine.ports import JobRequest
from engine.values import Json


class AheadClock:
    """The computer's clock, some minutes ahead: the lease of a killed process has run out for it."""

    def __init__(self, minutes: int) -> None:
        self._ahead = timedelta(minutes=minutes)

    def now(self) -> datetime:
        return datetime.now(UTC) + self._ahead


def main(database_url: str, folder: Path, minutes: int, *, is_blocking: bool) -> None:
    """Serve until killed."""

    def effect(request: JobRequest, /) -> Mapping[str, Json]:
        with (folder / "effects").open("a") as receiver:
            receiver.write(request.idempotency_key + "\n")
        if is_blocking:
            Event().wait()
        return {"effect": "done"}

    handlers = {**connectors(), "effect": effect}
    engine = open_engine(database_url, clock=AheadClock(minutes), handlers=handlers)
    JobLoop(engine, poll_s=0.02).start()
    Event().wait()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), is_blocking=sys.argv[4] == "block")

"""A process that does jobs until it is killed.

`python -m tests.engine.serve_jobs DATABASE_URL FOLDER MINUTES_AHEAD block|wait|go`

Its service task notes the key it is given in FOLDER/effects; with "block" it never comes back, and with "wait" it does
when there is a file FOLDER/go. When it is ready for jobs there is a file FOLDER/serves-block or the like.
"""

import sys
import time
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


def main(database_url: str, folder: Path, minutes: int, mode: str) -> None:
    """Serve until killed."""

    def effect(request: JobRequest, /) -> Mapping[str, Json]:
        with (folder / "effects").open("a") as receiver:
            receiver.write(request.idempotency_key + "\n")
        if mode == "block":
            Event().wait()
        while mode == "wait" and not (folder / "go").exists():
            time.sleep(0.02)
        return {"effect": "done"}

    handlers = {**connectors(), "effect": effect}
    engine = open_engine(database_url, clock=AheadClock(minutes), handlers=handlers)
    JobLoop(engine, poll_s=0.02).start()
    (folder / f"serves-{mode}").touch()
    Event().wait()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), sys.argv[4])

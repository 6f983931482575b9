"""One of two processes that race: `python -m tests.engine.reliability.racing URL SIDE`.

Each line on stdin is a round, `{"race": name, "target": id}`; when it comes, the side's command of that race is given.
What became of it is told as one line of JSON on stdout.
"""

import json
import random
import sys
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

from engine import (
    ConflictError,
    Engine,
    EngineError,
    cancel_case,
    complete_work_item,
    deliver_message,
    find_incidents,
    migrate_cases,
    open_engine,
    retry_incident,
    run_due_jobs,
    skip_incident,
)
from engine.ports import JobRequest
from engine.store.records import Queue
from engine.testing import FakeClock
from engine.values import Json
from tests.engine.small_services import CLERK, MANAGER

STARTED_AT = datetime(2026, 1, 5, 1, tzinfo=UTC)
_LONGEST_PAUSE_S = 0.01
_CHANCE = random.Random()  # noqa: S311 - any pause will do
Command = Callable[[Engine, str], object]


def _complete(engine: Engine, item: str) -> None:
    complete_work_item(engine, item_id=item, actor=CLERK, answers={})


def _migrate(engine: Engine, reference: str) -> bool:
    moved = migrate_cases(engine, service="moved", source=1, target=2, actor=MANAGER, references=[reference])
    return moved.outcomes[0].is_migrated


def _send(engine: Engine, number: str) -> int:
    return deliver_message(engine, name="answer", correlation=number, payload={}, actor=MANAGER)


def _cancel(engine: Engine, reference: str) -> None:
    cancel_case(engine, reference=reference, reason="It is too late.", actor=MANAGER)


def _fire(engine: Engine, _target: str) -> int:
    return run_due_jobs(engine, worker="racer", limit=1, queues=(Queue.CASES,))


def _retry(engine: Engine, incident: str) -> int:
    retry_incident(engine, incident_id=incident, actor=MANAGER)
    return run_due_jobs(engine, worker="racer", limit=1, queues=(Queue.CASES,))


def _give_up(engine: Engine, incident: str) -> None:
    skip_incident(engine, incident_id=incident, reason="Done by hand.", actor=MANAGER)


RACES: Mapping[str, tuple[Command, Command]] = {
    "completion against migration": (_complete, _migrate),
    "message against cancellation": (_send, _cancel),
    "timer against completion": (_fire, _complete),
    "retry against giving up": (_retry, _give_up),
}
"""For each race what the first and what the second process does."""


def _given(engine: Engine, command: Command, target: str) -> Json:
    """Give a command as people do, again where they are told to, and return what it gave or who refused it."""
    for _ in range(20):
        try:
            found = command(engine, target)
        except ConflictError:
            continue
        except EngineError as error:
            return type(error).__name__
        return found if isinstance(found, int) else "done"
    return "never came through"


def _serve(request: JobRequest, /) -> dict[str, Json]:
    return {"served": request.case_reference}


def _tell(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> None:
    """Race until stdin ends."""
    url, side = sys.argv[1:]
    clock = FakeClock(STARTED_AT + timedelta(hours=2))
    engine = open_engine(url, clock=clock, handlers={"effect": _serve})
    find_incidents(engine)  # all that is read at the first use is read before the race
    _tell("ready")
    for line in sys.stdin:
        order = json.loads(line)
        command = RACES[order["race"]][int(side)]
        time.sleep(_CHANCE.random() * _LONGEST_PAUSE_S)  # so that now the one side comes first and now the other
        _tell(json.dumps(_given(engine, command, order["target"])))
    engine.close()


if __name__ == "__main__":
    main()

"""Kills servers and workers at random moments under load, again and again, and tells what is left.

`python -m tests.engine.reliability.killing DATABASE_URL FOLDER SEED KILLS CASES` prints one JSON object.

Two processes share the work: each starts cases under keys, completes what waits for people, and does jobs, all at once.
One of the two, chosen by chance, is killed (SIGKILL) at a random moment and replaced, until it has been done KILLS
times; then the rest is done in peace. They are forked, so that a new one is there at once.
"""

import json
import os
import signal
import sys
import time
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from random import Random

from sqlalchemy import func, select

from engine import (
    CaseStatus,
    Engine,
    EngineError,
    JobLoop,
    complete_work_item,
    find_cases,
    find_incidents,
    find_work_items,
    open_engine,
    read_case,
    start_case,
    verify_audit,
)
from engine.connectors import connectors
from engine.jobs import dispatcher, lease
from engine.ports import JobRequest
from engine.store.tables import JobRow
from engine.values import SYSTEM, Json
from tests.engine.reliability.consistency import faults_of_all
from tests.engine.small_services import CLERK, WORKED, deploy_small

_LONGEST_LIFE_S = 0.6
_PAUSE_S = 0.02
_PATIENCE_S = 120
_DONE = {"Check": 1, "Serve": 1, "Tell": 1}


def main(url: str, folder: Path, seed: int, kills: int, cases: int) -> dict[str, object]:
    """Kill, let the rest be done, and return what is wrong then."""
    _hurry()
    rng = Random(seed)  # noqa: S311  # repeatable, not secret
    engine = open_engine(url)
    deploy_small(engine, WORKED)
    engine.close()  # no connection is shared with a forked process
    workers = [_fork(url, folder, cases) for _ in range(2)]
    for _ in range(kills):
        time.sleep(rng.uniform(0.05, _LONGEST_LIFE_S))
        victim = rng.randrange(2)
        _kill(workers[victim])
        workers[victim] = _fork(url, folder, cases)
    engine = open_engine(url)
    is_done = _wait(engine, cases)
    for worker in workers:
        _kill(worker)
    return {"done": is_done, **_told(engine, folder, cases)}


def _hurry() -> None:
    """Let what a killed process had be taken up after seconds, not after half a minute, so that more can be killed."""
    lease.LEASE = timedelta(seconds=3)
    dispatcher._SWEEP_S = 0.3
    dispatcher._OVERDUE = timedelta(seconds=0.2)


def _fork(url: str, folder: Path, cases: int) -> int:
    child = os.fork()
    if child == 0:
        with suppress(BaseException):
            _work(url, folder, cases)
        os._exit(1)
    return child


def _kill(process: int) -> None:
    os.kill(process, signal.SIGKILL)
    _, status = os.waitpid(process, 0)
    if os.waitstatus_to_exitcode(status) != -signal.SIGKILL:
        message = "a process ended by itself"
        raise RuntimeError(message)


def _work(url: str, folder: Path, cases: int) -> None:
    """Serve until killed."""

    def effect(request: JobRequest, /) -> Mapping[str, Json]:
        with (folder / "effects").open("a") as receiver:
            receiver.write(f"{request.case_reference} {request.idempotency_key}\n")
        return {"effect": "done"}

    engine = open_engine(url, handlers={**connectors(), "effect": effect})
    JobLoop(engine, poll_s=0.1).start()
    # What a browser does that got no answer: it asks again, under the same key. So does whoever comes after it.
    numbers = iter(range(cases))
    while True:
        if (number := next(numbers, None)) is not None:
            _start(engine, number)
        for item in find_work_items(engine, groups=None, size=3).items:
            with suppress(EngineError):
                complete_work_item(engine, item_id=item.id, actor=CLERK, answers={"ok": True})
        time.sleep(_PAUSE_S)


def _start(engine: Engine, number: int) -> None:
    is_answered = False
    while not is_answered:
        with suppress(EngineError):
            start_case(engine, service="small", data={"number": number}, actor=SYSTEM, command_key=f"case-{number}")
            is_answered = True


def _wait(engine: Engine, cases: int) -> bool:
    end = time.monotonic() + _PATIENCE_S
    while time.monotonic() < end:
        if find_cases(engine, status="completed").total == cases:
            return True
        time.sleep(0.1)
    return False


def _told(engine: Engine, folder: Path, cases: int) -> dict[str, object]:
    found = faults_of_all(engine)
    there = find_cases(engine, size=10 * cases).items
    found += [] if len(there) == cases else [f"{len(there)} cases"]
    for case in there:
        details = read_case(engine, reference=case.reference)
        done = Counter(one.element for one in details.timeline if one.lifecycle == "complete")
        expectations = {
            f"it is {case.status}": case.status is CaseStatus.COMPLETED,
            f"done {done}": {element: done[element] for element in _DONE} == _DONE,
            f"{len(details.notices)} notices": len(details.notices) == 1,
            f"data {details.data}": {"ok": True, "effect": "done"}.items() <= details.data.items(),
        }
        found += [f"{case.reference}: {fault}" for fault, is_well in expectations.items() if not is_well]
    sent = [line.split() for line in (folder / "effects").read_text().splitlines()]
    keys = {key for _, key in sent}
    found += [] if len(keys) == cases else [f"{len(keys)} keys for {cases} cases"]
    with engine.database.connection() as connection:
        left = connection.scalar(select(func.count()).select_from(JobRow).where(JobRow.case_id.is_not(None)))
    found += [f"{left} jobs are left"] if left else []
    found += [f"incident: {one.message}" for one in find_incidents(engine).items]
    found += ["audit is broken"] if verify_audit(engine) else []
    return {"faults": found, "effects": len(sent), "keys": len(keys)}


if __name__ == "__main__":
    given = sys.argv[1:]
    sys.stdout.write(json.dumps(main(given[0], Path(given[1]), *(int(one) for one in given[2:]))))

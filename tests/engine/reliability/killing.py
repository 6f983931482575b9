"""Kills servers and workers at random moments under load, again and again, and tells what is left.

`python -m tests.engine.reliability.killing DATABASE_URL FOLDER SEED KILLS CASES` prints one JSON object. With "own" for
the address, a PostgreSQL server of its own is among those that are killed: it is stopped at once and started again.

Two processes share the work: each starts cases under keys, completes what waits for people, and does jobs, all at once.
One of the two, chosen by chance, is killed (SIGKILL) at a random moment and replaced, until it has been done KILLS
times; then the rest is done in peace. They are forked, so that a new one is there at once. Between two kills as many
new cases are asked for as it takes for all to have been asked for at the last.
"""

import json
import os
import signal
import sys
import time
import traceback
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
    find_incidents,
    open_engine,
    read_case,
    retry_incident,
    start_case,
    upgrade_database,
    verify_audit,
)
from engine.connectors import connectors
from engine.jobs import dispatcher, lease
from engine.ports import JobRequest
from engine.store.tables import CaseRow, JobRow
from engine.values import SYSTEM, Json
from tests.engine.inbox import everybodys_work
from tests.engine.reliability.consistency import faults_of_all
from tests.engine.reliability.own_server import OwnServer, own_server
from tests.engine.small_services import CLERK, WORKED, deploy_small

_LONGEST_LIFE_S = 0.6
_PAUSE_S = 0.02
_PATIENCE_S = 120
_DONE = {"Check": 1, "Serve": 1, "Tell": 1}


def main(url: str, folder: Path, seed: int, kills: int, cases: int) -> dict[str, object]:
    """Kill, let the rest be done, and return what is wrong then."""
    _hurry()
    rng = Random(seed)  # noqa: S311  # repeatable, not secret
    if url != "own":
        return _kill_under_load(url, folder, rng, kills, cases, server=None)
    with own_server() as server:
        upgrade_database(server.url)
        return _kill_under_load(server.url, folder, rng, kills, cases, server=server)


def _kill_under_load(
    url: str, folder: Path, rng: Random, kills: int, cases: int, *, server: OwnServer | None
) -> dict[str, object]:
    engine = open_engine(url)
    deploy_small(engine, WORKED)
    engine.close()  # no connection is shared with a forked process
    _ask_for(folder, 0, 0)
    workers = [_fork(url, folder) for _ in range(2)]
    try:
        under_load, restarts = _kill_each_other_moment(workers, url, folder, rng, kills, cases, server)
        engine = open_engine(url)
        _ask_for(folder, 0, cases)
        is_done = _wait(engine, cases)
    finally:
        for worker in workers:
            with suppress(ProcessLookupError):  # one that ended by itself, which has been said
                _kill(worker)
    told = {"done": is_done, "kills_under_load": under_load, "restarts": restarts}
    told |= _told(engine, folder, cases)
    engine.close()
    return told


def _kill_each_other_moment(
    workers: list[int], url: str, folder: Path, rng: Random, kills: int, cases: int, server: OwnServer | None
) -> tuple[int, int]:
    """Kill as often as was said, replacing each.

    Returns:
        At how many kills not all was done that had been asked for, and how often it was the database's server that was
        killed.
    """
    under_load = restarts = 0
    for turn in range(kills):
        asked = (turn + 1) * cases // kills
        _ask_for(folder, turn * cases // kills, asked)
        time.sleep(rng.uniform(0.05, _LONGEST_LIFE_S))
        under_load += _completed_by_now(url) < asked
        victim = rng.randrange(2 if server is None else 3)
        if victim < len(workers):
            _kill(workers[victim])
            workers[victim] = _fork(url, folder)
        elif server is not None:
            server.stop_at_once()
            time.sleep(rng.uniform(0, _LONGEST_LIFE_S))
            server.start()
            restarts += 1
    return under_load, restarts


def _hurry() -> None:
    """Let what a killed process had be taken up after seconds, not after half a minute, so that more can be killed."""
    lease.LEASE = timedelta(seconds=3)
    dispatcher._SWEEP_S = 0.3
    dispatcher._OVERDUE = timedelta(seconds=0.2)


def _ask_for(folder: Path, first: int, end: int) -> None:
    """Have cases of these numbers started."""
    beside = folder / "numbers.new"
    beside.write_text(f"{first} {end}")
    beside.replace(folder / "numbers")


def _fork(url: str, folder: Path) -> int:
    parent = os.getpid()
    child = os.fork()
    if child == 0:
        try:
            _work(url, folder, parent)
        except BaseException:  # noqa: BLE001 - a forked process must end here, whatever it is
            traceback.print_exc()
        os._exit(1)
    return child


def _kill(process: int) -> None:
    os.kill(process, signal.SIGKILL)
    _, status = os.waitpid(process, 0)
    if os.waitstatus_to_exitcode(status) != -signal.SIGKILL:
        message = "a process ended by itself"
        raise RuntimeError(message)


def _work(url: str, folder: Path, parent: int) -> None:
    """Serve until killed, or until nobody is left who would."""

    def effect(request: JobRequest, /) -> Mapping[str, Json]:
        with (folder / "effects").open("a") as receiver:
            receiver.write(f"{request.case_reference} {request.idempotency_key}\n")
        return {"effect": "done"}

    engine = open_engine(url, handlers={**connectors(), "effect": effect})
    JobLoop(engine, poll_s=0.1).start()
    answered: set[int] = set()
    while os.getppid() == parent:
        with suppress(EngineError):
            # What a browser does that got no answer: it asks again, under the same key. So does who comes after it.
            for number in set(range(*_numbers(folder))) - answered:
                start_case(engine, service="small", data={"number": number}, actor=SYSTEM, command_key=f"case-{number}")
                answered.add(number)
                _complete_some(engine)
            _complete_some(engine)
        time.sleep(_PAUSE_S)


def _numbers(folder: Path) -> tuple[int, int]:
    first, end = (folder / "numbers").read_text().split()
    return int(first), int(end)


def _complete_some(engine: Engine) -> None:
    for item in everybodys_work(engine, size=3):
        with suppress(EngineError):
            complete_work_item(engine, item_id=item.id, actor=CLERK, answers={"ok": True})


def _wait(engine: Engine, cases: int) -> bool:
    """Wait until all is done, for as long as there is progress."""
    done, end = -1, 0.0
    while done < cases:
        if (now_done := _completed(engine)) > done:
            done, end = now_done, time.monotonic() + _PATIENCE_S
        elif time.monotonic() > end:
            return False
        _mend(engine)
        time.sleep(0.1)
    return True


def _completed(engine: Engine) -> int:
    with suppress(EngineError), engine.database.reading_at_one_moment() as connection:
        done = select(func.count()).select_from(CaseRow).where(CaseRow.status == CaseStatus.COMPLETED)
        return int(connection.scalar(done) or 0)
    return 0


def _completed_by_now(url: str) -> int:
    engine = open_engine(url)
    done = _completed(engine)
    engine.close()  # no connection is shared with a forked process
    return done


def _mend(engine: Engine) -> None:
    """Retry what was left to a person since its worker was lost again and again: these deaths were not its fault."""
    with suppress(EngineError):
        for incident in find_incidents(engine).items:
            if "was lost" in incident.message:
                retry_incident(engine, incident_id=incident.id, actor=SYSTEM)


def _told(engine: Engine, folder: Path, cases: int) -> dict[str, object]:
    found = faults_of_all(engine)
    with engine.database.connection() as connection:
        there = list(connection.scalars(select(CaseRow.reference)))
    found += [] if len(there) == cases else [f"{len(there)} cases"]
    for reference in there:
        details = read_case(engine, reference=reference)
        case = details.summary
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

"""Kills a process at every database call and every outside effect of a small case, and looks what is left.

Run as a program of its own (`python -m tests.engine.crash_at_every_call FOLDER`), since it forks: a child works on a
copy of one database until it kills itself at its call number k, another child goes on from there, and then everything
must be as if nothing had happened. For every k there is. Prints one JSON object.
"""

import json
import os
import shutil
import signal
import sys
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path

from sqlalchemy import event, func, select

from engine import (
    SYSTEM,
    CaseStatus,
    Engine,
    check_data,
    complete_work_item,
    find_cases,
    find_incidents,
    open_engine,
    read_case,
    run_due_jobs,
    save_draft,
    submit_draft,
    upgrade_database,
)
from engine.connectors import connectors
from engine.ports import JobRequest
from engine.store.tables import JobRow, SubscriptionRow
from engine.testing import FakeClock
from engine.values import Json
from tests.engine.inbox import everybodys_work
from tests.engine.small_services import CLERK, WORKED, deploy_small

_ACTIVITIES = ("Check", "Serve", "Tell")


class Deadly:
    """Counts calls, and kills the process at one of them."""

    def __init__(self, at: int = 0) -> None:
        self.calls = 0
        self._at = at

    def __call__(self, *_: object) -> None:
        self.calls += 1
        if self.calls == self._at:
            os.kill(os.getpid(), signal.SIGKILL)


def play(folder: Path, draft_id: str, deadly: Deadly, *, hours_later: int = 0) -> None:
    """Do everything that a case needs to its end; what has been done already is not done again."""
    clock = FakeClock()
    clock.advance(timedelta(hours=hours_later))  # the lease of the killed one has run out

    def effect(request: JobRequest, /) -> Mapping[str, Json]:
        deadly()
        with (folder / "effects").open("a") as receiver:
            receiver.write(request.idempotency_key + "\n")
        deadly()
        return {"effect": "done"}

    engine = open_engine(_address(folder), clock=clock, handlers={**connectors(), "effect": effect})
    _listen(engine, deadly)
    submit_draft(engine, draft_id=draft_id, actor=SYSTEM, check_field="email")
    for item in everybodys_work(engine):
        complete_work_item(engine, item_id=item.id, actor=CLERK, answers={"ok": True})
    while run_due_jobs(engine, worker=f"worker-{os.getpid()}"):
        pass
    engine.close()


def _listen(engine: Engine, deadly: Deadly) -> None:
    inside = engine.database._engine
    for name in ("before_cursor_execute", "after_cursor_execute", "commit", "checkin"):
        target = inside if name != "checkin" else inside.pool
        event.listen(target, name, deadly)


def faults(folder: Path, draft_id: str) -> list[str]:
    """Return what is not as it has to be once a case has come to its end."""
    engine = open_engine(_address(folder))
    cases = find_cases(engine).items
    found = [] if len(cases) == 1 else [f"{len(cases)} cases"]
    for case in cases:
        details = read_case(engine, reference=case.reference)
        sequence = [entry.sequence for entry in details.timeline]
        done = [entry.element for entry in details.timeline if entry.lifecycle == "complete"]
        expectations = {
            "not completed": case.status is CaseStatus.COMPLETED,
            "history has gaps": sequence == list(range(1, len(sequence) + 1)),
            "an activity was not done once": all(done.count(element) == 1 for element in _ACTIVITIES),
            "something waits": not details.open_items and not _rows_left(engine),
            "not one notice": len(details.notices) == 1,
            "the data are wrong": details.data == {"email": "a@b.mn", "ok": True, "effect": "done"},
            "an incident is open": find_incidents(engine).total == 0,
        }
        found += [fault for fault, is_well in expectations.items() if not is_well]
    found += [str(violation) for violation in check_data(engine)]
    keys = (folder / "effects").read_text().split()
    found += [] if len(set(keys)) == 1 else ["the effect did not come under one key"]
    engine.close()
    return found


def _rows_left(engine: Engine) -> bool:
    with engine.database.connection() as connection:
        return any(connection.scalar(select(func.count()).select_from(table)) for table in (JobRow, SubscriptionRow))


def _address(folder: Path) -> str:
    return f"sqlite:///{folder / 'ortoo.db'}"


def _prepare(folder: Path) -> str:
    folder.mkdir(parents=True)
    upgrade_database(_address(folder))
    engine = open_engine(_address(folder), clock=FakeClock())
    deploy_small(engine, WORKED)
    draft = save_draft(engine, service="small", page="p", answers={"email": "a@b.mn"})
    engine.close()
    return draft.id


def _in_child(work: Callable[[], None]) -> int:
    child = os.fork()
    if child == 0:
        try:
            work()
        except BaseException as error:  # noqa: BLE001 - a forked child must never go on as the parent
            sys.stderr.write(f"{type(error).__name__}: {error}\n")
            os._exit(1)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def main(folder: Path) -> dict[str, object]:
    """Crash everywhere and return how often, and what was wrong afterwards."""
    template = folder / "template"
    draft_id = _prepare(template)
    counter = Deadly()
    shutil.copytree(template, folder / "count")
    play(folder / "count", draft_id, counter)
    violations: list[object] = faults(folder / "count", draft_id)
    resends = 0
    for number in range(1, counter.calls + 1):
        place = folder / f"crash-{number}"
        shutil.copytree(template, place)
        killed = _in_child(lambda place=place, number=number: play(place, draft_id, Deadly(number)))  # type: ignore[misc]
        resumed = _in_child(lambda place=place: play(place, draft_id, Deadly(), hours_later=1))  # type: ignore[misc]
        wrong = faults(place, draft_id) if (killed, resumed) == (-signal.SIGKILL, 0) else [f"ended {killed}, {resumed}"]
        violations += [[number, wrong]] if wrong else []
        resends += len((place / "effects").read_text().split()) - 1 if not wrong else 0
        shutil.rmtree(place)
    return {"points": counter.calls, "violations": violations, "resends": resends}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(Path(sys.argv[1]))))

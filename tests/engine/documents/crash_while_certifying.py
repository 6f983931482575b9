"""Kills a worker at every database call while it makes a certificate, lets another go on, and looks what is left.

Run as a program of its own (`python -m tests.engine.documents.crash_while_certifying FOLDER`), since it forks: whoever
sets a certificate has threads, which no fork takes along, so everything but counting happens in children. FOLDER holds
a database of the newest version; STEP is 1 for every call, 7 for every seventh. Prints one JSON object.
"""

import json
import os
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from sqlalchemy import event

from engine import (
    Engine,
    damaged_documents,
    find_documents,
    open_documents,
    open_engine,
    read_case,
    read_certificate,
    run_due_jobs,
    sweep_documents,
    verify_audit,
)
from engine.connectors import connectors
from engine.testing import FakeClock
from tests.engine.small_services import MANAGER, START_END, deploy_small, flow, process, service_task, start_small

HEADERS = '<zeebe:taskHeaders><zeebe:header key="title" value="Card of {name}"/></zeebe:taskHeaders>'
CERTIFIED = process(
    START_END + service_task("Certify", "certificate", headers=HEADERS) + flow("Start", "Certify", "End")
)


class Deadly:
    """Counts database calls, and kills the process at one of them."""

    def __init__(self, at: int) -> None:
        self.calls = 0
        self._at = at

    def __call__(self, *_: object) -> None:
        self.calls += 1
        if self.calls == self._at:
            os.kill(os.getpid(), signal.SIGKILL)


@contextmanager
def opened(folder: Path, clock: FakeClock) -> Iterator[Engine]:
    """Give the engine of a folder."""
    engine = open_engine(
        f"sqlite:///{folder / 'ortoo.db'}",
        clock=clock,
        handlers=connectors(clock=clock),
        documents=open_documents(folder / "documents"),
    )
    yield engine
    engine.close()


def begin(folder: Path) -> None:
    """Start the case whose certificate is to be made."""
    with opened(folder, FakeClock()) as engine:
        deploy_small(engine, CERTIFIED)
        reference = start_small(engine, name="Demo").reference
    (folder / "reference").write_text(reference)


def work(folder: Path, at: int) -> None:
    """Do the job and die at one database call, if there are so many."""
    with opened(folder, FakeClock()) as engine:
        deadly = Deadly(at)
        for name in ("before_cursor_execute", "after_cursor_execute", "commit"):
            event.listen(engine.database._engine, name, deadly)
        run_due_jobs(engine, worker="first")


def go_on(folder: Path) -> None:
    """Let another worker go on, and write down what is not as it has to be."""
    later = FakeClock()
    later.advance(timedelta(hours=1))  # the lease of the dead one has run out
    reference = (folder / "reference").read_text()
    with opened(folder, later) as engine:
        run_due_jobs(engine, worker="second")
        details = read_case(engine, reference=reference)
        papers = find_documents(engine, reference=reference, actor=MANAGER)
        code = str(details.data.get("certificate_code"))
        sweep_documents(engine, older_than=timedelta(seconds=-1))
        assert engine.documents is not None
        found = {
            "status": str(details.summary.status),
            "papers": len(papers),
            "certified": read_certificate(engine, code=code).sha256 == papers[0].sha256,
            "damaged": len(damaged_documents(engine)),
            "broken": len(verify_audit(engine)),
            "left over": len(set(engine.documents.folder.hashes()) - {papers[0].sha256}),
        }
    (folder / "found").write_text(json.dumps(found))


def in_child(action: Callable[[], None]) -> int:
    """Do something in a child and return how it ended: 0, or minus the signal that killed it."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    try:
        action()
    except BaseException as error:  # noqa: BLE001 - the child has to end here, whatever it was
        print(error, file=sys.stderr)  # noqa: T201
        os._exit(1)
    os._exit(0)


def main(folder: Path, step: int) -> None:
    """Die at every call in turn, or at every STEP-th."""
    in_child(lambda: begin(folder))
    at, found = 1 - step, []
    has_died = True
    while has_died:
        at += step
        copy = folder.with_name(f"{folder.name}-{at}")
        shutil.copytree(folder, copy)
        has_died = in_child(lambda copy=copy, at=at: work(copy, at)) == -signal.SIGKILL  # type: ignore[misc]
        in_child(lambda copy=copy: go_on(copy))  # type: ignore[misc]
        result = copy / "found"
        found.append(json.loads(result.read_text()) if result.exists() else {"place": at})
        shutil.rmtree(copy)
    print(json.dumps({"calls": at - step, "found": found}))  # noqa: T201


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))

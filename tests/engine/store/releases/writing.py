"""Writes what a release keeps of cases that are under way, one at every kind of moment, for the releases after it.

`python -m tests.engine.store.releases.writing tests/engine/store/releases/NNNN.jsonl`, with NNNN the version of the
tables, is run once before a release goes out with new tables; what it wrote is never written again. (The files up to
0005 were written by the code of their time, with as much of this as there was.)

Each line of the file is JSON: the version, then of every table its name and columns, and a line for each row as SQLite
holds it, bytes in base64.
"""

import base64
import json
import sqlite3
import sys
import tempfile
from collections.abc import Mapping
from contextlib import closing, suppress
from pathlib import Path

from engine import (
    SYSTEM,
    Deployment,
    Engine,
    claim_work_item,
    complete_work_item,
    deliver_message,
    deploy,
    open_engine,
    read_case,
    run_due_jobs,
    save_draft,
    start_case,
    submit_draft,
    upgrade_database,
)
from engine.connectors import connectors
from engine.ports import JobRequest, TaskFailure
from engine.testing import FakeClock
from engine.values import Json
from tests.engine.small_services import CLERK
from tests.engine.store.releases.furnishing import furnish
from tests.engine.store.releases.services import SERVICES

_LEFT_OUT = {"alembic_version", "sessions"}
_MADE_BY_TRIGGERS = "case_texts"  # how the names of the search's tables begin
_JOBS = 20


class GoneError(BaseException):
    """The worker is gone, in the middle of a job."""


def write(file: Path) -> None:
    """Write the file: its name is the version."""
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "ortoo.db"
        upgrade_database(f"sqlite:///{database}")
        engine = open_engine(f"sqlite:///{database}", clock=FakeClock(), handlers={**connectors(), "effect": _effect})
        references = {service: _start(engine, service) for service in SERVICES}
        _move_on(engine, references)
        furnish(engine, references, version=file.stem, folder=Path(folder) / "documents")
        _complete(engine, references["served"])
        engine.close()
        with closing(sqlite3.connect(database)) as connection:
            file.write_text(_text(connection))


def _start(engine: Engine, service: str) -> str:
    given = Deployment(
        service=service, model=SERVICES[service], model_name="small.bpmn", process_id="Process_1", forms={}
    )
    deploy(engine, given, actor=SYSTEM)
    data: dict[str, Json] = {"service": service, "number": service, "list": ["a", "b", "c"]}
    return start_case(
        engine, service=service, data=data, actor=SYSTEM, command_key=f"start-{service}", check_value="E@x"
    ).reference


def _move_on(engine: Engine, references: Mapping[str, str]) -> None:
    for service in ("failed", "poisoned", "lost", "astray", "parallel", "repeated", "undone"):
        _complete(engine, references[service])
    for _ in range(_JOBS):
        with suppress(GoneError):
            run_due_jobs(engine, worker="worker of the release", limit=1)
    deliver_message(engine, name="answer", correlation="ended", payload={"said": "yes"}, actor=SYSTEM)
    (item, *_) = read_case(engine, reference=references["claimed"]).open_items
    claim_work_item(engine, item_id=item.id, actor=CLERK)
    sent = save_draft(engine, service="claimed", page="p", answers={"email": "sent@example.mn", "service": "sent"})
    submit_draft(engine, draft_id=sent.id, actor=SYSTEM, check_field="email")
    save_draft(engine, service="claimed", page="p", answers={"email": "half@example.mn"})


def _complete(engine: Engine, reference: str) -> None:
    item = min(read_case(engine, reference=reference).open_items, key=lambda one: one.element)
    complete_work_item(engine, item_id=item.id, actor=CLERK, answers={"ok": True, "answer": "no"})


def _effect(request: JobRequest, /) -> Mapping[str, Json]:
    said = request.inputs["service"]
    if said == "lost":
        raise GoneError
    if said in {"failed", "poisoned"}:
        reason = "The receiver is away."
        raise TaskFailure(reason, retry=said == "failed")
    return {"effect": "done"}


def _text(connection: sqlite3.Connection) -> str:
    """Return what a database holds, a row a line."""
    (version,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    lines = [json.dumps({"version": version})]
    for name in sorted(one for one in {*names} - _LEFT_OUT if not one.startswith(_MADE_BY_TRIGGERS)):
        found = connection.execute(f'SELECT * FROM "{name}"')  # noqa: S608 - a name of the database's own
        rows = [[_told(value) for value in row] for row in found]
        lines += [json.dumps({"table": name, "columns": [column for column, *_ in found.description]})] if rows else []
        lines += [json.dumps(row, ensure_ascii=False) for row in rows]
    return "\n".join(lines) + "\n"


def _told(value: object) -> object:
    return base64.b64encode(value).decode() if isinstance(value, bytes) else value


if __name__ == "__main__":
    write(Path(sys.argv[1]))

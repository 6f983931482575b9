"""Cases of stock SpiffWorkflow that last: kept with its own JSON serializer, one row each, one transaction a step.

Alone they are what stock needs to go on. With rows they are what an application on stock has to keep anyway: what
happened, a row for each task that completed, and what waits for people, a row for each user task.
"""

import io
import sqlite3
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import psycopg
from lxml import etree
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

__all__ = ["StockCases"]

_CASES = "CREATE TABLE {cases} (id INTEGER PRIMARY KEY, revision INTEGER NOT NULL, state TEXT NOT NULL)"
_ROWS = (
    """CREATE TABLE stock_history (case_id INTEGER NOT NULL, sequence INTEGER NOT NULL, task_id TEXT NOT NULL,
    element TEXT NOT NULL, name TEXT, type TEXT NOT NULL, time TEXT NOT NULL, resource TEXT NOT NULL,
    PRIMARY KEY (case_id, sequence))""",
    """CREATE TABLE stock_items (id TEXT PRIMARY KEY, case_id INTEGER NOT NULL, element TEXT NOT NULL, name TEXT,
    state TEXT NOT NULL, assignee TEXT, created_at TEXT NOT NULL, completed_at TEXT)""",
    "CREATE INDEX ix_stock_items ON stock_items (case_id)",
)


class StockCases:
    """A table of cases, and the least that an application has to do to complete a task of one durably."""

    def __init__(self, database_url: str, *, is_postgresql: bool, has_rows: bool = False) -> None:
        self._mark = "%s" if is_postgresql else "?"
        self._lock = " FOR UPDATE" if is_postgresql else ""
        self._begin = "BEGIN" if is_postgresql else "BEGIN IMMEDIATE"
        self._connection: Any = (
            psycopg.connect(database_url, autocommit=True) if is_postgresql else _sqlite(database_url)
        )
        self._serializer = BpmnWorkflowSerializer(BpmnWorkflowSerializer.configure())
        self._has_rows = has_rows
        self._cases = "stock_cases_with_rows" if has_rows else "stock_cases"
        for statement in (_CASES.format(cases=self._cases), *(_ROWS if has_rows else ())):
            self._connection.execute(statement)

    def add(self, file: bytes, *, numbers: Sequence[int], turns: int) -> None:
        """Keep cases that have completed their user task some times already."""
        parser = BpmnParser()
        parser.add_bpmn_xml(etree.parse(io.BytesIO(file)))
        workflow = BpmnWorkflow(parser.get_spec("p"))
        for task in workflow.get_tasks(state=TaskState.READY):
            task.data["n"] = 0
        workflow.do_engine_steps()
        for _ in range(turns):
            _complete(workflow)
        state = self._serializer.serialize_json(workflow)
        for number in numbers:
            self._insert(self._cases, [(number, 1, state)])
            if self._has_rows:
                self._insert_item(number, _ready(workflow)[0])

    def complete(self, number: int) -> None:
        """Complete the user task of a case, and move it on to the next, in one transaction."""
        self._connection.execute(self._begin)
        query = f"SELECT revision, state FROM {self._cases} WHERE id = {self._mark}{self._lock}"  # noqa: S608 - no input
        revision, state = self._connection.execute(query, (number,)).fetchone()
        workflow = self._serializer.deserialize_json(state)
        begun = time.time()
        done = _complete(workflow)
        if self._has_rows:
            self._write_rows(number, revision, workflow, done, begun)
        change = f"UPDATE {self._cases} SET revision = revision + 1, state = {self._mark} "  # noqa: S608 - no input
        where = f"WHERE id = {self._mark} AND revision = {self._mark}"
        self._connection.execute(change + where, (self._serializer.serialize_json(workflow), number, revision))
        self._connection.execute("COMMIT")

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def _write_rows(self, number: int, revision: int, workflow: Any, done: Any, begun: float) -> None:  # noqa: ANN401 - the peer has no types
        """Write what happened since the case was loaded, that its user task is done, and what waits now."""
        change = f"UPDATE stock_items SET state = 'done', assignee = 'clerk', completed_at = {self._mark} "  # noqa: S608 - no input
        self._connection.execute(f"{change}WHERE id = {self._mark}", (_told(begun), _item_id(number, done)))
        finished = [
            task
            for task in workflow.tasks.values()
            if task.state == TaskState.COMPLETED and task.last_state_change >= begun
        ]
        rows = [
            (number, revision * 100 + place, str(task.id), task.task_spec.name, task.task_spec.bpmn_name,
             type(task.task_spec).__name__, _told(task.last_state_change), "clerk" if task is done else "")
            for place, task in enumerate(finished)
        ]  # fmt: skip
        self._insert("stock_history", rows)
        self._insert_item(number, _ready(workflow)[0])

    def _insert_item(self, number: int, task: Any) -> None:  # noqa: ANN401 - the peer has no types
        spec, now = task.task_spec, _told(time.time())
        self._insert(
            "stock_items", [(_item_id(number, task), number, spec.name, spec.bpmn_name, "open", "", now, None)]
        )

    def _insert(self, table: str, rows: Sequence[tuple[object, ...]]) -> None:
        row = f"({', '.join([self._mark] * len(rows[0]))})"
        text = f"INSERT INTO {table} VALUES {', '.join([row] * len(rows))}"  # noqa: S608 - no input
        self._connection.execute(text, [value for each in rows for value in each])


def _item_id(number: int, task: Any) -> str:  # noqa: ANN401 - the peer has no types
    return f"{number}-{task.id}"  # the cases begin as copies of one


def _told(moment: float) -> str:
    return datetime.fromtimestamp(moment, UTC).isoformat()


def _complete(workflow: Any) -> Any:  # noqa: ANN401 - the peer has no types
    (task,) = _ready(workflow)
    task.run()
    workflow.do_engine_steps()
    return task


def _ready(workflow: Any) -> Sequence[Any]:  # noqa: ANN401 - the peer has no types
    ready: Sequence[Any] = list(workflow.get_tasks(state=TaskState.READY, manual=True))
    return ready


def _sqlite(file: str) -> sqlite3.Connection:
    connection = sqlite3.connect(file, isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL"):  # as Ortoo opens it
        connection.execute(f"PRAGMA {pragma}")
    return connection

"""Cases of stock SpiffWorkflow that last: kept with its own JSON serializer, one row each, one transaction a step."""

import io
import sqlite3
from collections.abc import Sequence
from typing import Any

import psycopg
from lxml import etree
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

__all__ = ["StockCases"]

_TABLE = "CREATE TABLE stock_cases (id INTEGER PRIMARY KEY, revision INTEGER NOT NULL, state TEXT NOT NULL)"


class StockCases:
    """A table of cases, and the least that an application has to do to complete a task of one durably."""

    def __init__(self, database_url: str, *, is_postgresql: bool) -> None:
        self._mark = "%s" if is_postgresql else "?"
        self._lock = " FOR UPDATE" if is_postgresql else ""
        self._begin = "BEGIN" if is_postgresql else "BEGIN IMMEDIATE"
        self._connection: Any = (
            psycopg.connect(database_url, autocommit=True) if is_postgresql else _sqlite(database_url)
        )
        self._serializer = BpmnWorkflowSerializer(BpmnWorkflowSerializer.configure())
        self._connection.execute(_TABLE)

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
        values = f"VALUES ({self._mark}, 1, {self._mark})"
        for number in numbers:
            self._connection.execute(f"INSERT INTO stock_cases {values}", (number, state))

    def complete(self, number: int) -> None:
        """Complete the user task of a case, and move it on to the next, in one transaction."""
        self._connection.execute(self._begin)
        query = f"SELECT revision, state FROM stock_cases WHERE id = {self._mark}{self._lock}"  # noqa: S608 - no input
        revision, state = self._connection.execute(query, (number,)).fetchone()
        workflow = self._serializer.deserialize_json(state)
        _complete(workflow)
        change = f"UPDATE stock_cases SET revision = revision + 1, state = {self._mark} "  # noqa: S608 - no input
        where = f"WHERE id = {self._mark} AND revision = {self._mark}"
        self._connection.execute(change + where, (self._serializer.serialize_json(workflow), number, revision))
        self._connection.execute("COMMIT")

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()


def _complete(workflow: Any) -> None:  # noqa: ANN401 - the peer has no types
    (task,) = _ready(workflow)
    task.run()
    workflow.do_engine_steps()


def _ready(workflow: Any) -> Sequence[Any]:  # noqa: ANN401 - the peer has no types
    ready: Sequence[Any] = list(workflow.get_tasks(state=TaskState.READY, manual=True))
    return ready


def _sqlite(file: str) -> sqlite3.Connection:
    connection = sqlite3.connect(file, isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL"):  # as Ortoo opens it
        connection.execute(f"PRAGMA {pragma}")
    return connection

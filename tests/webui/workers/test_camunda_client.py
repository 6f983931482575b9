"""Camunda's own client for Node, unchanged, does the work of a served Ortoo, on both databases."""

import contextlib
import json
import os
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from queue import Empty, Queue
from threading import Thread
from typing import Any

import pytest
from waitress.server import create_server

from engine import (
    CaseStatus,
    Engine,
    JobLoop,
    create_access_token,
    find_incidents,
    open_engine,
    read_case,
)
from engine.connectors import connectors
from tests.engine.small_services import START_END, deploy_small, flow, process, start_small
from tests.peers.node import FOLDER, NodePeers
from webui.application import create_app
from webui.settings import Settings

PATIENCE_S = 120
CAMUNDA = 'xmlns:camunda="http://camunda.org/schema/1.0/bpmn"'


def external(task_id: str, topic: str, outputs: str = "") -> str:
    """A service task as Camunda's modeller writes it."""
    mapping = f"<extensionElements><camunda:inputOutput>{outputs}</camunda:inputOutput></extensionElements>"
    given = mapping if outputs else ""
    return (
        f'<serviceTask {CAMUNDA} id="{task_id}" camunda:type="external" camunda:topic="{topic}">{given}</serviceTask>'
    )


def one_task(topic: str, outputs: str = "") -> bytes:
    """A process of one such task, which a boundary event guards."""
    return process(
        START_END
        + external("Work", topic, outputs)
        + '<boundaryEvent id="Refused" attachedToRef="Work"><errorEventDefinition errorRef="Error_1"/></boundaryEvent>'
        + '<endEvent id="Refusal"/>'
        + flow("Start", "Work", "End")
        + flow("Refused", "Refusal"),
        roots='<error id="Error_1" errorCode="refused"/>',
    )


@dataclass
class Worker:
    """A running client and what it says."""

    process: subprocess.Popen[str]
    lines: Queue[dict[str, Any]]

    def says(self, event: str) -> dict[str, Any]:
        """Wait for an event, and return what the client says of it."""
        return self.says_all(event)[event]

    def says_all(self, *events: str) -> dict[str, dict[str, Any]]:
        """Wait for events in any order, and return what the client says of all that it has told meanwhile."""
        deadline = time.monotonic() + PATIENCE_S
        heard: dict[str, dict[str, Any]] = {}
        while time.monotonic() < deadline:
            with contextlib.suppress(Empty):
                line = self.lines.get(timeout=0.2)
                heard[line["event"]] = line
                if set(events) <= set(heard):
                    return heard
        raise AssertionError((events, heard, self.process.poll()))

    def hears(self) -> None:
        """Tell the client that it may do what it has."""
        assert self.process.stdin is not None
        self.process.stdin.write("go\n")
        self.process.stdin.flush()


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    opened = open_engine(database_url, handlers=connectors())
    yield opened
    opened.close()


@pytest.fixture
def address(engine: Engine) -> Iterator[str]:
    """The address of the interface of an Ortoo that is served with its background work, as `ortoo serve` does."""
    app = create_app(engine, services=[], settings=Settings(secret_key="only for tests " * 4))
    server = create_server(app, host="127.0.0.1", port=0, threads=8)
    serving = Thread(target=server.run, daemon=True)
    loop = JobLoop(engine, poll_s=0.05)
    serving.start()
    loop.start()
    yield f"http://127.0.0.1:{server.effective_port}/engine-rest"
    server.trigger.pull_trigger(server.close)  # by the thread that it belongs to
    serving.join(timeout=PATIENCE_S)
    server.task_dispatcher.shutdown()
    loop.stop()


@pytest.fixture
def start_worker(node_peers: NodePeers, engine: Engine, address: str) -> Iterator[Callable[..., Worker]]:
    """Starts clients, each for some topics."""
    _, secret = create_access_token(engine, name="worker", topics=["*"])
    running: list[subprocess.Popen[str]] = []

    def started(name: str, *topics: str, does: str = "") -> Worker:
        environment = {**os.environ, "PATH": node_peers.search_path, "TOPICS": ",".join(topics)}
        if does:
            environment["DOES"] = does
        command = ["node", str(FOLDER / "external_worker.mjs"), address, "worker", secret, name]
        client = subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        running.append(client)
        worker = Worker(process=client, lines=Queue())
        Thread(target=_listen, args=(client, worker.lines), daemon=True).start()
        worker.says("started")
        return worker

    yield started
    for client in running:
        client.kill()
        client.wait(timeout=PATIENCE_S)
        for stream in (client.stdin, client.stdout):
            if stream is not None:
                stream.close()


def _listen(client: subprocess.Popen[str], lines: Queue[dict[str, Any]]) -> None:
    assert client.stdout is not None
    with contextlib.suppress(ValueError):  # closed at the end of the test
        for line in client.stdout:
            lines.put(json.loads(line))


def wait_for(engine: Engine, reference: str, status: CaseStatus) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        if read_case(engine, reference=reference).summary.status is status:
            return
        time.sleep(0.05)
    raise AssertionError((status, read_case(engine, reference=reference)))


def told_of(workers: list[Worker], event: str, number: int) -> list[dict[str, Any]]:
    """Wait until several clients together have told of an event so often, and return what they say of it."""
    deadline = time.monotonic() + PATIENCE_S
    told: list[dict[str, Any]] = []
    while len(told) < number and time.monotonic() < deadline:
        for worker in workers:
            with contextlib.suppress(Empty):
                told += [line for line in [worker.lines.get(timeout=0.1)] if line["event"] == event]
    return told


def ends(engine: Engine, reference: str) -> set[str]:
    timeline = read_case(engine, reference=reference).timeline
    return {entry.element for entry in timeline if entry.type == "endEvent"}


def test_variables_of_every_type_go_there_and_back(engine: Engine, start_worker: Callable[..., Worker]) -> None:
    paid = '<camunda:outputParameter name="paid">${receipt}</camunda:outputParameter>'
    deploy_small(engine, one_task("echo", paid))
    worker = start_worker("one", "echo")
    data: dict[str, Any] = {
        "text": "Өртөө",
        "whole": 7,
        "long": 2**40,
        "part": Decimal("12.5"),
        "yes": True,
        "none": None,
        "list": [1, "a"],
        "object": {"a": {"b": None}},
    }
    reference = start_small(engine, **data).reference
    got = worker.says("got")
    assert got["given"] == {**data, "part": 12.5}
    assert (got["case"], got["retries"]) == (reference, None)
    wait_for(engine, reference, CaseStatus.COMPLETED)
    kept = dict(read_case(engine, reference=reference).data)
    assert kept == {
        **data,
        **{f"{name}_again": value for name, value in data.items()},
        "at": "2026-01-31T12:30:00+00:00",
        "typed": {"deep": [1, {"two": 2}]},
        "paid": f"R-{reference}",
    }


def test_a_failure_is_tried_again_and_ends_as_an_incident(engine: Engine, start_worker: Callable[..., Worker]) -> None:
    deploy_small(engine, one_task("fail"))
    worker = start_worker("one", "fail")
    reference = start_small(engine).reference
    told = [worker.says("failed") for _ in range(3)]
    assert [one["retries"] for one in told] == [2, 1, 0]
    assert [one["seen"] for one in told] == [None, 2, 1]
    assert [one["before"] for one in told] == [None, "no answer", "no answer"]
    wait_for(engine, reference, CaseStatus.INCIDENT)
    (incident,) = find_incidents(engine).items
    assert (incident.case_reference, incident.element, incident.message) == (reference, "Work", "no answer")


def test_errors_locks_and_refusals_are_understood(engine: Engine, start_worker: Callable[..., Worker]) -> None:
    topics = ("refuse", "slow", "shy", "late")
    for topic in topics:
        deploy_small(engine, one_task(topic), service=topic)
    worker = start_worker("one", *topics)
    references = {topic: start_small(engine, key=topic, service=topic).reference for topic in topics}
    for reference in references.values():
        wait_for(engine, reference, CaseStatus.COMPLETED)
    assert ends(engine, references["refuse"]) == {"Refusal"}
    assert read_case(engine, reference=references["refuse"]).data["why"] == "no money"
    assert ends(engine, references["slow"]) == {"End"}
    heard = worker.says_all("unlocked", "shy done", "slow done", "refused", "told")
    assert (heard["told"]["status"], heard["told"]["type"]) == (404, "RestException")
    assert "no-such-task" in heard["told"]["message"]
    assert "poll:error" not in heard


def test_two_clients_share_the_work(engine: Engine, start_worker: Callable[..., Worker]) -> None:
    deploy_small(engine, one_task("share"))
    workers = [start_worker(name, "share") for name in ("one", "two")]
    references = [start_small(engine, key=str(number)).reference for number in range(16)]
    for worker in workers:
        worker.says("has one")
    for worker in workers:
        worker.hears()
    for reference in references:
        wait_for(engine, reference, CaseStatus.COMPLETED)
    by = [read_case(engine, reference=reference).data["by"] for reference in references]
    assert set(by) == {"one", "two"}
    assert sorted(line["case"] for line in told_of(workers, "shared", len(references))) == sorted(references)


def test_the_task_of_a_client_that_is_killed_is_taken_up_by_another(
    engine: Engine, start_worker: Callable[..., Worker]
) -> None:
    deploy_small(engine, one_task("hang"))
    first = start_worker("one", "hang")
    reference = start_small(engine).reference
    first.says("hanging")
    first.process.kill()
    second = start_worker("two", "hang", does="share")
    second.hears()
    second.says("shared")
    wait_for(engine, reference, CaseStatus.COMPLETED)
    assert read_case(engine, reference=reference).data == {"by": "two"}

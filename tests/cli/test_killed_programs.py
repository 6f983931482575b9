"""`ortoo serve` and `ortoo worker`, as they are installed, are killed again and again while cases come in over HTTP."""

import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from random import Random
from threading import Thread
from typing import Any

import pytest

from engine import CaseStatus, Engine, create_access_token, find_cases, open_engine, read_case, retry_incidents
from engine.values import SYSTEM
from tests.cli.test_worker import ask
from tests.engine.connectors.served import serving
from tests.engine.reliability.consistency import faults_of_all
from tests.engine.small_services import START_END, deploy_small, flow, process, service_task
from tests.ports import free_port

ROOT = Path(__file__).parents[2]
KILLS, CASES = 12, 60
PATIENCE_S = 240


def model(receiver: str) -> bytes:
    """Two effects outside, one after the other."""
    headers = f'<zeebe:header key="method" value="POST"/><zeebe:header key="url" value="{receiver}/{{task}}"/>'
    tasks = [
        service_task(task, "http", headers=f"<zeebe:taskHeaders>{headers}</zeebe:taskHeaders>".replace("{task}", task))
        for task in ("First", "Second")
    ]
    return process(START_END + "".join(tasks) + flow("Start", "First", "Second", "End"))


class Program:
    """A program of the installation that is killed, and started again."""

    def __init__(self, arguments: tuple[str, ...], environment: Mapping[str, str], ready: str, said: Path) -> None:
        self._command = [sys.executable, "-m", "cli", *arguments]
        self._environment, self.ready, self._said = environment, ready, said
        self.start()

    def start(self) -> None:
        """Start it."""
        with self._said.open("a") as said:
            self._process = subprocess.Popen(self._command, cwd=ROOT, env=self._environment, stderr=said)

    def kill(self) -> int:
        """Kill it as nothing can be killed more; return how it ended."""
        self._process.kill()
        return self._process.wait()


@contextmanager
def running(*programs: Program) -> Iterator[None]:
    try:
        yield
    finally:
        for program in programs:
            program.kill()


def until(is_so: Any, what: str) -> None:
    end = time.monotonic() + PATIENCE_S
    while not is_so():
        assert time.monotonic() < end, what
        time.sleep(0.1)


def apply(address: str, secret: str, number: int) -> str:
    """Start a case over HTTP, asking again under the same key until there is an answer; return its reference."""
    request = urllib.request.Request(
        f"{address}/engine-rest/process-definition/key/outside/start",
        data=b"{}",
        headers={
            "Authorization": f"Bearer {secret}",
            "Content-Type": "application/json",
            "Idempotency-Key": f"application-{number}",
        },
    )
    while True:
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return str(json.load(answer)["id"])
        except (urllib.error.URLError, ConnectionError, TimeoutError, json.JSONDecodeError):
            time.sleep(0.2)


@pytest.mark.nightly
def test_killed_programs_lose_and_double_nothing(database_url: str, tmp_path: Path) -> None:
    received: list[tuple[str, str]] = []

    def receive(environ: Mapping[str, Any], start_response: Any) -> Iterable[bytes]:
        received.append((environ["PATH_INFO"], environ["HTTP_IDEMPOTENCY_KEY"]))
        time.sleep(0.1)  # so that some are killed in the middle of it
        start_response("204 No Content", [])
        return []

    ports = free_port(), free_port()
    environment = {**os.environ, "ORTOO_HOME": str(tmp_path), "ORTOO_DATABASE_URL": database_url}
    engine = open_engine(database_url)
    with serving(receive) as receiver:
        origin = f'[[http.hosts]]\norigin = "{receiver}"\nnetworks = ["127.0.0.0/8"]\n'
        (tmp_path / "connectors.toml").write_text(origin)
        deploy_small(engine, model(receiver), service="outside")
        _, secret = create_access_token(engine, name="kiosk", services=["outside"])
        server, worker = (
            Program((name, option, str(port)), environment, f"http://127.0.0.1:{port}/health/ready", tmp_path / "said")
            for name, option, port in (("serve", "--port", ports[0]), ("worker", "--metrics-port", ports[1]))
        )
        with running(server, worker):
            told = load_and_kill(server, worker, secret)
            until(lambda: is_over(engine), "some cases never came to their end")
    assert len(told) == len(set(told)) == CASES
    check(engine, told, received)
    assert "Traceback" not in (tmp_path / "said").read_text()
    engine.close()


def load_and_kill(server: Program, worker: Program, secret: str) -> list[str]:
    """Start cases from several sides while now one and now the other is killed; return what each start was told."""
    rng = Random(1)  # noqa: S311  # repeatable, not secret
    told: list[str] = []
    address = server.ready.removesuffix("/health/ready")

    def start(first: int) -> None:
        for number in range(first, CASES, 3):
            told.append(apply(address, secret, number))
            time.sleep(0.5)

    starters = [Thread(target=start, args=(first,), daemon=True) for first in range(3)]
    for starter in starters:
        starter.start()
    for turn in range(KILLS):
        victim = (server, worker)[turn % 2]
        until(lambda victim=victim: ask(victim.ready)[0] == 200, f"{victim.ready} was never ready")
        time.sleep(rng.uniform(0, 2))
        assert victim.kill() == -9
        victim.start()
    for starter in starters:
        starter.join()
    return told


def is_over(engine: Engine) -> bool:
    """Whether all cases have ended; what was left to a person since its workers were lost is retried."""
    retry_incidents(engine, actor=SYSTEM)
    return find_cases(engine, service="outside", status="completed").total == CASES


def check(engine: Engine, told: list[str], received: list[tuple[str, str]]) -> None:
    """Each case is where its model says, and each effect came under one key."""
    for reference in told:
        details = read_case(engine, reference=reference)
        assert details.summary.status is CaseStatus.COMPLETED
        done = Counter(one.element for one in details.timeline if one.lifecycle == "complete")
        assert done == {"Start": 1, "First": 1, "Second": 1, "End": 1}
    keys = {path: {key for at, key in received if at == path} for path in ("/First", "/Second")}
    assert {path: len(one) for path, one in keys.items()} == {"/First": CASES, "/Second": CASES}
    assert faults_of_all(engine) == []

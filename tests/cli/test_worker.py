"""`ortoo worker` as a process: it answers a supervisor where it is told to, and nobody else."""

import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.cli.conftest import Ortoo
from tests.engine.test_kill import wait_until
from tests.ports import free_port


def ask(address: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(address, timeout=60) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, ""
    except OSError:  # nobody listens yet, or whoever did has hung up or been killed
        return 0, ""


def test_a_worker_answers_its_supervisor_and_stops_when_told(tmp_path: Path) -> None:
    port = free_port()
    command = [sys.executable, "-m", "cli", "worker", "--metrics-port", str(port)]
    environment = {**os.environ, "ORTOO_HOME": str(tmp_path), "ORTOO_LOG": "json"}
    environment.pop("ORTOO_DATABASE_URL", None)
    with subprocess.Popen(command, cwd=Path(__file__).parents[2], env=environment, stderr=subprocess.PIPE) as worker:
        try:
            wait_until(lambda: ask(f"http://127.0.0.1:{port}/health/ready")[0] == 200)
            status, text = ask(f"http://127.0.0.1:{port}/metrics")
            worker.send_signal(signal.SIGTERM)
            _, said = worker.communicate(timeout=120)
        finally:
            worker.kill()
    assert status == 200
    assert "ortoo_worker_is_working 1" in text
    assert worker.returncode == 0
    assert b"Traceback" not in said


def test_numbers_are_not_shown_to_other_machines_without_a_token(
    ortoo: Ortoo, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("ORTOO_HOME", str(tmp_path))
    monkeypatch.delenv("ORTOO_METRICS_TOKEN", raising=False)
    refused = ortoo("worker", "--metrics-port", str(free_port()), "--metrics-host", "192.0.2.1")
    assert refused.code == 2
    assert "ORTOO_METRICS_TOKEN" in refused.err


def test_a_port_that_is_taken_is_said_at_once(ortoo: Ortoo, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ORTOO_HOME", str(tmp_path))
    with socket.create_server(("127.0.0.1", 0)) as taken:
        refused = ortoo("worker", "--metrics-port", str(taken.getsockname()[1]))
    assert refused.code == 2
    assert "--metrics-port" in refused.err

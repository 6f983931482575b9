"""A program that calls the interface, with a case whose service task waits for it."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from engine import Engine, create_access_token, run_due_jobs
from tests.engine.small_services import START_END, deploy_small, flow, process, service_task, start_small

CHARGED = process(START_END + service_task("Charge", "charge") + flow("Start", "Charge", "End"))


@dataclass
class Program:
    """A program: what it calls, and with which headers."""

    client: FlaskClient
    headers: Mapping[str, str] = field(default_factory=dict)

    def call(self, method: str, path: str, status: int = 200, body: object = None, **headers: str) -> TestResponse:
        """Call a path of the interface, which answers with that status."""
        data = None if body is None else json.dumps(body)
        sent = {**self.headers, **{name.replace("_", "-"): value for name, value in headers.items()}}
        answer = self.client.open(
            f"/engine-rest{path}", method=method, data=data, headers=sent, content_type="application/json"
        )
        assert answer.status_code == status, (path, answer.status_code, answer.text)
        return answer

    def fetch(self, status: int = 200, worker: str = "one", **options: Any) -> Any:
        """Fetch tasks of the topic "charge"."""
        topic = {"topicName": "charge", "lockDuration": 60_000, **options}
        return self.call("POST", "/external-task/fetchAndLock", status, {"workerId": worker, "topics": [topic]}).json

    def report(self, task: Mapping[str, Any], what: str, status: int = 204, **said: object) -> TestResponse:
        """Report of a task."""
        return self.call("POST", f"/external-task/{task['id']}/{what}", status, {"workerId": "one", **said})


@pytest.fixture
def secret(engine: Engine) -> str:
    return create_access_token(
        engine, name="charger", topics=["charge"], messages=["answer", "storm"], services=["small"]
    )[1]


@pytest.fixture
def program(app: Flask, secret: str) -> Program:
    return Program(client=app.test_client(), headers={"Authorization": f"Bearer {secret}"})


@pytest.fixture
def begin(engine: Engine, secret: str) -> Callable[..., str]:
    """Begins a case whose service task waits for a worker, and returns its reference."""
    del secret

    def begun(key: str = "k", **data: Any) -> str:
        deploy_small(engine, CHARGED)
        reference = start_small(engine, key=key, **data).reference
        run_due_jobs(engine, worker="w")
        return reference

    return begun

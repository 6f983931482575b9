"""The pages of `ortoo worker`: whether it lives and can work, and how its jobs go."""

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from engine import Engine, JobLoop, run_due_jobs
from tests.engine.small_services import SERVED, deploy_small, start_small
from tests.engine.test_kill import wait_until
from tests.webui.test_metrics import read
from webui.metrics.worker import create_worker_app

TOKEN = "token of the tests"  # noqa: S105 - opens nothing


@pytest.fixture
def loop(engine: Engine) -> Iterator[JobLoop]:
    made = JobLoop(engine)
    yield made
    made.stop()


@pytest.fixture
def pages(engine: Engine, loop: JobLoop) -> FlaskClient:
    return create_worker_app(engine, loop, token="").test_client()


def test_it_is_ready_while_its_loop_works(pages: FlaskClient, loop: JobLoop) -> None:
    assert pages.get("/health/live").status_code == 200
    before = pages.get("/health/ready")
    assert (before.status_code, before.json) == (503, {"status": "not ready", "obstacles": ["jobs"]})
    loop.start()
    wait_until(lambda: pages.get("/health/ready").status_code == 200)
    assert read(pages.get("/metrics").text)["ortoo_worker_is_working", ()] == 1
    loop.stop()
    assert pages.get("/health/ready").status_code == 503
    assert read(pages.get("/metrics").text)["ortoo_worker_is_working", ()] == 0


def test_its_jobs_are_counted_and_no_case_is_named(engine: Engine, pages: FlaskClient) -> None:
    deploy_small(engine, SERVED)
    reference = start_small(engine, name="Marker-4711").reference
    run_due_jobs(engine, worker="w")
    text = pages.get("/metrics").text
    labels = (("kind", "service"), ("topic", ""), ("outcome", "failed"))  # nobody here does the topic of the model
    assert read(text)["ortoo_job_duration_seconds_count", labels] == 1
    assert reference not in text
    assert "Marker-4711" not in text


def test_a_token_is_asked_for_where_there_is_one(engine: Engine, loop: JobLoop) -> None:
    pages = create_worker_app(engine, loop, token=TOKEN).test_client()
    assert pages.get("/metrics").status_code == 404
    assert pages.get("/metrics", headers={"Authorization": "Bearer other"}).status_code == 404
    assert pages.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}).status_code == 200
    assert pages.get("/health/live").status_code == 200


def test_there_is_nothing_else(pages: FlaskClient) -> None:
    for address in ("/", "/desk", "/static/app.css", "/engine-rest/external-task"):
        assert pages.get(address).status_code == 404

"""Logs as JSON lines: ids and kinds, never what somebody entered."""

import json
import logging

import pytest

from engine import Engine, JsonLines, run_due_jobs
from tests.engine.conftest import Effects
from tests.engine.small_services import SERVED, deploy_small, start_small


def lines(records: list[logging.LogRecord]) -> list[dict[str, object]]:
    return [json.loads(JsonLines().format(record)) for record in records if record.name.startswith("ortoo")]


def test_a_job_that_is_done_is_a_line_with_its_ids(engine: Engine, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "ortoo.jobs")
    deploy_small(engine, SERVED)
    start_small(engine, name="Marker-4711")
    run_due_jobs(engine, worker="w")
    (line,) = lines(caplog.records)
    assert line["message"] == "job done"
    assert {"job", "case", "kind", "topic", "duration_ms", "time", "level", "logger"} <= set(line)
    assert (line["kind"], line["topic"], line["attempts"]) == ("service", "effect", 1)


def test_what_an_exception_quotes_is_not_written(
    engine: Engine, effects: Effects, caplog: pytest.LogCaptureFixture
) -> None:
    deploy_small(engine, SERVED)
    start_small(engine, name="Marker-4711")
    effects.faults = [ValueError("Marker-4711 is no number")]
    run_due_jobs(engine, worker="w")
    (line,) = lines(caplog.records)
    assert line["error"] == "ValueError"
    assert line["job"]
    assert any("running.py" in place for place in line["stack"])  # type: ignore[attr-defined]
    assert "Marker-4711" not in json.dumps(line)


def test_every_line_is_one_line() -> None:
    record = logging.LogRecord("ortoo", logging.INFO, "x", 1, "two\nlines %s", ("Өртөө",), None)
    assert "\n" not in JsonLines().format(record)
    assert "Өртөө" in JsonLines().format(record)

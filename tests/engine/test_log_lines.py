"""Logs as JSON lines: ids and kinds, never what somebody entered."""

import json
import logging

import pytest

from engine import Engine, JsonLines, run_due_jobs
from engine.ports import TaskFailure
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
    assert str(line["message"]).startswith("job done")
    assert {"job", "case", "duration_ms", "time", "level", "logger"} <= set(line)
    assert (line["kind"], line["topic"], line["attempts"]) == ("service", "effect", 1)
    assert (line["worker"], line["element"], line["outcome"]) == ("w", "Serve", "done")


def test_a_job_that_fails_is_a_line_with_its_ids_and_without_what_was_said(
    engine: Engine, effects: Effects, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "ortoo.jobs")
    deploy_small(engine, SERVED)
    start_small(engine)
    effects.faults = [TaskFailure("Marker-4711 is away")]
    run_due_jobs(engine, worker="w")
    (line,) = lines(caplog.records)
    assert (line["level"], line["outcome"], line["worker"]) == ("warning", "failed", "w")
    assert line["job"]
    assert line["case"]
    assert "Marker-4711" not in json.dumps(line)


def test_attempts_at_jobs_are_counted_by_kind_topic_and_outcome(engine: Engine, effects: Effects) -> None:
    deploy_small(engine, SERVED)
    for number in range(3):
        start_small(engine, key=str(number))
    effects.faults = [TaskFailure("away")]
    run_due_jobs(engine, worker="w")
    counted = {
        (labels["kind"], labels["topic"], labels["outcome"]): number
        for name, labels, number in engine.job_durations.samples()
        if name == "_count"
    }
    assert counted == {("service", "effect", "done"): 2, ("service", "effect", "failed"): 1}


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

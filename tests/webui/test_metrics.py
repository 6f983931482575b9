"""The page of numbers: in Prometheus's form, for who has the token, naming no person."""

import re
from dataclasses import replace

import pytest
from flask import Flask

from engine import Durations, Engine
from engine.jobs.upkeep import plan_upkeep
from tests.webui.conftest import Browser
from tests.webui.library_service import make_service
from webui.application import create_app
from webui.metrics.exposition import expose
from webui.metrics.requests import BOUNDS_S
from webui.settings import Settings

TOKEN = "token of the tests"  # noqa: S105 - opens nothing
LABELS = re.compile(r'([a-z_]+)="((?:[^"\\]|\\.)*)"')
LINE = re.compile(r"(?P<name>[a-z_]+)(?:\{(?P<labels>.*)\})? (?P<value>[0-9.e+-]+)")


@pytest.fixture
def watched(engine: Engine, settings: Settings) -> Flask:
    return create_app(engine, services=[make_service()], settings=replace(settings, metrics_token=TOKEN))


def read(text: str) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    """The samples of a page, read by the rules of the format."""
    found, announced = {}, set()
    for line in text.splitlines():
        if line.startswith("# TYPE "):
            announced.add(line.split()[2])
        elif not line.startswith("#"):
            match = LINE.fullmatch(line)
            assert match, line
            assert re.sub("_(bucket|sum|count)$", "", match["name"]) in announced
            key = (match["name"], tuple(LABELS.findall(match["labels"] or "")))
            assert key not in found
            found[key] = float(match["value"])
    return found


def ask(app: Flask, token: str = TOKEN, status: int = 200) -> str:
    answer = app.test_client().get("/metrics", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == status
    assert "Set-Cookie" not in answer.headers
    return answer.text


def test_cases_and_requests_are_counted_and_no_case_is_named(watched: Flask) -> None:
    reference = Browser(watched.test_client()).apply()
    text = ask(watched)
    samples = read(text)
    assert samples["ortoo_cases", (("service", "borrow-a-book"), ("status", "running"))] == 1
    assert sum(value for (name, _), value in samples.items() if name == "ortoo_work_items") >= 1
    assert ("ortoo_oldest_due_job_age_seconds", ()) in samples
    assert ("ortoo_audit_broken", ()) not in samples
    counted = {
        labels: value for (name, labels), value in samples.items() if name == "ortoo_request_duration_seconds_count"
    }
    assert any(dict(labels)["endpoint"].startswith("portal.") for labels in counted)
    assert reference not in text
    assert "/services/" not in text


def test_without_the_token_there_is_no_page(watched: Flask, app: Flask) -> None:
    ask(watched, token="", status=404)
    ask(watched, token=TOKEN[:-1], status=404)
    ask(app, token="", status=404)


def test_buckets_hold_the_smaller_ones_too() -> None:
    durations = Durations("endpoint", "method", "status", bounds_s=BOUNDS_S)
    for seconds in (0.004, 0.005, 0.2, 99.0):
        durations.add("e", "GET", "200", seconds=seconds)
    samples = read(expose("d", "histogram", "told", durations.samples()))
    buckets = {dict(labels)["le"]: value for (name, labels), value in samples.items() if name == "d_bucket"}
    assert (buckets["0.005"], buckets["0.1"], buckets["0.25"], buckets["10.0"], buckets["+Inf"]) == (2, 2, 3, 3, 4)
    assert samples["d_count", (("endpoint", "e"), ("method", "GET"), ("status", "200"))] == 4


def test_no_label_breaks_the_form() -> None:
    text = expose("m", "gauge", "told", [("", {"service": 'a"b\\c\nd'}, 1)])
    assert text.splitlines()[-1] == 'm{service="a\\"b\\\\c\\nd"} 1'


def test_what_the_hourly_check_found_is_told(watched: Flask, engine: Engine) -> None:
    plan_upkeep(engine)
    samples = read(ask(watched))
    assert (samples["ortoo_audit_broken", ()], samples["ortoo_data_violations", ()]) == (0, 0)
    assert 0 <= samples["ortoo_self_check_age_seconds", ()] < 600

"""What an upgrade works out from the models that are deployed already."""

import logging
from pathlib import Path

import pytest
from sqlalchemy import text

from engine import SYSTEM, Engine, deliver_message, find_cases, open_engine, upgrade_database
from engine.store import Database
from engine.store.migrating import upgrade_to
from engine.store.records import JobKind
from tests.engine.small_services import flow, process

STARTED_BY_MESSAGE = process(
    '<startEvent id="Start"><messageEventDefinition messageRef="Asked"/></startEvent><endEvent id="End"/>'
    '<startEvent id="Daily"><timerEventDefinition><timeCycle>R/PT24H</timeCycle></timerEventDefinition></startEvent>'
    + flow("Start", "End")
    + flow("Daily", "End"),
    roots='<message id="Asked" name="asked"/>',
)
NOW = "2026-01-05 01:00:00.000000"


def fill_first_release(database_url: str, model: bytes) -> None:
    """Bring a database to the tables of the first release, with a service deployed."""
    if database_url.startswith("sqlite"):
        Path(database_url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
    database = Database(database_url)
    with database.connection() as connection:
        upgrade_to(database, connection, "0001")
        connection.execute(
            text(
                "INSERT INTO definitions (id, service, version, content_sha256, model_sha256, process_id, model_name, "
                "model, forms, deployed_at, deployed_by) "
                "VALUES ('d', 's', 1, 'c', 'm', 'Process_1', 'm.bpmn', :model, '{}', :now, '')"
            ),
            {"model": model, "now": NOW},
        )
        connection.execute(text("INSERT INTO services (key, definition_id) VALUES ('s', 'd')"))
    database.close()


def starts(engine: Engine) -> tuple[int, int]:
    """How many cases a message has started, and how many timers are there to start some."""
    taken = deliver_message(engine, name="asked", correlation=None, payload={}, actor=SYSTEM)
    with engine.database.reading() as work:
        timers = len(list(work.jobs.of_topic(JobKind.START, "s")))
    assert find_cases(engine).total == taken
    return taken, timers


def test_a_service_of_the_first_release_is_started_by_its_events(empty_database_url: str) -> None:
    fill_first_release(empty_database_url, STARTED_BY_MESSAGE)
    upgrade_database(empty_database_url)
    engine = open_engine(empty_database_url)
    assert starts(engine) == (1, 1)
    engine.close()


def test_a_model_that_cannot_be_read_any_more_keeps_nobody_from_upgrading(
    empty_database_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    fill_first_release(empty_database_url, b"<html/>")
    with caplog.at_level(logging.WARNING, logger="ortoo.upgrade"):
        upgrade_database(empty_database_url)
    engine = open_engine(empty_database_url)
    assert starts(engine) == (0, 0)
    engine.close()
    assert "s is not started by its events until it is deployed again" in caplog.text

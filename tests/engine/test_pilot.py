"""A pilot on one machine: a case asks the registry server over HTTP, on a bad day, and each effect happens once."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from ipaddress import ip_network
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

from engine import Engine, find_incidents, open_documents, read_case, run_due_jobs
from engine.connectors import ConnectorSettings, connectors
from engine.connectors.allowed_hosts import AllowedHost
from engine.registry_server import Faults, create_registry
from engine.testing import FakeClock
from tests.engine.connectors.served import serving
from tests.engine.small_services import START_END, deploy_small, flow, process, service_task, start_small

LOOPBACK = (ip_network("127.0.0.0/8"),)
HEADER = '<zeebe:taskHeaders><zeebe:header key="{}" value="{}"/></zeebe:taskHeaders>'
KEY = '<zeebe:ioMapping><zeebe:input source="=founder" target="key"/></zeebe:ioMapping>'
PILOT = process(
    START_END
    + service_task("Look", "registry-lookup", headers=HEADER.format("register", "citizen"), mapping=KEY, retries=30)
    + service_task("Enter", "company-register", retries=30)
    + service_task("Tell", "registry-message", headers=HEADER.format("to", "tax-office"), retries=30)
    + flow("Start", "Look", "Enter", "Tell", "End")
)
_ASKED = (
    '<zeebe:taskHeaders><zeebe:header key="method" value="POST"/><zeebe:header key="url" value="ORIGIN/v1/companies"/>'
    "</zeebe:taskHeaders>"
)
_MAPPED = (
    '<zeebe:ioMapping><zeebe:input source="={name: name}" target="body"/>'
    '<zeebe:output source="=body.registration_number" target="number"/></zeebe:ioMapping>'
)


@pytest.fixture(params=[1, 2])
def bad_day(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a registry server on which six of ten requests go wrong."""
    with serving(create_registry(faults=Faults(rate=0.6, seed=request.param))) as origin:
        yield origin


def office(engine: Engine, origin: str, folder: Path) -> Engine:
    place = AllowedHost(origin=origin, networks=LOOPBACK)
    settings = ConnectorSettings(hosts=(place,), registry=place, outbox=folder / "outbox")
    documents = open_documents(folder / "documents")
    return replace(engine, handlers=connectors(settings=settings, clock=engine.clock), documents=documents)


def effects(origin: str) -> list[dict[str, Any]]:
    with urlopen(f"{origin}/v1/effects?fault=none") as answer:
        return json.load(answer)["effects"]  # type: ignore[no-any-return]  # JSON


def work_until_done(engine: Engine, clock: FakeClock) -> None:
    for _ in range(200):
        run_due_jobs(engine, worker="w")
        clock.advance(timedelta(hours=1))


def test_on_a_bad_day_each_effect_happens_once_and_the_case_completes(
    engine: Engine, clock: FakeClock, tmp_path: Path, bad_day: str
) -> None:
    opened = office(engine, bad_day, tmp_path)
    deploy_small(opened, PILOT)
    references = [start_small(opened, key=f"k{n}", founder="УБ90112412", name=f"Шинэ {n}").reference for n in range(4)]
    work_until_done(opened, clock)
    for reference in references:
        details = read_case(opened, reference=reference)
        assert details.summary.status == "completed"
        assert details.data["found"] is True
        assert str(details.data["receipt"]).startswith("tax-office-")
    done = effects(bad_day)
    assert sorted(one["path"] for one in done) == ["/v1/authorities/tax-office/messages"] * 4 + ["/v1/companies"] * 4
    assert any(one["asked"] > 1 for one in done)
    assert find_incidents(opened).total == 0


def test_a_model_asks_a_listed_machine_and_takes_what_it_wants_from_the_answer(
    engine: Engine, clock: FakeClock, tmp_path: Path, bad_day: str
) -> None:
    opened = office(engine, bad_day, tmp_path)
    asked = service_task("Ask", "http", headers=_ASKED.replace("ORIGIN", bad_day), mapping=_MAPPED, retries=30)
    deploy_small(opened, process(START_END + asked + flow("Start", "Ask", "End")))
    reference = start_small(opened, name="Шинэ").reference
    work_until_done(opened, clock)
    details = read_case(opened, reference=reference)
    assert details.summary.status == "completed"
    assert len(str(details.data["number"])) == 7
    assert len(effects(bad_day)) == 1


def test_a_machine_that_is_not_listed_becomes_an_incident_at_once(engine: Engine, tmp_path: Path, bad_day: str) -> None:
    opened = office(engine, "https://elsewhere.example", tmp_path)
    asked = service_task("Ask", "http", headers=_ASKED.replace("ORIGIN", bad_day), retries=30)
    deploy_small(opened, process(START_END + asked + flow("Start", "Ask", "End")))
    start_small(opened, name="x")
    run_due_jobs(opened, worker="w")
    (incident,) = find_incidents(opened).items
    assert "not among the hosts" in incident.message
    assert effects(bad_day) == []

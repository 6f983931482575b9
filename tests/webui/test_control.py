"""Operators put cases on hold, change, cancel and move them on pages."""

import re

import pytest
from flask import Flask

from engine import SYSTEM, Deployment, Engine, deploy, read_case
from tests.webui.conftest import Browser
from tests.webui.library_service import make_service


@pytest.fixture
def operator(browser: Browser) -> Browser:
    browser.sign_in("operator")
    return browser


@pytest.fixture
def reference(app: Flask) -> str:
    """The reference of a case that somebody has sent."""
    return Browser(app.test_client()).apply()


def status(engine: Engine, reference: str) -> str:
    return str(read_case(engine, reference=reference).summary.status)


def places(page: str, name: str) -> list[str]:
    """The values that a form's fields of a name can have."""
    field = re.compile(rf'name="{name}" value="([^"]*)"')
    return field.findall(page) or re.findall(
        r'<option value="([^"]+)"', page.split(f'name="{name}"')[1].split("</select>", maxsplit=1)[0]
    )


def test_a_case_is_put_on_hold_and_goes_on(operator: Browser, engine: Engine, reference: str) -> None:
    address = f"/operations/cases/{reference}"
    operator.get(address)
    operator.post(f"{address}/suspend")
    assert status(engine, reference) == "suspended"
    assert "On hold" in operator.get(address).text
    operator.post(f"{address}/resume")
    assert status(engine, reference) == "running"


def test_a_worker_is_told_that_a_case_is_on_hold(operator: Browser, app: Flask, engine: Engine, reference: str) -> None:
    operator.get(f"/operations/cases/{reference}")
    operator.post(f"/operations/cases/{reference}/suspend")
    worker = Browser(app.test_client())
    worker.client.set_cookie("language", "en")
    worker.sign_in("worker")
    (item,) = read_case(engine, reference=reference).open_items
    worker.get(f"/desk/items/{item.id}")
    worker.post(f"/desk/items/{item.id}/claim")
    assert "This case is suspended" in worker.get(f"/desk/items/{item.id}").text


def test_a_case_is_cancelled_only_with_a_reason_and_the_applicant_reads_it(
    operator: Browser, engine: Engine, reference: str
) -> None:
    address = f"/operations/cases/{reference}"
    operator.get(address)
    assert "Say why" in operator.post(f"{address}/cancel", 422, reason=" ").text
    operator.post(f"{address}/cancel", reason="Sent twice.")
    assert status(engine, reference) == "cancelled"
    assert "cancelled" in operator.get(address).text
    assert "Sent twice." in read_case(engine, reference=reference).notices[0].text


def test_a_change_is_told_before_it_is_made(operator: Browser, engine: Engine, reference: str) -> None:
    address = f"/operations/cases/{reference}"
    page = operator.get(address).text
    (place,) = places(page, "cancel")
    started = place.split()[0]
    tried = operator.post(f"{address}/change", 200, cancel=place, start=started, place="before", step="try").text
    assert "What would happen" in tried
    assert "Broken off" in tried
    before = read_case(engine, reference=reference)
    key = places(tried, "key")[0]
    for _ in range(2):  # a double click
        operator.post(f"{address}/change", cancel=place, start=started, place="before", step="do", key=key)
    after = read_case(engine, reference=reference)
    assert [item.element for item in after.open_items] == [item.element for item in before.open_items]
    assert after.open_items[0].id != before.open_items[0].id


def test_a_change_sets_variables(operator: Browser, engine: Engine, reference: str) -> None:
    address = f"/operations/cases/{reference}"
    (place,) = places(operator.get(address).text, "cancel")
    lines = "shelf = A1\nrows = [1, 2]\nnothing"
    operator.post(f"{address}/change", step="do", cancel=place, start=place.split()[0], variables=lines)
    data = read_case(engine, reference=reference).data
    assert (data["shelf"], data["rows"]) == ("A1", [1, 2])
    assert "nothing" not in data


def test_a_change_that_cannot_be_made_is_told(operator: Browser, reference: str) -> None:
    operator.get(f"/operations/cases/{reference}")
    assert "Say what is to be" in operator.post(f"/operations/cases/{reference}/change", 422, step="try").text


def test_a_service_on_hold_takes_no_applications(operator: Browser, app: Flask, engine: Engine, reference: str) -> None:
    operator.get("/operations/services")
    operator.post("/operations/services/borrow-a-book/suspend")
    assert status(engine, reference) == "suspended"
    assert "Let the service go on" in operator.get("/operations/services").text
    citizen = Browser(app.test_client())
    with pytest.raises(AssertionError, match="409"):
        citizen.apply()
    operator.post("/operations/services/borrow-a-book/resume")
    assert status(engine, reference) == "running"


def test_a_version_is_put_on_hold_and_goes_on(operator: Browser, engine: Engine, reference: str) -> None:
    operator.get("/operations/services")
    operator.post("/operations/services/borrow-a-book/1/suspend")
    assert status(engine, reference) == "suspended"
    operator.get("/operations/services")
    operator.post("/operations/services/borrow-a-book/1/resume")
    assert status(engine, reference) == "running"


def redeploy(engine: Engine, element: str) -> None:
    """Deploy a version in which the element where a case waits has another id."""
    service = make_service()
    model = re.sub(rf"\b{element}\b", f"{element}_v2", service.to_be.decode()).encode()
    deployment = Deployment(service=service.key, model=model, model_name="book.bpmn", forms=service.forms)
    deploy(engine, deployment, actor=SYSTEM)


def test_cases_are_moved_to_another_version_once_it_was_shown_what_happens(
    operator: Browser, engine: Engine, reference: str
) -> None:
    redeploy(engine, read_case(engine, reference=reference).summary.current[0])
    assert "Move its cases to version 2" in operator.get("/operations/services").text
    address = "/operations/services/borrow-a-book/1/migrate?to=2"
    page = operator.get(address).text
    assert "1 of 1 cases can be moved" in page
    assert read_case(engine, reference=reference).summary.version == 1
    moved = operator.post(address, 200, step="do").text
    assert "1 of 1 cases were moved" in moved
    assert read_case(engine, reference=reference).summary.version == 2


def test_one_case_is_moved_and_the_others_stay(operator: Browser, app: Flask, engine: Engine, reference: str) -> None:
    other = Browser(app.test_client()).apply()
    redeploy(engine, read_case(engine, reference=reference).summary.current[0])
    page = operator.get(f"/operations/cases/{reference}").text
    assert "Move it to version 2" in page
    address = f"/operations/services/borrow-a-book/1/migrate?to=2&case={reference}"
    assert "1 of 1 cases can be moved" in operator.get(address).text
    operator.post(address, 200, step="do")
    assert [read_case(engine, reference=one).summary.version for one in (reference, other)] == [2, 1]


def test_a_page_moves_so_many_cases_at_a_time(
    operator: Browser, app: Flask, engine: Engine, reference: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("version_views", "version_presenting"):
        monkeypatch.setattr(f"webui.operations.{module}.AT_ONCE", 1)
    later = Browser(app.test_client()).apply()
    redeploy(engine, read_case(engine, reference=reference).summary.current[0])
    address = "/operations/services/borrow-a-book/1/migrate?to=2"
    assert "2 cases of this version go on. This page moves the 1 oldest" in operator.get(address).text
    operator.post(address, 200, step="do")
    assert [read_case(engine, reference=one).summary.version for one in (reference, later)] == [2, 1]


def test_a_migration_to_a_version_that_is_not_there_is_told(operator: Browser, reference: str) -> None:
    assert reference
    operator.get("/operations/services/borrow-a-book/1/migrate?to=9", 404)
    operator.get("/operations/services/borrow-a-book/1/migrate", 404)
    operator.get("/operations/services/borrow-a-book/1/migrate?to=1")

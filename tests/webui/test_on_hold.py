"""Work on cases that are on hold: marked, without anything to press, and nobody's typing is lost."""

import re
from collections.abc import Callable

import pytest

from engine import SYSTEM, Engine, read_case, read_work_item, resume_case, run_due_jobs, suspend_case
from tests.webui.conftest import Browser


@pytest.fixture
def worker(open_browser: Callable[[], Browser]) -> Browser:
    signed_in = open_browser()
    signed_in.sign_in("worker")
    return signed_in


@pytest.fixture
def held(engine: Engine, browser: Browser) -> str:
    """The reference of a case that is on hold while the office's work item waits."""
    reference = browser.apply()
    suspend_case(engine, reference=reference, actor=SYSTEM)
    return reference


def test_work_on_a_case_on_hold_is_marked_and_offers_nothing_to_press(
    engine: Engine, held: str, worker: Browser
) -> None:
    shown = worker.get("/desk/").text
    assert ">On hold</strong>" in shown
    (item,) = read_case(engine, reference=held).open_items
    page = worker.get(f"/desk/items/{item.id}").text
    assert "This case is on hold" in page
    assert re.search(r"<button[^>]* disabled[^>]*>Take this</button>", page)
    assert f"/desk/items/{item.id}/claim" not in page
    assert "Nothing can be done with it until it goes on." in worker.get(f"/desk/cases/{held}").text
    resume_case(engine, reference=held, actor=SYSTEM)
    assert "On hold" not in worker.get("/desk/").text
    assert f"/desk/items/{item.id}/claim" in worker.get(f"/desk/items/{item.id}").text


def test_whoever_presses_a_button_of_a_page_from_before_is_told_and_keeps_what_was_typed(
    engine: Engine, browser: Browser, worker: Browser
) -> None:
    reference = browser.apply()
    (item,) = read_case(engine, reference=reference).open_items
    worker.get(f"/desk/items/{item.id}")
    suspend_case(engine, reference=reference, actor=SYSTEM)
    worker.post(f"/desk/items/{item.id}/claim")
    assert "This case is suspended." in worker.get(f"/desk/items/{item.id}").text
    resume_case(engine, reference=reference, actor=SYSTEM)
    worker.post(f"/desk/items/{item.id}/claim")
    worker.get(f"/desk/items/{item.id}")
    suspend_case(engine, reference=reference, actor=SYSTEM)
    refused = worker.post(f"/desk/items/{item.id}", 409, decision="Typed with care", shelf="A1", action="done").text
    assert "This case is suspended." in refused
    assert "Typed with care" in refused
    worker.post(f"/desk/items/{item.id}/release")
    assert read_work_item(engine, item_id=item.id).item.state == "claimed"


def test_the_applicant_is_told_to_wait_and_keeps_what_was_typed(
    engine: Engine, browser: Browser, worker: Browser
) -> None:
    reference = browser.apply()
    (item,) = read_case(engine, reference=reference).open_items
    worker.get(f"/desk/items/{item.id}")
    worker.post(f"/desk/items/{item.id}/claim")
    worker.post(f"/desk/items/{item.id}", decision="yes", shelf="A1", action="done")
    run_due_jobs(engine, worker="w")
    (mine,) = read_case(engine, reference=reference).open_items
    browser.get(f"/cases/{reference}/tasks/{mine.id}")
    suspend_case(engine, reference=reference, actor=SYSTEM)
    refused = browser.post(f"/cases/{reference}/tasks/{mine.id}", 409, code="Typed", action="done").text
    assert "The office has put the case on hold." in refused
    assert 'value="Typed"' in refused
    case = browser.get(f"/cases/{reference}").text
    assert "You can do this when the case goes on." in case
    assert f"/tasks/{mine.id}" not in case

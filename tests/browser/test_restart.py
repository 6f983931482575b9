"""Killing the server in the middle of a case and starting it again loses nothing."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import Served, serve
from tests.browser.test_journeys import EMAIL, apply_for_a_company, wait_for_work

pytestmark = pytest.mark.browser
TAKEN_UP_WITHIN_S = 60  # what a killed process was doing is taken up again within a minute (docs/tutorial.md)


@pytest.fixture
def own(tmp_path: Path, database_url: str) -> Iterator[Served]:
    """An Ortoo that may be killed, on each database."""
    running = serve(tmp_path, database_url)
    yield running
    running.stop()


@pytest.fixture
def applicant(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(locale="mn-MN")
    yield context.new_page()
    context.close()


def test_a_case_survives_the_server_being_killed_at_every_wait(own: Served, applicant: Page) -> None:
    page = applicant
    reference = apply_for_a_company(page, own, name="Бат бөх")
    own.kill()
    own.start()
    page.context.clear_cookies()
    page.goto(f"{own.address}/follow?reference={reference}")
    page.locator("#answer").fill(EMAIL)
    page.locator("main form button").click()
    wait_for_work(page, "Өргөдөлд гарын үсэг зурах", within_s=TAKEN_UP_WITHIN_S)

    with page.expect_navigation():
        page.get_by_role("button", name="Өргөдөлд гарын үсэг зурах").click()
    own.kill()
    own.start()
    page.get_by_label("Би энэ өргөдөлд гарын үсэг зурж байна").check()
    page.locator("main form button[type=submit]").last.click()
    wait_for_work(page, "Хураамж төлөх", within_s=TAKEN_UP_WITHIN_S)
    page.get_by_role("button", name="Хураамж төлөх").click()
    page.get_by_label("Төлбөрийн дугаар").fill("12345678")
    with page.expect_navigation():
        page.locator("main form button[type=submit]").last.click()
    own.kill()
    own.start()
    page.goto(f"{own.address}/cases/{reference}")
    wait_for_work(page, "Таны компани бүртгэгдлээ", within_s=TAKEN_UP_WITHIN_S)

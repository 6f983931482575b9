"""Killing the server in the middle of a case and starting it again loses nothing."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import PATIENCE_MS, Served, serving
from tests.browser.test_journeys import EMAIL, apply_for_a_company, press, wait_for_work

pytestmark = pytest.mark.browser
TAKEN_UP_WITHIN_S = 60  # what a killed process was doing is taken up again within a minute (docs/tutorial.md)


@pytest.fixture
def own(tmp_path: Path, database_url: str) -> Iterator[Served]:
    """An Ortoo that may be killed, on each database."""
    with serving(tmp_path, database_url) as running:
        yield running


@pytest.fixture
def applicant(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(locale="mn-MN")
    context.set_default_timeout(PATIENCE_MS)
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
    press(page.locator("main form button"))
    wait_for_work(page, "Өргөдөлд гарын үсэг зурах", within_s=TAKEN_UP_WITHIN_S)

    press(page.get_by_role("button", name="Өргөдөлд гарын үсэг зурах"))
    own.kill()
    own.start()
    page.get_by_label("Би энэ өргөдөлд гарын үсэг зурж байна").check()
    press(page.locator("main form button[type=submit]").last)
    wait_for_work(page, "Хураамж төлөх", within_s=TAKEN_UP_WITHIN_S)
    press(page.get_by_role("button", name="Хураамж төлөх"))
    page.get_by_label("Төлбөрийн дугаар").fill("12345678")
    press(page.locator("main form button[type=submit]").last)
    own.kill()
    own.start()
    page.goto(f"{own.address}/cases/{reference}")
    wait_for_work(page, "Таны компани бүртгэгдлээ", within_s=TAKEN_UP_WITHIN_S)

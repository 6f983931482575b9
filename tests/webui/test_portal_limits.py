"""How often applications may be begun."""

import re
from collections.abc import Callable

import pytest
from flask import Flask

from engine import Engine
from engine.store.tables import AllowanceRow, DraftRow
from tests.webui.conftest import ANSWERS, Browser
from webui.settings import Settings

FIRST_PAGE = "/services/borrow-a-book/apply/who"


@pytest.fixture
def settings() -> Settings:
    return Settings(
        secret_key="only for tests " * 4,
        attempts_per_minute=1000,
        proxies=1,
        starts_per_hour=2,
        starts_per_hour_from_address=5,
    )


def begin(browser: Browser, status: int = 303, **changed: object) -> str:
    """Begin an application anew and answer its first page; return what is shown."""
    browser.get("/services/borrow-a-book")
    browser.post("/services/borrow-a-book/new")
    browser.get(FIRST_PAGE)
    return browser.post(FIRST_PAGE, status, **{**ANSWERS["who"], **changed}).text


def drafts(engine: Engine) -> int:
    with engine.database.reading() as work:
        return work._session.query(DraftRow).count()


def test_a_browser_that_begins_too_many_is_told_when_to_go_on_and_keeps_what_was_typed(
    engine: Engine, browser: Browser
) -> None:
    begin(browser)
    begin(browser)
    shown = begin(browser, 429, reader="Somebody Busy")
    assert re.search(r"Send this page again after \d+ \w+ 20\d\d, \d\d:\d\d", shown)
    assert 'value="Somebody Busy"' in shown
    assert drafts(engine) == 2
    answer = browser.post(FIRST_PAGE, 429, **ANSWERS["who"])
    assert 1_700 < int(answer.headers["Retry-After"]) <= 1_800


def test_mistakes_on_the_first_page_and_later_pages_cost_nothing(engine: Engine, browser: Browser) -> None:
    for _try in range(4):
        begin(browser, 422, reader="")
    begin(browser)
    for _try in range(4):
        browser.get("/services/borrow-a-book/apply/what")
        browser.post("/services/borrow-a-book/apply/what", 303, **ANSWERS["what"])
    begin(browser)
    assert drafts(engine) == 2


def test_who_throws_cookies_away_is_held_by_the_address(
    engine: Engine, open_browser: Callable[[], Browser], app: Flask
) -> None:
    for _browser in range(5):
        begin(open_browser())
    begin(open_browser(), 429)
    assert drafts(engine) == 5
    elsewhere = open_browser()
    elsewhere.client.environ_base["HTTP_X_FORWARDED_FOR"] = "2001:db8:1:2::7"
    begin(elsewhere)
    for host in range(4):
        neighbour = open_browser()
        neighbour.client.environ_base["HTTP_X_FORWARDED_FOR"] = f"2001:db8:1:2::{host}"
        begin(neighbour)
    last = open_browser()
    last.client.environ_base["HTTP_X_FORWARDED_FOR"] = "2001:db8:1:2:ffff::1"
    begin(last, 429)


def test_neither_addresses_nor_sessions_are_kept_readably(engine: Engine, browser: Browser) -> None:
    begin(browser)
    with engine.database.reading() as work:
        keys = [row.key for row in work._session.query(AllowanceRow)]
    assert len(keys) == 2
    assert all(re.fullmatch("[0-9a-f]{64}", key) for key in keys)

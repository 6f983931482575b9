"""Accounts, sessions, and where one may be sent."""

from collections.abc import Callable
from dataclasses import replace
from urllib.parse import urljoin, urlsplit

import pytest
from flask import Flask

from engine import Engine, find_account, save_account
from tests.webui.conftest import Browser
from tests.webui.library_service import make_service
from webui.application import create_app
from webui.settings import Settings


def test_staff_land_where_their_roles_begin(open_browser: Callable[[], Browser]) -> None:
    for who, place in (("worker", "/desk/"), ("analyst", "/studio/"), ("operator", "/operations/")):
        browser = open_browser()
        browser.sign_in(who)
        assert browser.get("/account/welcome", 303).location == place


@pytest.mark.parametrize("who", ["worker", "nobody"])
def test_a_wrong_password_and_an_unknown_address_are_told_alike(browser: Browser, who: str) -> None:
    page = browser.sign_in(who, "not the password", 200).text
    assert page.count("The e-mail address or the password is not right.") == 1


def test_a_password_is_kept_as_argon2id(engine: Engine) -> None:
    account = find_account(engine, email="worker@demo.ortoo.mn")
    assert account is not None
    assert account.password_hash.startswith("$argon2id$")


def test_the_session_gets_a_new_id_when_one_signs_in(browser: Browser) -> None:
    browser.get("/account/sign-in")
    before = browser.client.get_cookie("session")
    browser.sign_in("worker")
    after = browser.client.get_cookie("session")
    assert before
    assert after
    assert before.value != after.value
    browser.client.set_cookie("session", before.value)
    browser.get("/desk/", 303)


def test_signing_out_ends_the_session_for_good(browser: Browser) -> None:
    browser.sign_in("worker")
    kept = browser.client.get_cookie("session")
    browser.get("/desk/")
    browser.post("/account/sign-out", 302)
    assert kept
    browser.client.set_cookie("session", kept.value)
    browser.get("/desk/", 303)


def test_signing_out_everywhere_ends_the_sessions_of_other_devices(open_browser: Callable[[], Browser]) -> None:
    here, there = open_browser(), open_browser()
    here.sign_in("worker")
    there.sign_in("worker")
    here.get("/account/")
    here.post("/account/sign-out-everywhere")
    there.get("/desk/", 303)
    here.get("/desk/", 303)


def test_an_account_that_is_switched_off_is_out_at_its_next_request(engine: Engine, browser: Browser) -> None:
    browser.sign_in("worker")
    browser.get("/desk/")
    account = find_account(engine, email="worker@demo.ortoo.mn")
    assert account
    save_account(engine, account=replace(account, is_active=False))
    browser.get("/desk/", 303)


def test_a_role_that_is_taken_away_is_gone_at_the_next_request(engine: Engine, browser: Browser) -> None:
    browser.sign_in("manager")
    browser.get("/operations/")
    account = find_account(engine, email="manager@demo.ortoo.mn")
    assert account
    save_account(engine, account=replace(account, roles=frozenset({"analyst"})))
    assert browser.client.get("/operations/").status_code in {303, 403}


@pytest.mark.parametrize("evil", ["//evil.example/", "https://evil.example/", "/\\evil.example", "\\\\evil.example"])
def test_nobody_is_sent_to_another_site(browser: Browser, evil: str) -> None:
    browser.client.get("/account/sign-in", query_string={"next": evil})
    browser.get("/account/sign-in")
    answer = browser.client.post(
        "/account/sign-in",
        query_string={"next": evil},
        data={
            "csrf_token": browser._token,
            "email": "worker@demo.ortoo.mn",
            "password": "correct horse battery",
            "next": evil,
        },
    )
    location = answer.headers.get("Location", "").replace("\\", "/")
    assert urlsplit(urljoin("http://localhost/account/sign-in", location)).hostname == "localhost"
    assert browser.client.get("/account/language/en", query_string={"next": evil}).location == "/"


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(browser: Browser) -> None:
    cookie = browser.client.get("/account/sign-in").headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Secure" not in cookie


def test_over_https_cookies_are_bound_to_the_host(engine: Engine, settings: Settings) -> None:
    app = create_app(engine, services=[make_service()], settings=replace(settings, is_https=True))
    answer = app.test_client().get("/account/sign-in", base_url="https://ortoo.example")
    assert answer.headers["Set-Cookie"].startswith("__Host-session=")
    assert "Secure" in answer.headers["Set-Cookie"]
    assert "max-age" in answer.headers["Strict-Transport-Security"]


def test_only_trusted_hosts_are_answered(engine: Engine, settings: Settings) -> None:
    app = create_app(engine, services=[], settings=replace(settings, trusted_hosts=("ortoo.example",)))
    assert app.test_client().get("/health/live", base_url="http://ortoo.example").status_code == 200
    assert app.test_client().get("/health/live", base_url="http://evil.example").status_code == 400


@pytest.mark.usefixtures("unforgiving_throttles")
def test_guessing_is_slowed_down(engine: Engine, settings: Settings) -> None:
    app = create_app(engine, services=[make_service()], settings=replace(settings, attempts_per_minute=3))
    browser = Browser(app.test_client())
    browser.get("/follow")
    for _guess in range(3):
        browser.post("/follow", 422, reference="A", answer="x")
    assert "429-" in browser.post("/follow", 429, reference="A", answer="x").text


def test_visitors_who_only_read_get_no_session(app: Flask) -> None:
    assert "Set-Cookie" not in app.test_client().get("/").headers

"""Every route: its headers, and who may open it."""

from collections.abc import Callable

import pytest
from flask import Flask
from werkzeug.routing import Rule

from tests.webui.conftest import STAFF, Browser
from webui.security.policy import EVERYONE, POLICY, roles_for

PLACES = {
    "key": "borrow-a-book",
    "page": "who",
    "draft_id": "nothing",
    "reference": "AAAA-AAAA-AAAA-AA-A",
    "item_id": "nothing",
    "substitution_id": "nothing",
    "notice_id": "nothing",
    "code": "mn",
    "certificate_code": "AAAA-AAAA-AAAA-AA-A",
    "document_id": "nothing",
    "side": "as-is",
    "model_id": "nothing",
    "incident_id": "nothing",
    "number": "1",
    "task_id": "nothing",
    "service": "borrow-a-book",
    "rest": "nothing",
    "what": "resume",
    "filename": "ortoo.svg",
}


def routes(app: Flask) -> list[tuple[str, str, str]]:
    """Every endpoint with a method and an address."""
    with app.test_request_context():
        return [
            (rule.endpoint, method, rule.build(_places(rule))[1])
            for rule in app.url_map.iter_rules()
            for method in (rule.methods or set()) & {"GET", "POST"}
        ]


def _places(rule: Rule) -> dict[str, str]:
    """What stands in the blanks of an address; some addresses say one of them by themselves."""
    said = dict(rule.defaults or {})
    return {**{name: PLACES[name] for name in rule.arguments - said.keys()}, **said}


def test_every_route_is_in_the_policy(app: Flask) -> None:
    assert [endpoint for endpoint, _method, _address in routes(app) if not roles_for(endpoint)] == []


def test_an_endpoint_that_the_policy_does_not_know_is_denied() -> None:
    assert roles_for("secret.page") == frozenset()


def test_every_answer_carries_the_headers_errors_included(app: Flask, browser: Browser) -> None:
    for _endpoint, method, address in [*routes(app), ("", "GET", "/nowhere"), ("", "POST", "/")]:
        with browser.client.open(address, method=method) as answer:
            headers = answer.headers
        policy = headers["Content-Security-Policy"]
        assert "'unsafe-inline'" not in policy, address
        assert "frame-ancestors 'none'" in policy, address
        assert headers["X-Content-Type-Options"] == "nosniff", address
        assert headers["Referrer-Policy"] == "same-origin", address
        assert headers["Cache-Control"] == "no-store", address


def test_bundles_with_hashed_names_are_kept_by_caches(app: Flask, browser: Browser) -> None:
    page = browser.get("/").text
    style = page.split('rel="stylesheet" href="')[1].split('"')[0]
    with browser.client.get(style) as answer:
        assert "immutable" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("who", [None, *STAFF])
def test_every_route_opens_for_the_roles_of_the_table_and_for_nobody_else(
    app: Flask, browser: Browser, who: str | None
) -> None:
    roles = STAFF[who][0] if who else frozenset()
    browser.get("/follow")
    if who:
        browser.sign_in(who)
        browser.get("/account/")
    for endpoint, method, address in routes(app):
        if endpoint in {"security.logout", "account.sign_out_everywhere"} and who:
            continue
        answer = browser.client.open(address, method=method, data={"csrf_token": browser._token})
        answer.close()
        allowed = roles_for(endpoint)
        if allowed == EVERYONE or roles & allowed:
            assert "/account/sign-in" not in answer.headers.get("Location", ""), (endpoint, method)
            assert answer.status_code != 403 or endpoint.startswith(("desk", "operations")), (endpoint, method)
        elif who is None and method == "GET":
            assert answer.status_code == 303, endpoint
            assert answer.location.startswith("/account/sign-in?next="), endpoint
        else:
            assert answer.status_code == 403, (endpoint, method, answer.status_code)


def test_no_post_is_taken_without_the_forms_token(app: Flask, browser: Browser) -> None:
    browser.sign_in("manager")
    for endpoint, method, address in routes(app):
        # The interface for programs has no session that a forged request could use: it asks for an access token.
        if method == "POST" and roles_for(endpoint) & {"manager", "everyone"} and not endpoint.startswith("workers."):
            answer = browser.client.post(address)
            assert answer.status_code == 400, endpoint


def test_a_change_asked_for_by_another_site_is_refused_even_with_a_token(browser: Browser) -> None:
    browser.get("/services/borrow-a-book")
    answer = browser.client.post(
        "/services/borrow-a-book/new", data={"csrf_token": browser._token}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert answer.status_code == 403


def test_the_policy_names_only_what_exists(app: Flask) -> None:
    known = {endpoint for endpoint, _m, _a in routes(app)} | {e.partition(".")[0] for e, _m, _a in routes(app)}
    assert set(POLICY) <= known | {"security"}


def test_pages_hold_no_inline_script_or_style(open_browser: Callable[[], Browser]) -> None:
    browser = open_browser()
    reference = browser.apply()
    for address in ("/", "/follow", "/services/borrow-a-book", f"/cases/{reference}", "/account/sign-in"):
        page = browser.get(address).text
        assert [inline for inline in ("style=", "onclick", "<script>") if inline in page] == [], address

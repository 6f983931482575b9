"""How long personal data is kept, and erasing it: what operators see and do."""

import re
from collections.abc import Callable

import pytest

from engine import (
    SYSTEM,
    Engine,
    RetentionRule,
    audit_entries,
    cancel_case,
    read_case,
    retention_rules,
    run_due_jobs,
    set_retention,
)
from tests.webui.conftest import Browser

HOME = "/operations/retention"
RULE = "/operations/retention/rule"
ERASE = "/operations/retention/erase"
KEY = "borrow-a-book"


@pytest.fixture
def operator(open_browser: Callable[[], Browser]) -> Browser:
    signed_in = open_browser()
    signed_in.sign_in("operator")
    return signed_in


@pytest.fixture
def ended(engine: Engine, browser: Browser) -> str:
    """The reference of a case that has ended."""
    reference = browser.apply()
    cancel_case(engine, reference=reference, reason="for the test", actor=SYSTEM)
    return reference


def row_of(page: str, name: str) -> str:
    return re.sub(r"<[^>]+>|\s+", " ", page.split(name)[1].split("</tr>", maxsplit=1)[0])


def test_operators_see_each_services_times_and_what_is_due(engine: Engine, operator: Browser, ended: str) -> None:
    assert ended
    page = operator.get(HOME).text
    assert "For ever" in row_of(page, "All services without a rule of their own")
    assert "30 days" in row_of(page, "Borrow a book")
    assert "Erase it now" not in page
    set_retention(engine, rule=RetentionRule(service=KEY, case_days=0, draft_days=1), actor=SYSTEM)
    page = operator.get(HOME).text
    assert "Cases: 1, applications: 0" in row_of(page, "Borrow a book")
    assert "1 day " in row_of(page, "Borrow a book")


def test_a_rule_is_shown_with_its_outcome_before_it_is_set(engine: Engine, operator: Browser, ended: str) -> None:
    assert ended
    operator.get(f"{RULE}?service={KEY}")
    tried = operator.post(RULE, 200, service=KEY, case_days="0", draft_days="", step="try").text
    assert "the next night erases 1 of 1 ended cases and drops 0 applications." in tried
    assert retention_rules(engine) == ()
    operator.post(RULE, service=KEY, case_days="0", draft_days="", step="do")
    assert retention_rules(engine) == (RetentionRule(service=KEY, case_days=0, draft_days=None),)
    assert read_case(engine, reference=ended).data  # nothing is erased by setting it


def test_the_general_rule_tells_its_outcome_for_services_without_their_own(
    engine: Engine, operator: Browser, ended: str
) -> None:
    assert ended
    operator.get(RULE)
    assert "erases 1 of 1" in operator.post(RULE, 200, case_days="0", draft_days="30", step="try").text
    set_retention(engine, rule=RetentionRule(service=KEY, case_days=90, draft_days=30), actor=SYSTEM)
    assert "erases 1 of 1" not in operator.post(RULE, 200, case_days="0", draft_days="30", step="try").text
    assert "Go by the general rule again" in operator.get(f"{RULE}?service={KEY}").text
    operator.post(RULE, service=KEY, step="drop")
    assert retention_rules(engine) == ()


@pytest.mark.parametrize("days", ["-1", "x", "1.5", "36501", "٣"])
def test_days_that_are_none_are_refused_and_stay_in_the_field(engine: Engine, operator: Browser, days: str) -> None:
    operator.get(RULE)
    refused = operator.post(RULE, 422, case_days=days, draft_days="30", step="do").text
    assert "There is a problem" in refused
    assert f'value="{days}"' in refused
    assert retention_rules(engine) == ()


def test_what_is_due_is_erased_at_once_where_the_operator_says_so(
    engine: Engine, operator: Browser, ended: str
) -> None:
    set_retention(engine, rule=RetentionRule(service=KEY, case_days=0, draft_days=30), actor=SYSTEM)
    assert "Erase it now" in operator.get(HOME).text
    operator.post(f"{HOME}/run")
    run_due_jobs(engine, worker="w")
    assert read_case(engine, reference=ended).data == {}
    assert "Erase it now" not in operator.get(HOME).text
    assert "hasten_upkeep" in [one.action for one in audit_entries(engine, chain="installation")]


def test_one_case_is_erased_after_its_preview_with_a_reason_and_a_confirmation(
    engine: Engine, operator: Browser, ended: str
) -> None:
    preview = operator.get(f"{ERASE}?reference={ended.lower()}").text
    assert re.search(r"Answers and results that go</dt><dd[^>]*>4</dd>", preview)
    assert "Confirm that" in operator.post(ERASE, 422, reference=ended, reason="asked for").text
    unfounded = operator.post(ERASE, 422, reference=ended, reason="  ", sure="yes").text
    assert "Say why" in unfounded
    assert read_case(engine, reference=ended).data
    operator.post(ERASE, reference=ended, reason="asked for", sure="yes")
    assert read_case(engine, reference=ended).data == {}
    assert "Its personal data was erased" in operator.get(f"{ERASE}?reference={ended}").text
    (entry,) = [one for one in audit_entries(engine, chain=ended) if one.action == "erase_case"]
    assert entry.details["reason"] == "asked for"


def test_a_case_that_goes_on_or_is_not_there_cannot_be_erased(
    engine: Engine, operator: Browser, browser: Browser
) -> None:
    reference = browser.apply()
    assert "This case has not ended." in operator.get(f"{ERASE}?reference={reference}").text
    operator.post(ERASE, 422, reference=reference, reason="asked for", sure="yes")
    assert read_case(engine, reference=reference).data
    assert "There is no case of that reference." in operator.get(f"{ERASE}?reference=XXXX", 404).text
    operator.get(f"{RULE}?service=nowhere", 404)


@pytest.mark.parametrize("who", ["manager", "worker", "analyst"])
def test_nobody_but_operators_may_look_or_erase(
    engine: Engine, open_browser: Callable[[], Browser], ended: str, who: str
) -> None:
    other = open_browser()
    other.sign_in(who)
    for address in (HOME, RULE, f"{ERASE}?reference={ended}"):
        other.get(address, 403)
    other.get("/account/")
    other.post(ERASE, 403, reference=ended, reason="asked for", sure="yes")
    other.post(f"{HOME}/run", 403)
    assert read_case(engine, reference=ended).data

"""The way of a citizen through the portal, without JavaScript."""

from collections.abc import Callable

import pytest

from engine import AlreadySentError, CaseStatus, Engine, find_cases, read_case, run_due_jobs, save_draft
from tests.webui.conftest import ANSWERS, Browser
from tests.webui.library_service import make_service
from webui.portal import views
from webui.portal.application_pages import open_application, send_application

SERVICE = "/services/borrow-a-book"


def test_the_home_page_lists_the_services_in_mongolian_unless_english_is_chosen(browser: Browser) -> None:
    browser.client.delete_cookie("language")
    assert "Ном зээлэх" in browser.get("/").text
    switched = browser.get("/account/language/en?next=/follow", 303)
    assert switched.location == "/follow"
    assert "Borrow a book" in browser.get("/").text


def test_an_application_becomes_one_case_with_its_answers(engine: Engine, browser: Browser) -> None:
    reference = browser.apply()
    assert reference in browser.get(f"/cases/{reference}/sent").text
    case = read_case(engine, reference=reference)
    assert dict(case.data) == {"reader": "Demo Reader", "email": "reader@example.mn", "book": "A book", "days": 14}


def test_sending_twice_makes_one_case_and_shows_the_same_reference(engine: Engine, browser: Browser) -> None:
    for page, answers in ANSWERS.items():
        browser.get(f"{SERVICE}/apply/{page}")
        browser.post(f"{SERVICE}/apply/{page}", **answers)
    draft = browser.draft()
    first = browser.post(f"{SERVICE}/check", draft=draft)
    second = browser.post(f"{SERVICE}/check", draft=draft)
    assert first.location == second.location
    assert find_cases(engine).total == 1


def test_pressed_twice_while_a_hidden_answer_is_taken_out_it_is_sent_once(engine: Engine, browser: Browser) -> None:
    browser.get(f"{SERVICE}/apply/who")  # the service is deployed
    key = SERVICE.rpartition("/")[2]
    draft = save_draft(engine, service=key, page="who", answers={**ANSWERS["who"], "hidden by now": "x"})
    save_draft(engine, service=key, page="what", answers={"book": "A book", "days": 14}, draft_id=draft.id)
    both = [open_application(engine, make_service(), draft.id, "en") for _ in range(2)]
    first, second = (send_application(engine, pages) for pages in both)
    assert first == second
    assert "hidden by now" not in read_case(engine, reference=first.reference).data


def test_what_is_no_longer_taken_is_said_to_who_has_sent_it(
    engine: Engine, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    def sent_meanwhile(*_: object) -> None:
        raise AlreadySentError

    monkeypatch.setattr(views, "save_page", sent_meanwhile)
    browser.get(f"{SERVICE}/apply/who")
    page = browser.post(f"{SERVICE}/apply/who", 409, **ANSWERS["who"]).text
    assert "This has been sent" in page
    assert "can no longer be changed" in page


def test_a_draft_that_this_browser_does_not_hold_cannot_be_sent(engine: Engine, browser: Browser) -> None:
    browser.get(f"{SERVICE}/apply/who")
    browser.post(f"{SERVICE}/apply/who", **ANSWERS["who"])
    browser.post(f"{SERVICE}/check", 409, draft="somebody-elses")
    assert find_cases(engine).total == 0


def test_a_wrong_answer_is_shown_again_with_a_summary_that_leads_to_it(browser: Browser) -> None:
    browser.get(f"{SERVICE}/apply/what")
    page = browser.post(f"{SERVICE}/apply/what", 422, book="", days="forty").text
    assert 'href="#book"' in page
    assert 'href="#days"' in page
    assert 'value="forty"' in page
    assert "There is a problem" in page
    assert "<title>Error:" in page


def test_an_unfinished_application_cannot_be_checked_or_sent(engine: Engine, browser: Browser) -> None:
    browser.get(f"{SERVICE}/apply/who")
    browser.post(f"{SERVICE}/apply/who", **ANSWERS["who"])
    assert browser.get(f"{SERVICE}/check", 303).location == f"{SERVICE}/apply/what"


def test_answers_can_be_saved_unfinished_and_gone_on_with_elsewhere(open_browser: Callable[[], Browser]) -> None:
    here, there = open_browser(), open_browser()
    here.get(f"{SERVICE}/apply/what")
    assert (
        here.post(f"{SERVICE}/apply/what", action="save", book="Half a title", days="x").location == f"{SERVICE}/saved"
    )
    saved = here.get(f"{SERVICE}/saved").text
    link = "/drafts/" + saved.split("/drafts/")[1].split('"')[0]
    assert there.get(link, 303).location == f"{SERVICE}/apply/who"
    page = there.get(f"{SERVICE}/apply/what").text
    assert 'value="Half a title"' in page
    assert 'value="x"' in page


def test_a_changed_answer_leads_straight_back_to_the_check_page(browser: Browser) -> None:
    for page, answers in ANSWERS.items():
        browser.get(f"{SERVICE}/apply/{page}")
        browser.post(f"{SERVICE}/apply/{page}", **answers)
    assert f"{SERVICE}/apply/who?change=yes#reader" in browser.get(f"{SERVICE}/check").text
    answer = browser.post(f"{SERVICE}/apply/who?change=yes", reader="Another Reader", email="a@example.mn")
    assert answer.location == f"{SERVICE}/check"
    assert "Another Reader" in browser.get(f"{SERVICE}/check").text


def test_fields_that_the_form_does_not_have_are_refused(engine: Engine, browser: Browser) -> None:
    browser.get(f"{SERVICE}/apply/who")
    browser.post(f"{SERVICE}/apply/who", 400, **ANSWERS["who"], role="manager")


def test_a_sent_application_cannot_be_changed(browser: Browser) -> None:
    browser.apply()
    assert browser.post(f"{SERVICE}/apply/who", **ANSWERS["who"]).location == SERVICE
    assert browser.get(f"{SERVICE}/check", 303).location.endswith("/sent")


def test_a_case_is_shown_only_after_the_answer_that_its_applicant_gave(open_browser: Callable[[], Browser]) -> None:
    reference = open_browser().apply()
    other = open_browser()
    assert other.get(f"/cases/{reference}", 303).location == f"/follow?reference={reference}"
    other.get("/follow")
    other.post("/follow", 422, reference=reference, answer="wrong@example.mn")
    other.get(f"/cases/{reference}", 303)
    typed = reference.replace("-", " ").lower()
    assert other.post("/follow", reference=typed, answer="reader@example.mn").location == f"/cases/{reference}"
    assert "Demo Reader" in other.get(f"/cases/{reference}").text


def test_an_unknown_reference_and_a_wrong_answer_are_told_alike(open_browser: Callable[[], Browser]) -> None:
    reference, other = open_browser().apply(), open_browser()
    other.get("/follow")
    wrong = other.post("/follow", 422, reference=reference, answer="x").text.replace(reference, "")
    unknown = other.post("/follow", 422, reference="AAAA-AAAA-AAAA-AA-A", answer="x").text
    assert wrong == unknown.replace("AAAA-AAAA-AAAA-AA-A", "")


def test_the_applicant_sees_what_to_do_does_it_and_sees_the_end(
    engine: Engine, open_browser: Callable[[], Browser]
) -> None:
    citizen, worker = open_browser(), open_browser()
    reference = citizen.apply()
    assert "In progress" in citizen.get(f"/cases/{reference}").text
    decide(worker, "worker")
    run_due_jobs(engine, worker="test")
    page = citizen.get(f"/cases/{reference}").text
    assert "Waiting for you" in page
    assert "Your book is ready." in page
    task = f"/cases/{reference}/tasks/" + page.split("/tasks/")[1].split('"')[0]
    assert "Fetch your book" in citizen.get(task).text
    citizen.post(task, 422, code="")
    assert citizen.post(task, code="1234").location == f"/cases/{reference}?done=yes"
    assert citizen.post(task, code="1234").location == f"/cases/{reference}"
    assert "Finished" in citizen.get(f"/cases/{reference}").text
    assert read_case(engine, reference=reference).summary.status is CaseStatus.COMPLETED


def test_a_message_is_told_in_the_readers_language(engine: Engine, open_browser: Callable[[], Browser]) -> None:
    citizen = open_browser()
    reference = citizen.apply()
    decide(open_browser(), "worker")
    run_due_jobs(engine, worker="test")
    citizen.client.set_cookie("language", "mn")
    assert "Таны ном бэлэн." in citizen.get(f"/cases/{reference}").text


def test_the_offices_work_cannot_be_opened_as_the_applicants(engine: Engine, browser: Browser) -> None:
    reference = browser.apply()
    (item,) = read_case(engine, reference=reference).open_items
    browser.get(f"/cases/{reference}/tasks/{item.id}", 404)


@pytest.mark.parametrize("address", ["/services/none", f"{SERVICE}/apply/none", "/drafts/none", "/account/language/xx"])
def test_what_is_not_there_is_a_page_of_our_own(browser: Browser, address: str) -> None:
    assert "404-" in browser.get(address, 404).text


def decide(browser: Browser, who: str) -> None:
    """Have a member of staff take and complete the first piece of work."""
    browser.sign_in(who)
    item = browser.get("/desk/").text.split("/desk/items/")[1].split('"')[0]
    browser.get(f"/desk/items/{item}")
    browser.post(f"/desk/items/{item}/claim")
    browser.post(f"/desk/items/{item}", decision="yes", shelf="A1", action="done")

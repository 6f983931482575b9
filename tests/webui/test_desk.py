"""The desk: the inbox, taking work and handing it in, and what happens when somebody was faster."""

from collections.abc import Callable

from engine import SYSTEM, Engine, find_group_notices, read_case, run_due_jobs, set_due_date
from tests.engine.small_services import MANAGER
from tests.webui.conftest import Browser


def first_item(browser: Browser, address: str = "/desk/") -> str:
    return browser.get(address).text.split("/desk/items/")[1].split('"')[0]


def test_the_inbox_shows_the_work_of_ones_own_groups_only(open_browser: Callable[[], Browser]) -> None:
    reference = open_browser().apply()
    worker, stranger = open_browser(), open_browser()
    worker.sign_in("worker")
    stranger.sign_in("stranger")
    assert reference in worker.get("/desk/").text
    assert reference not in stranger.get("/desk/").text


def test_work_of_other_groups_is_not_shown_even_with_its_link(open_browser: Callable[[], Browser]) -> None:
    open_browser().apply()
    worker, stranger = open_browser(), open_browser()
    worker.sign_in("worker")
    item = first_item(worker)
    stranger.sign_in("stranger")
    stranger.get(f"/desk/items/{item}", 403)
    stranger.get("/account/")
    stranger.post(f"/desk/items/{item}/claim", 403)
    stranger.post(f"/desk/items/{item}", 403, decision="yes", shelf="A1")


def test_a_manager_sees_the_work_of_all_groups(open_browser: Callable[[], Browser]) -> None:
    reference, manager = open_browser().apply(), open_browser()
    manager.sign_in("manager")
    assert reference in manager.get("/desk/").text
    assert reference in manager.get("/desk/cases").text


def test_the_form_is_shown_to_who_has_taken_the_work(open_browser: Callable[[], Browser]) -> None:
    open_browser().apply()
    worker = open_browser()
    worker.sign_in("worker")
    item = first_item(worker)
    page = worker.get(f"/desk/items/{item}").text
    assert 'name="decision"' not in page
    assert "Demo Reader" in page
    worker.post(f"/desk/items/{item}/claim")
    assert 'name="decision"' in worker.get(f"/desk/items/{item}").text
    assert item in worker.get("/desk/?state=mine").text


def test_completed_work_leaves_the_inbox_and_moves_the_case(
    engine: Engine, open_browser: Callable[[], Browser]
) -> None:
    reference, worker = open_browser().apply(), open_browser()
    worker.sign_in("worker")
    item = first_item(worker)
    worker.get(f"/desk/items/{item}")
    worker.post(f"/desk/items/{item}/claim")
    page = worker.post(f"/desk/items/{item}", 422, decision="", shelf="far too long").text
    assert 'href="#decision"' in page
    assert 'value="far too long"' in page
    worker.post(f"/desk/items/{item}", decision="yes", shelf="A1", action="done")
    assert reference in worker.get("/desk/").text  # in the sentence that says it is done
    assert item not in worker.get("/desk/").text
    assert read_case(engine, reference=reference).data["decision"] == "yes"
    assert item in worker.get("/desk/?state=completed").text


def test_who_comes_second_is_told_who_took_the_work(open_browser: Callable[[], Browser]) -> None:
    open_browser().apply()
    worker, colleague = open_browser(), open_browser()
    worker.sign_in("worker")
    colleague.sign_in("colleague")
    item = first_item(worker)
    colleague.get(f"/desk/items/{item}")
    worker.get(f"/desk/items/{item}")
    worker.post(f"/desk/items/{item}/claim")
    colleague.post(f"/desk/items/{item}/claim")
    assert "Demo Worker took this at" in colleague.get(f"/desk/items/{item}").text


def test_who_completes_second_is_told_and_keeps_what_was_typed(open_browser: Callable[[], Browser]) -> None:
    open_browser().apply()
    worker, colleague = open_browser(), open_browser()
    worker.sign_in("worker")
    colleague.sign_in("colleague")
    item = first_item(worker)
    colleague.get(f"/desk/items/{item}")
    worker.get(f"/desk/items/{item}")
    worker.post(f"/desk/items/{item}/claim")
    worker.post(f"/desk/items/{item}", decision="yes", shelf="A1", action="done")
    page = colleague.post(f"/desk/items/{item}", 409, decision="my long thought", shelf="B2").text
    assert "Demo Worker completed this at" in page
    assert 'value="my long thought"' in page
    assert "Nothing was saved" in page


def test_ones_own_second_press_is_no_conflict(open_browser: Callable[[], Browser]) -> None:
    open_browser().apply()
    worker = open_browser()
    worker.sign_in("worker")
    item = first_item(worker)
    worker.get(f"/desk/items/{item}")
    worker.post(f"/desk/items/{item}/claim")
    for _press in range(2):
        assert worker.post(f"/desk/items/{item}", decision="yes", shelf="A1").location == "/desk/"


def test_work_that_was_taken_can_be_given_back(open_browser: Callable[[], Browser]) -> None:
    open_browser().apply()
    worker, colleague = open_browser(), open_browser()
    worker.sign_in("worker")
    colleague.sign_in("colleague")
    item = first_item(worker)
    worker.get(f"/desk/items/{item}")
    worker.post(f"/desk/items/{item}/claim")
    assert item not in colleague.get("/desk/").text
    worker.post(f"/desk/items/{item}/release")
    assert item in colleague.get("/desk/").text


def test_done_work_is_found_by_its_age_and_not_by_when_it_was_due(open_browser: Callable[[], Browser]) -> None:
    open_browser().apply()
    worker = open_browser()
    worker.sign_in("worker")
    page = worker.get("/desk/").text
    assert '<option value="due" selected>' in page
    assert all(f'name="{name}"' in page for name in ("due", "urgent", "order"))
    item = first_item(worker)
    worker.get(f"/desk/items/{item}")
    worker.post(f"/desk/items/{item}/claim")
    worker.post(f"/desk/items/{item}", decision="yes", shelf="A1")
    page = worker.get("/desk/?state=completed&order=due&due=late&urgent=yes").text
    assert item in page
    assert '<option value="newest" selected>' in page
    assert not any(f in page for f in ('name="due"', 'name="urgent"', '<option value="priority"'))


def test_filters_live_in_the_address_and_odd_ones_do_no_harm(open_browser: Callable[[], Browser]) -> None:
    reference, worker = open_browser().apply(), open_browser()
    worker.sign_in("worker")
    assert reference in worker.get("/desk/?service=borrow-a-book&order=newest").text
    assert reference in worker.get("/desk/?service=nothing&order=odd&state=odd&page=x").text
    assert reference in worker.get("/desk/?after=nonsense").text
    assert reference in worker.get(f"/desk/cases?text={reference}&status=running").text
    assert reference not in worker.get("/desk/cases?status=completed").text


def test_steps_are_named_in_the_readers_language(open_browser: Callable[[], Browser]) -> None:
    open_browser().apply()
    worker = open_browser()
    worker.sign_in("worker")
    worker.client.set_cookie("language", "mn")
    assert "Шийдэх" in worker.get("/desk/").text


def test_a_case_is_shown_with_who_did_what(open_browser: Callable[[], Browser]) -> None:
    reference, worker = open_browser().apply(), open_browser()
    worker.sign_in("worker")
    item = first_item(worker)
    worker.get(f"/desk/items/{item}")
    worker.post(f"/desk/items/{item}/claim")
    worker.post(f"/desk/items/{item}", decision="yes", shelf="A1")
    page = worker.get(f"/desk/cases/{reference}").text
    assert "Demo Worker" in page
    assert "Decide" in page


def test_the_navigation_counts_late_work_for_those_who_are_told_of_it(
    engine: Engine, open_browser: Callable[[], Browser]
) -> None:
    reference, manager, worker = open_browser().apply(), open_browser(), open_browser()
    manager.sign_in("manager")
    worker.sign_in("worker")
    (item,) = read_case(engine, reference=reference).open_items
    assert "Late: 1" not in manager.get("/desk/cases").text
    set_due_date(engine, item_id=item.id, actor=SYSTEM, due_at=item.created_at)
    run_due_jobs(engine, worker="w")
    assert "Late: 1" in manager.get("/desk/cases").text
    assert "Late: 1" not in worker.get("/desk/cases").text
    manager.post(f"/desk/notices/{find_group_notices(engine, actor=MANAGER)[0].id}/seen")
    assert "Late: 1" not in manager.get("/desk/cases").text


def test_steps_are_named_as_people_call_them_in_either_language(open_browser: Callable[[], Browser]) -> None:
    open_browser().apply()
    manager = open_browser()
    manager.sign_in("manager")
    cases = manager.get("/desk/cases").text
    assert ">Decide</td>" in cases
    assert "Task_decide" not in cases
    manager.client.set_cookie("language", "mn")
    assert ">Шийдэх</td>" in manager.get("/desk/cases").text

"""The desk: handing work on, standing in for others, steering it, and office hours."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from engine import Engine, list_accounts, read_work_item, set_due_date
from engine.jobs import run_due_jobs
from tests.webui.conftest import Browser


def account(engine: Engine, who: str) -> str:
    return next(one.id for one in list_accounts(engine) if one.email.startswith(f"{who}@"))


@pytest.fixture
def sign_in(open_browser: Callable[[], Browser]) -> Callable[[str], Browser]:
    """Opens a browser in which somebody is signed in and has a form's token."""

    def signed_in(who: str) -> Browser:
        browser = open_browser()
        browser.sign_in(who)
        browser.get("/desk/leave")
        return browser

    return signed_in


@pytest.fixture
def item(open_browser: Callable[[], Browser], sign_in: Callable[[str], Browser]) -> str:
    """The work item of an application that was just sent."""
    open_browser().apply()
    return sign_in("worker").get("/desk/").text.split("/desk/items/")[1].split('"')[0]


def test_work_is_handed_on_and_comes_back(engine: Engine, sign_in: Callable[[str], Browser], item: str) -> None:
    worker, stranger = sign_in("worker"), sign_in("stranger")
    address = f"/desk/items/{item}"
    worker.post(f"{address}/claim")
    worker.post(f"{address}/delegate", to="", note="")
    assert "Choose a colleague." in worker.get(address).text
    stranger.get(address, 403)
    worker.post(f"{address}/delegate", to=account(engine, "stranger"), note="Is it <b>there</b>?")
    assert item in worker.get("/desk/?state=handed").text
    page = stranger.get(address).text
    assert "Demo Worker has handed this to you" in page
    assert "Is it &lt;b&gt;there&lt;/b&gt;?" in page
    assert 'name="decision"' not in page
    told = stranger.post(address, 409, decision="yes", shelf="A1", action="done").text
    assert "give it back to them" in told
    stranger.post(f"{address}/resolve", note="It is.")
    page = worker.get(address).text
    assert "It is." in page
    assert 'name="decision"' in page


def test_a_substitute_sees_the_work_and_the_case_says_for_whom(
    engine: Engine, sign_in: Callable[[str], Browser], item: str
) -> None:
    worker, stranger = sign_in("worker"), sign_in("stranger")
    today = datetime.now(UTC).date()
    days = {"first": (today - timedelta(days=1)).isoformat(), "last": (today + timedelta(days=3)).isoformat()}
    worker.post(f"/desk/items/{item}/claim")
    assert "both days" in worker.post("/desk/leave", 422, by=account(engine, "stranger"), first="soon").text
    worker.post("/desk/leave", by=account(engine, "stranger"), **days)
    inbox = stranger.get("/desk/?state=mine").text
    assert item in inbox
    assert "You stand in for: Demo Worker" in inbox
    stranger.get(f"/desk/items/{item}")
    stranger.post(f"/desk/items/{item}/claim")
    stranger.post(f"/desk/items/{item}", decision="yes", shelf="A1", action="done")
    reference = read_work_item(engine, item_id=item).item.case_reference
    assert "Demo Stranger for Demo Worker" in worker.get(f"/desk/cases/{reference}").text
    listed = worker.get("/desk/leave").text
    worker.post(re.search(r'action="(/desk/leave/\w+/end)"', listed)[1])  # type: ignore[index]  # there is one
    assert "/end" not in worker.get("/desk/leave").text
    stranger.get(f"/desk/items/{item}", 200)  # what one has done oneself stays to be seen


def test_who_leaves_can_give_everything_back(engine: Engine, sign_in: Callable[[str], Browser], item: str) -> None:
    worker = sign_in("worker")
    worker.post(f"/desk/items/{item}/claim")
    today = datetime.now(UTC).date() + timedelta(days=1)
    worker.post("/desk/leave", by=account(engine, "colleague"), first=today, last=today, release="yes")
    assert "Given back: 1" in worker.get("/desk/leave").text
    assert read_work_item(engine, item_id=item).item.assignee is None


def test_somebody_else_is_not_sent_on_leave(engine: Engine, sign_in: Callable[[str], Browser]) -> None:
    worker, manager = sign_in("worker"), sign_in("manager")
    day = datetime.now(UTC).date() + timedelta(days=1)
    fields = {"absent": account(engine, "colleague"), "first": day, "last": day}
    worker.post("/desk/leave", by=account(engine, "stranger"), **fields)
    assert "Demo Worker" in worker.get("/desk/leave").text.split("<tbody>")[1].split("</tbody>")[0]  # only oneself
    manager.post("/desk/leave", by=account(engine, "worker"), **fields)
    assert "Demo Colleague" in manager.get("/desk/leave").text.split("<tbody>")[1].split("</tbody>")[0]


def test_what_is_put_aside_leaves_the_usual_inbox(sign_in: Callable[[str], Browser], item: str) -> None:
    worker = sign_in("worker")
    address = f"/desk/items/{item}"
    for wrong in ("soon", "2020-01-01"):
        worker.post(f"{address}/follow-up", until=wrong)
        assert "app-flash--conflict" in worker.get(address).text
    worker.post(f"{address}/follow-up", until="2999-01-01")
    assert item not in worker.get("/desk/").text
    assert "Aside until" in worker.get("/desk/?show=only").text
    worker.get(address)
    worker.post(f"{address}/follow-up", until="")
    assert item in worker.get("/desk/").text


def test_a_manager_gives_dates_and_ranks_work(engine: Engine, sign_in: Callable[[str], Browser], item: str) -> None:
    manager, worker = sign_in("manager"), sign_in("worker")
    address = f"/desk/items/{item}"
    worker.post(f"{address}/assign", 403, to=account(engine, "worker"))
    worker.post(f"{address}/urgency", 403, due="", priority="1")
    manager.post(f"{address}/assign", to=account(engine, "colleague"))
    manager.post(f"{address}/urgency", due="2020-01-02", priority="90")
    page = manager.get(address).text
    assert 'value="2020-01-02"' in page
    for badge in ("Late", "Urgent", "Taken by Demo Colleague"):
        assert f">{badge}</strong>" in page
    for wrong in ({"due": "x", "priority": "1"}, {"due": "", "priority": "-1"}, {"due": "", "priority": "101"}):
        manager.post(f"{address}/urgency", **wrong)
        assert "app-flash--conflict" in manager.get(address).text
    found = manager.get("/desk/?state=claimed&due=late&urgent=yes&order=priority&text=demo+reader").text
    assert item in found
    assert item not in manager.get("/desk/?state=claimed&text=nowhere").text


def test_late_work_is_told_to_managers_until_one_has_seen_it(
    engine: Engine, sign_in: Callable[[str], Browser], item: str
) -> None:
    manager, worker = sign_in("manager"), sign_in("worker")
    boss = next(one for one in list_accounts(engine) if one.email.startswith("manager@")).actor
    set_due_date(engine, item_id=item, actor=boss, due_at=datetime.now(UTC) - timedelta(hours=1))
    run_due_jobs(engine, worker="w")
    page = manager.get("/desk/").text
    seen = re.search(r'action="(/desk/notices/[\w-]+/seen)"', page)
    assert seen
    assert "Late work" not in worker.get("/desk/").text
    worker.post(seen[1], 403)
    manager.post(seen[1])
    assert "Late work" not in manager.get("/desk/").text


def test_an_inbox_is_turned_page_by_page(
    sign_in: Callable[[str], Browser], open_browser: Callable[[], Browser]
) -> None:
    for _application in range(27):
        open_browser().apply()
    worker = sign_in("worker")
    first = worker.get("/desk/").text
    assert first.count("/desk/items/") == 25
    assert "Found: 27" in first
    following = re.search(r'href="(/desk/\?[^"]+)" rel="next"', first)
    assert following
    second = worker.get(following[1].replace("&amp;", "&")).text
    assert second.count("/desk/items/") == 2
    back = re.search(r'href="(/desk/\?[^"]+)" rel="prev"', second)
    assert back
    assert items_in(worker.get(back[1].replace("&amp;", "&")).text) == items_in(first)


def items_in(page: str) -> list[str]:
    return re.findall(r"/desk/items/(\w+)", page)


def test_office_hours_are_for_managers(engine: Engine, sign_in: Callable[[str], Browser]) -> None:
    manager, worker = sign_in("manager"), sign_in("worker")
    worker.get("/desk/office-hours", 403)
    page = manager.get("/desk/office-hours?service=borrow-a-book").text
    assert 'value="09:00-13:00 14:00-18:00"' in page
    fields = {"service": "borrow-a-book", "day-mon": "10:00-12:00", "closed": "2026-12-31", "open": ""}
    for wrong in ({"day-mon": "ten to noon"}, {"closed": "tomorrow"}, {"day-mon": ""}, {"day-mon": "12:00-10:00"}):
        answer = manager.post("/desk/office-hours", 422, **{**fields, **wrong}).text
        assert "There is a problem" in answer
    manager.post("/desk/office-hours", supervisors="librarian", **fields)
    page = manager.get("/desk/office-hours?service=borrow-a-book").text
    assert 'value="10:00-12:00"' in page
    assert '<option value="librarian" selected>' in page
    assert 'value="09:00-13:00 14:00-18:00"' in manager.get("/desk/office-hours").text
    assert engine.database

"""Late work is told to its supervisors by e-mail too, where the installation has a mail server."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes
from email.policy import SMTP
from pathlib import Path

import pytest

from engine import (
    Actor,
    Engine,
    WorkRules,
    complete_work_item,
    count_group_notices,
    create_account,
    find_group_notices,
    find_incidents,
    note_group_notice,
    open_engine,
    read_case,
    run_due_jobs,
    save_account,
    save_work_rules,
)
from engine.actors import Account
from engine.connectors import ConnectorSettings, connectors
from engine.ports import JobRequest, TaskFailure
from engine.testing import FakeClock
from engine.values import WorkItem
from tests.engine.conftest import Effects
from tests.engine.small_services import CLERK, MANAGER, deploy_small, start_small
from tests.engine.test_escalation import DUE, FOUR_HOURS

TEN_MINUTES = timedelta(minutes=10)


@pytest.fixture
def post() -> Effects:
    """What would be sent."""
    return Effects()


@pytest.fixture
def office(database_url: str, clock: FakeClock, post: Effects) -> Iterator[Engine]:
    """An engine with a mail server, whose service "small" has two chiefs and a manager."""
    opened = open_engine(
        database_url, clock=clock, handlers={"email": post}, public_address="https://x.mn", sends_letters=True
    )
    for name, groups, language in (("bold", {"chiefs"}, "mn"), ("dulmaa", {"chiefs", "more"}, "en")):
        roles = frozenset({"case_worker"})
        create_account(opened, email=f"{name}@x.mn", name=name, password_hash="", roles=roles,
                       groups=frozenset(groups), language=language)  # fmt: skip
    create_account(opened, email="boss@x.mn", name="Boss", password_hash="", roles=frozenset({"manager"}))
    save_work_rules(opened, WorkRules(service="small", supervisor_group="chiefs"), actor=MANAGER)
    deploy_small(opened, DUE)
    deploy_small(opened, DUE, service="other")
    yield opened
    opened.close()


def chief(engine: Engine) -> Account:
    with engine.database.reading() as work:
        return next(one for one in work.accounts.all() if one.email == "dulmaa@x.mn")


def begin(engine: Engine, key: str, service: str = "small") -> WorkItem:
    reference = start_small(engine, key=key, service=service).reference
    (item,) = read_case(engine, reference=reference).open_items
    return item


def sent(post: Effects) -> dict[str, JobRequest]:
    return {str(request.inputs["to"]): request for request in post.requests}


def pass_time(engine: Engine, clock: FakeClock, by: timedelta) -> None:
    clock.advance(by)
    while run_due_jobs(engine, worker="w"):
        pass


def test_what_becomes_late_together_is_one_letter_a_supervisor_in_their_language(
    office: Engine, post: Effects, clock: FakeClock
) -> None:
    items = [begin(office, key) for key in "abc"]
    pass_time(office, clock, FOUR_HOURS)
    assert post.requests == []
    pass_time(office, clock, TEN_MINUTES + timedelta(minutes=1))
    letters = sent(post)
    assert sorted(letters) == ["bold@x.mn", "dulmaa@x.mn"]
    assert len(post.requests) == len(post.keys) == 2
    english = letters["dulmaa@x.mn"].inputs
    assert english["subject_line"] == "Late work: 3"
    assert all(f"Check, case {item.case_reference}, was due 2026" in str(english["body"]) for item in items)
    assert "https://x.mn/desk/" in str(english["body"])
    assert "хугацаа" in str(letters["bold@x.mn"].inputs["body"])
    pass_time(office, clock, timedelta(hours=1))
    assert len(post.requests) == 2


def test_managers_are_written_to_where_a_service_has_no_supervisor_group(
    office: Engine, post: Effects, clock: FakeClock
) -> None:
    begin(office, "a", service="other")
    pass_time(office, clock, FOUR_HOURS)
    pass_time(office, clock, timedelta(hours=1))
    assert list(sent(post)) == ["boss@x.mn"]


def test_what_was_done_or_noted_meanwhile_is_not_written_about(office: Engine, post: Effects, clock: FakeClock) -> None:
    done, noted = begin(office, "a"), begin(office, "b")
    pass_time(office, clock, FOUR_HOURS)
    complete_work_item(office, item_id=done.id, actor=CLERK, answers={})
    reader = chief(office).actor
    assert count_group_notices(office, actor=reader) == 1
    (notice,) = find_group_notices(office, actor=reader)
    assert notice.item.id == noted.id
    note_group_notice(office, notice_id=notice.id, actor=reader)
    assert count_group_notices(office, actor=reader) == 0
    pass_time(office, clock, timedelta(hours=1))
    assert post.requests == []


def test_a_server_that_does_not_answer_is_tried_again_with_the_same_key(
    office: Engine, post: Effects, clock: FakeClock
) -> None:
    begin(office, "a")
    pass_time(office, clock, FOUR_HOURS)
    post.faults = [TaskFailure("not now"), TaskFailure("no such mailbox", retry=False)]
    pass_time(office, clock, timedelta(minutes=11))
    pass_time(office, clock, timedelta(hours=1))
    assert len(post.requests) == 3
    assert len(post.keys) == 2
    assert find_incidents(office).total == 0


def test_closed_accounts_are_not_written_to(office: Engine, post: Effects, clock: FakeClock) -> None:
    begin(office, "a")
    pass_time(office, clock, FOUR_HOURS)
    save_account(office, account=replace(chief(office), is_active=False))
    pass_time(office, clock, timedelta(hours=1))
    assert list(sent(post)) == ["bold@x.mn"]


def test_without_a_mail_server_nobody_is_written_to(engine: Engine, effects: Effects, clock: FakeClock) -> None:
    create_account(engine, email="boss@x.mn", name="Boss", password_hash="", roles=frozenset({"manager"}))
    deploy_small(engine, DUE)
    begin(engine, "a")
    pass_time(engine, clock, FOUR_HOURS)
    pass_time(engine, clock, timedelta(hours=1))
    assert effects.requests == []
    assert count_group_notices(engine, actor=Actor(id="b", name="B", roles=frozenset({"manager"}))) == 1


def test_the_letter_is_one_that_the_mail_connector_takes(database_url: str, clock: FakeClock, tmp_path: Path) -> None:
    settings = ConnectorSettings(outbox=tmp_path, sender="Ortoo <noreply@x.mn>")
    opened = open_engine(
        database_url, clock=clock, handlers=connectors(settings=settings, clock=clock), sends_letters=True
    )
    create_account(
        opened, email="boss@x.mn", name="Boss", password_hash="", roles=frozenset({"manager"}), language="en"
    )
    deploy_small(opened, DUE)
    item = begin(opened, "a")
    pass_time(opened, clock, FOUR_HOURS)
    pass_time(opened, clock, timedelta(hours=1))
    opened.close()
    (file,) = tmp_path.glob("*.eml")
    letter = message_from_bytes(file.read_bytes(), policy=SMTP)
    assert (letter["To"], letter["Subject"]) == ("boss@x.mn", "Late work: 1")
    assert item.case_reference in letter.get_content()

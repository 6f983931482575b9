"""The link to the database is lost just before or after a COMMIT, and whoever asked asks again: once, not twice."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta

import pytest

from engine import (
    AlreadyDoneError,
    CaseStatus,
    Engine,
    StorageError,
    complete_work_item,
    deliver_message,
    find_cases,
    find_incidents,
    open_engine,
    read_case,
    run_due_jobs,
    save_draft,
    start_case,
    submit_draft,
    verify_audit,
)
from engine.ports import JobRequest
from engine.testing import FakeClock
from engine.values import SYSTEM, Json
from tests.engine.reliability.consistency import faults_of_all
from tests.engine.reliability.link import Link, When
from tests.engine.small_services import CHECKED, CLERK, SERVED, WAITING_FOR_ANSWER, deploy_small, start_small

WHENS: tuple[When, ...] = ("before", "after")
ROUNDS = 12


class Office:
    """An engine behind a link, and a receiver of effects before which the link may be lost."""

    def __init__(self, url: str) -> None:
        self.link = Link(url)
        self.clock = FakeClock()
        self.keys: list[str] = []
        self.losing: When | None = None
        self.engine: Engine = open_engine(self.link.url, clock=self.clock, handlers={"effect": self._effect})

    def _effect(self, request: JobRequest, /) -> dict[str, Json]:
        self.keys.append(request.idempotency_key)
        if self.losing is not None:
            self.link.lose(self.losing)
        return {}

    def insist(self, when: When, command: Callable[[], object]) -> None:
        """Give a command whose link is lost, and give it again, as a person or a browser does who saw an error."""
        self.link.lose(when)
        with pytest.raises(StorageError) as lost:
            command()
        assert lost.value.may_be_done
        with suppress(AlreadyDoneError):
            command()


@pytest.fixture
def office(postgresql_url: str) -> Iterator[Office]:
    opened = Office(postgresql_url)
    yield opened
    assert opened.link.losses > 0
    assert faults_of_all(opened.engine) == []
    assert not verify_audit(opened.engine)
    assert find_incidents(opened.engine).total == 0
    opened.engine.close()
    opened.link.close()


@pytest.mark.parametrize("when", WHENS)
def test_a_case_is_started_once(office: Office, when: When) -> None:
    deploy_small(office.engine, CHECKED)
    for number in range(ROUNDS):
        office.insist(
            when,
            lambda number=number: start_case(
                office.engine, service="small", data={}, actor=SYSTEM, command_key=str(number)
            ),
        )
    assert find_cases(office.engine).total == ROUNDS


@pytest.mark.parametrize("when", WHENS)
def test_an_application_is_sent_once(office: Office, when: When) -> None:
    deploy_small(office.engine, CHECKED)
    for number in range(ROUNDS):
        draft = save_draft(office.engine, service="small", page="p", answers={"email": f"{number}@b.mn"})
        office.insist(
            when,
            lambda draft=draft: submit_draft(office.engine, draft_id=draft.id, actor=SYSTEM, check_field="email"),
        )
    assert find_cases(office.engine).total == ROUNDS


@pytest.mark.parametrize("when", WHENS)
def test_a_work_item_is_completed_once(office: Office, when: When) -> None:
    deploy_small(office.engine, CHECKED)
    for number in range(ROUNDS):
        reference = start_small(office.engine, key=str(number)).reference
        (item,) = read_case(office.engine, reference=reference).open_items
        office.insist(
            when,
            lambda item=item: complete_work_item(office.engine, item_id=item.id, actor=CLERK, answers={"ok": True}),
        )
        details = read_case(office.engine, reference=reference)
        assert details.summary.status is CaseStatus.COMPLETED
        assert [one.lifecycle for one in details.timeline if one.element == "Check"].count("complete") == 1


@pytest.mark.parametrize("when", WHENS)
def test_a_message_is_taken_once(office: Office, when: When) -> None:
    deploy_small(office.engine, WAITING_FOR_ANSWER)
    for number in range(ROUNDS):
        for place in range(2):
            start_small(office.engine, key=f"{number}-{place}", number=str(number))
        office.insist(
            when,
            lambda number=number: deliver_message(
                office.engine,
                name="answer",
                correlation=str(number),
                payload={},
                actor=SYSTEM,
                message_key=f"m{number}",
            ),
        )
    assert find_cases(office.engine, status="completed").total == ROUNDS


@pytest.mark.parametrize("when", WHENS)
def test_a_result_of_a_service_task_is_kept_once_and_the_lost_link_uses_up_no_try(office: Office, when: When) -> None:
    deploy_small(office.engine, SERVED.replace(b'retries="3"', b'retries="1"'))
    references = [start_small(office.engine, key=str(number)).reference for number in range(ROUNDS)]
    office.losing = when
    run_due_jobs(office.engine, worker="w")
    assert office.link.losses == ROUNDS
    office.losing = None
    office.clock.advance(timedelta(seconds=1))
    run_due_jobs(office.engine, worker="w")
    assert {read_case(office.engine, reference=one).summary.status for one in references} == {CaseStatus.COMPLETED}
    assert len(set(office.keys)) == ROUNDS
    assert len(office.keys) == (2 * ROUNDS if when == "before" else ROUNDS)

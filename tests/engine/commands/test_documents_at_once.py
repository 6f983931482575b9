"""Papers brought by two at the same moment, on both databases."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Barrier

import pytest

from engine import (
    Actor,
    AlreadySentError,
    DocumentRefusedError,
    Engine,
    find_documents,
    find_draft_documents,
    keep_draft_document,
    open_documents,
    save_draft,
    submit_draft,
)
from tests.engine.documents import files
from tests.engine.small_services import CHECKED, MANAGER, deploy_small


@pytest.fixture
def office(engine: Engine, tmp_path: Path) -> Engine:
    opened = replace(engine, documents=replace(open_documents(tmp_path / "documents"), most_in_draft=4))
    deploy_small(opened, CHECKED)
    return opened


def at_once(*actions: Callable[[], object]) -> list[object]:
    """Do all at the same moment and return what each gave, or raised."""
    barrier = Barrier(len(actions))

    def do(action: Callable[[], object]) -> object:
        barrier.wait(timeout=120)
        try:
            return action()
        except (AlreadySentError, DocumentRefusedError) as error:
            return error

    with ThreadPoolExecutor(len(actions)) as pool:
        return list(pool.map(do, actions))


def upload(engine: Engine, draft_id: str, content: bytes) -> object:
    return keep_draft_document(engine, draft_id=draft_id, field="f", name="a.pdf", content=content)


def begin(engine: Engine) -> str:
    return save_draft(engine, service="small", page="who", answers={"name": "Demo"}).id


def test_the_same_paper_sent_twice_at_once_is_one(office: Engine) -> None:
    for _ in range(5):
        draft = begin(office)
        first, second = at_once(*[lambda draft=draft: upload(office, draft, files.PDF)] * 2)
        assert first == second
        assert len(find_draft_documents(office, draft_id=draft)) == 1


def test_no_more_papers_come_in_at_once_than_may(office: Engine) -> None:
    draft = begin(office)
    contents = [files.PDF + str(number).encode() for number in range(8)]
    outcomes = at_once(*[lambda content=content: upload(office, draft, content) for content in contents])
    assert sum(isinstance(one, DocumentRefusedError) for one in outcomes) == 4
    assert len(find_draft_documents(office, draft_id=draft)) == 4


def test_a_paper_sent_while_the_application_goes_out_is_refused_or_left_out_never_lost_halfway(office: Engine) -> None:
    applicant = Actor(id="applicant", name="")
    for _ in range(8):
        draft = begin(office)
        sent, brought = at_once(
            lambda draft=draft: submit_draft(office, draft_id=draft, actor=applicant, check_field="name"),
            lambda draft=draft: upload(office, draft, files.PDF),
        )
        assert not isinstance(sent, Exception)
        assert isinstance(brought, AlreadySentError) or getattr(brought, "id", "")
        assert find_documents(office, reference=sent.reference, actor=MANAGER) == ()  # type: ignore[attr-defined]
        assert find_draft_documents(office, draft_id=draft) == ()

"""Applications that are filled in page by page and sent."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from engine import (
    SYSTEM,
    AlreadySentError,
    Engine,
    NotFoundError,
    check_applicant,
    find_cases,
    read_case,
    read_draft,
    save_draft,
    submit_draft,
)
from tests.engine.small_services import CHECKED, deploy_small


def test_pages_are_kept_one_by_one_and_can_be_changed(engine: Engine) -> None:
    draft = save_draft(engine, service="small", page="name", answers={"name": "Жишээ"})
    save_draft(engine, service="small", page="size", answers={"employees": 3}, draft_id=draft.id)
    save_draft(engine, service="small", page="name", answers={"name": "Загвар"}, draft_id=draft.id)
    kept = read_draft(engine, draft_id=draft.id)
    assert kept.answers == {"name": {"name": "Загвар"}, "size": {"employees": 3}}
    assert (kept.service, kept.reference) == ("small", "")


def test_a_sent_draft_is_a_case_with_all_pages_together(engine: Engine) -> None:
    deploy_small(engine, CHECKED)
    draft = save_draft(engine, service="small", page="name", answers={"name": "Жишээ"})
    save_draft(engine, service="small", page="mail", answers={"email": "a@b.mn"}, draft_id=draft.id)
    case = submit_draft(engine, draft_id=draft.id, actor=SYSTEM, check_field="email")
    assert read_case(engine, reference=case.reference).data == {"name": "Жишээ", "email": "a@b.mn"}
    assert check_applicant(engine, reference=case.reference, answer="A@b.mn")
    assert read_draft(engine, draft_id=draft.id).reference == case.reference


def test_a_draft_sent_many_times_at_once_is_one_case(engine: Engine) -> None:
    deploy_small(engine, CHECKED)
    draft = save_draft(engine, service="small", page="name", answers={"email": "a@b.mn"})

    def send(_: int) -> str:
        return submit_draft(engine, draft_id=draft.id, actor=SYSTEM, check_field="email").reference

    with ThreadPoolExecutor(8) as pool:
        references = set(pool.map(send, range(20)))
    assert len(references) == 1
    assert find_cases(engine).total == 1


def test_a_sent_draft_can_no_longer_be_changed(engine: Engine) -> None:
    deploy_small(engine, CHECKED)
    draft = save_draft(engine, service="small", page="name", answers={})
    submit_draft(engine, draft_id=draft.id, actor=SYSTEM, check_field="email")
    with pytest.raises(AlreadySentError, match="has been sent already"):
        save_draft(engine, service="small", page="name", answers={"name": "x"}, draft_id=draft.id)


def test_a_draft_without_the_check_answer_is_followed_by_nobody(engine: Engine) -> None:
    deploy_small(engine, CHECKED)
    draft = save_draft(engine, service="small", page="name", answers={"name": "x"})
    case = submit_draft(engine, draft_id=draft.id, actor=SYSTEM, check_field="email")
    assert not check_applicant(engine, reference=case.reference, answer="")


def test_a_draft_that_cannot_be_sent_stays_a_draft(engine: Engine) -> None:
    draft = save_draft(engine, service="small", page="name", answers={"name": "x"})
    with pytest.raises(NotFoundError) as caught:
        submit_draft(engine, draft_id=draft.id, actor=SYSTEM, check_field="email")
    assert caught.value.kind == "service"
    assert read_draft(engine, draft_id=draft.id).reference == ""


@pytest.mark.parametrize("draft_id", ["", "unknown", "\0"])
def test_unknown_drafts_are_not_found(engine: Engine, draft_id: str) -> None:
    with pytest.raises(NotFoundError):
        read_draft(engine, draft_id=draft_id)
    with pytest.raises(NotFoundError):
        submit_draft(engine, draft_id=draft_id, actor=SYSTEM, check_field="email")
    with pytest.raises(NotFoundError):
        save_draft(engine, service="small", page="name", answers={}, draft_id=draft_id)


def test_a_draft_of_another_service_is_not_found(engine: Engine) -> None:
    draft = save_draft(engine, service="small", page="name", answers={})
    with pytest.raises(NotFoundError):
        save_draft(engine, service="other", page="name", answers={}, draft_id=draft.id)


def test_what_no_database_holds_survives_in_answers(engine: Engine) -> None:
    answers = {"text": "nul \0, half a pair \ud800, 𐎀", "list": [1, 2.5, None, {"$": 1, "@": "x"}], "huge": 10**30}
    draft = save_draft(engine, service="small", page="p", answers=answers)
    assert read_draft(engine, draft_id=draft.id).answers == {"p": answers}

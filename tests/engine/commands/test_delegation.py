"""Handing a work item to a colleague, and getting it back."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from engine import (
    AlreadyClaimedError,
    CaseStatus,
    Engine,
    InboxQuery,
    NotAllowedError,
    NotFoundError,
    WorkNotPossibleError,
    audit_entries,
    claim_work_item,
    complete_work_item,
    delegate_work_item,
    find_inbox,
    read_case,
    read_work_item,
    release_work_item,
    resolve_work_item,
)
from tests.engine.people import employ, one_item
from tests.engine.small_services import CORRECTED


def test_a_colleague_does_a_part_and_gives_it_back(engine: Engine) -> None:
    who, item = employ(engine), one_item(engine)
    claim_work_item(engine, item_id=item.id, actor=who["clerk"])
    given = delegate_work_item(engine, item_id=item.id, actor=who["clerk"], to=who["stranger"].id, note="The fee?")
    handed_on = find_inbox(engine, InboxQuery(handed_on_by=who["clerk"].id, state="claimed"))
    assert (handed_on.items, handed_on.total) == ((given,), 1)
    assert (given.assignee, given.owner, given.note) == (who["stranger"].id, who["clerk"].id, "The fee?")
    with pytest.raises(WorkNotPossibleError, match="Clerk One"):
        complete_work_item(engine, item_id=item.id, actor=who["stranger"], answers={})
    with pytest.raises(WorkNotPossibleError):
        release_work_item(engine, item_id=item.id, actor=who["stranger"])
    with pytest.raises(AlreadyClaimedError):
        complete_work_item(engine, item_id=item.id, actor=who["clerk"], answers={})
    back = resolve_work_item(engine, item_id=item.id, actor=who["stranger"], note="Paid.")
    assert find_inbox(engine, InboxQuery(handed_on_by=who["clerk"].id, state="claimed")).items == ()
    assert (back.assignee, back.owner, back.note) == (who["clerk"].id, None, "Paid.")
    assert complete_work_item(engine, item_id=item.id, actor=who["clerk"], answers={}).status is CaseStatus.COMPLETED
    told = [
        (entry.lifecycle, entry.resource)
        for entry in read_case(engine, reference=item.case_reference).timeline
        if entry.element == "Check"
    ]
    clerk, stranger = who["clerk"].id, who["stranger"].id
    assert told == [
        ("schedule", ""),
        ("start", clerk),
        ("reassign", clerk),
        ("reassign", stranger),
        ("complete", clerk),
    ]
    actions = [entry.action for entry in audit_entries(engine, chain=item.case_reference)]
    assert actions[-3:] == ["delegate_work_item", "resolve_work_item", "complete_work_item"]


def test_handing_it_on_twice_is_once(engine: Engine) -> None:
    who, item = employ(engine), one_item(engine)
    both = [delegate_work_item(engine, item_id=item.id, actor=who["clerk"], to=who["other"].id) for _ in range(2)]
    assert both[0] == both[1]
    resolve_work_item(engine, item_id=item.id, actor=who["other"])
    with pytest.raises(WorkNotPossibleError, match="already"):
        resolve_work_item(engine, item_id=item.id, actor=who["clerk"])


def test_who_handed_it_on_can_have_it_back(engine: Engine) -> None:
    who, item = employ(engine), one_item(engine)
    delegate_work_item(engine, item_id=item.id, actor=who["clerk"], to=who["stranger"].id)
    with pytest.raises(NotAllowedError):
        resolve_work_item(engine, item_id=item.id, actor=who["other"])
    assert resolve_work_item(engine, item_id=item.id, actor=who["clerk"]).assignee == who["clerk"].id


def test_only_who_has_it_or_could_take_it_hands_it_on(engine: Engine) -> None:
    who, item = employ(engine), one_item(engine)

    def refused(kind: type[Exception], actor: str, to: str) -> None:
        with pytest.raises(kind):
            delegate_work_item(engine, item_id=item.id, actor=who[actor], to=to)

    refused(NotAllowedError, "stranger", who["other"].id)
    refused(NotFoundError, "clerk", "nobody")
    refused(WorkNotPossibleError, "clerk", who["clerk"].id)
    claim_work_item(engine, item_id=item.id, actor=who["clerk"])
    refused(AlreadyClaimedError, "other", who["stranger"].id)
    delegate_work_item(engine, item_id=item.id, actor=who["clerk"], to=who["other"].id)
    refused(WorkNotPossibleError, "other", who["stranger"].id)


def test_an_applicants_work_is_nobody_elses(engine: Engine) -> None:
    who, item = employ(engine), one_item(engine, CORRECTED)
    with pytest.raises(NotAllowedError):
        delegate_work_item(engine, item_id=item.id, actor=who["boss"], to=who["clerk"].id)


def test_of_two_who_hand_it_on_at_the_same_moment_one_wins(engine: Engine) -> None:
    who, item = employ(engine), one_item(engine)

    def attempt(pair: tuple[str, str]) -> str:
        try:
            return delegate_work_item(engine, item_id=item.id, actor=who[pair[0]], to=who[pair[1]].id).assignee or ""
        except (AlreadyClaimedError, WorkNotPossibleError):
            return "refused"

    with ThreadPoolExecutor(2) as pool:
        told = list(pool.map(attempt, [("clerk", "stranger"), ("other", "boss")]))
    assert told.count("refused") == 1
    assert read_work_item(engine, item_id=item.id).item.assignee in told


@pytest.mark.parametrize("command", [delegate_work_item, resolve_work_item])
def test_unknown_work_is_not_found(engine: Engine, command: Callable[..., object]) -> None:
    who = employ(engine)
    extra = {"to": who["other"].id} if command is delegate_work_item else {}
    with pytest.raises(NotFoundError):
        command(engine, item_id="none", actor=who["clerk"], **extra)

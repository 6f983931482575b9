"""What supervisors decide about work, and work of people who leave."""

from datetime import timedelta

import pytest

from engine import (
    Engine,
    InboxQuery,
    NotAllowedError,
    WorkItemState,
    WorkNotPossibleError,
    assign_work_item,
    audit_entries,
    claim_work_item,
    delegate_work_item,
    find_inbox,
    read_case,
    read_work_item,
    release_all_of,
    set_due_date,
    set_follow_up,
    set_priority,
)
from engine.testing import FakeClock
from tests.engine.people import employ, one_item
from tests.engine.small_services import CORRECTED, PARALLEL, deploy_small, start_small


def test_a_manager_gives_work_to_somebody_and_to_somebody_else(engine: Engine) -> None:
    who, item = employ(engine), one_item(engine)
    with pytest.raises(NotAllowedError):
        assign_work_item(engine, item_id=item.id, actor=who["clerk"], to=who["other"].id)
    for name in ("clerk", "clerk", "stranger"):
        given = assign_work_item(engine, item_id=item.id, actor=who["boss"], to=who[name].id)
        assert (given.assignee, given.state) == (who[name].id, WorkItemState.CLAIMED)
    timeline = read_case(engine, reference=item.case_reference).timeline
    assert [entry.lifecycle for entry in timeline if entry.element == "Check"] == ["schedule", "assign", "reassign"]


def test_work_is_not_given_to_the_wrong_people(engine: Engine) -> None:
    who, item = employ(engine), one_item(engine, CORRECTED)
    with pytest.raises(WorkNotPossibleError):
        assign_work_item(engine, item_id=item.id, actor=who["boss"], to=who["clerk"].id)


def test_priority_orders_and_has_bounds(engine: Engine) -> None:
    who, item = employ(engine), one_item(engine)
    assert set_priority(engine, item_id=item.id, actor=who["boss"], priority=90).priority == 90
    for wrong in (-1, 101):
        with pytest.raises(WorkNotPossibleError):
            set_priority(engine, item_id=item.id, actor=who["boss"], priority=wrong)
    for command, value in ((set_priority, {"priority": 1}), (set_due_date, {"due_at": None})):
        with pytest.raises(NotAllowedError):
            command(engine, item_id=item.id, actor=who["clerk"], **value)
    assert audit_entries(engine, chain=item.case_reference)[-1].action == "set_priority"


def test_what_is_put_aside_is_hidden_until_its_time(engine: Engine, clock: FakeClock) -> None:
    who, item = employ(engine), one_item(engine)

    def shown(follow_up: str) -> list[str]:
        page = find_inbox(engine, InboxQuery(groups=("registrar",), follow_up=follow_up))
        return [one.id for one in page.items]

    assert shown("hide") == [item.id]
    with pytest.raises(NotAllowedError):
        set_follow_up(engine, item_id=item.id, actor=who["stranger"], follow_up_at=clock.now())
    set_follow_up(engine, item_id=item.id, actor=who["clerk"], follow_up_at=clock.now() + timedelta(days=2))
    assert (shown("hide"), shown("only"), shown("show")) == ([], [item.id], [item.id])
    clock.advance(timedelta(days=2))
    assert (shown("hide"), shown("only")) == ([item.id], [])
    set_follow_up(engine, item_id=item.id, actor=who["clerk"], follow_up_at=None)
    assert read_work_item(engine, item_id=item.id).item.follow_up_at is None


def test_who_leaves_gives_back_what_others_can_do(engine: Engine) -> None:
    who = employ(engine)
    deploy_small(engine, PARALLEL)
    left, right = read_case(engine, reference=start_small(engine).reference).open_items
    claim_work_item(engine, item_id=left.id, actor=who["clerk"])
    delegate_work_item(engine, item_id=right.id, actor=who["other"], to=who["clerk"].id)
    with pytest.raises(NotAllowedError):
        release_all_of(engine, person=who["clerk"].id, actor=who["other"])
    assert release_all_of(engine, person=who["clerk"].id, actor=who["clerk"]) == 2
    assert release_all_of(engine, person=who["clerk"].id, actor=who["boss"]) == 0
    after = [read_work_item(engine, item_id=one.id).item for one in (left, right)]
    assert [(one.state, one.assignee) for one in after] == [
        (WorkItemState.OPEN, None),
        (WorkItemState.CLAIMED, who["other"].id),
    ]

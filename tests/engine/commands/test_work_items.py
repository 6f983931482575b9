"""What people do with work items, alone and against each other."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest

from engine import (
    SYSTEM,
    Actor,
    AlreadyClaimedError,
    AlreadyDoneError,
    CaseStatus,
    Engine,
    InboxQuery,
    NotAllowedError,
    NotFoundError,
    WorkItem,
    WorkItemState,
    claim_work_item,
    complete_work_item,
    find_inbox,
    read_case,
    read_work_item,
    release_work_item,
)
from engine.testing import FakeClock
from tests.engine.inbox import everybodys_work
from tests.engine.small_services import (
    CHECKED,
    CLERK,
    CORRECTED,
    MANAGER,
    OTHER_CLERK,
    PARALLEL,
    START_END,
    STRANGER,
    deploy_small,
    flow,
    process,
    start_small,
    user_task,
)

FORM = {"type": "default", "id": "check", "components": []}


def the_item(engine: Engine, reference: str) -> WorkItem:
    (item,) = read_case(engine, reference=reference).open_items
    return item


def test_a_work_item_comes_with_its_data_and_its_form(engine: Engine) -> None:
    deploy_small(engine, CHECKED, forms={"check": FORM})
    case = start_small(engine, name="Жишээ")
    item = the_item(engine, case.reference)
    details = read_work_item(engine, item_id=item.id)
    assert details.item == item
    assert details.form == FORM
    assert details.data == {"name": "Жишээ"}
    assert (item.name, item.groups, item.state) == ("Check application", ("registrar",), WorkItemState.OPEN)
    assert item.case_reference == case.reference


def test_a_form_that_is_not_deployed_is_none(engine: Engine) -> None:
    deploy_small(engine, CHECKED)
    item = the_item(engine, start_small(engine).reference)
    assert read_work_item(engine, item_id=item.id).form is None


def test_completing_moves_the_case_on_and_tells_who_did_it(engine: Engine, clock: FakeClock) -> None:
    deploy_small(engine, CHECKED)
    case = start_small(engine)
    item = the_item(engine, case.reference)
    claim_work_item(engine, item_id=item.id, actor=CLERK)
    clock.advance(timedelta(minutes=20))
    after = complete_work_item(engine, item_id=item.id, actor=CLERK, answers={"outcome": "approve"})
    assert after.status is CaseStatus.COMPLETED
    details = read_case(engine, reference=case.reference)
    assert details.data == {"outcome": "approve"}
    assert details.open_items == ()
    done = [(entry.lifecycle, entry.resource, entry.time) for entry in details.timeline if entry.element == "Check"]
    came = case.started_at
    assert done == [
        ("schedule", "", came),
        ("start", CLERK.id, came),
        ("complete", CLERK.id, came + timedelta(minutes=20)),
    ]
    assert [entry.sequence for entry in details.timeline] == list(range(1, len(details.timeline) + 1))


def test_claiming_twice_is_claiming_once(engine: Engine) -> None:
    deploy_small(engine, CHECKED)
    reference = start_small(engine).reference
    item = the_item(engine, reference)
    first = claim_work_item(engine, item_id=item.id, actor=CLERK)
    assert claim_work_item(engine, item_id=item.id, actor=CLERK) == first
    assert (first.state, first.assignee, first.assignee_name) == (WorkItemState.CLAIMED, CLERK.id, CLERK.name)
    assert [entry.lifecycle for entry in read_case(engine, reference=reference).timeline].count("start") == 1


def test_the_second_who_claims_is_told_who_was_first_and_when(engine: Engine, clock: FakeClock) -> None:
    deploy_small(engine, CHECKED)
    item = the_item(engine, start_small(engine).reference)
    claim_work_item(engine, item_id=item.id, actor=CLERK)
    claimed_at = clock.now()
    clock.advance(timedelta(minutes=1))
    for attempt in (claim_work_item, lambda engine, **who: complete_work_item(engine, answers={}, **who)):
        with pytest.raises(AlreadyClaimedError) as caught:
            attempt(engine, item_id=item.id, actor=OTHER_CLERK)
        assert (caught.value.by, caught.value.at) == (CLERK.name, claimed_at)


def test_a_released_item_can_be_taken_by_another_and_history_tells_so(engine: Engine) -> None:
    deploy_small(engine, CHECKED)
    reference = start_small(engine).reference
    item = the_item(engine, reference)
    assert release_work_item(engine, item_id=item.id, actor=CLERK) == item
    claim_work_item(engine, item_id=item.id, actor=CLERK)
    with pytest.raises(NotAllowedError):
        release_work_item(engine, item_id=item.id, actor=OTHER_CLERK)
    assert release_work_item(engine, item_id=item.id, actor=CLERK).state is WorkItemState.OPEN
    claim_work_item(engine, item_id=item.id, actor=OTHER_CLERK)
    assert release_work_item(engine, item_id=item.id, actor=MANAGER).assignee is None
    told = [entry.lifecycle for entry in read_case(engine, reference=reference).timeline if entry.element == "Check"]
    assert told == ["schedule", "start", "suspend", "resume", "suspend"]


@pytest.mark.parametrize("command", [claim_work_item, release_work_item])
def test_a_completed_item_is_no_longer_to_be_done(engine: Engine, command: Callable[..., WorkItem]) -> None:
    deploy_small(engine, CHECKED)
    item = the_item(engine, start_small(engine).reference)
    complete_work_item(engine, item_id=item.id, actor=CLERK, answers={})
    with pytest.raises(AlreadyDoneError) as caught:
        command(engine, item_id=item.id, actor=OTHER_CLERK)
    assert (caught.value.by, caught.value.by_id) == (CLERK.name, CLERK.id)
    assert caught.value.at is not None


@pytest.mark.parametrize(
    ("actor", "may"),
    [
        (CLERK, True),
        (MANAGER, True),
        (SYSTEM, True),
        (STRANGER, False),
        (Actor(id="x", name="X"), False),
        (Actor(id="analyst", name="X", roles=frozenset({"analyst"})), False),
    ],
)
def test_an_office_item_is_for_its_candidate_groups_and_managers(engine: Engine, actor: Actor, may: bool) -> None:
    deploy_small(engine, CHECKED)
    case = start_small(engine)
    item = the_item(engine, case.reference)
    for who, is_let in ((actor, may), (Actor.applicant(case.reference), False)):
        if is_let:
            assert claim_work_item(engine, item_id=item.id, actor=who).assignee == who.id
        else:
            with pytest.raises(NotAllowedError):
                claim_work_item(engine, item_id=item.id, actor=who)


def test_an_applicant_does_the_own_case_and_no_other(engine: Engine) -> None:
    deploy_small(engine, CORRECTED)
    mine, theirs = start_small(engine, key="a"), start_small(engine, key="b")
    item = the_item(engine, mine.reference)
    assert item.is_for_applicant
    for actor in (CLERK, MANAGER, Actor.applicant(theirs.reference)):
        with pytest.raises(NotAllowedError):
            complete_work_item(engine, item_id=item.id, actor=actor, answers={})
    after = complete_work_item(engine, item_id=item.id, actor=Actor.applicant(mine.reference), answers={"a": 1})
    assert after.status is CaseStatus.COMPLETED


def test_an_item_without_groups_is_for_any_case_worker(engine: Engine) -> None:
    deploy_small(engine, process(START_END + user_task("Check", "Check", "") + flow("Start", "Check", "End")))
    item = the_item(engine, start_small(engine).reference)
    with pytest.raises(NotAllowedError):
        claim_work_item(engine, item_id=item.id, actor=Actor(id="x", name="X", roles=frozenset({"analyst"})))
    assert claim_work_item(engine, item_id=item.id, actor=STRANGER).assignee == STRANGER.id


def test_unknown_items_are_not_found(engine: Engine) -> None:
    for command in (claim_work_item, release_work_item):
        with pytest.raises(NotFoundError):
            command(engine, item_id="none\0", actor=CLERK)
    with pytest.raises(NotFoundError):
        read_work_item(engine, item_id="none")


def test_of_two_who_complete_at_the_same_moment_one_wins(engine: Engine) -> None:
    deploy_small(engine, CHECKED)
    reference = start_small(engine).reference
    item = the_item(engine, reference)
    both = Barrier(2)

    def complete(actor: Actor) -> str:
        both.wait(timeout=120)
        try:
            complete_work_item(engine, item_id=item.id, actor=actor, answers={"by": actor.id})
        except AlreadyDoneError as error:
            return error.by_id
        return "won"

    with ThreadPoolExecutor(2) as pool:
        outcomes = dict(zip((CLERK, OTHER_CLERK), pool.map(complete, (CLERK, OTHER_CLERK)), strict=True))
    (winner,) = [actor for actor, outcome in outcomes.items() if outcome == "won"]
    assert sorted(outcomes.values()) == sorted(["won", winner.id])
    details = read_case(engine, reference=reference)
    assert details.data == {"by": winner.id}
    assert [entry.resource for entry in details.timeline if entry.lifecycle == "complete" and entry.resource] == [
        winner.id
    ]


def test_of_many_who_claim_at_the_same_moment_one_wins(engine: Engine) -> None:
    deploy_small(engine, CHECKED)
    item = the_item(engine, start_small(engine).reference)
    clerks = [Actor(id=f"c{n}", name=f"Clerk {n}", roles=CLERK.roles) for n in range(8)]

    def claim(actor: Actor) -> str:
        try:
            return claim_work_item(engine, item_id=item.id, actor=actor).assignee or ""
        except AlreadyClaimedError as error:
            return error.by

    with ThreadPoolExecutor(8) as pool:
        told = list(pool.map(claim, clerks))
    winner = read_work_item(engine, item_id=item.id).item
    assert set(told) == {winner.assignee, winner.assignee_name}
    assert told.count(winner.assignee or "") == 1


def test_two_branches_completed_at_the_same_moment_both_count(engine: Engine) -> None:
    deploy_small(engine, PARALLEL)
    reference = start_small(engine).reference
    items = read_case(engine, reference=reference).open_items

    def complete(item: WorkItem) -> CaseStatus:
        return complete_work_item(engine, item_id=item.id, actor=CLERK, answers={item.element: "done"}).status

    with ThreadPoolExecutor(2) as pool:
        statuses = list(pool.map(complete, items))
    assert sorted(statuses) == [CaseStatus.COMPLETED, CaseStatus.RUNNING]
    assert read_case(engine, reference=reference).data == {"Left": "done", "Right": "done"}


def due_task(task_id: str, due: str, priority: int) -> str:
    return (
        f'<userTask id="{task_id}" name="{task_id}"><extensionElements>'
        f'<zeebe:assignmentDefinition candidateGroups="registrar"/><zeebe:taskSchedule dueDate="{due}"/>'
        f'<zeebe:priorityDefinition priority="{priority}"/></extensionElements></userTask>'
    )


DATED = process(
    START_END
    + '<parallelGateway id="Split"/><parallelGateway id="Join"/>'
    + due_task("Late", "2026-03-01T10:00:00Z", 10)
    + due_task("Soon", "2026-01-06", 10)
    + due_task("Urgent", "2026-03-01T10:00:00Z", 90)
    + user_task("Open", "Open", "cashier")
    + flow("Start", "Split", "Late", "Join", "End")
    + "".join(flow("Split", task, "Join") for task in ("Soon", "Urgent", "Open"))
)


def test_the_inbox_goes_by_the_dates_and_priorities_of_the_model(engine: Engine) -> None:
    deploy_small(engine, DATED)
    start_small(engine)

    def elements(**query: object) -> list[str]:
        asked = InboxQuery(**{"groups": ("registrar", "cashier"), **query})  # type: ignore[arg-type]
        return [item.element for item in find_inbox(engine, asked).items]

    assert elements() == ["Soon", "Urgent", "Late", "Open"]
    assert elements(order="priority") == ["Urgent", "Open", "Soon", "Late"]
    assert elements(groups=("registrar",)) == ["Soon", "Urgent", "Late"]
    assert elements(groups=("cashier", "nobody")) == ["Open"]
    assert elements(groups=()) == []
    assert elements(service="other") == []
    soon = everybodys_work(engine)[0]
    assert soon.due_at == datetime(2026, 1, 6, 15, 59, 59, tzinfo=UTC)  # the end of that day in Ulaanbaatar
    claim_work_item(engine, item_id=soon.id, actor=CLERK)
    assert elements(groups=("registrar",)) == ["Urgent", "Late"]
    assert elements(people=(CLERK.id,), state="claimed") == ["Soon"]

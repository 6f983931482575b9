"""Late work is told to its supervisors by a job."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from engine import (
    Actor,
    CaseStatus,
    Engine,
    NotAllowedError,
    NotFoundError,
    WorkItemState,
    WorkRules,
    complete_work_item,
    find_group_notices,
    find_incidents,
    note_group_notice,
    read_work_item,
    run_due_jobs,
    save_work_rules,
    set_due_date,
    suspend_case,
)
from engine.testing import FakeClock
from tests.engine.people import employ, one_item
from tests.engine.small_services import CLERK, MANAGER, START_END, flow, process

CHIEF = Actor(id="chief", name="Chief", roles=frozenset({"case_worker", "group:chiefs"}))
DUE = process(
    START_END
    + '<userTask id="Check" name="Check"><extensionElements>'
    + '<zeebe:assignmentDefinition candidateGroups="registrar"/><zeebe:taskSchedule dueDate="PT4H"/>'
    + "</extensionElements></userTask>"
    + flow("Start", "Check", "End")
)
FOUR_HOURS = timedelta(hours=4)  # from nine to the break


def test_late_work_goes_up_and_its_supervisors_are_told_once(engine: Engine, clock: FakeClock) -> None:
    save_work_rules(engine, WorkRules(service="small", supervisor_group="chiefs"), actor=MANAGER)
    item = one_item(engine, DUE)
    assert item.due_at == clock.now() + FOUR_HOURS
    clock.advance(FOUR_HOURS - timedelta(seconds=1))
    assert run_due_jobs(engine, worker="w") == 0
    clock.advance(timedelta(seconds=1))
    assert run_due_jobs(engine, worker="w") == 1
    (notice,) = find_group_notices(engine, actor=CHIEF)
    assert (notice.item.id, notice.item.priority, notice.item.escalated_at) == (item.id, 75, clock.now())
    assert find_group_notices(engine, actor=MANAGER) == ()
    with pytest.raises(NotAllowedError):
        note_group_notice(engine, notice_id=notice.id, actor=CLERK)
    for _again in range(2):
        note_group_notice(engine, notice_id=notice.id, actor=CHIEF)
    assert find_group_notices(engine, actor=CHIEF) == ()
    with pytest.raises(NotFoundError):
        note_group_notice(engine, notice_id="none", actor=CHIEF)


def test_without_a_supervisor_group_the_managers_are_told(engine: Engine, clock: FakeClock) -> None:
    one_item(engine, DUE)
    clock.advance(timedelta(days=1))
    run_due_jobs(engine, worker="w")
    assert len(find_group_notices(engine, actor=MANAGER)) == 1
    assert find_group_notices(engine, actor=CLERK) == ()


def test_work_that_is_done_in_time_is_never_late(engine: Engine, clock: FakeClock) -> None:
    item = one_item(engine, DUE)
    complete_work_item(engine, item_id=item.id, actor=CLERK, answers={})
    clock.advance(timedelta(days=1))
    assert run_due_jobs(engine, worker="w") == 0  # its job went with it
    assert find_group_notices(engine, actor=MANAGER) == ()


def test_a_new_due_date_begins_anew(engine: Engine, clock: FakeClock) -> None:
    boss, item = employ(engine)["boss"], one_item(engine, DUE)
    later = clock.now() + timedelta(days=2)
    set_due_date(engine, item_id=item.id, actor=boss, due_at=later)
    clock.advance(timedelta(days=1))
    assert run_due_jobs(engine, worker="w") == 0
    clock.advance(timedelta(days=1))
    assert run_due_jobs(engine, worker="w") == 1
    set_due_date(engine, item_id=item.id, actor=boss, due_at=later + timedelta(days=1))
    assert read_work_item(engine, item_id=item.id).item.escalated_at is None
    clock.advance(timedelta(days=1))
    assert run_due_jobs(engine, worker="w") == 1
    assert len(find_group_notices(engine, actor=boss)) == 2
    set_due_date(engine, item_id=item.id, actor=boss, due_at=None)
    clock.advance(timedelta(days=1))
    assert run_due_jobs(engine, worker="w") == 0


def test_nothing_is_late_in_a_suspended_case(engine: Engine, clock: FakeClock) -> None:
    item = one_item(engine, DUE)
    suspend_case(engine, reference=item.case_reference, actor=MANAGER)
    clock.advance(timedelta(days=1))
    assert run_due_jobs(engine, worker="w") == 0


def test_work_that_is_done_at_the_moment_it_is_late_ends_either_way_whole(engine: Engine, clock: FakeClock) -> None:
    item = one_item(engine, DUE)
    clock.advance(timedelta(days=1))
    with ThreadPoolExecutor(2) as pool:
        done = pool.submit(complete_work_item, engine, item_id=item.id, actor=CLERK, answers={})
        pool.submit(run_due_jobs, engine, worker="w").result()
        assert done.result().status is CaseStatus.COMPLETED
    run_due_jobs(engine, worker="w")
    assert find_group_notices(engine, actor=MANAGER) == ()  # nobody is told of what is done
    assert read_work_item(engine, item_id=item.id).item.state is WorkItemState.COMPLETED
    assert find_incidents(engine).items == ()

"""Changing by hand where a case is: jobs, work items and history follow."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from engine import (
    CaseEndedError,
    CaseStatus,
    Change,
    ChangeKind,
    Engine,
    Modification,
    ModificationRefusedError,
    NotAllowedError,
    active_elements,
    audit_entries,
    cancel_case,
    complete_work_item,
    find_incidents,
    modify_case,
    read_case,
    resume_case,
    run_due_jobs,
    suspend_case,
)
from engine.testing import FakeClock
from tests.engine.conftest import Effects
from tests.engine.small_services import (
    CLERK,
    DEADLINE,
    FAULTY_DECISION,
    MANAGER,
    PARALLEL,
    START_END,
    WORKED,
    deploy_small,
    flow,
    process,
    start_small,
    user_task,
)

pytestmark = pytest.mark.usefixtures("sound_data")


def cancel(element: str, instance_id: str = "") -> Change:
    return Change(kind=ChangeKind.CANCEL, element=element, instance_id=instance_id)


def before(element: str, **variables: str) -> Change:
    return Change(kind=ChangeKind.BEFORE, element=element, variables=variables)


def after(element: str) -> Change:
    return Change(kind=ChangeKind.AFTER, element=element)


def modify(engine: Engine, reference: str, *changes: Change, key: str = "", dry_run: bool = False) -> Modification:
    return modify_case(engine, reference=reference, changes=changes, actor=MANAGER, command_key=key, dry_run=dry_run)


def test_a_token_is_moved_and_what_it_waits_for_with_it(engine: Engine, effects: Effects) -> None:
    deploy_small(engine, WORKED)
    reference = start_small(engine).reference
    told = modify(engine, reference, cancel("Check"), before("Serve", why="by hand"))
    assert [one.element for one in told.cancelled] == ["Check"]
    assert [one.element for one in told.active] == ["Serve"]
    details = read_case(engine, reference=reference)
    assert (details.open_items, details.summary.current) == ((), ("Serve",))
    assert ("Check", "ate_abort") in {(entry.element, entry.lifecycle) for entry in details.timeline}
    run_due_jobs(engine, worker="w")
    assert effects.requests[0].inputs == {"why": "by hand"}
    assert read_case(engine, reference=reference).summary.status is CaseStatus.COMPLETED


def test_the_audit_trail_tells_what_was_changed_and_no_data(engine: Engine) -> None:
    deploy_small(engine, WORKED)
    reference = start_small(engine).reference
    modify(engine, reference, cancel("Check"), before("Serve", name="Somebody"))
    last = list(audit_entries(engine, chain=reference))[-1]
    assert last.action == "modify_case"
    assert last.details["changes"] == [
        {"kind": "cancel", "element": "Check", "variables": []},
        {"kind": "before", "element": "Serve", "variables": ["name"]},
    ]


def test_a_dry_run_tells_the_same_and_does_nothing(engine: Engine) -> None:
    deploy_small(engine, WORKED)
    reference = start_small(engine).reference
    before_it = read_case(engine, reference=reference)
    tried = modify(engine, reference, cancel("Check"), before("Serve"), dry_run=True)
    assert read_case(engine, reference=reference) == before_it
    done = modify(engine, reference, cancel("Check"), before("Serve"))
    assert (tried.is_dry_run, done.is_dry_run) == (True, False)
    assert [one.element for one in tried.active] == [one.element for one in done.active]
    assert (tried.cancelled, tried.status) == (done.cancelled, done.status)


def test_the_timer_of_a_cancelled_activity_no_longer_fires(engine: Engine, clock: FakeClock) -> None:
    deploy_small(engine, DEADLINE)
    reference = start_small(engine).reference
    modify(engine, reference, cancel("Check"), before("Check"))
    clock.advance(timedelta(hours=1))
    assert run_due_jobs(engine, worker="w") == 1
    assert read_case(engine, reference=reference).summary.status is CaseStatus.COMPLETED


def test_a_join_that_would_wait_forever_is_told_before(engine: Engine) -> None:
    deploy_small(engine, PARALLEL)
    reference = start_small(engine).reference
    told = modify(engine, reference, cancel("Left"), after("Right"), dry_run=True)
    assert told.warnings[0].into("en").startswith("Right is active already")
    told = modify(engine, reference, cancel("Left"), cancel("Right"), before("Join"), dry_run=True)
    assert [str(one) for one in told.warnings] == [
        "Tokens at Join would wait forever: no other token can come to it any more."
    ]


def test_a_case_that_would_end_is_told_before(engine: Engine) -> None:
    deploy_small(engine, WORKED)
    reference = start_small(engine).reference
    told = modify(engine, reference, cancel("Check"), dry_run=True)
    assert told.status is CaseStatus.TERMINATED
    assert "would end" in str(told.warnings[0])
    assert modify(engine, reference, cancel("Check")).status is CaseStatus.TERMINATED
    details = read_case(engine, reference=reference)
    assert details.summary.ended_at is not None
    assert details.timeline[-1].lifecycle == "ate_abort"
    assert details.timeline[-1].time == details.summary.ended_at


def test_one_instance_of_several_is_cancelled(engine: Engine) -> None:
    several = user_task("Vote", "Vote", "registrar").replace(
        "</userTask>",
        "<multiInstanceLoopCharacteristics><loopCardinality>3</loopCardinality></multiInstanceLoopCharacteristics>"
        "</userTask>",
    )
    deploy_small(engine, process(START_END + several + flow("Start", "Vote", "End")))
    reference = start_small(engine).reference
    instances = [one.instance_id for one in active_elements(engine, reference=reference)]
    modify(engine, reference, cancel("Vote", instances[-1]))
    assert len(read_case(engine, reference=reference).open_items) == 2
    for item in read_case(engine, reference=reference).open_items:
        complete_work_item(engine, item_id=item.id, actor=CLERK, answers={})
    assert read_case(engine, reference=reference).summary.status is CaseStatus.COMPLETED


def test_an_incident_is_mended_by_going_another_way(engine: Engine) -> None:
    deploy_small(engine, FAULTY_DECISION)
    reference = start_small(engine).reference
    (item,) = read_case(engine, reference=reference).open_items
    complete_work_item(engine, item_id=item.id, actor=CLERK, answers={"answer": "perhaps"})
    assert read_case(engine, reference=reference).summary.status is CaseStatus.INCIDENT
    assert modify(engine, reference, cancel("Check"), before("End")).status is CaseStatus.COMPLETED
    assert find_incidents(engine).items == ()


def test_what_was_done_and_could_not_be_applied_is_not_asked_for_again(engine: Engine) -> None:
    body = (
        START_END
        + '<parallelGateway id="Split"/>'
        + user_task("Check", "Check", "registrar")
        + user_task("Other", "Other", "registrar")
        + user_task("More", "More", "registrar")
        + '<exclusiveGateway id="Decide"/>'
        + flow("Start", "Split", "Check", "Decide")
        + flow("Split", "Other", "More")
        + '<sequenceFlow id="yes" sourceRef="Decide" targetRef="End"><conditionExpression '
        'xsi:type="tFormalExpression">=answer = "yes"</conditionExpression></sequenceFlow>'
    )
    deploy_small(engine, process(body))
    reference = start_small(engine).reference
    items = {item.element: item.id for item in read_case(engine, reference=reference).open_items}
    complete_work_item(engine, item_id=items["Check"], actor=CLERK, answers={"answer": "perhaps"})
    complete_work_item(engine, item_id=items["Other"], actor=CLERK, answers={})
    assert [item.element for item in read_case(engine, reference=reference).open_items] == ["More"]


def test_a_suspended_case_is_changed_and_stays_suspended(engine: Engine) -> None:
    deploy_small(engine, WORKED)
    reference = start_small(engine).reference
    suspend_case(engine, reference=reference, actor=MANAGER)
    assert modify(engine, reference, cancel("Check"), before("Serve")).status is CaseStatus.SUSPENDED
    assert run_due_jobs(engine, worker="w") == 0
    resume_case(engine, reference=reference, actor=MANAGER)
    assert run_due_jobs(engine, worker="w") == 2


def test_the_same_change_sent_again_is_made_once(engine: Engine) -> None:
    deploy_small(engine, WORKED)
    reference = start_small(engine).reference

    def send(number: int) -> CaseStatus:
        del number
        return modify(engine, reference, before("Check"), key="k").status

    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(send, range(6))) == {CaseStatus.RUNNING}
    assert len(read_case(engine, reference=reference).open_items) == 2


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ((), "Say what"),
        ((cancel("Serve"),), "Serve is not active"),
        ((cancel("Check"), before("Nowhere")), "no Nowhere"),
    ],
)
def test_what_cannot_be_done_is_refused_and_nothing_is_done(
    engine: Engine, changes: tuple[Change, ...], said: str
) -> None:
    deploy_small(engine, WORKED)
    reference = start_small(engine).reference
    with pytest.raises(ModificationRefusedError, match=said):
        modify(engine, reference, *changes)
    assert [item.element for item in read_case(engine, reference=reference).open_items] == ["Check"]


def test_a_change_after_which_an_expression_fails_is_refused(engine: Engine) -> None:
    deploy_small(engine, FAULTY_DECISION)
    reference = start_small(engine).reference
    with pytest.raises(ModificationRefusedError, match="cannot go on from there"):
        modify(engine, reference, cancel("Check"), before("Decide"))


def test_only_operators_and_managers_change_cases(engine: Engine) -> None:
    deploy_small(engine, WORKED)
    reference = start_small(engine).reference
    with pytest.raises(NotAllowedError):
        modify_case(engine, reference=reference, changes=[before("Serve")], actor=CLERK)


def test_a_case_that_has_ended_is_not_changed(engine: Engine) -> None:
    deploy_small(engine, WORKED)
    reference = start_small(engine).reference
    cancel_case(engine, reference=reference, reason="x", actor=MANAGER)
    with pytest.raises(CaseEndedError):
        modify(engine, reference, before("Serve"))
    with pytest.raises(CaseEndedError):
        modify(engine, reference, before("Serve"), dry_run=True)

"""Every command, given eight times at the same moment: what becomes of the case is what once would have made of it.

Each is given once in one case, and by eight at once in another that stands where the first did; the two are compared.
"""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from threading import Barrier
from typing import TypeAlias

import pytest

from engine import (
    SYSTEM,
    AlreadySentError,
    Change,
    ChangeKind,
    ConflictError,
    Engine,
    EngineError,
    assign_work_item,
    audit_entries,
    broadcast_signal,
    cancel_case,
    change_and_retry,
    claim_work_item,
    complete_work_item,
    delegate_work_item,
    deliver_message,
    erase_case,
    find_cases,
    find_incidents,
    migrate_cases,
    modify_case,
    read_case,
    release_work_item,
    resolve_work_item,
    resume_case,
    retry_incident,
    run_due_jobs,
    save_draft,
    skip_incident,
    submit_draft,
    suspend_case,
    verify_audit,
)
from engine.ports import TaskFailure
from engine.testing import FakeClock
from tests.engine.conftest import Effects
from tests.engine.people import employ
from tests.engine.reliability.consistency import faults_of_all
from tests.engine.small_services import (
    CHECKED,
    MANAGER,
    SERVED,
    START_END,
    TIMED,
    WAITING_FOR_ANSWER,
    Actor,
    deploy_small,
    flow,
    process,
    start_small,
)

RACERS = 8
OPERATOR = Actor(id="op-1", name="Operator", roles=frozenset({"operator"}))
STORMY = process(
    START_END
    + '<intermediateCatchEvent id="Storm"><signalEventDefinition id="d" signalRef="s"/></intermediateCatchEvent>'
    + flow("Start", "Storm", "End"),
    roots='<signal id="s" name="storm"/>',
)


@dataclass
class World:
    """An engine with everything around it."""

    engine: Engine
    clock: FakeClock
    effects: Effects
    who: dict[str, Actor]
    started: int = 0
    deployed: set[bytes] = field(default_factory=set)

    def start(self, model: bytes, **data: str) -> str:
        """Start a case of a model."""
        if model not in self.deployed:
            deploy_small(self.engine, model)
            self.deployed.add(model)
        self.started += 1
        return start_small(self.engine, key=str(self.started), **data).reference

    def item(self, reference: str) -> str:
        """The id of the case's only open work item."""
        (item,) = read_case(self.engine, reference=reference).open_items
        return item.id

    def incident(self) -> tuple[str, str]:
        """Start a case whose service task fails for good; return its reference and the incident."""
        self.effects.faults = [TaskFailure("It is away.", retry=False)]
        reference = self.start(SERVED)
        run_due_jobs(self.engine, worker="w")
        (incident,) = read_case(self.engine, reference=reference).incidents
        return reference, incident.id


Prepared: TypeAlias = tuple[str, Callable[[], object]]


def complete(world: World) -> Prepared:
    item = world.item(reference := world.start(CHECKED))
    return reference, lambda: complete_work_item(world.engine, item_id=item, actor=world.who["clerk"], answers={"a": 1})


def claim(world: World) -> Prepared:
    item = world.item(reference := world.start(CHECKED))
    return reference, lambda: claim_work_item(world.engine, item_id=item, actor=world.who["clerk"])


def release(world: World) -> Prepared:
    reference, take = claim(world)
    take()
    item = world.item(reference)
    return reference, lambda: release_work_item(world.engine, item_id=item, actor=world.who["clerk"])


def delegate(world: World) -> Prepared:
    item = world.item(reference := world.start(CHECKED))
    clerk, to = world.who["clerk"], world.who["stranger"].id
    return reference, lambda: delegate_work_item(world.engine, item_id=item, actor=clerk, to=to)


def resolve(world: World) -> Prepared:
    reference, hand_on = delegate(world)
    hand_on()
    item = world.item(reference)
    return reference, lambda: resolve_work_item(world.engine, item_id=item, actor=world.who["stranger"])


def assign(world: World) -> Prepared:
    item = world.item(reference := world.start(CHECKED))
    to = world.who["clerk"].id
    return reference, lambda: assign_work_item(world.engine, item_id=item, actor=MANAGER, to=to)


def message(world: World) -> Prepared:
    number = f"n{world.started}"
    reference = world.start(WAITING_FOR_ANSWER, number=number)
    return reference, lambda: deliver_message(
        world.engine, name="answer", correlation=number, payload={"a": 1}, actor=SYSTEM, message_key=number
    )


def signal(world: World) -> Prepared:
    key = f"s{world.started}"
    reference = world.start(STORMY)

    def send() -> None:
        broadcast_signal(world.engine, name="storm", payload={"a": 1}, actor=SYSTEM, command_key=key)
        run_due_jobs(world.engine, worker=key)

    return reference, send


def timer(world: World) -> Prepared:
    reference = world.start(TIMED)
    world.clock.advance(timedelta(hours=1))
    return reference, lambda: run_due_jobs(world.engine, worker="w", limit=1)


def job(world: World) -> Prepared:
    return world.start(SERVED), lambda: run_due_jobs(world.engine, worker="w", limit=1)


def retry(world: World) -> Prepared:
    reference, incident = world.incident()

    def try_again() -> None:
        retry_incident(world.engine, incident_id=incident, actor=OPERATOR)
        run_due_jobs(world.engine, worker="w")

    return reference, try_again


def change_and_try(world: World) -> Prepared:
    reference, incident = world.incident()

    def try_again() -> None:
        change_and_retry(world.engine, incident_id=incident, variables={"a": 1}, actor=OPERATOR)
        run_due_jobs(world.engine, worker="w")

    return reference, try_again


def skip(world: World) -> Prepared:
    reference, incident = world.incident()
    return reference, lambda: skip_incident(world.engine, incident_id=incident, reason="x", actor=OPERATOR)


def suspend(world: World) -> Prepared:
    reference = world.start(CHECKED)
    return reference, lambda: suspend_case(world.engine, reference=reference, actor=OPERATOR)


def resume(world: World) -> Prepared:
    reference, hold = suspend(world)
    hold()
    return reference, lambda: resume_case(world.engine, reference=reference, actor=OPERATOR)


def cancel(world: World) -> Prepared:
    reference = world.start(CHECKED)
    return reference, lambda: cancel_case(world.engine, reference=reference, reason="x", actor=OPERATOR)


def modify(world: World) -> Prepared:
    reference = world.start(CHECKED)
    changes = [Change(kind=kind, element="Check") for kind in (ChangeKind.CANCEL, ChangeKind.BEFORE)]
    return reference, lambda: modify_case(
        world.engine, reference=reference, changes=changes, actor=OPERATOR, command_key=reference
    )


def migrate(world: World) -> Prepared:
    deploy_small(world.engine, CHECKED)
    reference = start_small(world.engine, key=f"m{world.started}").reference
    world.started += 1
    deploy_small(world.engine, CHECKED.replace(b"Check application", b"Check it"))
    return reference, lambda: migrate_cases(
        world.engine, service="small", source=1, target=2, actor=OPERATOR, references=[reference]
    )


def erase(world: World) -> Prepared:
    reference, end = cancel(world)
    end()
    return reference, lambda: erase_case(world.engine, reference=reference, reason="x", actor=OPERATOR)


COMMANDS = [
    complete, claim, release, delegate, resolve, assign, message, signal, timer, job, retry, change_and_try, skip,
    suspend, resume, cancel, modify, migrate, erase,
]  # fmt: skip


@pytest.fixture
def world(engine: Engine, clock: FakeClock, effects: Effects) -> World:
    return World(engine=engine, clock=clock, effects=effects, who=employ(engine))


def at_once(command: Callable[[], object]) -> list[EngineError]:
    """Give a command from eight sides; return what those were told for whom there was nothing left to do."""
    start = Barrier(RACERS)

    def give(_number: int) -> EngineError | None:
        start.wait(timeout=120)
        for _ in range(50):
            try:
                command()
            except ConflictError:  # says: nothing was done, try again
                continue
            except EngineError as error:
                return error
            return None
        message = "never came through"
        raise AssertionError(message)

    with ThreadPoolExecutor(RACERS) as pool:
        return [told for told in pool.map(give, range(RACERS)) if told is not None]


def story(engine: Engine, reference: str) -> dict[str, object]:
    """What there is of a case, without its names and times."""
    details = read_case(engine, reference=reference)
    return {
        "status": details.summary.status,
        "version": details.summary.version,
        "data": {name: value for name, value in details.data.items() if name != "number"},
        "timeline": [(one.element, one.lifecycle, one.resource) for one in details.timeline],
        "open": [(one.element, one.state, one.assignee, one.owner) for one in details.open_items],
        "notices": len(details.notices),
        "incidents": len(details.incidents),
        "audit": _orders(engine, reference),
    }


def _orders(engine: Engine, reference: str) -> Counter[str]:
    actions = Counter(one.action for one in audit_entries(engine, chain=reference))
    for action in ("retry_incident", "change_and_retry"):
        # Until it has been tried again, each who asks for it is noted; it is tried once all the same.
        actions[action] = min(actions[action], 1)
    return +actions


@pytest.mark.parametrize("prepare", COMMANDS)
def test_a_command_given_by_eight_at_once_has_the_effect_of_one(
    world: World, prepare: Callable[[World], Prepared]
) -> None:
    reference, command = prepare(world)
    before = story(world.engine, reference)
    command()
    once = story(world.engine, reference)
    assert once != before
    done = len(world.effects.keys)
    reference, command = prepare(world)
    assert story(world.engine, reference) == before
    told = at_once(command)
    while run_due_jobs(world.engine, worker="afterwards"):
        pass
    assert story(world.engine, reference) == once
    assert len(world.effects.keys) == 2 * done
    assert all(str(error).strip() and "Error" not in str(error) for error in told)
    assert find_incidents(world.engine).total == 0
    assert faults_of_all(world.engine) == []
    assert not verify_audit(world.engine)


def test_an_application_that_is_written_and_sent_by_eight_at_once_is_one(world: World) -> None:
    deploy_small(world.engine, CHECKED)
    draft = save_draft(world.engine, service="small", page="p", answers={"email": "a@example.mn"})

    def write_and_send() -> str:
        save_draft(world.engine, service="small", draft_id=draft.id, page="q", answers={"name": "Demo"})
        return submit_draft(world.engine, draft_id=draft.id, actor=SYSTEM, check_field="email").reference

    told = at_once(write_and_send)
    assert {type(error) for error in told} <= {AlreadySentError}
    (case,) = find_cases(world.engine).items
    assert read_case(world.engine, reference=case.reference).data == {"email": "a@example.mn", "name": "Demo"}
    assert submit_draft(world.engine, draft_id=draft.id, actor=SYSTEM, check_field="email").reference == case.reference
    assert faults_of_all(world.engine) == []

"""Any order of what workers do gives what a few lines of rules say: who has a task, what is refused, what is done."""

from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from engine import (
    CaseStatus,
    NotFoundError,
    TaskFilter,
    TaskNotLockedError,
    TopicRequest,
    check_data,
    complete_external_task,
    create_access_token,
    extend_external_lock,
    fail_external_task,
    fetch_external_tasks,
    find_external_tasks,
    read_case,
    run_due_jobs,
    unlock_external_task,
)
from engine.jobs.lease import MOST_LOSSES
from engine.testing import FakeClock, open_memory_engine
from tests.engine.external.test_external_tasks import CHARGED
from tests.engine.small_services import deploy_small, start_small

WORKERS = st.sampled_from(["one", "two"])
TASKS = st.integers(0, 2)
SECONDS = st.integers(1, 100)


@dataclass
class Expected:
    """What the rules say of one task."""

    reference: str
    id: str
    holder: str | None = None
    until: datetime | None = None
    rests_until: datetime | None = None
    is_stopped: bool = False
    done_by: str | None = None
    losses: int = 0

    def is_free(self, now: datetime) -> bool:
        is_held = self.until is not None and self.until > now
        is_resting = self.rests_until is not None and self.rests_until > now
        return self.done_by is None and not (self.is_stopped or is_held or is_resting)

    def count_loss(self) -> None:
        """Count the worker whose lock ran out without a word; a task that has cost too many is left to a person."""
        if self.holder is None:
            return
        self.losses += 1
        if self.losses == MOST_LOSSES:
            self.holder = self.until = None
            self.is_stopped = True


class Protocol(RuleBasedStateMachine):
    """Three cases, each with a task, two workers and a clock."""

    @initialize()
    def begin(self) -> None:
        self.clock = FakeClock()
        self.stack = ExitStack()
        self.engine = self.stack.enter_context(open_memory_engine(clock=self.clock))
        self.actor = create_access_token(self.engine, name="charger", topics=["charge"])[0].actor
        deploy_small(self.engine, CHARGED)
        references = [start_small(self.engine, key=str(number)).reference for number in range(3)]
        run_due_jobs(self.engine, worker="w")
        found = find_external_tasks(self.engine, which=TaskFilter(), actor=self.actor)
        ids = {one.case_reference: one.id for one in found}
        self.tasks = [Expected(reference=reference, id=ids[reference]) for reference in references]

    def teardown(self) -> None:
        if hasattr(self, "stack"):
            assert check_data(self.engine) == ()
            self.stack.close()

    @rule(seconds=SECONDS)
    def wait(self, seconds: int) -> None:
        self.clock.advance(timedelta(seconds=seconds))

    @rule(worker=WORKERS, seconds=SECONDS)
    def fetch(self, worker: str, seconds: int) -> None:
        now = self.clock.now()
        request = TopicRequest(topic="charge", lock_for=timedelta(seconds=seconds))
        for task in self.tasks:
            if task.is_free(now):
                task.count_loss()
        got = fetch_external_tasks(self.engine, worker=worker, requests=[request], limit=9, actor=self.actor)
        free = [task for task in self.tasks if task.is_free(now)]
        assert {task.id for task in got} == {task.id for task in free}
        for task in free:
            task.holder, task.until = worker, now + timedelta(seconds=seconds)

    @rule(worker=WORKERS, number=TASKS)
    def complete(self, worker: str, number: int) -> None:
        task = self.tasks[number]
        try:
            complete_external_task(
                self.engine, task_id=task.id, worker=worker, variables={"by": worker}, actor=self.actor
            )
        except NotFoundError:
            assert task.done_by not in {None, worker}
        except TaskNotLockedError:
            assert task.holder != worker
        else:
            assert worker in {task.done_by, task.holder}
            task.done_by, task.holder = task.done_by or worker, None

    @rule(worker=WORKERS, number=TASKS, retries=st.integers(0, 2), seconds=SECONDS)
    def fail(self, worker: str, number: int, retries: int, seconds: int) -> None:
        task, pause = self.tasks[number], timedelta(seconds=seconds)
        try:
            fail_external_task(
                self.engine,
                task_id=task.id,
                worker=worker,
                message="No.",
                details="",
                retries=retries,
                retry_after=pause,
                actor=self.actor,
            )
        except NotFoundError:
            assert task.done_by is not None
        except TaskNotLockedError:
            assert task.holder != worker
        else:
            assert task.holder == worker
            task.holder = task.until = None
            task.is_stopped, task.rests_until = retries == 0, self.clock.now() + pause

    @rule(worker=WORKERS, number=TASKS, seconds=SECONDS)
    def extend(self, worker: str, number: int, seconds: int) -> None:
        task, longer = self.tasks[number], timedelta(seconds=seconds)
        try:
            extend_external_lock(self.engine, task_id=task.id, worker=worker, lock_for=longer, actor=self.actor)
        except NotFoundError:
            assert task.done_by is not None
        except TaskNotLockedError:
            assert task.holder != worker
        else:
            assert task.holder == worker
            task.until = self.clock.now() + longer

    @rule(number=TASKS)
    def unlock(self, number: int) -> None:
        task = self.tasks[number]
        try:
            unlock_external_task(self.engine, task_id=task.id, actor=self.actor)
        except NotFoundError:
            assert task.done_by is not None
        else:
            assert task.done_by is None
            task.holder = task.until = None

    @invariant()
    def each_case_is_where_its_task_is(self) -> None:
        for task in self.tasks if hasattr(self, "tasks") else ():
            details = read_case(self.engine, reference=task.reference)
            if task.done_by is not None:
                assert details.summary.status is CaseStatus.COMPLETED
                assert details.data == {"by": task.done_by}
            else:
                is_stopped = details.summary.status is CaseStatus.INCIDENT
                assert is_stopped == task.is_stopped


TestProtocol = Protocol.TestCase
TestProtocol.settings = settings(max_examples=15, stateful_step_count=25, deadline=None)

"""A case that is brought to its end by processes that die at every database call and every outside effect.

A process dies by an exception that nothing catches, in the middle of what it does: what it had not committed is gone,
and its connections to the database are gone. (That this is what `kill -9` leaves as well, the forked
processes of `tests.engine.crash_at_every_call` and `tests.engine.reliability.killing` show.)

A command that dies at its first call is given again and dies at its second, and so on, until it comes to its end
without dying. So each call of each command of the case is died at, and none of the rest is repeated for it.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from random import Random

from sqlalchemy import event, func, select, update
from sqlalchemy.pool import PoolProxiedConnection

from engine import (
    AlreadyDoneError,
    CaseStatus,
    Deployment,
    Engine,
    complete_work_item,
    deliver_message,
    deploy,
    open_engine,
    read_case,
    run_due_jobs,
    start_case,
    verify_audit,
)
from engine.jobs.lease import LEASE
from engine.ports import JobRequest
from engine.store.tables import JobRow, SubscriptionRow
from engine.testing import FakeClock
from engine.values import SYSTEM, Json
from tests.engine.reliability.consistency import faults_of, faults_of_all
from tests.engine.reliability.random_services import RandomService
from tests.engine.small_services import CLERK

_PATIENCE = 500
_NO_CASE = -1


class CrashError(BaseException):
    """The process is gone."""


class Calls:
    """Counts the calls of a process, and ends it at one of them."""

    def __init__(self) -> None:
        self.number = 0
        self._last = 0

    def end_at(self, number: int) -> None:
        """Let the process die at its call of that number from now; 0 for never."""
        self.number, self._last = 0, number

    def __call__(self, *_: object) -> None:
        self.number += 1
        if 0 < self._last <= self.number:
            raise CrashError


@dataclass
class Survivor:
    """An engine that dies and begins again, and everything outside it that stays.

    Attributes:
        url: The database.
        rng: Chooses who comes first.
        received: The keys under which effects came.
        crashes: How often it died.
        crashes_after_commit: How often of these just after a commit, before anybody was told.
        faults: What was found wrong after it had died.
    """

    url: str
    rng: Random
    clock: FakeClock = field(default_factory=FakeClock)
    calls: Calls = field(default_factory=Calls)
    received: list[str] = field(default_factory=list)
    crashes: int = 0
    crashes_after_commit: int = 0
    faults: list[str] = field(default_factory=list)
    reference: str = ""

    def __post_init__(self) -> None:
        """Open the engine."""
        self.engine = self._open()

    def _open(self) -> Engine:
        engine = open_engine(self.url, clock=self.clock, handlers={"effect": self._effect})
        # What the system and the database do for a process that is gone.
        event.listen(engine.database._engine, "invalidate", lambda link, *_: link.rollback())
        # Just after a call is just before the next: between the two nothing reaches the database or the outside.
        for name in ("before_cursor_execute", "commit"):
            event.listen(engine.database._engine, name, self.calls)
        self._die_after_commits_too(engine)
        return engine

    def _die_after_commits_too(self, engine: Engine) -> None:
        """Let a commit be a call just after the database has it, too: nobody has been told yet."""
        dialect = engine.database._engine.dialect
        commit = dialect.do_commit

        def commit_and_count(link: PoolProxiedConnection) -> None:
            commit(link)
            try:
                self.calls()
            except CrashError:
                self.crashes_after_commit += 1
                raise

        dialect.do_commit = commit_and_count  # type: ignore[method-assign]  # of this engine alone

    def _effect(self, request: JobRequest, /) -> Mapping[str, Json]:
        self.calls()
        self.received.append(request.idempotency_key)
        self.calls()
        return {}

    def _die(self) -> None:
        self.crashes += 1
        self.calls.end_at(0)
        # Every connection is gone. What stays is what any process would have: statements and models, compiled.
        self.engine.database.close()
        self.clock.advance(LEASE)
        with self.engine.database.connection() as connection:
            # A job that kills its worker again and again is left to a person; these deaths are not its fault.
            connection.execute(update(JobRow).values(losses=0))
        if self.reference:
            self.faults += faults_of(self.engine, self.reference)

    def survive(self, command: Callable[[Engine], object], *, is_repeated: bool = True) -> None:
        """Give a command until it is done, dying at each of its calls, one further each time.

        Args:
            command: The command.
            is_repeated: Whether it is given once more where it died after it had been done.
        """
        for number in count(1):
            before = self._revision()
            self.calls.end_at(number)
            try:
                command(self.engine)
            except CrashError:
                self._die()
            except AlreadyDoneError as done:
                self._check(done)
                break
            else:
                break
            if self._revision() not in {before, _NO_CASE}:
                if is_repeated and before != _NO_CASE:
                    self._repeat(command)
                break
        self.calls.end_at(0)

    def _repeat(self, command: Callable[[Engine], object]) -> None:
        """Give a command again that died after it had been done, as whoever saw no answer would."""
        before = self._revision()
        try:
            command(self.engine)
        except AlreadyDoneError as done:
            self._check(done)
            self.faults += ["what was done before was done again"] if self._revision() != before else []

    def _check(self, done: AlreadyDoneError) -> None:
        if done.by_id != CLERK.id:
            self.faults.append(f"done by {done.by_id!r}")

    def _revision(self) -> int:
        if not self.reference:
            return _NO_CASE
        with self.engine.database.reading() as work:
            case = work.cases.by_reference(self.reference)
            return _NO_CASE if case is None else case.revision


def run_with_crashes(url: str, service: RandomService, *, seed: int) -> Survivor:
    """Bring one case of a service to its end, dying everywhere, and return who survived it with what was found."""
    key = f"service-{seed}"
    survivor = Survivor(url, Random(seed))  # noqa: S311  # repeatable, not secret
    deploy(survivor.engine, Deployment(service=key, model=service.model, model_name="random.bpmn"), actor=SYSTEM)

    def start(engine: Engine) -> None:
        survivor.reference = start_case(engine, service=key, data={}, actor=SYSTEM, command_key=key).reference

    survivor.survive(start)
    for turn in range(_PATIENCE):
        if not _move_on(survivor, turn):
            break
    survivor.faults += _faults_at_the_end(survivor, service)
    survivor.engine.close()
    return survivor


def _move_on(survivor: Survivor, turn: int) -> bool:
    """Do one of the things that the case waits for; return whether there was any."""
    details = read_case(survivor.engine, reference=survivor.reference)
    if details.summary.status is not CaseStatus.RUNNING:
        return False
    with survivor.engine.database.connection() as connection:
        due_at = connection.scalar(select(func.min(JobRow.due_at)))
        is_awaiting = connection.scalar(select(func.count()).select_from(SubscriptionRow))
    if due_at is not None and due_at <= survivor.clock.now():
        survivor.survive(
            lambda engine: run_due_jobs(engine, worker=f"w-{survivor.crashes}", limit=1), is_repeated=False
        )
    elif details.open_items:
        item = survivor.rng.choice(details.open_items)
        survivor.survive(lambda engine: complete_work_item(engine, item_id=item.id, actor=CLERK, answers={}))
    elif is_awaiting:
        news = f"{survivor.reference}-{turn}"
        survivor.survive(
            lambda engine: deliver_message(
                engine, name="news", correlation=None, payload={}, actor=SYSTEM, message_key=news
            )
        )
    elif due_at is not None:
        survivor.clock.advance(max(due_at - survivor.clock.now(), timedelta(0)))
    else:
        return False
    return True


def _faults_at_the_end(survivor: Survivor, service: RandomService) -> list[str]:
    details = read_case(survivor.engine, reference=survivor.reference)
    done = Counter(one.element for one in details.timeline if one.lifecycle == "complete")
    keys = set(survivor.received)
    expectations = {
        f"it is {details.summary.status}": details.summary.status is CaseStatus.COMPLETED,
        f"done {done}, expected {service.expected}": {one: done[one] for one in service.expected} == service.expected,
        f"{len(keys)} effects, expected {service.effects}": len(keys) == service.effects,
        f"incidents: {details.incidents}": not details.incidents,
        "audit is broken": not verify_audit(survivor.engine),
    }
    wrong = [fault for fault, is_well in expectations.items() if not is_well]
    return wrong + faults_of_all(survivor.engine)

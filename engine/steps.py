"""One step of a case in one transaction: load, move, record what happened, write what it waits for now, save."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from operator import attrgetter
from typing import NamedTuple

from engine.calls import DeployedProcesses
from engine.errors import EngineError
from engine.history_chain import chained
from engine.moves import Move, MoveKind, make_move
from engine.opening import Engine
from engine.store import Work
from engine.store.records import Attached, Job, JobKind, NewEntry, StoredCase
from engine.tokens import ProcessInstance, Step, Thrown
from engine.values import CaseStatus, HistoryEntry
from engine.waiting import plain, settle_waits

__all__ = ["StepFailedError", "record", "save_by_hand", "take_first_step", "take_step"]

MESSAGE_LIVES = timedelta(hours=1)
"""How long a message that a case has thrown waits for somebody to wait for it."""

_BEHIND_SEQUENCE = attrgetter(*NewEntry._fields[1:])
_ENDED = {"completed": CaseStatus.COMPLETED, "terminated": CaseStatus.TERMINATED}


class StepFailedError(Exception):
    """A case could not be moved on: nothing of the step is kept, and a person has to look at it.

    Attributes:
        element: The element it happened at, "" where none is known.
    """

    def __init__(self, error: EngineError) -> None:
        super().__init__(str(error))
        self.element = getattr(error, "element", None) or ""


class _Doer(NamedTuple):
    """Who completed which activity instance."""

    instance_id: str
    resource: str
    on_behalf_of: str = ""


def take_step(
    engine: Engine,
    work: Work,
    case: StoredCase,
    move: Move,
    *,
    resource: str = "",
    on_behalf_of: str = "",
    attached: Attached | None = None,
    now: datetime | None = None,
) -> StoredCase:
    """Move a case on and save it.

    Args:
        engine: The engine.
        work: The transaction.
        case: The case, locked.
        move: What moves it on.
        resource: Who completes the activity instance, "" for a machine.
        on_behalf_of: The absent person for whom they do it, or "".
        attached: What there is of the case beside what is done here; it is read where it is not given.
        now: The moment at which it happens; that of the clock where it is not given.

    Raises:
        StepFailedError: If it cannot be moved on; the transaction may go on, with the case as it was.
        ConflictError: If it has changed since it was read.
    """
    definition = engine.definitions.get(work, case.definition_id)
    library = DeployedProcesses(engine.definitions, work)
    instance = ProcessInstance.load(definition, case.state, new_id=engine.new_id, library=library)
    now = now or engine.clock.now()
    _move(instance, move, now)
    doer = _Doer(instance_id=move.instance_id, resource=resource, on_behalf_of=on_behalf_of)
    return _save(engine, work, case, instance, now, doer, attached)


def take_first_step(engine: Engine, work: Work, case: StoredCase, instance: ProcessInstance) -> StoredCase:
    """Move a case on from its start and save it.

    Raises:
        StepFailedError: If it cannot be moved on; the transaction may go on, with the case as it was.
    """
    now = engine.clock.now()
    _move(instance, Move(kind=MoveKind.ADVANCE), now)
    return _save(engine, work, case, instance, now, _Doer(instance_id="", resource=""))


def save_by_hand(engine: Engine, work: Work, case: StoredCase, instance: ProcessInstance) -> StoredCase:
    """Save a case that was changed in memory by hand, with what happened in it and what it waits for now.

    Raises:
        ConflictError: If it has changed since it was read.
    """
    return _save(engine, work, case, instance, engine.clock.now(), _Doer(instance_id="", resource=""))


def record(work: Work, case: StoredCase, entries: Sequence[HistoryEntry]) -> StoredCase:
    """Append to a case's history, numbering the entries, and return the case with its new length, unsaved."""
    numbered = [
        NewEntry(case.history_length + place, *_BEHIND_SEQUENCE(entry)) for place, entry in enumerate(entries, 1)
    ]
    work.history.add(case.id, numbered)
    return replace(
        case,
        history_length=case.history_length + len(numbered),
        history_hash=chained(case.history_hash, numbered),
    )


def _move(instance: ProcessInstance, move: Move, now: datetime) -> None:
    try:
        make_move(instance, move, now)
    except EngineError as error:
        raise StepFailedError(error) from error


def _save(
    engine: Engine,
    work: Work,
    was: StoredCase,
    instance: ProcessInstance,
    now: datetime,
    doer: _Doer,
    attached: Attached | None = None,
) -> StoredCase:
    waits = instance.waits
    waiting = {wait.instance_id for wait in waits if wait.kind in {"user", "job"}}
    steps = enumerate(instance.drain_history(), was.history_length + 1)
    entries = [_entry(step, place, waiting, doer) for place, step in steps]
    work.history.add(was.id, entries)
    variables = plain(instance.variables)
    attached = attached or work.cases.attached(was)
    settle_waits(work, was, waits, variables, attached=attached, now=now, new_id=engine.new_id)
    work.jobs.add(_deliveries(engine, was, instance.drain_thrown(), now))
    has_incident = attached.incidents and work.incidents.is_any_open_in(was.id)  # some may just have been resolved
    status = _ENDED.get(instance.status, CaseStatus.INCIDENT if has_incident else CaseStatus.RUNNING)
    case = replace(
        was,
        revision=was.revision + 1,
        state=instance.save(),
        data=variables,
        current=tuple(dict.fromkeys(wait.element for wait in waits if wait.type != "boundaryEvent")),
        history_length=was.history_length + len(entries),
        history_hash=chained(was.history_hash, entries),
        status=status,
        ended_at=now if status in _ENDED.values() else None,
    )
    if case.ended_at is not None:
        _clear(work, case, now)
    work.cases.save(case, seen=was.revision)
    return case


def _clear(work: Work, case: StoredCase, now: datetime) -> None:
    """Withdraw what an ended case left to be done: moves that failed and that nobody will make any more."""
    left = [job.id for job in work.jobs.of_case(case.id)]
    work.jobs.drop(left)
    work.incidents.resolve_of_jobs(left, now)


def _entry(step: Step, place: int, waiting: set[str], doer: _Doer) -> NewEntry:
    # XES tells the moment at which work came up (schedule) from the one at which somebody began it (start): what waits
    # for a person or a machine has only come up.
    is_scheduled = step.lifecycle == "start" and step.instance_id in waiting
    is_done = step.lifecycle == "complete" and step.instance_id == doer.instance_id
    return NewEntry(
        place,
        step.instance_id,
        step.element,
        step.name,
        step.type,
        "schedule" if is_scheduled else step.lifecycle,
        step.time,
        doer.resource if is_done else "",
        step.lane,
        doer.on_behalf_of if is_done else "",
    )


def _deliveries(engine: Engine, case: StoredCase, thrown: Iterable[Thrown], now: datetime) -> list[Job]:
    """Return the jobs that take what a case throws to whoever waits for it, once this step is committed."""
    return [_delivery(engine, case, one, now) for one in thrown if one.kind in _DELIVERED]


_DELIVERED = {"message": JobKind.MESSAGE, "signal": JobKind.SIGNAL}


def _delivery(engine: Engine, case: StoredCase, thrown: Thrown, now: datetime) -> Job:
    return Job(
        id=engine.new_id(),
        kind=_DELIVERED[thrown.kind],
        element=thrown.element,
        arguments={
            "name": thrown.name,
            "correlation": thrown.correlation,
            "payload": plain(thrown.payload),
            "from_case": case.id,
            "until": (now + MESSAGE_LIVES).isoformat(),
        },
        due_at=now,
        created_at=now,
    )

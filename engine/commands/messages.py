"""Messages and signals from outside, to the cases that wait for them or that begin with them."""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum

from engine.incidents import keep_move
from engine.moves import Move, MoveKind
from engine.opening import Engine
from engine.starting import begin_case, is_suspended
from engine.steps import StepFailedError, take_step
from engine.store import Work
from engine.store.audit import INSTALLATION
from engine.store.kept_messages import message_place
from engine.store.records import Job, JobKind, StoredCase
from engine.store.starts import StartSubscription
from engine.values import Actor, CaseStatus, Json

__all__ = ["Delivery", "broadcast_signal", "deliver_in", "deliver_message"]

_GOING_ON = frozenset({CaseStatus.RUNNING, CaseStatus.INCIDENT, CaseStatus.SUSPENDED})


class Delivery(StrEnum):
    """What became of a message: a case took it, a suspended one will when it goes on, or nobody waits for it."""

    TAKEN = "taken"
    HELD = "held"
    NOBODY = "nobody"


def deliver_message(
    engine: Engine,
    *,
    name: str,
    correlation: str | None,
    payload: Mapping[str, Json],
    actor: Actor,
    message_key: str = "",
    keep_for: timedelta = timedelta(0),
) -> int:
    """Give a message to the case that has waited longest for it; where none waits, it starts one that begins with it.

    Args:
        engine: The engine.
        name: The message's name, as the model gives it.
        correlation: The value that tells which case it is for, or None. While a case that such a message has started
            goes on, another with the same value starts none.
        payload: What it says.
        actor: Who sends it.
        message_key: Chosen by the sender: the same key is delivered once, however often it is sent; "" for none.
        keep_for: How long it is kept for whoever comes to wait for it, where nobody does now.

    Returns:
        How many cases took it: 1, also where the one that waits is suspended and takes it when it goes on; 0 where none
        waits for it.
    """
    move = Move(kind=MoveKind.MESSAGE, name=name, correlation=correlation, payload=payload)
    with engine.database.writing() as work:
        key = f"message:{message_key}"
        known = work.keys.take(key, engine.clock.now()) if message_key else None
        if known is not None:
            return int(known or 0)
        outcome = deliver_in(engine, work, move, actor_id=actor.id)
        if outcome is not Delivery.TAKEN and (keep_for > timedelta(0) or outcome is Delivery.HELD):
            _keep(engine, work, move, keep_for)
        taken = int(outcome is not Delivery.NOBODY)
        if message_key:
            work.keys.settle(key, str(taken))
        return taken


def broadcast_signal(
    engine: Engine, *, name: str, payload: Mapping[str, Json], actor: Actor, command_key: str = ""
) -> None:
    """Give a signal to every case that waits for it, and start one of each service that begins with it.

    Each case takes it in a transaction of its own, as soon as a worker is free.

    Args:
        engine: The engine.
        name: The signal's name, as the models give it.
        payload: What it says.
        actor: Who sends it.
        command_key: Chosen by the sender: the same key is sent out once; "" for none.
    """
    now = engine.clock.now()
    with engine.database.writing() as work:
        if command_key and work.keys.take(f"signal:{command_key}", now) is not None:
            return
        arguments = {"name": name, "correlation": None, "payload": payload, "from_case": None}
        job = Job(id=engine.new_id(), kind=JobKind.SIGNAL, arguments=arguments, due_at=now, created_at=now)
        work.jobs.add([job])
        details = {"signal": name}
        work.audit.add(INSTALLATION, time=now, actor=actor.id, action="broadcast_signal", subject=name, details=details)


def deliver_in(engine: Engine, work: Work, move: Move, *, actor_id: str) -> Delivery:
    """Give a message to a case within a transaction that something else belongs to as well."""
    is_held = False
    for case_id in work.subscriptions.cases_waiting_for("message", move.name, move.correlation):
        case = work.cases.by_id(case_id, lock=True)
        # While this waited for the lock the case may have gone on, and wait no more or for another value.
        waiting = work.subscriptions.of_case_for(case_id, "message", move.name, move.correlation)
        if case is None or not waiting:
            continue
        if case.status is not CaseStatus.SUSPENDED:
            _give(engine, work, case, move, actor_id)
            return Delivery.TAKEN
        is_held = True
        if any(one.correlation is not None for one in waiting):
            return Delivery.HELD  # it is for this case, not for the next that takes any
    return Delivery.HELD if is_held else _start(engine, work, move, actor_id)


def _give(engine: Engine, work: Work, case: StoredCase, move: Move, actor_id: str) -> None:
    work.audit.add(
        case.reference,
        time=engine.clock.now(),
        actor=actor_id,
        action="deliver_message",
        subject=case.reference,
        details={"message": move.name},
    )
    try:
        take_step(engine, work, case, move)
    except StepFailedError as failure:
        keep_move(engine, work, case, move, failure)


def _start(engine: Engine, work: Work, move: Move, actor_id: str) -> Delivery:
    """Start a case of the first service that begins with a message."""
    is_held = False
    for one in work.starts.waiting_for("message", move.name):
        version = work.definitions.by_id(one.definition_id)
        if version is None or _has_started(work, one, move):
            continue
        if is_suspended(work, version):
            is_held = True
            continue
        case = begin_case(
            engine,
            work,
            version,
            data=move.payload,
            actor_id=actor_id,
            start_event=one.element,
            correlation=move.correlation,
        )
        if move.correlation is not None:
            work.starts.note_started(one.service, move.name, move.correlation, case.id)
        return Delivery.TAKEN
    return Delivery.HELD if is_held else Delivery.NOBODY


def _has_started(work: Work, one: StartSubscription, move: Move) -> bool:
    """Return whether a case that a message with this value has started still goes on."""
    if move.correlation is None:
        return False
    case_id = work.starts.started_by(one.service, move.name, move.correlation)
    case = None if case_id is None else work.cases.by_id(case_id)
    return case is not None and case.status in _GOING_ON


def _keep(engine: Engine, work: Work, move: Move, keep_for: timedelta) -> None:
    now = engine.clock.now()
    arguments = {
        "name": move.name,
        "correlation": move.correlation,
        "payload": move.payload,
        "from_case": None,
        "until": (now + keep_for).isoformat(),
    }
    pause = timedelta(seconds=1)
    job = Job(
        id=engine.new_id(),
        kind=JobKind.MESSAGE,
        instance_id=message_place(move.name, move.correlation),
        arguments=arguments,
        due_at=now + pause,
        created_at=now,
    )
    work.jobs.add([job])

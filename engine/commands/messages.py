"""Messages from outside, to the case that waits for them."""

from collections.abc import Mapping

from engine.incidents import keep_move
from engine.moves import Move, MoveKind
from engine.opening import Engine
from engine.steps import StepFailedError, take_step
from engine.store import Work
from engine.values import Actor, Json

__all__ = ["deliver_in", "deliver_message"]


def deliver_message(
    engine: Engine, *, name: str, correlation: str | None, payload: Mapping[str, Json], actor: Actor
) -> int:
    """Give a message to the case that has waited longest for it.

    Args:
        engine: The engine.
        name: The message's name, as the model gives it.
        correlation: The value that tells which case it is for, or None.
        payload: What it says.
        actor: Who sends it.

    Returns:
        How many cases took it: 1, or 0 where none waits for it.
    """
    with engine.database.writing() as work:
        move = Move(kind=MoveKind.MESSAGE, name=name, correlation=correlation, payload=payload)
        return deliver_in(engine, work, move, actor_id=actor.id)


def deliver_in(engine: Engine, work: Work, move: Move, *, actor_id: str) -> int:
    """Give a message to a case within a transaction that something else belongs to as well."""
    for case_id in work.subscriptions.cases_waiting_for("message", move.name, move.correlation):
        case = work.cases.by_id(case_id, lock=True)
        # While this waited for the lock the case may have gone on and wait no more.
        is_waiting = any(_is_for(one.kind, one.name, move) for one in work.subscriptions.of_case(case_id))
        if case is None or not is_waiting:
            continue
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
        return 1
    return 0


def _is_for(kind: str, name: str, move: Move) -> bool:
    return kind == "message" and name == move.name

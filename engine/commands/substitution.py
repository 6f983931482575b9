"""Standing in for people on leave."""

from datetime import date, datetime, time, timedelta

from bpmn.language import Text
from engine.commands.held_items import absentees, colleague
from engine.commands.permissions import require_role
from engine.errors import NotAllowedError, NotFoundError, WorkNotPossibleError
from engine.opening import Engine
from engine.store import Work
from engine.store.audit import INSTALLATION
from engine.values import Account, Actor
from engine.work_values import Substitution

__all__ = ["end_substitution", "find_absentees", "find_substitutions", "substitute"]

_LONGEST = timedelta(days=366)


def substitute(engine: Engine, *, absent: str, by: str, first_day: date, last_day: date, actor: Actor) -> Substitution:
    """Let somebody see and do an absent person's work from one day to another, both included, by the office's calendar.

    The same substitution again is the one there is. What the substitute does is said to be done for the absent person.

    Args:
        engine: The engine.
        absent: Who is away: an account's id.
        by: Who does their work: an account's id.
        first_day: From when.
        last_day: Until when.
        actor: The absent person themselves, or a manager.

    Raises:
        NotAllowedError: If the actor is neither.
        NotFoundError: If there is no such account.
        WorkNotPossibleError: If they are the same person, cannot be given work, or the days make no sense.
    """
    if actor.id != absent:
        require_role(actor, "manager")
    if absent == by:
        raise WorkNotPossibleError(Text("Nobody can stand in for themselves: choose a colleague."))
    if last_day < first_day or last_day - first_day > _LONGEST:
        raise WorkNotPossibleError(Text("The last day has to follow the first one, within a year."))
    with engine.database.writing() as work:
        since, until = _period(work, first_day, last_day)
        if until <= engine.clock.now():
            raise WorkNotPossibleError(Text("These days are over already."))
        away, stand_in = _account(work, absent), colleague(work, by)
        one = Substitution(
            id=engine.new_id(),
            absent=away.id,
            absent_name=away.name,
            substitute=stand_in.id,
            substitute_name=stand_in.name,
            since=since,
            until=until,
        )
        for other in work.substitutions.of_person(absent, engine.clock.now()):
            if (other.absent, other.substitute, other.since, other.until) == (absent, by, since, until):
                return other
        work.substitutions.add(one)
        _audit(engine, work, actor, "substitute", one)
        return one


def end_substitution(engine: Engine, *, substitution_id: str, actor: Actor) -> None:
    """Let a substitution be over now; one that is over stays so.

    Raises:
        NotFoundError: If there is none of that id.
        NotAllowedError: If the actor is neither the absent person nor a manager.
    """
    with engine.database.writing() as work:
        one = work.substitutions.by_id(substitution_id)
        if one is None:
            raise NotFoundError("substitution", substitution_id)
        if actor.id != one.absent and "manager" not in actor.roles:
            raise NotAllowedError(Text("Only {by} or a manager can end this.", by=one.absent_name))
        now = engine.clock.now()
        if one.until > now:
            work.substitutions.end(one.id, now)
            _audit(engine, work, actor, "end_substitution", one)


def find_substitutions(engine: Engine, *, actor: Actor) -> tuple[Substitution, ...]:
    """Return the substitutions that are not over: a manager everybody's, others their own on either side."""
    now = engine.clock.now()
    with engine.database.reading() as work:
        return work.substitutions.all(now) if "manager" in actor.roles else work.substitutions.of_person(actor.id, now)


def find_absentees(engine: Engine, *, actor: Actor) -> tuple[Account, ...]:
    """Return the people for whom somebody stands in now."""
    with engine.database.reading() as work:
        return absentees(engine, work, actor)


def _period(work: Work, first_day: date, last_day: date) -> tuple[datetime, datetime]:
    hours = work.work_rules.of("").hours
    return hours.at(first_day, time()), hours.at(last_day + timedelta(days=1), time())


def _account(work: Work, account_id: str) -> Account:
    account = work.accounts.by_id(account_id)
    if account is None:
        raise NotFoundError("account", account_id)
    return account


def _audit(engine: Engine, work: Work, actor: Actor, action: str, one: Substitution) -> None:
    work.audit.add(
        INSTALLATION,
        time=engine.clock.now(),
        actor=actor.id,
        action=action,
        subject=one.id,
        details={
            "absent": one.absent,
            "substitute": one.substitute,
            "since": one.since.isoformat(),
            "until": one.until.isoformat(),
        },
    )

"""How long personal data is kept, and the round that takes out what has been kept long enough."""

from collections.abc import Mapping
from dataclasses import replace

from engine.commands.document_upkeep import sweep_documents
from engine.commands.erasure import erase_in
from engine.commands.permissions import require_role
from engine.errors import ConflictError
from engine.opening import Engine
from engine.operation_errors import DaysRefusedError
from engine.retention import RetentionRule, Upkeep
from engine.store.audit import INSTALLATION
from engine.values import SYSTEM, Actor

__all__ = ["do_upkeep", "drop_retention", "retention_rules", "rule_of", "set_retention"]

_LONGEST_DAYS = 36_500
_AT_ONCE = 200
_KEYS_AT_ONCE = 5_000


def retention_rules(engine: Engine) -> tuple[RetentionRule, ...]:
    """Return the rules that were set, by service; "" is the one for services without a rule of their own."""
    with engine.database.reading() as work:
        return work.retention.rules()


def set_retention(engine: Engine, *, rule: RetentionRule, actor: Actor) -> None:
    """Set how long a service's personal data is kept; the next round of upkeep goes by it.

    Raises:
        NotAllowedError: If the actor is no operator.
        DaysRefusedError: If a number of days is negative or beyond a hundred years.
    """
    require_role(actor, "operator")
    for days in (rule.case_days, rule.draft_days):
        if days is not None and not 0 <= days <= _LONGEST_DAYS:
            raise DaysRefusedError
    with engine.database.writing() as work:
        work.retention.save_rule(rule)
        work.audit.add(
            INSTALLATION,
            time=engine.clock.now(),
            actor=actor.id,
            action="set_retention",
            subject=rule.service,
            details={"case_days": rule.case_days, "draft_days": rule.draft_days},
        )


def drop_retention(engine: Engine, *, service: str, actor: Actor) -> None:
    """Let a service go by the rule for services without one of their own; one that does already goes on so.

    Raises:
        NotAllowedError: If the actor is no operator.
    """
    require_role(actor, "operator")
    with engine.database.writing() as work:
        if work.retention.drop_rule(service):
            work.audit.add(
                INSTALLATION,
                time=engine.clock.now(),
                actor=actor.id,
                action="drop_retention",
                subject=service,
                details={},
            )


def rule_of(service: str, rules: Mapping[str, RetentionRule]) -> RetentionRule:
    """Return the rule that a service goes by: its own, else the one for all others, else the usual one."""
    found = rules.get(service) or rules.get("") or RetentionRule(service="")
    return replace(found, service=service)


def do_upkeep(engine: Engine) -> Upkeep:
    """Erase the cases and drop the applications whose time is over, and remove what nothing needs any more.

    Each case is erased in a transaction of its own, so that nobody waits for the whole round; what one round leaves
    unfinished, because it was stopped, the next one finishes.
    """
    with engine.database.reading() as work:
        rules = {rule.service: rule for rule in work.retention.rules()}
        services = work.retention.services()
    cases = drafts = 0
    for service in services:
        rule = rule_of(service, rules)
        cases += _erase_overdue(engine, rule)
        with engine.database.writing() as work:
            drafts += work.retention.drop_overdue_drafts(rule, engine.clock.now())
    _tidy_search(engine)
    with engine.database.writing() as work:
        # Both go in passing with the next of their kind, which may be long in coming.
        work.allowances.drop_full(engine.clock.now())
        work.sessions.drop_expired(engine.clock.now())
    _drop_keys(engine)
    return Upkeep(cases=cases, drafts=drafts, files=sweep_documents(engine))


def _drop_keys(engine: Engine) -> None:
    """Forget the keys of commands whose time is over; by portions, so that nobody waits for long."""
    before = engine.clock.now() - engine.keys_kept
    gone = _KEYS_AT_ONCE
    while gone == _KEYS_AT_ONCE:
        with engine.database.writing() as work:
            gone = work.keys.drop_older(before, limit=_KEYS_AT_ONCE)


def _tidy_search(engine: Engine) -> None:
    """Take out of the index by which cases are found what erasure has only struck out of it, bit by bit."""
    is_first = is_left = True
    while is_left:
        with engine.database.writing() as work:
            is_left = work.retention.tidy_search(is_first=is_first)
        is_first = False


def _erase_overdue(engine: Engine, rule: RetentionRule) -> int:
    done = 0
    while True:
        with engine.database.reading() as work:
            references = work.retention.overdue_cases(rule, engine.clock.now(), limit=_AT_ONCE)
        erased = sum(_erase(engine, reference) for reference in references)
        done += erased
        if not erased:
            return done


def _erase(engine: Engine, reference: str) -> bool:
    try:
        with engine.database.writing() as work:
            case = work.cases.by_reference(reference, lock=True)
            if case is None:
                return False
            erase_in(engine, work, case, actor=SYSTEM, reason="")
            return True
    except ConflictError:
        return False  # somebody else is at it: the next round looks again

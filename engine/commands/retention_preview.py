"""What the rules of retention make due, before anything is erased; and erasing it now instead of tonight."""

from collections.abc import Collection

from engine.commands.permissions import require_role
from engine.commands.retention import rule_of
from engine.jobs.upkeep import upkeep_job
from engine.opening import Engine
from engine.retention import RetentionPreview, RetentionRule
from engine.store.audit import INSTALLATION
from engine.store.records import JobKind
from engine.values import Actor

__all__ = ["hasten_upkeep", "preview_retention"]


def preview_retention(
    engine: Engine, *, actor: Actor, services: Collection[str] = (), trial: RetentionRule | None = None
) -> tuple[RetentionPreview, ...]:
    """Return for each service that has or had cases or applications, or a rule, what the next round of upkeep takes.

    Args:
        engine: The engine.
        actor: Who asks.
        services: These services too, though nobody has applied for them yet.
        trial: Look as if this rule had been set.

    Raises:
        NotAllowedError: If the actor is no operator.
    """
    require_role(actor, "operator")
    now = engine.clock.now()
    with engine.database.reading() as work:
        rules = {rule.service: rule for rule in work.retention.rules()}
        if trial is not None:
            rules[trial.service] = trial
        found = []
        for service in sorted({*services, *work.retention.services(), *rules} - {""}):
            rule = rule_of(service, rules)
            cases, drafts = work.retention.count_overdue(rule, now)
            kept = work.retention.count_kept(service)
            found.append(
                RetentionPreview(rule=rule, is_own=service in rules, kept=kept, due_cases=cases, due_drafts=drafts)
            )
        return tuple(found)


def hasten_upkeep(engine: Engine, *, actor: Actor) -> None:
    """Let the round of upkeep that is due at night be made at once by whichever process looks next.

    Raises:
        NotAllowedError: If the actor is no operator.
    """
    require_role(actor, "operator")
    now = engine.clock.now()
    with engine.database.writing() as work:
        work.jobs.add_unless_there(upkeep_job(now))
        work.jobs.hasten(JobKind.UPKEEP, now)
        work.audit.add(INSTALLATION, time=now, actor=actor.id, action="hasten_upkeep", subject="upkeep", details={})

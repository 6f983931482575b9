"""How services' work is measured: reading it and deciding it."""

from engine.commands.permissions import require_role
from engine.opening import Engine
from engine.store.audit import INSTALLATION
from engine.values import Actor
from engine.work_rules import WorkRules, hours_as_json, hours_from_json

__all__ = ["read_work_rules", "save_work_rules"]


def read_work_rules(engine: Engine, *, service: str = "") -> WorkRules:
    """Return the rules of a service's work: its own, else those for all services ("")."""
    with engine.database.reading() as work:
        return work.work_rules.of(service)


def save_work_rules(engine: Engine, rules: WorkRules, *, actor: Actor) -> None:
    """Decide how a service's work is measured from now on; dates that have been reckoned already stay.

    Raises:
        NotAllowedError: If the actor is no manager.
        WorkRulesError: If an office with these hours cannot be.
    """
    require_role(actor, "manager")
    hours = hours_as_json(rules.hours)
    hours_from_json(hours)
    with engine.database.writing() as work:
        work.work_rules.save(rules)
        work.audit.add(
            INSTALLATION,
            time=engine.clock.now(),
            actor=actor.id,
            action="save_work_rules",
            subject=rules.service,
            details={"hours": hours, "supervisor_group": rules.supervisor_group},
        )

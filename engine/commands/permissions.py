"""Who may do what: asked where it is done, whatever the screen before has asked already."""

from bpmn.language import Text
from engine.errors import NotAllowedError
from engine.values import SYSTEM, Actor, WorkItem

__all__ = ["may_work_on", "require_role", "require_worker"]


def require_role(actor: Actor, *roles: str) -> None:
    """Refuse an actor who has none of these roles.

    Raises:
        NotAllowedError: If so.
    """
    if not actor.roles & set(roles):
        raise NotAllowedError(Text("{name} may not do this.", name=actor.name or actor.id))


def may_work_on(actor: Actor, item: WorkItem) -> bool:
    """Return whether an actor may take and complete a work item.

    An applicant may do those of the own case that are for the applicant, and nobody else may. Otherwise: whoever is in
    one of its candidate groups or is its assignee; a manager; a case worker where it names no group.
    """
    if actor == SYSTEM:
        return True
    if item.is_for_applicant:
        return actor.id == Actor.applicant(item.case_reference).id
    if actor.id.startswith("applicant:"):
        return False
    groups = actor.groups | {f"user:{actor.id}"}
    if "manager" in actor.roles or item.assignee == actor.id or groups & set(item.groups):
        return True
    return not item.groups and item.assignee is None and "case_worker" in actor.roles


def require_worker(actor: Actor, item: WorkItem) -> None:
    """Refuse an actor who may not work on an item.

    Raises:
        NotAllowedError: If so.
    """
    if not may_work_on(actor, item):
        raise NotAllowedError(Text("{name} is not among those who do this.", name=actor.name or actor.id))

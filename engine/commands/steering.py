"""What supervisors decide about work: who does it, when it is due, how urgent it is; and when it is looked at again."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from bpmn.language import Text
from engine.commands.held_items import change_item, colleague, hold_item, opened, stands_in_for, taken
from engine.commands.permissions import require_role
from engine.errors import AlreadyDoneError, SuspendedError, WorkNotPossibleError
from engine.escalation import reschedule_escalation
from engine.opening import Engine
from engine.values import Actor, WorkItem

__all__ = ["assign_work_item", "release_all_of", "set_due_date", "set_follow_up", "set_priority"]

_PRIORITIES = range(101)


def assign_work_item(engine: Engine, *, item_id: str, actor: Actor, to: str) -> WorkItem:
    """Give a work item to somebody, whoever has it now; giving it to who has it changes nothing.

    Args:
        engine: The engine.
        item_id: The work item.
        actor: A manager.
        to: The account's id.

    Raises:
        NotAllowedError: If the actor is no manager.
        NotFoundError: If there is no such work item or account.
        AlreadyDoneError: If it is no longer to be done.
        WorkNotPossibleError: If they cannot be given work, or the work is the applicant's.
    """
    require_role(actor, "manager")
    with engine.database.writing() as work:
        held = hold_item(work, item_id)
        if held.item.is_for_applicant:
            raise WorkNotPossibleError(Text("This is for the applicant: nobody else can be given it."))
        account = colleague(work, to)
        if held.item.assignee == to and not held.item.is_delegated:
            return held.item
        lifecycle = "assign" if held.item.assignee is None else "reassign"
        given = taken(opened(held.one), account.actor, engine)
        change_item(engine, work, held, given, actor, action="assign_work_item", lifecycle=lifecycle)
        return given.item


def set_priority(engine: Engine, *, item_id: str, actor: Actor, priority: int) -> WorkItem:
    """Make a work item more or less urgent: 0 to 100, 50 is usual.

    Raises:
        NotAllowedError: If the actor is no manager.
        NotFoundError: If there is no such work item.
        AlreadyDoneError: If it is no longer to be done.
        WorkNotPossibleError: If there is no such priority.
    """
    require_role(actor, "manager")
    if priority not in _PRIORITIES:
        raise WorkNotPossibleError(Text("A priority is a whole number from 0 to 100."))
    with engine.database.writing() as work:
        held = hold_item(work, item_id)
        changed = replace(held.one, item=replace(held.item, priority=priority))
        change_item(engine, work, held, changed, actor, action="set_priority")
        return changed.item


def set_due_date(engine: Engine, *, item_id: str, actor: Actor, due_at: datetime | None) -> WorkItem:
    """Let a work item be due at another time, or never; what was said of its being late is over.

    Raises:
        NotAllowedError: If the actor is no manager.
        NotFoundError: If there is no such work item.
        AlreadyDoneError: If it is no longer to be done.
    """
    require_role(actor, "manager")
    with engine.database.writing() as work:
        held = hold_item(work, item_id)
        if held.item.due_at == due_at:
            return held.item
        changed = replace(held.one, item=replace(held.item, due_at=due_at, escalated_at=None))
        change_item(engine, work, held, changed, actor, action="set_due_date")
        reschedule_escalation(work, changed, engine.clock.now(), engine.new_id)
        return changed.item


def set_follow_up(engine: Engine, *, item_id: str, actor: Actor, follow_up_at: datetime | None) -> WorkItem:
    """Put a work item aside until a time, or have it back at once; until then the usual inbox does not show it.

    Raises:
        NotAllowedError: If the actor is not among those who do it.
        NotFoundError: If there is no such work item.
        AlreadyDoneError: If it is no longer to be done.
    """
    with engine.database.writing() as work:
        held = hold_item(work, item_id)
        absent = stands_in_for(engine, work, actor, held.item)
        changed = replace(held.one, item=replace(held.item, follow_up_at=follow_up_at))
        change_item(engine, work, held, changed, actor, action="set_follow_up", on_behalf_of=absent)
        return changed.item


def release_all_of(engine: Engine, *, person: str, actor: Actor) -> int:
    """Give back what somebody has taken, so that others can do it while they are away; return how much it was.

    What was handed to them goes back to who handed it on; what they have handed on stays with the colleague; what only
    they can do stays theirs. Each work item is given back in a transaction of its own: doing it again does the rest.

    Args:
        engine: The engine.
        person: Whose work: an account's id.
        actor: They themselves, or a manager.

    Raises:
        NotAllowedError: If the actor is neither.
    """
    if actor.id != person:
        require_role(actor, "manager")
    return sum(_released(engine, item_id, person, actor) for item_id in _items_of(engine, person))


def _items_of(engine: Engine, person: str) -> Iterator[str]:
    with engine.database.reading() as work:
        taken_items = work.work_items.taken_by(person)
    return iter([one.item.id for one in taken_items if one.item.assignee == person])


def _released(engine: Engine, item_id: str, person: str, actor: Actor) -> bool:
    with engine.database.writing() as work:
        try:
            held = hold_item(work, item_id)
        except (AlreadyDoneError, SuspendedError):
            return False
        item = held.item
        others = set(item.groups) - {f"user:{person}"}
        if item.assignee != person or not (others or item.owner):
            return False
        if item.owner is None:
            changed = opened(held.one)
        else:
            back = taken(held.one, Actor(id=item.owner, name=item.owner_name), engine, on_behalf_of=item.on_behalf_of)
            changed = replace(back, item=replace(back.item, owner=None, owner_name=""))
        lifecycle = "suspend" if item.owner is None else "reassign"
        change_item(engine, work, held, changed, actor, action="release_on_leave", lifecycle=lifecycle)
        return True

"""Handing a work item to a colleague and getting it back, as Camunda 7 and Operaton call it: delegate and resolve."""

from dataclasses import replace

from bpmn.language import Text
from engine.commands.held_items import HeldItem, change_item, colleague, hold_item, stands_in_for, taken
from engine.errors import AlreadyClaimedError, NotAllowedError, WorkNotPossibleError
from engine.opening import Engine
from engine.values import Actor, WorkItem, WorkItemState

__all__ = ["delegate_work_item", "resolve_work_item"]

_LONGEST_NOTE = 2_000


def delegate_work_item(engine: Engine, *, item_id: str, actor: Actor, to: str, note: str = "") -> WorkItem:
    """Hand a work item to a colleague, who gives it back when their part is done; only then can it be completed.

    What nobody has taken is taken by the actor at the same time. Doing it twice changes nothing.

    Args:
        engine: The engine.
        item_id: The work item.
        actor: Who hands it on: whoever has taken it, or could.
        to: The colleague's account id.
        note: What they are to know.

    Raises:
        NotFoundError: If there is no such work item or account.
        NotAllowedError: If the actor is not among those who do it.
        AlreadyClaimedError: If somebody else has taken it.
        AlreadyDoneError: If it is no longer to be done.
        WorkNotPossibleError: If the colleague cannot be given work, or it was handed to the actor themselves.
    """
    with engine.database.writing() as work:
        held = hold_item(work, item_id)
        item = held.item
        if item.owner == actor.id and item.assignee == to:
            return item
        absent = stands_in_for(engine, work, actor, item)
        _require_own(held, actor, absent)
        account = colleague(work, to)
        if to == actor.id:
            raise WorkNotPossibleError(Text("Choose a colleague: this is with you already."))
        given = taken(held.one, account.actor, engine)
        owned = replace(
            given.item, owner=actor.id, owner_name=actor.name, note=note.strip()[:_LONGEST_NOTE], on_behalf_of=absent
        )
        changed = replace(given, item=owned)
        change_item(
            engine,
            work,
            held,
            changed,
            actor,
            action="delegate_work_item",
            lifecycle="reassign",
            on_behalf_of=absent or (item.on_behalf_of if item.assignee == actor.id else ""),
        )
        return changed.item


def resolve_work_item(engine: Engine, *, item_id: str, actor: Actor, note: str = "") -> WorkItem:
    """Give a work item that was handed on back to who handed it on.

    Args:
        engine: The engine.
        item_id: The work item.
        actor: Whoever it was handed to; or who handed it on, or a manager, to have it back.
        note: What the colleague has found.

    Raises:
        NotFoundError: If there is no such work item.
        NotAllowedError: If the actor is none of these.
        AlreadyDoneError: If it is no longer to be done.
        WorkNotPossibleError: If nobody has handed it on, or it has been given back already.
    """
    with engine.database.writing() as work:
        held = hold_item(work, item_id)
        item = held.item
        absent = "" if actor.id == item.owner else stands_in_for(engine, work, actor, item)
        if not item.is_delegated or item.owner is None:
            raise WorkNotPossibleError(Text("This has been given back already."))
        if actor.id not in {item.assignee, item.owner} and absent != item.assignee and "manager" not in actor.roles:
            raise NotAllowedError(Text("{name} is not among those who do this.", name=actor.name or actor.id))
        owner = Actor(id=item.owner, name=item.owner_name)
        back = taken(held.one, owner, engine, on_behalf_of=item.on_behalf_of)
        note = note.strip()[:_LONGEST_NOTE] or item.note
        changed = replace(back, item=replace(back.item, owner=None, owner_name="", note=note))
        action, lifecycle = "resolve_work_item", "reassign"
        change_item(engine, work, held, changed, actor, action=action, lifecycle=lifecycle, on_behalf_of=absent)
        return changed.item


def _require_own(held: HeldItem, actor: Actor, absent: str) -> None:
    item = held.item
    if item.is_for_applicant:
        raise WorkNotPossibleError(Text("This is for the applicant: nobody else can be given it."))
    if item.is_delegated:
        raise WorkNotPossibleError(Text("{owner} has handed this to you: give it back to them.", owner=item.owner_name))
    if item.state is WorkItemState.CLAIMED and item.assignee not in {actor.id, absent or actor.id}:
        raise AlreadyClaimedError(by=item.assignee_name, at=held.one.claimed_at)

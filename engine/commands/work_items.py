"""What people do with what waits for them: taking it, giving it back, completing it."""

from collections.abc import Mapping

from bpmn.language import Text
from engine.commands.held_items import (
    HeldItem,
    audit_item,
    change_item,
    hold_item,
    known_item,
    opened,
    stands_in_for,
    taken,
)
from engine.errors import AlreadyClaimedError, NotAllowedError, NotFoundError, WorkNotPossibleError
from engine.incidents import keep_move
from engine.moves import Move, MoveKind
from engine.opening import Engine
from engine.steps import StepFailedError, take_step
from engine.store import Work
from engine.values import Actor, CaseSummary, Json, WorkItem, WorkItemDetails, WorkItemState

__all__ = ["claim_work_item", "complete_work_item", "read_work_item", "release_work_item"]


def read_work_item(engine: Engine, *, item_id: str) -> WorkItemDetails:
    """Return a work item with the data and the form that its page shows.

    Raises:
        NotFoundError: If there is none of that id.
    """
    with engine.database.reading() as work:
        one = known_item(work, item_id)
        case = work.cases.by_id(one.case_id)
        if case is None:
            raise NotFoundError("case", one.item.case_reference)
        form = work.definitions.form(case.definition_id, one.item.form) if one.item.form else None
        return WorkItemDetails(item=one.item, data={**case.data, **one.data}, form=form)


def claim_work_item(engine: Engine, *, item_id: str, actor: Actor) -> WorkItem:
    """Take a work item, so that nobody else does it at the same time; taking one's own again changes nothing.

    A substitute may also take what the absent person has taken, and does it on that person's behalf.

    Raises:
        NotFoundError: If there is none of that id.
        NotAllowedError: If the actor is not among those who do it.
        AlreadyClaimedError: If somebody else has taken it.
        AlreadyDoneError: If it is no longer to be done.
    """
    with engine.database.writing() as work:
        held = hold_item(work, item_id)
        item = held.item
        if item.assignee == actor.id and item.state is WorkItemState.CLAIMED:
            return item
        absent = stands_in_for(engine, work, actor, item)
        if item.state is WorkItemState.CLAIMED and item.assignee != absent:
            raise AlreadyClaimedError(by=item.assignee_name, at=held.one.claimed_at)
        changed = taken(held.one, actor, engine, on_behalf_of=absent)
        lifecycle = _taking(held)
        action = f"{lifecycle}_work_item"
        change_item(engine, work, held, changed, actor, action=action, lifecycle=lifecycle, on_behalf_of=absent)
        return changed.item


def release_work_item(engine: Engine, *, item_id: str, actor: Actor) -> WorkItem:
    """Give a work item back, so that others can take it; one that nobody has taken stays as it is.

    Raises:
        NotFoundError: If there is none of that id.
        NotAllowedError: If somebody else has taken it and the actor is no manager.
        WorkNotPossibleError: If it was delegated to the actor: it goes back to who delegated it, by resolving it.
        AlreadyDoneError: If it is no longer to be done.
    """
    with engine.database.writing() as work:
        held = hold_item(work, item_id)
        item = held.item
        absent = stands_in_for(engine, work, actor, item)
        if item.state is WorkItemState.OPEN:
            return item
        if item.assignee not in {actor.id, absent} and "manager" not in actor.roles:
            raise NotAllowedError(Text("Only {by} or a manager can give this back.", by=item.assignee_name))
        if item.is_delegated and "manager" not in actor.roles:
            raise WorkNotPossibleError(
                Text("{owner} has handed this to you: give it back to them.", owner=item.owner_name)
            )
        changed = opened(held.one)
        change_item(
            engine,
            work,
            held,
            changed,
            actor,
            action="suspend_work_item",
            lifecycle="suspend",
            on_behalf_of=absent or _spoken_for(item, actor),
        )
        return changed.item


def complete_work_item(engine: Engine, *, item_id: str, actor: Actor, answers: Mapping[str, Json]) -> CaseSummary:
    """Complete a work item and move its case on.

    Where the case cannot be moved on, the work item is completed all the same and its answers are kept: the case then
    has an incident.

    Raises:
        NotFoundError: If there is none of that id.
        NotAllowedError: If the actor is not among those who do it.
        AlreadyClaimedError: If somebody else has taken it.
        WorkNotPossibleError: If it was delegated to the actor: it goes back to who delegated it, by resolving it.
        AlreadyDoneError: If it is no longer to be done.
    """
    with engine.database.writing() as work:
        held = hold_item(work, item_id)
        absent = _completing_for(engine, work, held, actor)
        now = engine.clock.now()
        work.work_items.complete(item_id, by=actor, on_behalf_of=absent, at=now)
        audit_item(engine, work, held, actor, "complete_work_item", {"for": absent} if absent else {}, now=now)
        move = Move(kind=MoveKind.COMPLETE, instance_id=held.one.instance_id, payload=answers)
        try:
            return take_step(
                engine, work, held.case, move, resource=actor.id, on_behalf_of=absent, attached=held.attached, now=now
            ).summary
        except StepFailedError as failure:
            return keep_move(engine, work, held.case, move, failure).summary


def _completing_for(engine: Engine, work: Work, held: HeldItem, actor: Actor) -> str:
    """Return for whom an item is completed, "" for whoever completes it; refuse those who may not."""
    item = held.item
    absent = stands_in_for(engine, work, actor, item)
    if item.state is WorkItemState.CLAIMED and item.assignee not in {actor.id, absent or actor.id}:
        raise AlreadyClaimedError(by=item.assignee_name, at=held.one.claimed_at)
    if item.is_delegated:
        raise WorkNotPossibleError(Text("{owner} has handed this to you: give it back to them.", owner=item.owner_name))
    return absent or _spoken_for(item, actor)


def _spoken_for(item: WorkItem, actor: Actor) -> str:
    return item.on_behalf_of if item.assignee == actor.id else ""


def _taking(held: HeldItem) -> str:
    if held.item.state is WorkItemState.CLAIMED:
        return "reassign"
    return "resume" if held.one.is_begun else "start"

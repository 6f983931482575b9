"""What every command on a work item begins and ends with: holding it and its case, and saying what was done with it."""

from dataclasses import replace
from datetime import datetime

from bpmn.language import Text
from engine.actors import Account
from engine.commands.permissions import may_work_on
from engine.errors import AlreadyDoneError, NotAllowedError, NotFoundError, SuspendedError, WorkNotPossibleError
from engine.opening import Engine
from engine.steps import record
from engine.store import Work
from engine.store.held_items import HeldItem
from engine.store.records import StoredItem
from engine.values import Actor, CaseStatus, HistoryEntry, Json, WorkItem, WorkItemState

__all__ = [
    "HeldItem",
    "absentees",
    "audit_item",
    "change_item",
    "colleague",
    "hold_item",
    "known_item",
    "opened",
    "stands_in_for",
    "taken",
    "with_absentees",
]

_STAFF = frozenset({"case_worker", "manager"})


def known_item(work: Work, item_id: str) -> StoredItem:
    """Return a work item.

    Raises:
        NotFoundError: If there is none of that id.
    """
    one = work.work_items.by_id(item_id)
    if one is None:
        raise NotFoundError("work item", item_id)
    return one


def hold_item(work: Work, item_id: str) -> HeldItem:
    """Return an item that is to be done, and its case, which is locked first, as every command locks it first.

    Raises:
        NotFoundError: If there is none of that id.
        SuspendedError: If the case is suspended.
        AlreadyDoneError: If it is no longer to be done.
    """
    held = work.held_items.hold(item_id)
    if held is None:
        raise NotFoundError("work item", item_id)
    if held.case.status is CaseStatus.SUSPENDED:
        raise SuspendedError
    item = held.one.item
    if item.state is WorkItemState.COMPLETED:
        raise AlreadyDoneError(by=item.assignee_name, by_id=item.assignee or "", at=item.completed_at)
    if item.state is WorkItemState.CANCELLED:
        raise AlreadyDoneError(by="", by_id="", at=item.completed_at)
    return held


def absentees(engine: Engine, work: Work, actor: Actor) -> tuple[Account, ...]:
    """Return the people for whom somebody stands in now."""
    found = work.substitutions.absentees_of(actor.id, engine.clock.now())
    accounts = (work.accounts.by_id(one.absent) for one in found)
    return tuple(account for account in accounts if account is not None)


def with_absentees(engine: Engine, work: Work, actor: Actor) -> Actor:
    """Return somebody with the groups of the people for whom they stand in beside their own."""
    if actor.id.startswith("applicant:"):
        return actor
    groups = {f"group:{group}" for absent in absentees(engine, work, actor) for group in absent.groups}
    return replace(actor, roles=actor.roles | groups)


def stands_in_for(engine: Engine, work: Work, actor: Actor, item: WorkItem) -> str:
    """Return for whom somebody works on an item: "" for themselves, else the id of an absent person.

    A substitute may do what the absent person's groups do and what that person has taken or was given. The absent
    person's roles are not handed on: a manager's substitute is no manager.

    Raises:
        NotAllowedError: If they may do it neither for themselves nor for anybody.
    """
    is_anothers = item.state is WorkItemState.CLAIMED and item.assignee != actor.id
    if not is_anothers and may_work_on(actor, item):
        return ""  # most of the time: for whom else they could do it needs not be asked
    people = () if actor.id.startswith("applicant:") else absentees(engine, work, actor)
    for absent in people:
        if item.state is WorkItemState.CLAIMED and item.assignee == absent.id:
            return absent.id
    if may_work_on(actor, item):
        return ""
    for absent in people:
        groups = frozenset(f"group:{group}" for group in absent.groups)
        if may_work_on(Actor(id=absent.id, name=absent.name, roles=groups), item):
            return absent.id
    raise NotAllowedError(Text("{name} is not among those who do this.", name=actor.name or actor.id))


def colleague(work: Work, account_id: str) -> Account:
    """Return the account of somebody who can be given work.

    Raises:
        NotFoundError: If there is no account of that id.
        WorkNotPossibleError: If it is closed, or is not that of a case worker or manager.
    """
    account = work.accounts.by_id(account_id)
    if account is None:
        raise NotFoundError("account", account_id)
    if not account.is_active or not account.roles & _STAFF:
        raise WorkNotPossibleError(Text("{name} cannot be given work: choose a case worker.", name=account.name))
    return account


def change_item(
    engine: Engine,
    work: Work,
    held: HeldItem,
    changed: StoredItem,
    actor: Actor,
    *,
    action: str,
    lifecycle: str = "",
    on_behalf_of: str = "",
) -> None:
    """Keep a changed work item, and say in audit and, where it is a step of its life, in history who changed it."""
    work.work_items.save(changed)
    details: dict[str, Json] = {"assignee": changed.item.assignee or ""}
    audit_item(engine, work, held, actor, action, {**details, **({"for": on_behalf_of} if on_behalf_of else {})})
    if not lifecycle:
        return
    entry = HistoryEntry(
        sequence=0,
        instance_id=changed.instance_id,
        element=changed.item.element,
        name=changed.item.name,
        type="userTask",
        lifecycle=lifecycle,
        time=engine.clock.now(),
        resource=actor.id,
        lane=changed.item.lane,
        on_behalf_of=on_behalf_of,
    )
    work.cases.save(record(work, held.case, [entry]))


def audit_item(
    engine: Engine,
    work: Work,
    held: HeldItem,
    actor: Actor,
    action: str,
    details: dict[str, Json] | None = None,
    *,
    now: datetime | None = None,
) -> None:
    """Say in the audit trail what somebody did with a work item, now or at the moment given."""
    work.audit.add(
        held.case.reference,
        time=now or engine.clock.now(),
        actor=actor.id,
        action=action,
        subject=held.item.id,
        details={"element": held.item.element, **(details or {})},
    )


def opened(one: StoredItem) -> StoredItem:
    """Return a work item as it is when nobody has it."""
    item = replace(
        one.item, state=WorkItemState.OPEN, assignee=None, assignee_name="", owner=None, owner_name="", on_behalf_of=""
    )
    return replace(one, item=item, claimed_at=None)


def taken(one: StoredItem, by: Actor, engine: Engine, *, on_behalf_of: str = "") -> StoredItem:
    """Return a work item as it is when somebody has taken it or was given it."""
    item = replace(
        one.item,
        state=WorkItemState.CLAIMED,
        assignee=by.id,
        assignee_name=by.name,
        on_behalf_of=on_behalf_of,
    )
    return replace(one, item=item, claimed_at=engine.clock.now(), is_begun=True)

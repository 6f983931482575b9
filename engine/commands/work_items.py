"""What people do: finding what waits for them, taking it, giving it back, completing it."""

from collections.abc import Collection, Mapping
from dataclasses import replace

from bpmn.language import Text
from engine.commands.permissions import require_worker
from engine.errors import AlreadyClaimedError, AlreadyDoneError, NotAllowedError, NotFoundError, SuspendedError
from engine.incidents import keep_move
from engine.moves import Move, MoveKind
from engine.opening import Engine
from engine.steps import StepFailedError, record, take_step
from engine.store import Work
from engine.store.records import StoredCase, StoredItem
from engine.store.work_items import ItemQuery
from engine.values import (
    Actor,
    CaseStatus,
    CaseSummary,
    HistoryEntry,
    Json,
    Page,
    WorkItem,
    WorkItemDetails,
    WorkItemState,
)

__all__ = ["claim_work_item", "complete_work_item", "find_work_items", "read_work_item", "release_work_item"]


def find_work_items(
    engine: Engine,
    *,
    groups: Collection[str] | None,
    assignee: str | None = None,
    state: str | None = "open",
    service: str | None = None,
    order: str = "due",
    page: int = 1,
    size: int = 25,
) -> Page[WorkItem]:
    """Return one page of work items.

    Args:
        engine: The engine.
        groups: Those with one of these candidate groups; None for every group's, and those without any.
        assignee: Those taken by, or given to, this actor; None for anybody's and nobody's.
        state: "open", "claimed", "completed" or "cancelled"; None for all.
        service: Those of this service; None for all.
        order: "due" (the most urgent first), "created" (the oldest first) or "priority" (the highest first).
        page: Which page, from 1.
        size: How many a page.
    """
    states = () if state is None else (state,)
    query = ItemQuery(groups=groups, assignee=assignee, states=states, service=service, order=order)
    with engine.database.reading() as work:
        return work.work_items.find(query, page=page, size=size)


def read_work_item(engine: Engine, *, item_id: str) -> WorkItemDetails:
    """Return a work item with the data and the form that its page shows.

    Raises:
        NotFoundError: If there is none of that id.
    """
    with engine.database.reading() as work:
        one = _known(work, item_id)
        case = work.cases.by_id(one.case_id)
        if case is None:
            raise NotFoundError("case", one.item.case_reference)
        form = work.definitions.form(case.definition_id, one.item.form) if one.item.form else None
        return WorkItemDetails(item=one.item, data={**case.data, **one.data}, form=form)


def claim_work_item(engine: Engine, *, item_id: str, actor: Actor) -> WorkItem:
    """Take a work item, so that nobody else does it at the same time; taking one's own again changes nothing.

    Raises:
        NotFoundError: If there is none of that id.
        NotAllowedError: If the actor is not among those who do it.
        AlreadyClaimedError: If somebody else has taken it.
        AlreadyDoneError: If it is no longer to be done.
    """
    with engine.database.writing() as work:
        case, one = _locked(work, item_id)
        require_worker(actor, one.item)
        if one.item.assignee == actor.id and one.item.state is WorkItemState.CLAIMED:
            return one.item
        if one.item.state is WorkItemState.CLAIMED:
            raise AlreadyClaimedError(by=one.item.assignee_name, at=one.claimed_at)
        item = replace(one.item, state=WorkItemState.CLAIMED, assignee=actor.id, assignee_name=actor.name)
        lifecycle = "resume" if one.is_begun else "start"
        _change(
            engine, work, case, replace(one, item=item, claimed_at=engine.clock.now(), is_begun=True), actor, lifecycle
        )
        return item


def release_work_item(engine: Engine, *, item_id: str, actor: Actor) -> WorkItem:
    """Give a work item back, so that others can take it; one that nobody has taken stays as it is.

    Raises:
        NotFoundError: If there is none of that id.
        NotAllowedError: If somebody else has taken it and the actor is no manager.
        AlreadyDoneError: If it is no longer to be done.
    """
    with engine.database.writing() as work:
        case, one = _locked(work, item_id)
        require_worker(actor, one.item)
        if one.item.state is WorkItemState.OPEN:
            return one.item
        if one.item.assignee != actor.id and "manager" not in actor.roles:
            raise NotAllowedError(Text("Only {by} or a manager can give this back.", by=one.item.assignee_name))
        item = replace(one.item, state=WorkItemState.OPEN, assignee=None, assignee_name="")
        _change(engine, work, case, replace(one, item=item, claimed_at=None), actor, "suspend")
        return item


def complete_work_item(engine: Engine, *, item_id: str, actor: Actor, answers: Mapping[str, Json]) -> CaseSummary:
    """Complete a work item and move its case on.

    Where the case cannot be moved on, the work item is completed all the same and its answers are kept: the case then
    has an incident.

    Raises:
        NotFoundError: If there is none of that id.
        NotAllowedError: If the actor is not among those who do it.
        AlreadyClaimedError: If somebody else has taken it.
        AlreadyDoneError: If it is no longer to be done.
    """
    with engine.database.writing() as work:
        case, one = _locked(work, item_id)
        require_worker(actor, one.item)
        if one.item.state is WorkItemState.CLAIMED and one.item.assignee != actor.id:
            raise AlreadyClaimedError(by=one.item.assignee_name, at=one.claimed_at)
        now = engine.clock.now()
        item = replace(
            one.item, state=WorkItemState.COMPLETED, assignee=actor.id, assignee_name=actor.name, completed_at=now
        )
        work.work_items.save(replace(one, item=item))
        _audit(engine, work, case, actor, "complete_work_item", item)
        move = Move(kind=MoveKind.COMPLETE, instance_id=one.instance_id, payload=answers)
        try:
            return take_step(engine, work, case, move, resource=actor.id).summary
        except StepFailedError as failure:
            return keep_move(engine, work, case, move, failure).summary


def _known(work: Work, item_id: str) -> StoredItem:
    one = work.work_items.by_id(item_id)
    if one is None:
        raise NotFoundError("work item", item_id)
    return one


def _locked(work: Work, item_id: str) -> tuple[StoredCase, StoredItem]:
    """Return an item that is to be done, and its case, which is locked first, as every command locks it first.

    Raises:
        NotFoundError: If there is none of that id.
        SuspendedError: If the case is suspended.
        AlreadyDoneError: If it is no longer to be done.
    """
    case = work.cases.by_id(_known(work, item_id).case_id, lock=True)
    one = _known(work, item_id)  # read again: it may have changed while this waited for the lock
    if case is None:
        raise NotFoundError("case", one.item.case_reference)
    if case.status is CaseStatus.SUSPENDED:
        raise SuspendedError
    if one.item.state is WorkItemState.COMPLETED:
        raise AlreadyDoneError(by=one.item.assignee_name, by_id=one.item.assignee or "", at=one.item.completed_at)
    if one.item.state is WorkItemState.CANCELLED:
        raise AlreadyDoneError(by="", by_id="", at=one.item.completed_at)
    return case, one


def _change(engine: Engine, work: Work, case: StoredCase, one: StoredItem, actor: Actor, lifecycle: str) -> None:
    work.work_items.save(one)
    _audit(engine, work, case, actor, f"{lifecycle}_work_item", one.item)
    entry = HistoryEntry(
        sequence=0,
        instance_id=one.instance_id,
        element=one.item.element,
        name=one.item.name,
        type="userTask",
        lifecycle=lifecycle,
        time=engine.clock.now(),
        resource=actor.id,
        lane=one.item.lane,
    )
    work.cases.save(record(work, case, [entry]))


def _audit(engine: Engine, work: Work, case: StoredCase, actor: Actor, action: str, item: WorkItem) -> None:
    work.audit.add(
        case.reference,
        time=engine.clock.now(),
        actor=actor.id,
        action=action,
        subject=item.id,
        details={"element": item.element},
    )

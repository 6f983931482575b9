"""Changing by hand where a case is: for the operator who has to mend what a model, or a person, got wrong."""

from collections.abc import Sequence
from dataclasses import replace

from bpmn.language import Text
from engine.calls import DeployedProcesses
from engine.commands.known_cases import known_case
from engine.commands.permissions import require_role
from engine.commands.suspension import ENDED, locked_case
from engine.control_values import ActiveElement, Change, ChangeKind, Modification
from engine.errors import CaseEndedError, EngineError, ModificationRefusedError
from engine.incidents import drop_pointless_moves
from engine.opening import Engine
from engine.steps import save_by_hand
from engine.store import Work
from engine.store.records import StoredCase
from engine.tokens import ProcessInstance
from engine.values import Actor, CaseStatus, Json

__all__ = ["active_elements", "load_instance", "modify_case"]

_STATUS = {"completed": CaseStatus.COMPLETED, "terminated": CaseStatus.TERMINATED}


def active_elements(engine: Engine, *, reference: str) -> tuple[ActiveElement, ...]:
    """Return where a case is: what can be cancelled in it, joins at which tokens wait among them.

    Raises:
        NotFoundError: If there is no case of that reference.
        CaseEndedError: If it has ended.
        StateFormatError: If its stored state cannot be read.
    """
    with engine.database.reading() as work:
        return load_instance(engine, work, _known(work, reference)).active


def modify_case(
    engine: Engine,
    *,
    reference: str,
    changes: Sequence[Change],
    actor: Actor,
    command_key: str = "",
    dry_run: bool = False,
) -> Modification:
    """Cancel activity instances of a case and start others, all together, and move the case on.

    What is started is started first and then what is to go is cancelled, so a sub-process of which one activity is
    exchanged for another stays. A suspended case is changed too; it stays suspended.

    Args:
        engine: The engine.
        reference: The case.
        changes: What is done; at least one.
        actor: Who asks for it.
        command_key: Chosen by the caller: the same key changes the case once, however often it is sent; "" for none.
        dry_run: Whether to say only what would happen.

    Raises:
        NotAllowedError: If the actor is neither an operator nor a manager.
        NotFoundError: If there is no case of that reference.
        CaseEndedError: If it has ended.
        ModificationRefusedError: If it cannot be changed so; the text says why, and nothing was done.
    """
    require_role(actor, "operator", "manager")
    if not changes:
        raise ModificationRefusedError(Text("Say what is to be cancelled or started."))
    if dry_run:
        with engine.database.reading() as work:
            return _change(engine, work, _known(work, reference), changes)[1]
    with engine.database.writing() as work:
        case = locked_case(work, reference)
        key = f"modify:{case.id}:{command_key}"
        if command_key and work.keys.take(key, engine.clock.now()) is not None:
            return _unchanged(engine, work, case)
        instance, told = _change(engine, work, case, changes)
        drop_pointless_moves(engine, work, case, instance)
        save_by_hand(engine, work, case, instance)
        work.audit.add(
            case.reference,
            time=engine.clock.now(),
            actor=actor.id,
            action="modify_case",
            subject=case.reference,
            details={"changes": [_audited(change) for change in changes]},
        )
        saved = work.cases.by_id(case.id)
        return replace(told, is_dry_run=False, status=told.status if saved is None else saved.status)


def load_instance(engine: Engine, work: Work, case: StoredCase) -> ProcessInstance:
    """Return a case in memory.

    Raises:
        StateFormatError: If its stored state cannot be read.
    """
    return ProcessInstance.load(
        engine.definitions.get(work, case.definition_id),
        case.state,
        new_id=engine.new_id,
        library=DeployedProcesses(engine.definitions, work),
    )


def _known(work: Work, reference: str) -> StoredCase:
    case = known_case(work, reference)
    if case.status in ENDED:
        raise CaseEndedError
    return case


def _change(
    engine: Engine, work: Work, case: StoredCase, changes: Sequence[Change]
) -> tuple[ProcessInstance, Modification]:
    """Change a case in memory, and tell what has come of it."""
    instance = load_instance(engine, work, case)
    before = instance.active
    leaving = [one for change in changes if change.kind is ChangeKind.CANCEL for one in _meant(before, change)]
    twice = _would_run_twice(before, leaving, changes)
    instance.change_by_hand(engine.clock.now())
    try:
        _apply(instance, changes, leaving)
        instance.advance(engine.clock.now())
    except ModificationRefusedError:
        raise
    except EngineError as error:
        text = Text("The case cannot go on from there: {reason}", reason=error.text)
        raise ModificationRefusedError(text, element=error.element) from error
    history = instance.history
    aborted = {step.instance_id for step in history if step.lifecycle == "ate_abort"}
    told = Modification(
        reference=case.reference,
        is_dry_run=True,
        status=_STATUS.get(instance.status, case.status),
        cancelled=tuple(one for one in before if one in leaving or one.instance_id in aborted),
        completed=tuple(step.element for step in history if step.lifecycle == "complete"),
        active=instance.active,
        warnings=(*twice, *_warnings(instance)),
    )
    return instance, told


def _apply(instance: ProcessInstance, changes: Sequence[Change], leaving: Sequence[ActiveElement]) -> None:
    going = [one.instance_id for one in leaving if one.instance_id]
    for change in changes:
        if change.kind is not ChangeKind.CANCEL:
            instance.start_at(
                change.element,
                is_after=change.kind is ChangeKind.AFTER,
                inside=change.inside,
                variables=change.variables,
                leaving=going,
            )
    for one in leaving:
        if not one.instance_id:
            instance.cancel_waiting_tokens(one.element)
        elif instance.is_alive(one.instance_id):  # what is inside or part of another has gone with it
            instance.cancel_activity(one.instance_id)


def _meant(before: Sequence[ActiveElement], change: Change) -> list[ActiveElement]:
    """Return the instances that a change cancels."""
    found = [one for one in before if one.element == change.element and change.instance_id in {"", one.instance_id}]
    if not found:
        text = Text("{element} is not active in this case.", element=change.element)
        raise ModificationRefusedError(text, element=change.element)
    return found


def _would_run_twice(
    before: Sequence[ActiveElement], leaving: Sequence[ActiveElement], changes: Sequence[Change]
) -> list[Text]:
    staying = {one.element for one in before if one not in leaving and one.instance_id}
    return [
        Text("{element} is active already, so it and what follows it would be done twice.", element=change.element)
        for change in changes
        if change.kind is not ChangeKind.CANCEL and change.element in staying
    ]


def _warnings(instance: ProcessInstance) -> list[Text]:
    found = [
        Text("Tokens at {join} would wait forever: no other token can come to it any more.", join=join)
        for join in instance.hopeless_joins
    ]
    if instance.status == "terminated":
        found.append(Text("Nothing of the case would be left: it would end."))
    return found


def _unchanged(engine: Engine, work: Work, case: StoredCase) -> Modification:
    """Return what is told to who sends the same command again."""
    return Modification(
        reference=case.reference,
        is_dry_run=False,
        status=case.status,
        cancelled=(),
        completed=(),
        active=load_instance(engine, work, case).active,
        warnings=(),
    )


def _audited(change: Change) -> dict[str, Json]:
    return {"kind": str(change.kind), "element": change.element, "variables": sorted(change.variables)}

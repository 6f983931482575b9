"""Moving running cases to another version of their service: checked first, each as a whole or not at all."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bpmn.language import Text
from engine.calls import DeployedProcesses
from engine.commands.known_cases import known_case
from engine.commands.permissions import require_role
from engine.commands.suspension import ENDED, go_on
from engine.control_values import MigrationOutcome, MigrationPlan, MigrationReport
from engine.errors import ConflictError, EngineError, MigrationRefusedError, NotFoundError
from engine.incidents import drop_pointless_moves
from engine.migrating import make_plan
from engine.opening import Engine
from engine.steps import save_by_hand
from engine.store import Work
from engine.store.records import Job, JobKind, StoredCase
from engine.tokens import ProcessInstance, Wait
from engine.tokens.migrating import Rewritten, rewrite_state
from engine.values import Actor, CaseStatus, DefinitionVersion

__all__ = ["migrate_cases", "plan_migration"]

# Most of a move is the wait for the disk at its end; and so long nobody else gets at these cases.
_AT_ONCE = 20


def plan_migration(
    engine: Engine, *, service: str, source: int, target: int, mapping: Mapping[str, str] | None = None
) -> MigrationPlan:
    """Return how the elements of a version would become those of another, and which would not, and why.

    Args:
        engine: The engine.
        service: The service's key.
        source: The number of the version that cases come from.
        target: The number of the version they go to.
        mapping: Said by hand: the id of an element's counterpart, "" for none; the rest is proposed.

    Raises:
        NotFoundError: If there is no such version.
        MigrationRefusedError: If the two are the same, or `mapping` names elements that are not there.
    """
    with engine.database.reading() as work:
        versions = _versions(work, service, source, target)
        return make_plan(engine, work, *versions, mapping or {})


def migrate_cases(
    engine: Engine,
    *,
    service: str,
    source: int,
    target: int,
    actor: Actor,
    mapping: Mapping[str, str] | None = None,
    references: Collection[str] | None = None,
    limit: int | None = None,
    dry_run: bool = False,
) -> MigrationReport:
    """Move cases of one version of a service to another version.

    Each case is moved as a whole or not at all, a few in each transaction. Where it stands, its data, its history,
    who may do its work and when its timers fire stays as it is; which messages and signals it waits for, by which forms
    its work is done, and what listens beside it is of the new version from then on. What it has called of another
    service stays on the version of that one.

    Args:
        engine: The engine.
        service: The service's key.
        source: The number of the version they are on.
        target: The number of the version they go to.
        actor: Who moves them.
        mapping: Said by hand: the id of an element's counterpart, "" for none; the rest is proposed.
        references: Only these cases; None for all of the version that have not ended.
        limit: At most so many of them, the oldest first; None for all.
        dry_run: Whether to say only what would happen.

    Raises:
        NotAllowedError: If the actor is neither an operator nor a manager.
        NotFoundError: If there is no such version or case.
        MigrationRefusedError: If the two versions are the same, or `mapping` names elements that are not there.
    """
    require_role(actor, "operator", "manager")
    with engine.database.reading() as work:
        old, new = _versions(work, service, source, target)
        plan = make_plan(engine, work, old, new, mapping or {})
        chosen = (
            work.cases.going_on(old.id, limit)
            if references is None
            else [known_case(work, one).reference for one in references]
        )
    mover = _Mover(engine=engine, old=old, new=new, plan=plan, actor=actor)
    outcomes = [one for some in _portions(chosen) for one in mover.move(some, dry_run=dry_run)]
    return MigrationReport(plan=plan, is_dry_run=dry_run, outcomes=tuple(outcomes))


def _versions(work: Work, service: str, source: int, target: int) -> tuple[DefinitionVersion, DefinitionVersion]:
    if source == target:
        raise MigrationRefusedError(Text("The cases are on version {version} already.", version=source))
    found = [work.definitions.of_number(service, one) for one in (source, target)]
    for one, number in zip(found, (source, target), strict=True):
        if one is None:
            raise NotFoundError("definition", f"{service} {number}")
    old, new = found
    assert old is not None and new is not None  # noqa: S101, PT018 - just looked at
    return old, new


def _portions(references: Sequence[str]) -> Iterator[Sequence[str]]:
    for first in range(0, len(references), _AT_ONCE):
        yield references[first : first + _AT_ONCE]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Mover:
    """Moves cases from one version to another."""

    engine: Engine
    old: DefinitionVersion
    new: DefinitionVersion
    plan: MigrationPlan
    actor: Actor

    def move(self, references: Sequence[str], *, dry_run: bool) -> list[MigrationOutcome]:
        """Move some cases in one transaction, or say what would happen to them."""
        if dry_run:
            with self.engine.database.reading() as work:
                return [self._outcome(work, one, dry_run=True) for one in references]
        try:
            with self.engine.database.writing() as work:
                return [self._outcome(work, one, dry_run=False) for one in references]
        except ConflictError:
            if len(references) == 1:
                raise
            # Somebody else stands in the way of one of them: the others need not wait for that.
            return [one for each in references for one in self.move([each], dry_run=False)]

    def _outcome(self, work: Work, reference: str, *, dry_run: bool) -> MigrationOutcome:
        try:
            return self._moved(work, self._case(work, reference, lock=not dry_run), dry_run=dry_run)
        except MigrationRefusedError as refused:  # before anything of the case was written
            obstacles = refused.findings or (refused.text,)
            return MigrationOutcome(reference=reference, is_migrated=False, obstacles=obstacles)

    def _case(self, work: Work, reference: str, *, lock: bool) -> StoredCase:
        case = work.cases.by_reference(reference, lock=lock)
        if case is None or case.definition_id != self.old.id:
            raise MigrationRefusedError(Text("The case is not on version {version}.", version=self.old.version))
        if case.status in ENDED:
            raise MigrationRefusedError(Text("The case has ended."))
        if work.suspensions.of_version(self.new.id, lock=lock) is not None:
            raise MigrationRefusedError(Text("Version {version} is suspended.", version=self.new.version))
        return case

    def _moved(self, work: Work, case: StoredCase, *, dry_run: bool) -> MigrationOutcome:
        rewritten = self._rewritten(work, case)
        instance = self._instance(work, rewritten)
        warnings = [
            *rewritten.warnings,
            *(Text("Tokens at {join} would wait forever: no other token can come to it any more.", join=one)
              for one in instance.hopeless_joins),
        ]  # fmt: skip
        if not dry_run:
            self._save(work, case, instance)
        return MigrationOutcome(
            reference=case.reference,
            is_migrated=True,
            moved=tuple(dict.fromkeys(rewritten.moved)),
            warnings=tuple(warnings),
        )

    def _rewritten(self, work: Work, case: StoredCase) -> Rewritten:
        definitions = self.engine.definitions
        old, new = definitions.get(work, self.old.id), definitions.get(work, self.new.id)
        rewritten = rewrite_state(case.state, old, new, self.plan.mapping, self.plan.unmapped)
        if rewritten.obstacles:
            raise MigrationRefusedError(rewritten.obstacles[0], findings=rewritten.obstacles)
        return rewritten

    def _instance(self, work: Work, rewritten: Rewritten) -> ProcessInstance:
        """Return the case as one of the new version, moved on as far as it goes by itself."""
        definition = self.engine.definitions.get(work, self.new.id)
        library = DeployedProcesses(self.engine.definitions, work)
        now = self.engine.clock.now()
        try:
            instance = ProcessInstance.load(definition, rewritten.state, new_id=self.engine.new_id, library=library)
            instance.take_up(rewritten.known, now)
            instance.advance(now)
        except EngineError as error:
            text = Text("The case cannot go on in the new version: {reason}", reason=error.text)
            raise MigrationRefusedError(text, element=error.element) from error
        return instance

    def _save(self, work: Work, case: StoredCase, instance: ProcessInstance) -> None:
        waits = {wait.instance_id: wait for wait in instance.waits}
        for wait in waits.values():
            if wait.kind == "user":
                form = "" if wait.form is None else wait.form.reference
                work.work_items.reword(
                    case.id, wait.instance_id, element=wait.element, name=wait.name, lane=wait.lane, form=form
                )
        drop_pointless_moves(self.engine, work, case, instance)
        for job in work.jobs.of_case(case.id):
            self._reword(work, job, waits.get(job.instance_id))
        moved = replace(case, definition_id=self.new.id, version=self.new.version)
        save_by_hand(self.engine, work, moved, instance)
        # It may be the version it has left that was suspended.
        if case.status is CaseStatus.SUSPENDED and work.suspensions.settle_case(case.id):
            go_on(self.engine, work, case.id)
        work.audit.add(
            case.reference,
            time=self.engine.clock.now(),
            actor=self.actor.id,
            action="migrate_case",
            subject=case.reference,
            details={"from": self.old.version, "to": self.new.version, "renamed": dict(self.plan.renamed)},
        )

    def _reword(self, work: Work, job: Job, wait: Wait | None) -> None:
        """Let a job be of the new version; it keeps its id, so an effect outside keeps its key."""
        element = self.plan.mapping.get(job.element, job.element) if wait is None else wait.element
        topic, arguments = job.topic, job.arguments
        if wait is not None and wait.job is not None and job.kind is JobKind.SERVICE:
            topic, arguments = wait.job.topic, {**arguments, "headers": dict(wait.job.headers)}
        work.jobs.change_work(job, element=element, topic=topic, arguments=arguments)
        work.incidents.move(job.id, element)

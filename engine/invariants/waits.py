"""The invariants between a case's stored state and the rows that say what it waits for."""

from collections.abc import Iterator

from bpmn.language import Text
from engine.calls import DeployedProcesses
from engine.errors import EngineError
from engine.invariants.violations import Violation
from engine.opening import Engine
from engine.store import Work
from engine.store.records import JobKind, StoredCase
from engine.tokens import ProcessInstance, Wait
from engine.values import CaseStatus

__all__ = ["case_violations"]

_ENDED = frozenset({CaseStatus.COMPLETED, CaseStatus.TERMINATED, CaseStatus.CANCELLED})
_HEARD = frozenset({"message", "receive", "signal"})


def case_violations(engine: Engine, work: Work, case: StoredCase) -> Iterator[Violation]:
    """Yield what is wrong between a case's state and its rows."""
    if case.status is CaseStatus.CANCELLED:
        return  # it may have been cancelled because its state can no longer be read
    try:
        instance = _loaded(engine, work, case)
    except EngineError as error:
        text = Text("The stored state cannot be loaded: {reason}", reason=str(error))
        yield Violation(invariant="I11", subject=case.reference, text=text)
        return
    waits = instance.waits
    if case.status in _ENDED:
        if waits:
            text = Text("The case has ended, and something in it still waits.")
            yield Violation(invariant="I5", subject=case.reference, text=text)
        return
    if instance.status != "running" or not (waits or instance.stuck_joins or _kept(work, case)):
        text = Text("The case goes on, and nothing in it waits.")
        yield Violation(invariant="I5", subject=case.reference, text=text)
    for text in (*_unlike_items(work, case, waits), *_unlike_jobs(work, case, waits), *_unheard(work, case, waits)):
        yield Violation(invariant="I8", subject=case.reference, text=text)


def _loaded(engine: Engine, work: Work, case: StoredCase) -> ProcessInstance:
    return ProcessInstance.load(
        engine.definitions.get(work, case.definition_id),
        case.state,
        new_id=engine.new_id,
        library=DeployedProcesses(engine.definitions, work),
    )


def _kept(work: Work, case: StoredCase) -> set[str]:
    """Return the instances that have been done, and whose step could not be taken yet."""
    return {job.instance_id for job in work.jobs.of_case(case.id) if job.kind is JobKind.STEP}


def _unlike_items(work: Work, case: StoredCase, waits: tuple[Wait, ...]) -> Iterator[Text]:
    wanted = {wait.instance_id for wait in waits if wait.kind == "user"}
    there = [one.instance_id for one in work.work_items.waiting_in(case.id)]
    if wanted - set(there) - _kept(work, case):
        yield Text("The case waits for a person, and there is no work item.")
    if set(there) - wanted:
        yield Text("There is a work item that the case does not wait for.")


def _unlike_jobs(work: Work, case: StoredCase, waits: tuple[Wait, ...]) -> Iterator[Text]:
    wanted = {
        (wait.instance_id, JobKind.TIMER if wait.kind == "timer" else JobKind.SERVICE)
        for wait in waits
        if wait.kind in {"timer", "job"}
    }
    jobs = work.jobs.of_case(case.id)
    there = [(job.instance_id, job.kind) for job in jobs if job.kind in {JobKind.TIMER, JobKind.SERVICE}]
    kept = _kept(work, case)
    if {key for key in wanted - set(there) if key[0] not in kept}:
        yield Text("The case waits for a timer or a machine, and there is no job.")
    if set(there) - wanted:
        yield Text("There is a job that the case does not wait for.")
    if len(there) != len(set(there)):
        yield Text("There are two jobs for the same timer or task.")


def _unheard(work: Work, case: StoredCase, waits: tuple[Wait, ...]) -> Iterator[Text]:
    wanted = {(wait.instance_id, wait.event) for wait in waits if wait.kind in _HEARD}
    there = {(one.instance_id, one.name) for one in work.subscriptions.of_case(case.id)}
    if wanted != there:
        yield Text("What messages and signals the case waits for is not what is written down.")

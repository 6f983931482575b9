"""The invariants between what a case's state waits for and the rows that say so."""

from collections.abc import Iterator

from bpmn.language import Text
from engine.store import Work
from engine.store.long_names import kept_name
from engine.store.records import JobKind, StoredCase
from engine.tokens import Wait

__all__ = ["kept_steps", "unlike_waits"]

_HEARD = frozenset({"message", "receive", "signal"})


def unlike_waits(work: Work, case: StoredCase, waits: tuple[Wait, ...]) -> Iterator[Text]:
    """Yield how the rows differ from what the case waits for."""
    yield from _unlike_items(work, case, waits)
    yield from _unlike_jobs(work, case, waits)
    yield from _unheard(work, case, waits)


def kept_steps(work: Work, case: StoredCase) -> set[str]:
    """Return the instances that have been done, and whose step could not be taken yet."""
    return {job.instance_id for job in work.jobs.of_case(case.id) if job.kind is JobKind.STEP}


def _unlike_items(work: Work, case: StoredCase, waits: tuple[Wait, ...]) -> Iterator[Text]:
    wanted = {wait.instance_id for wait in waits if wait.kind == "user"}
    there = [one.instance_id for one in work.work_items.waiting_in(case.id)]
    if wanted - set(there) - kept_steps(work, case):
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
    kept = kept_steps(work, case)
    if {key for key in wanted - set(there) if key[0] not in kept}:
        yield Text("The case waits for a timer or a machine, and there is no job.")
    if set(there) - wanted:
        yield Text("There is a job that the case does not wait for.")
    if len(there) != len(set(there)):
        yield Text("There are two jobs for the same timer or task.")


def _unheard(work: Work, case: StoredCase, waits: tuple[Wait, ...]) -> Iterator[Text]:
    wanted = {(wait.instance_id, kept_name(wait.event)) for wait in waits if wait.kind in _HEARD}
    there = {(one.instance_id, one.name) for one in work.subscriptions.of_case(case.id)}
    if wanted != there:
        yield Text("What messages and signals the case waits for is not what is written down.")

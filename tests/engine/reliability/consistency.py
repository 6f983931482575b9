"""What has to be so of every case at any moment, whatever was killed, cut or full before.

Written apart from `engine.invariants`, so that the one shows what the other overlooks.
"""

from collections import Counter
from collections.abc import Sequence

from sqlalchemy import select

from engine import CaseStatus, Engine
from engine.calls import DeployedProcesses
from engine.invariants import check_data
from engine.store import Work
from engine.store.records import Job, JobKind, StoredCase
from engine.store.tables import CaseRow
from engine.tokens import ProcessInstance, Wait

_ENDED = {CaseStatus.COMPLETED, CaseStatus.TERMINATED, CaseStatus.CANCELLED}
_SUBSCRIBED = {"message": "message", "receive": "message", "signal": "signal"}


def faults_of(engine: Engine, reference: str) -> list[str]:
    """Return what is wrong with a case: its rows do not say what its state says."""
    with engine.database.reading() as work:
        case = work.cases.by_reference(reference)
        if case is None:
            return [f"{reference} is gone"]
        history = work.history.of_case(case.id)
        sequence = [entry.sequence for entry in history]
        found = [] if sequence == list(range(1, case.history_length + 1)) else ["history has gaps"]
        twice = [
            key for key, number in Counter((one.instance_id, one.lifecycle) for one in history).items() if number > 1
        ]
        found += [f"{key} happened twice" for key in twice if key[1] == "complete"]
        if case.status in _ENDED:
            return found + _left_of(work, case)
        return found + _disagreements(engine, work, case)


def faults_of_all(engine: Engine) -> list[str]:
    """Return what is wrong with any case, and what the invariants that run in production find."""
    with engine.database.connection() as connection:
        references = list(connection.scalars(select(CaseRow.reference)))
    found = [f"{reference}: {fault}" for reference in references for fault in faults_of(engine, reference)]
    return found + [str(violation) for violation in check_data(engine)]


def _left_of(work: Work, case: StoredCase) -> list[str]:
    rows = {
        "work items": work.work_items.waiting_in(case.id),
        "jobs": work.jobs.of_case(case.id),
        "subscriptions": work.subscriptions.of_case(case.id),
    }
    return [f"it has ended and has {what}" for what, there in rows.items() if there]


def _disagreements(engine: Engine, work: Work, case: StoredCase) -> list[str]:
    definition = engine.definitions.get(work, case.definition_id)
    library = DeployedProcesses(engine.definitions, work)
    waits = ProcessInstance.load(definition, case.state, new_id=engine.new_id, library=library).waits
    jobs = work.jobs.of_case(case.id)
    # Work whose result could not be applied yet waits as a step, and no longer as what it was.
    kept = {job.instance_id for job in jobs if job.kind is JobKind.STEP}
    items = [one.instance_id for one in work.work_items.waiting_in(case.id)]
    told = {
        "work items": (items, [wait.instance_id for wait in waits if wait.kind == "user"]),
        "timers": _both(jobs, JobKind.TIMER, waits, "timer"),
        "service tasks": _both(jobs, JobKind.SERVICE, waits, "job"),
        "subscriptions": (
            [one.instance_id for one in work.subscriptions.of_case(case.id)],
            [wait.instance_id for wait in waits if wait.kind in _SUBSCRIBED],
        ),
    }
    wrong = [
        f"{what}: rows {sorted(there)}, state {sorted(wanted)}"
        for what, (there, wanted) in told.items()
        if sorted(there) != sorted(one for one in wanted if one not in kept)
    ]
    return wrong if waits or kept or jobs else [*wrong, "it runs and nothing of it waits"]


def _both(jobs: Sequence[Job], kind: JobKind, waits: Sequence[Wait], name: str) -> tuple[list[str], list[str]]:
    there = [job.instance_id for job in jobs if job.kind is kind]
    return there, [wait.instance_id for wait in waits if wait.kind == name]

"""The invariants of one case: its state against its rows and its history."""

from collections.abc import Iterator

from bpmn.language import Text
from engine.calls import DeployedProcesses
from engine.errors import EngineError
from engine.history_chain import chained
from engine.invariants.replay import unlike_history
from engine.invariants.violations import Violation
from engine.invariants.waits import kept_steps, unlike_waits
from engine.opening import Engine
from engine.store import Work
from engine.store.records import StoredCase
from engine.tokens import ProcessInstance
from engine.values import CaseStatus

__all__ = ["HISTORY_CHANGED", "case_violations", "history_violations"]

HISTORY_CHANGED = Text("The history was changed: it is not as it was written, or its end is missing.")
_ENDED = frozenset({CaseStatus.COMPLETED, CaseStatus.TERMINATED, CaseStatus.CANCELLED})


def case_violations(engine: Engine, work: Work, case: StoredCase) -> Iterator[Violation]:
    """Yield what is wrong between a case's state, its rows and its history."""
    for invariant, text in _faults(engine, work, case):
        yield Violation(invariant=invariant, subject=case.reference, text=text)


def history_violations(work: Work, case: StoredCase) -> Iterator[Violation]:
    """Yield that a case's history is not as it was written, where that is so."""
    if chained("", work.history.of_case(case.id)) != case.history_hash:
        yield Violation(invariant="I10", subject=case.reference, text=HISTORY_CHANGED)


def _faults(engine: Engine, work: Work, case: StoredCase) -> Iterator[tuple[str, Text]]:
    if case.status is CaseStatus.CANCELLED:
        # It may have been cancelled because its state can no longer be read; then history may not tell all of it.
        yield from (("I6", text) for text in unlike_history(work, case, None))
        return
    try:
        instance = _loaded(engine, work, case)
    except EngineError as error:
        yield "I11", Text("The stored state cannot be loaded: {reason}", reason=str(error))
        return
    yield from (("I6", text) for text in unlike_history(work, case, instance))
    waits = instance.waits
    if case.status in _ENDED:
        if waits:
            yield "I5", Text("The case has ended, and something in it still waits.")
        return
    if instance.status != "running" or not (waits or instance.stuck_joins or kept_steps(work, case)):
        yield "I5", Text("The case goes on, and nothing in it waits.")
    yield from (("I8", text) for text in unlike_waits(work, case, waits))


def _loaded(engine: Engine, work: Work, case: StoredCase) -> ProcessInstance:
    return ProcessInstance.load(
        engine.definitions.get(work, case.definition_id),
        case.state,
        new_id=engine.new_id,
        library=DeployedProcesses(engine.definitions, work),
    )

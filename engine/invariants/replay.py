"""A case's history, replayed: it has to explain which activities are at work in the state that is stored.

What history tells of an activity instance is the standard life cycle of XES: it comes up (schedule) or begins (start),
perhaps changes hands (assign, reassign, suspend, resume), and is over once. Events are told of when they have occurred.

Source: IEEE 1849-2023 (XES), lifecycle extension, the standard transactional model.
"""

from collections.abc import Iterator, Sequence

from bpmn.language import Text
from engine.store import Work
from engine.store.consistency import OVER, Transition
from engine.store.records import StoredCase
from engine.tokens import ProcessInstance
from engine.values import CaseStatus

__all__ = ["unlike_history"]

_LAST_OF = {CaseStatus.CANCELLED: ("pi_abort",), CaseStatus.COMPLETED: OVER, CaseStatus.TERMINATED: OVER}


def unlike_history(work: Work, case: StoredCase, instance: ProcessInstance | None) -> Iterator[Text]:
    """Yield how a case's state differs from what its history says.

    Args:
        work: The transaction.
        case: The case.
        instance: The case in memory, or None where its state cannot be read any more.
    """
    transitions = work.consistency.transitions(case.id)
    if not transitions:
        yield Text("The case has no history.")
        return
    opened, faults = _replayed(transitions)
    yield from faults
    if instance is not None:
        yield from _unlike_state(opened, instance.at_work)
    if case.status in _LAST_OF:
        last = transitions[-1]
        if last.lifecycle not in _LAST_OF[case.status] or last.time != case.ended_at:
            yield Text("The case has ended, and its history does not end so.")


def _replayed(transitions: Sequence[Transition]) -> tuple[set[str], list[Text]]:
    """Return the activity instances that are at work after all that happened, and what cannot have happened."""
    at_work: set[str] = set()
    over: set[str] = set()
    faults: list[Text] = []
    for one in transitions:
        if one.instance_id in over:
            text = Text("{element} goes on in the history after it was over.", element=one.element)
            faults.append(text)
        elif one.lifecycle in OVER:
            at_work.discard(one.instance_id)
            over.add(one.instance_id)
        else:
            at_work.add(one.instance_id)
    return at_work, faults


def _unlike_state(told: set[str], stored: frozenset[str]) -> Iterator[Text]:
    if told - stored:
        yield Text("{number} activities are at work by the history, and not by the state.", number=len(told - stored))
    if stored - told:
        yield Text("{number} activities are at work by the state, and not by the history.", number=len(stored - told))

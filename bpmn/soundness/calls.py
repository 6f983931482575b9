"""Finds call activities that can never return, because what they call can only end by calling itself once more.

A call of another process of the file counts as a task of the process that calls, since the called process has a
verdict of its own; but one that never comes back is a fault of the caller too.
"""

from collections.abc import Iterator, Sequence

from bpmn.model import CallActivity, Process
from bpmn.soundness.exploring import can_end
from bpmn.soundness.making import make_net
from bpmn.soundness.messages import Messages
from bpmn.soundness.reduction import reduce_net

__all__ = ["endless_calls"]


def endless_calls(processes: Sequence[Process], bound: int) -> frozenset[str]:
    """Return the ids of the call activities whose called process cannot end before a call like it has ended.

    The processes that can end are the least set such that each has a way to an end that calls only processes of the
    set, or of other files. Only processes that call themselves, directly or through others, are looked at.

    Args:
        processes: All processes of the file, in normal form.
        bound: How many situations are looked at, at most, for each; where that is not enough, a call may return.
    """
    calls = {process.id: dict(_calls(process, processes)) for process in processes}
    cyclic = {process.id for process in processes if process.id in _called(process.id, calls)}
    ending: set[str] = set()
    while True:
        new = {p.id for p in processes if p.id in cyclic - ending and _ends(p, calls[p.id], cyclic - ending, bound)}
        if not new:
            break
        ending |= new
    return frozenset(call for owner in calls.values() for call, called in owner.items() if called in cyclic - ending)


def _calls(process: Process, processes: Sequence[Process]) -> Iterator[tuple[str, str]]:
    """Yield the call activities of a process that call a process of the file, with its id."""
    known = {other.id for other in processes}
    for _, node in process.scope.walk():
        if isinstance(node, CallActivity) and node.called_element is not None:
            called = node.called_element.text.strip()
            # A QName's prefix names the file's own namespace.
            called = called if called in known else called.rpartition(":")[2]
            if called in known:
                yield node.id, called


def _called(start: str, calls: dict[str, dict[str, str]]) -> set[str]:
    found: set[str] = set()
    waiting = [start]
    while waiting:
        new = set(calls[waiting.pop()].values()) - found
        found |= new
        waiting.extend(new)
    return found


def _ends(process: Process, calls: dict[str, str], endless: set[str], bound: int) -> bool:
    stuck = frozenset(call for call, called in calls.items() if called in endless)
    net, _ = make_net([process], Messages(), stuck=stuck)
    return can_end(reduce_net(net), bound)

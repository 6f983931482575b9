"""Combinations of proposals made true one after the other, as far as they go together."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass

from analysis.errors import AnalysisError
from analysis.redesign.applying import Redesign, apply_to_copy, found_with
from analysis.redesign.sides import Sides, sides_of
from analysis.redesign.values import Proposal
from bpmn.errors import BpmnFileError

__all__ = ["Candidate", "Explorer", "State"]

_KEPT = 96


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A combination of proposals, and what an average case is like with it.

    Attributes:
        ids: The proposals, in the order in which they are made true; none: the process as it is.
        sides: Time, cost, quality and flexibility, by flow analysis.
    """

    ids: tuple[str, ...]
    sides: Sides


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """A process with some proposals made true.

    Attributes:
        redesign: The process.
        proposals: What can still be made true of it, by id.
        sides: Its four sides.
    """

    redesign: Redesign
    proposals: Mapping[str, Proposal]
    sides: Sides

    @classmethod
    def of(cls, redesign: Redesign) -> "State":
        """Return the state of a process.

        Raises:
            AnalysisError: If its scenario does not fit it.
        """
        flow = redesign.flow()
        found = found_with(redesign, flow)
        return cls(
            redesign=redesign,
            proposals={one.id: one for one in found if one.is_applicable},
            sides=sides_of(redesign, flow),
        )


class Explorer:
    """Makes one proposal true after the other, and keeps the last states so that most take one step only.

    A proposal does not go together with those before it where they change what it is about, so that it is not found any
    more, or where with it the process would not come to its end in every case.
    """

    def __init__(self, before: Redesign) -> None:
        self.start = State.of(before)
        self._states: OrderedDict[tuple[str, ...], State] = OrderedDict()

    def state(self, ids: tuple[str, ...]) -> State | None:
        """Return the process with these proposals made true in their order; None where they do not go together."""
        if not ids:
            return self.start
        if ids in self._states:
            self._states.move_to_end(ids)
            return self._states[ids]
        before = self.state(ids[:-1])
        state = None if before is None else _with(before, ids[-1])
        if state is not None:
            self._states[ids] = state
            if len(self._states) > _KEPT:
                self._states.popitem(last=False)
        return state

    def candidate(self, ids: tuple[str, ...]) -> Candidate | None:
        """Return a combination with its four sides; None where its proposals do not go together."""
        state = self.state(ids)
        return None if state is None else Candidate(ids=ids, sides=state.sides)


def _with(state: State, wanted: str) -> State | None:
    proposal = state.proposals.get(wanted)
    if proposal is None:
        return None
    try:
        return State.of(apply_to_copy(state.redesign, proposal))
    except (AnalysisError, BpmnFileError):
        return None

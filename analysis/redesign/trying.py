"""Tries each proposal by itself: what it gains, or why it cannot be made true."""

from collections.abc import Callable
from dataclasses import dataclass

from analysis.errors import AnalysisError
from analysis.redesign.applying import Redesign, apply_to_copy, found_with
from analysis.redesign.gains import Gains, SimulatedGains, SimulatedSide, computed_gains, gains_of_pair, simulated_side
from analysis.redesign.sides import Sides, sides_of
from analysis.redesign.values import Proposal
from bpmn.errors import BpmnFileError
from bpmn.language import Text

__all__ = ["Runs", "Tried", "try_proposals"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Runs:
    """How a process is simulated.

    Attributes:
        cases: Cases a replication.
        replications: How many replications.
        seed: Where the random numbers begin.
    """

    cases: int = 200
    replications: int = 10
    seed: int = 1

    def side(self, redesign: Redesign, sides: Sides) -> SimulatedSide:
        """Return a process simulated so.

        Raises:
            SimulationError: If it cannot be simulated.
        """
        return simulated_side(redesign, sides, cases=self.cases, replications=self.replications, seed=self.seed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """A proposal and what became of it on a copy.

    Attributes:
        proposal: The proposal.
        gains: What it gains by flow analysis; None where only people can make it true, or it is refused.
        simulated: What it gains by paired simulation; None where that was not asked for or cannot be.
        refused: Why it cannot be made true here, or None.
    """

    proposal: Proposal
    gains: Gains | None = None
    simulated: SimulatedGains | None = None
    refused: Text | None = None

    @property
    def time_gained_s(self) -> float:
        """By how much a case takes less or more time, simulated where it was; 0 where it was not made true."""
        if self.simulated is not None:
            return self.simulated.measures["cycle_time_s"].mean
        return self.gains.cycle_time_s if self.gains else 0.0


def try_proposals(
    before: Redesign,
    *,
    runs: Runs | None = None,
    progress: Callable[[int, int], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> tuple[Tried, ...]:
    """Return all proposals for a process, each that Ortoo can make true tried on a copy.

    Args:
        before: The process as it is, its scenario complete.
        runs: How each is simulated, with the random numbers of the process as it is; None: by flow analysis only.
        progress: Called with how many are done and how many there are.
        should_stop: Asked before each; once it says yes, those tried until then are returned.

    Raises:
        AnalysisError: If the scenario does not fit the model.
    """
    flow = before.flow()
    proposals = found_with(before, flow)
    was = sides_of(before, flow)
    simulated = None if runs is None else _simulated(runs, before, was)
    found: list[Tried] = []
    for number, proposal in enumerate(proposals):
        if should_stop is not None and should_stop():
            break
        if progress is not None:
            progress(number, len(proposals))
        found.append(
            _tried(before, was, proposal, runs, simulated) if proposal.is_applicable else Tried(proposal=proposal)
        )
    if progress is not None:
        progress(len(proposals), len(proposals))
    return tuple(found)


def _tried(
    before: Redesign, was: Sides, proposal: Proposal, runs: Runs | None, simulated: SimulatedSide | None
) -> Tried:
    try:
        after = apply_to_copy(before, proposal)
        sides = sides_of(after, after.flow())
    except (AnalysisError, BpmnFileError) as error:
        return Tried(proposal=proposal, refused=error.text)
    pair = None
    if runs is not None and simulated is not None:
        side = _simulated(runs, after, sides)
        pair = None if side is None else gains_of_pair(simulated, side)
    return Tried(proposal=proposal, gains=computed_gains(was, sides), simulated=pair)


def _simulated(runs: Runs, redesign: Redesign, sides: Sides) -> SimulatedSide | None:
    try:
        return runs.side(redesign, sides)
    except AnalysisError:
        return None  # what flow analysis can tell is still told

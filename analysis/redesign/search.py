"""Searches combinations of proposals for those that no other beats on time, cost, quality and flexibility at once."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from analysis.errors import AnalysisError
from analysis.redesign.applying import Redesign
from analysis.redesign.evaluating import Evaluation, Progress, ShouldStop
from analysis.redesign.exploring import Candidate, Explorer
from analysis.redesign.gains import SimulatedGains, gains_of_pair
from analysis.redesign.pareto import crowding, on_grid
from analysis.redesign.sides import Sides
from analysis.redesign.strategies import compute_all, grow
from analysis.redesign.trying import Runs
from analysis.redesign.values import Proposal

__all__ = ["Search", "most_different", "search_combinations"]

_RUNS = Runs(cases=400, replications=20)


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What a search found.

    Attributes:
        before: The process as it is.
        considered: The proposals that were combined: those that alone change one of the four sides at all.
        proposals: What can be made true of the process as it is, by id.
        evaluated: All different combinations that were computed, the process as it is first.
        front: Of them those that no other beats on all four sides, the quickest first. What differs by less than a
            thousandth of the process as it is counts as equal; of equal ones that with the fewest proposals is taken.
        simulated: What members of the front gain by paired simulation: those that differ most, as many as were asked
            for.
        is_exhaustive: Whether all combinations were computed.
        was_stopped: Whether somebody stopped it before it was done.
        budget: How many combinations could be computed at most.
        seed: Where the random numbers begin.
    """

    before: Sides
    considered: tuple[str, ...]
    proposals: Mapping[str, Proposal]
    evaluated: tuple[Candidate, ...]
    front: tuple[Candidate, ...]
    simulated: Mapping[tuple[str, ...], SimulatedGains] = field(default_factory=dict)
    is_exhaustive: bool
    was_stopped: bool
    budget: int
    seed: int


def search_combinations(
    before: Redesign,
    *,
    budget: int = 256,
    members: int = 6,
    runs: Runs = _RUNS,
    progress: Progress | None = None,
    should_stop: ShouldStop | None = None,
) -> Search:
    """Return the Pareto front over the combinations of what Ortoo can make true of a process.

    All combinations are computed by flow analysis where the budget reaches for that (8 proposals: 256). Else they grow
    from the process as it is, one proposal at a time, as `strategies.grow` says. Of the front those that differ most
    are simulated, with the random numbers with which the process as it is is simulated. The same seed gives the same.

    Args:
        before: The process as it is, its scenario complete.
        budget: How many combinations are computed at most; each proposal alone always is.
        members: How many members of the front are simulated at most.
        runs: How they are simulated; its seed is that of the choices too.
        progress: Called with how much is done and how much there is.
        should_stop: Asked before each piece of work; once it says yes, what was found until then is returned.

    Raises:
        AnalysisError: If the scenario does not fit the model.
    """
    explorer = Explorer(before)
    evaluation = Evaluation(explorer, budget, members, progress, should_stop)
    considered = evaluation.that_change_something()
    is_small = 2 ** len(considered) <= budget
    if is_small:
        compute_all(evaluation, considered)
    else:
        grow(evaluation, considered, runs.seed)
    front = evaluation.front()
    simulated = _simulated(evaluation, explorer, most_different(front, members, explorer.start.sides), runs)
    evaluation.say_done()
    return Search(
        before=explorer.start.sides,
        considered=considered,
        proposals=explorer.start.proposals,
        evaluated=evaluation.found,
        front=front,
        simulated=simulated,
        is_exhaustive=is_small and not evaluation.is_stopped,
        was_stopped=evaluation.is_stopped,
        budget=budget,
        seed=runs.seed,
    )


def _simulated(
    evaluation: Evaluation, explorer: Explorer, chosen: Sequence[Candidate], runs: Runs
) -> dict[tuple[str, ...], SimulatedGains]:
    found: dict[tuple[str, ...], SimulatedGains] = {}
    if not chosen or not evaluation.may_go_on():
        return found
    try:
        was = runs.side(explorer.start.redesign, explorer.start.sides)
    except AnalysisError:
        return found  # what flow analysis can tell is still told
    for one in chosen:
        if not evaluation.may_go_on():
            break
        state = explorer.state(one.ids)
        with suppress(AnalysisError):
            if state is not None:
                found[one.ids] = gains_of_pair(was, runs.side(state.redesign, state.sides))
    return found


def most_different(front: Sequence[Candidate], count: int, before: Sides) -> tuple[Candidate, ...]:
    """Return the members of a front that are farthest from their neighbours, in the front's order, without the as-is.

    The quickest, the cheapest, the best and the most flexible are among them where `count` allows.
    """
    able = [one for one in front if one.ids]
    distance = crowding(on_grid([one.sides.objectives for one in able], before.objectives))
    chosen = sorted(range(len(able)), key=lambda place: (-distance[place], place))[:count]
    return tuple(able[place] for place in sorted(chosen))

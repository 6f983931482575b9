"""Which combinations of proposals are computed: all of them, or those that grow out of good ones."""

import random
from itertools import combinations

from analysis.redesign.evaluating import Evaluation
from analysis.redesign.exploring import Candidate
from analysis.redesign.pareto import Point, crowding, ranks_of

__all__ = ["compute_all", "grow"]

_ENDLESS = 1e12
_WISHES = ((1, 1, 1, 1), (1, 0, 0, 0), (0, 1, 0, 0), (0, 0, 0, 1), (0, 0, 1, 0))
"""What weighs how much: all alike, then time, cost, flexibility and quality alone."""


def compute_all(evaluation: Evaluation, ids: tuple[str, ...]) -> None:
    """Compute all combinations of proposals, each made true in the order given."""
    chosen = [one for size in range(2, len(ids) + 1) for one in combinations(range(len(ids)), size)]
    # In this order each comes soon after the one that it begins with, whose state is still kept.
    for places in sorted(chosen):
        ones = tuple(ids[place] for place in places)
        if not evaluation.is_stopped:
            _as_far_as_it_goes(evaluation, ones)


def _as_far_as_it_goes(evaluation: Evaluation, ids: tuple[str, ...]) -> None:
    """Compute a combination if what it begins with goes together."""
    known = evaluation.candidate(ids[:-1])
    if known is not None:
        evaluation.candidate(ids)


def grow(evaluation: Evaluation, ids: tuple[str, ...], seed: int) -> None:
    """Compute combinations one proposal larger than others, until the budget is gone.

    First greedily for five wishes (all sides alike, and each side alone): the proposals that alone serve the wish, best
    first, each kept where the wish is served better with it. Then at random: the better of two combinations, by its
    rank and by how far it is from others as in NSGA-II, gets a proposal that it was not tried with.

    Source: multi-objective local search, Paquete, Chiarandini, Stützle, Pareto Local Optimum Sets in the Biobjective
    Traveling Salesman Problem (2004); tournaments: Deb et al., NSGA-II, IEEE TEC 6 (2002), §III.
    """
    for wish in _WISHES:
        _grow_greedily(evaluation, ids, wish)
    _grow_at_random(evaluation, ids, random.Random(seed))  # noqa: S311 - no secret hangs on it


def _grow_greedily(evaluation: Evaluation, ids: tuple[str, ...], wish: Point) -> None:
    nothing = _wished(evaluation, evaluation.candidate(()), wish)
    alone = {one: _wished(evaluation, evaluation.candidate((one,)), wish) for one in ids}
    best: tuple[str, ...] = ()
    reached = nothing
    for one in sorted(ids, key=lambda id_: (alone[id_], ids.index(id_))):
        wanted = (*best, one)
        if alone[one] >= nothing or not (evaluation.is_known(wanted) or evaluation.has_budget):
            return
        now = _wished(evaluation, evaluation.candidate(wanted), wish)
        if now < reached:
            best, reached = wanted, now


def _wished(evaluation: Evaluation, candidate: Candidate | None, wish: Point) -> float:
    """Return how badly a combination serves a wish."""
    if candidate is None:
        return 4 * _ENDLESS
    (point,) = evaluation.points([candidate.sides.objectives])
    return sum(weight * max(-_ENDLESS, min(_ENDLESS, value)) for weight, value in zip(wish, point, strict=True))


def _grow_at_random(evaluation: Evaluation, ids: tuple[str, ...], rng: random.Random) -> None:
    while evaluation.has_budget:
        known = evaluation.found
        fitness = _fitness(evaluation.points([one.sides.objectives for one in known]))
        for _ in range(max(1, len(known) // 4)):
            parent = known[min(rng.randrange(len(known)), rng.randrange(len(known)), key=fitness.__getitem__)]
            untried = [one for one in ids if one not in parent.ids and not evaluation.is_known((*parent.ids, one))]
            if untried and evaluation.has_budget:
                evaluation.candidate((*parent.ids, rng.choice(untried)))
        if not any(_has_untried(evaluation, one, ids) for one in known):
            return


def _has_untried(evaluation: Evaluation, parent: Candidate, ids: tuple[str, ...]) -> bool:
    return any(one not in parent.ids and not evaluation.is_known((*parent.ids, one)) for one in ids)


def _fitness(points: list[Point]) -> list[tuple[int, float, int]]:
    """Return what makes one combination better than another: a lower rank, then more room around it."""
    ranks = ranks_of(points)
    found: list[tuple[int, float, int]] = [(0, 0.0, 0)] * len(points)
    for rank in sorted(set(ranks)):
        places = [place for place, one in enumerate(ranks) if one == rank]
        for place, room in zip(places, crowding([points[place] for place in places]), strict=True):
            found[place] = (rank, -room, place)
    return found

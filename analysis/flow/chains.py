"""The time a token takes through a region: a Markov chain of steps that take time, parallel blocks by the longest."""

import math
from collections.abc import Callable, Mapping, Sequence
from heapq import heappop, heappush

import numpy as np
from numpy.typing import NDArray

from analysis.flow.crossing import crossing_law, is_crossed
from analysis.flow.laws import ZERO, Law, law_of_atoms, law_of_phases, longest, mixture
from analysis.network import Network
from analysis.network.dominators import immediate_dominators
from analysis.network.visits import chosen_sets

__all__ = ["EXIT", "Blocks", "Routes", "block_law", "post_dominators", "region_law", "sequence"]

Floats = NDArray[np.float64]
EXIT = -2
_MOST_ATOMS = 4096
_MOST_PHASES = 400
_MOST_TURNS = 2048
_NOTHING = 1e-18

Routes = Callable[[int], tuple[Law, list[tuple[int, float]]]]
"""Gives for a node the time it takes and the nodes that follow, with their chances."""


Blocks = Callable[[int, int], Law | None]
"""Gives for the nodes that begin and end a parallel block its law, where that is known otherwise."""


def block_law(network: Network, at: int, routes: Routes) -> Law:
    """Return the law of the parallel block that begins at a node."""
    walk = _Walk(network, network.nodes[at].region, routes, set())
    walk.open.add(at)
    return walk.block(at)


def region_law(
    network: Network,
    region: int,
    routes: Routes,
    cut: set[int] | None = None,
    blocks: Blocks | None = None,
    crossed: set[int] | None = None,
) -> Law:
    """Return the law of the time from a region's start to the end of its main token, parallel branches joined.

    Args:
        network: The network.
        region: Index of the region.
        routes: The time and the successors of each node that does not begin a parallel block.
        cut: Gets the nodes that begin a block into which a way of its own leads back: such a way ends there, so that
            the law is of a time that is no longer than the real one.
        blocks: Laws of whole blocks that are known otherwise.
        crossed: Gets the nodes that begin a block whose ways are joined across each other and whose law is not exact:
            what they share is taken as passing on each of them by itself. Times of ways with work in common are
            associated, so that (where nothing is chosen inside) their maximum is no longer than that of independent
            ones. Source: Esary, Proschan,
            Walkup, Association of random variables, Annals of Mathematical Statistics 38 (1967); Kleindorfer, Bounding
            distributions for a stochastic acyclic network, Operations Research 19 (1971).
    """
    walk = _Walk(network, region, routes, set() if cut is None else cut, blocks)
    walk.crossed = set() if crossed is None else crossed
    starts = network.regions[region].starts
    if network.regions[region].starts_all:
        return longest([walk.chain({start: 1.0}, EXIT) for start, _ in starts])
    return walk.chain(dict(starts), EXIT)


class _Walk:
    """One region on its way to a law."""

    def __init__(
        self, network: Network, region: int, routes: Routes, cut: set[int], blocks: Blocks | None = None
    ) -> None:
        self.blocks = blocks
        self.network = network
        self.cut = cut
        self.crossed: set[int] = set()
        self.open: set[int] = set()
        self.branches: dict[tuple[int, int], Law] = {}
        self.routes = routes
        self.after = post_dominators(network, region)

    def chain(self, entries: Mapping[int, float], stop: int) -> Law:
        """Return the law of the time from one of the entries until `stop` (or an end) is reached."""
        steps: dict[int, tuple[Law, list[tuple[int, float]]]] = {}
        waiting = [node for node in entries if node not in {stop, EXIT}]
        while waiting:
            at = waiting.pop()
            if at in steps:
                continue
            law, following = self._step(at)
            steps[at] = law, [(node, chance) for node, chance in following if chance > 0]
            waiting += [node for node, _ in steps[at][1] if node not in {stop, EXIT}]
        return _chain_law(entries, steps)

    def _step(self, at: int) -> tuple[Law, list[tuple[int, float]]]:
        node = self.network.nodes[at]
        if len(node.outgoing) < 2 or node.split not in {"all", "some"}:
            return self.routes(at)
        if at in self.open:
            self.cut.add(at)
            return ZERO, []
        self.open.add(at)
        join = self.after.get(at, EXIT)
        known = self.blocks(at, join) if self.blocks is not None else None
        law = self._law_of_block(at, join) if known is None else known
        self.open.remove(at)
        return law, ([] if join == EXIT else [(join, 1.0)])

    def _law_of_block(self, at: int, join: int) -> Law:
        if not is_crossed(self.network, at, join, self.after):
            return self.block(at)
        own = self.routes(at)[0]
        exact = crossing_law(self.network, at, join, self.routes) if self.network.nodes[at].split == "all" else None
        if exact is not None:
            return exact if own.is_zero else sequence([own, exact])
        is_inside_another = bool(self.crossed & self.open - {at})
        self.crossed.add(at)
        law = self.block(at)
        # Where every time is fixed and nothing is chosen the longest way is the time.
        if law.variance == 0 or is_inside_another:
            self.crossed.discard(at)
        return law

    def block(self, at: int) -> Law:
        """Return the law of a parallel or inclusive block: the node's own time, then the longest of its branches."""
        node = self.network.nodes[at]
        join = self.after.get(at, EXIT)
        own = self.routes(at)[0]
        targets = [self.network.ways[way].target for way in node.outgoing]
        branches = [self._branch(target, join) for target in targets]
        block = longest(branches) if node.split == "all" else self._some(at, branches)
        return block if own.is_zero else sequence([own, block])

    def _branch(self, target: int, join: int) -> Law:
        # Where blocks are not nested, the same branch is met on many ways: without this their number explodes.
        if (target, join) not in self.branches:
            self.branches[target, join] = self.chain({target: 1.0}, join)
        return self.branches[target, join]

    def _some(self, at: int, branches: list[Law]) -> Law:
        """The longest of the branches that an inclusive split takes, over every set it may take."""
        sets = chosen_sets(self.network, self.network.nodes[at])
        cases = [(longest([branches[number] for number in taken]), chance) for taken, chance in sets]
        return mixture(cases or [(ZERO, 1.0)])


def post_dominators(network: Network, region: int) -> dict[int, int]:
    """Return for each node of a region the first node that every way from it to an end must pass."""
    before: dict[int, list[int]] = {}
    for at in network.members(region):
        targets = [network.ways[way].target for way in network.nodes[at].outgoing]
        for target in (*(targets or [EXIT]), *network.nodes[at].boundaries):
            before.setdefault(target, []).append(at)
    return immediate_dominators(before, EXIT)


def sequence(laws: Sequence[Law]) -> Law:
    """Return the law of independent times one after the other."""
    if len(laws) == 1:
        return laws[0]
    if not all(law.atoms is not None for law in laws) and not all(law.phases is not None for law in laws):
        return Law(mean=math.fsum(law.mean for law in laws), variance=math.fsum(law.variance for law in laws))
    steps = {number: (law, [(number + 1, 1.0)] if number + 1 < len(laws) else []) for number, law in enumerate(laws)}
    return _chain_law({0: 1.0}, steps)


Steps = Mapping[int, tuple[Law, list[tuple[int, float]]]]


def _chain_law(entries: Mapping[int, float], steps: Steps) -> Law:
    index = {at: number for number, at in enumerate(steps)}
    if not index:
        return ZERO
    laws = [law for law, _ in steps.values()]
    only = _only_law(entries, steps)
    if only is not None:
        return only
    if all(law.atoms is not None for law in laws):
        found = _atoms(entries, steps)
        if found is not None:
            return found
    moves = np.zeros((len(index), len(index)))
    for at, (_, following) in steps.items():
        for target, chance in following:
            if target in index:
                moves[index[at], index[target]] += chance
    initial = np.array([entries.get(at, 0.0) for at in steps])
    phases = [law.phases for law in laws if law.phases is not None]
    if len(phases) == len(laws) and sum(len(first) for first, _ in phases) <= _MOST_PHASES:
        return _phases(initial, phases, moves)
    return _moments(initial, laws, moves)


def _only_law(entries: Mapping[int, float], steps: Steps) -> Law | None:
    """Return the one law of a chain in which nothing else takes time and every case takes the same way, or None."""
    laws = [law for law, _ in steps.values() if not law.is_zero]
    is_straight = len(entries) == 1 and all(len(following) <= 1 for _, following in steps.values())
    is_sure = all(chance == 1 for _, following in steps.values() for _, chance in following)
    return laws[0] if len(laws) == 1 and is_straight and is_sure else None


def _moments(initial: Floats, laws: list[Law], moves: Floats) -> Law:
    """Mean and second moment of a chain's total time: two linear systems.

    Source: rewards of an absorbing chain; Kemeny, Snell, Finite Markov Chains, 1960, §3.3.
    """
    means = np.array([law.mean for law in laws])
    seconds = np.array([law.variance + law.mean**2 for law in laws])
    system = np.eye(len(laws)) - moves
    first = np.linalg.solve(system, means)
    second = np.linalg.solve(system, seconds + 2 * means * (moves @ first))
    mean = float(initial @ first)
    return Law(mean=mean, variance=max(0.0, float(initial @ second) - mean**2))


def _phases(initial: Floats, phases: list[tuple[Floats, Floats]], moves: Floats) -> Law:
    """Join phase-type steps into one phase-type law; a step may be skipped with the chance its phases leave open."""
    sizes = [len(first) for first, _ in phases]
    skip = np.array([1 - float(first.sum()) for first, _ in phases])
    # From the entry of a step to the entry of the next one whose phases are really gone through.
    through = np.linalg.inv(np.eye(len(phases)) - skip[:, None] * moves)
    starts = np.zeros((len(phases), sum(sizes)))
    generator = np.zeros((sum(sizes), sum(sizes)))
    exits = np.zeros((sum(sizes), len(phases)))
    at = 0
    for number, (first, inner) in enumerate(phases):
        span = slice(at, at + sizes[number])
        starts[number, span] = first
        generator[span, span] = inner
        exits[span, number] = -inner.sum(axis=1)
        at += sizes[number]
    generator += exits @ moves @ through @ starts
    return law_of_phases(initial @ through @ starts, generator)


def _atoms(entries: Mapping[int, float], steps: Steps) -> Law | None:
    """Move shares of a token through a chain, earliest first; None where there are too many values.

    What goes round a loop is followed until nothing of it is left that a number can hold.
    """
    most = 8 * _MOST_ATOMS if _is_without_loops(steps) else _MOST_TURNS
    found: dict[float, float] = {}
    shares = {(0.0, at): share for at, share in entries.items()}
    waiting = sorted(shares)
    for _ in range(most):
        if not waiting:
            return law_of_atoms(found) if 0 < len(found) <= _MOST_ATOMS else None
        time, at = place = heappop(waiting)
        share = shares.pop(place)
        if share < _NOTHING:
            continue
        if at not in steps:
            found[time] = found.get(time, 0.0) + share
            continue
        law, following = steps[at]
        rest = 1.0 - sum(chance for _, chance in following)
        for value, chance in law.atoms or ():
            if rest > 1e-12:
                found[time + value] = found.get(time + value, 0.0) + share * chance * rest
            for target, move in following:
                after = time + value, target
                if after not in shares:
                    heappush(waiting, after)
                shares[after] = shares.get(after, 0.0) + share * chance * move
    return None


def _is_without_loops(steps: Steps) -> bool:
    import networkx as nx

    graph = nx.DiGraph([(at, target) for at, (_, following) in steps.items() for target, _ in following])
    return bool(nx.is_directed_acyclic_graph(graph))

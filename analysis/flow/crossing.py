"""Parallel blocks whose ways are joined across each other: their time from all situations they can be in.

Where branches share work, the times of the ways through a block depend on each other, and the longest of them is not
that of independent ones. With phase-type times (exponential, Erlang, none) the tokens in the block make a Markov chain,
whose time to absorption is exact. Source: Kulkarni, Adlakha, Markov and Markov-regenerative PERT networks, Operations
Research 34 (1986), here with choices and loops between the splits and joins.
"""

from collections.abc import Callable, Iterator

import numpy as np

from analysis.flow.laws import Floats, Law, law_of_phases
from analysis.network import Network

__all__ = ["crossing_law", "is_crossed"]

_EXIT = -2  # as in `analysis.flow.chains`, which imports this
_MOST_SITUATIONS = 600
_MOST_AT_ONCE = 200  # nodes gone through in no time
_HARDLY = 1e-12

_Active = tuple[tuple[int, int], ...]  # (node, phase of its time), sorted
_Waiting = frozenset[tuple[int, int]]  # (join, the node a token came to it from)
_Situation = tuple[_Active, _Waiting]
_Routes = Callable[[int], tuple[Law, list[tuple[int, float]]]]


class _UnsuitedError(Exception):
    """The block is none that can be followed so."""


def is_crossed(network: Network, at: int, join: int, after: dict[int, int]) -> bool:
    """Return whether a join inside the block from `at` to `join` waits for ways that no split inside it began.

    Args:
        network: The network.
        at: The node that begins the block.
        join: The node at which it ends.
        after: The post-dominator of each node.
    """
    inside: set[int] = set()
    waiting = list(_targets(network, at))
    while waiting:
        node = waiting.pop()
        if node not in inside and node not in {at, join, _EXIT}:
            inside.add(node)
            waiting += [*_targets(network, node), *network.nodes[node].boundaries]
    joins = [node for node in inside if network.nodes[node].join == "all" and len(network.nodes[node].incoming) > 1]
    return any(_reaches_back(network, node, at, inside, after) for node in joins)


def _reaches_back(network: Network, join: int, at: int, inside: set[int], after: dict[int, int]) -> bool:
    """Whether ways that a join waits for begin where the block begins, and at no split that the join closes."""
    hosts = {boundary: host for host in inside for boundary in network.nodes[host].boundaries}
    seen: set[int] = set()
    waiting = [join]
    while waiting:
        node = waiting.pop()
        before = [network.ways[way].source for way in network.nodes[node].incoming]
        for source in [*before, *([hosts[node]] if node in hosts else [])]:
            if source == at:
                return True
            closes = network.nodes[source].split == "all" and len(_targets(network, source)) > 1
            if source in inside and source not in seen and not (closes and after.get(source) == join):
                seen.add(source)
                waiting.append(source)
    return False


def crossing_law(network: Network, at: int, join: int, routes: _Routes) -> Law | None:
    """Return the law of the time from the ways that begin at a split until all of them are over.

    None where times are not phase-type, something else than exclusive choices and parallel splits and joins is inside,
    the block can get stuck, or it has more than 600 situations.

    Args:
        network: The network.
        at: The split.
        join: The node at which the ways are over (or they end).
        routes: The time and the successors of each node.
    """
    block = _Block(network, at, join, routes)
    try:
        return block.law()
    except _UnsuitedError:
        return None


class _Block:
    """A block while its situations are gone through."""

    def __init__(self, network: Network, at: int, join: int, routes: _Routes) -> None:
        self.network, self.at, self.stops, self.routes = network, at, {join, _EXIT}, routes
        self.places: dict[_Situation, int] = {}

    def law(self) -> Law:
        tokens = [(self.at, target) for target in _targets(self.network, self.at)]
        initial = self._by_place(self._enter_all(tokens, ((), frozenset())))
        rows: list[dict[int | None, float]] = []
        while len(rows) < len(self.places):
            here = list(self.places)[len(rows)]
            rows.append(self._by_place(self._moves(here)))
        count = len(rows)
        generator = np.zeros((count, count))
        for row, rates in enumerate(rows):
            generator[row, row] = -sum(rates.values())
            for place, rate in rates.items():
                if place is not None:
                    generator[row, place] += rate
        return law_of_phases(np.array([initial.get(place, 0.0) for place in range(count)]), generator)

    def _by_place(self, situations: Iterator[tuple[_Situation, float]]) -> dict[int | None, float]:
        """Add up chances or rates by where a situation is in the chain; None: all is over."""
        found: dict[int | None, float] = {}
        for situation, much in situations:
            place = self._place(situation)
            found[place] = found.get(place, 0.0) + much
        return found

    def _place(self, situation: _Situation) -> int | None:
        active, waiting = situation
        if not active and waiting:
            raise _UnsuitedError  # stuck: a join waits for what never comes
        if not active:
            return None
        if len(self.places) == _MOST_SITUATIONS and situation not in self.places:
            raise _UnsuitedError
        return self.places.setdefault(situation, len(self.places))

    def _moves(self, situation: _Situation) -> Iterator[tuple[_Situation, float]]:
        """Yield what a situation becomes, and at what rate."""
        active, waiting = situation
        for place, (node, phase) in enumerate(active):
            rest = (*active[:place], *active[place + 1 :])
            _, generator = self._phases(node)
            for other, rate in enumerate(generator[phase].tolist()):
                if other != phase and rate > 0:
                    yield (tuple(sorted((*rest, (node, other)))), waiting), rate
            over = -float(generator[phase].sum())
            if over > 0:
                for following, chance in self._leave(node, (rest, waiting), 0):
                    yield following, over * chance

    def _phases(self, node: int) -> tuple[Floats, Floats]:
        phases = self.routes(node)[0].phases
        if phases is None:
            raise _UnsuitedError
        return phases

    def _enter_all(
        self, tokens: list[tuple[int, int]], situation: _Situation, depth: int = 0
    ) -> Iterator[tuple[_Situation, float]]:
        """Let tokens, each with the node it comes from, enter nodes one after the other."""
        if not tokens:
            yield situation, 1.0
            return
        for following, chance in self._enter(*tokens[0], situation, depth):
            for last, share in self._enter_all(tokens[1:], following, depth):
                yield last, chance * share

    def _enter(self, source: int, at: int, situation: _Situation, depth: int) -> Iterator[tuple[_Situation, float]]:
        if at in self.stops:
            yield situation, 1.0
            return
        node = self.network.nodes[at]
        is_join = len(node.incoming) > 1 and node.join != "each"
        is_odd = node.kind in {"terminate", "raise", "undo"} or (is_join and node.join != "all") or node.gives > 1
        if at == self.at or depth > _MOST_AT_ONCE or is_odd:
            raise _UnsuitedError
        active, waiting = situation
        if is_join:
            if (at, source) in waiting:
                raise _UnsuitedError
            come = {pair for pair in waiting if pair[0] == at} | {(at, source)}
            if len(come) < len(node.incoming):
                yield (active, waiting | come), 1.0
                return
            waiting -= come
        first, _ = self._phases(at)
        for phase, chance in enumerate(first.tolist()):
            if chance > 0:
                yield (tuple(sorted((*active, (at, phase)))), waiting), chance
        at_once = 1.0 - float(first.sum())
        if at_once > _HARDLY:
            for following, chance in self._leave(at, (active, waiting), depth + 1):
                yield following, at_once * chance

    def _leave(self, at: int, situation: _Situation, depth: int) -> Iterator[tuple[_Situation, float]]:
        targets = _targets(self.network, at)
        if len(targets) > 1 and self.network.nodes[at].split == "all":
            yield from self._enter_all([(at, target) for target in targets], situation, depth)
            return
        if len(targets) > 1 and self.network.nodes[at].split == "some":
            raise _UnsuitedError
        _, following = self.routes(at)
        for target, chance in following:
            if chance > 0:
                for last, share in self._enter(at, target, situation, depth):
                    yield last, chance * share
        ends = 1.0 - sum(chance for _, chance in following)
        if ends > _HARDLY:
            yield situation, ends


def _targets(network: Network, at: int) -> list[int]:
    return [network.ways[way].target for way in network.nodes[at].outgoing]

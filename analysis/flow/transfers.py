"""How long a case is on its way to an activity from the pool that had it last."""

from collections.abc import Mapping

import numpy as np

from analysis.flow.laws import ZERO, Floats, Law, law_of, mixture
from analysis.network import Network
from analysis.network.visits import way_chances
from analysis.scenario.distributions import Distribution

__all__ = ["transfer_laws"]


def transfer_laws(
    network: Network, chances: Mapping[int, list[float]], shares: Mapping[int, Mapping[str, float]]
) -> dict[int, Law]:
    """Return the law of the way to each activity, by the node's index; none where no transfer is said.

    Args:
        network: The network.
        chances: For nodes whose ways out are not as `way_chances` says: their chances.
        shares: The share of each activity's instances that each pool does.

    How often a case comes to a node from each pool is that of a Markov chain on nodes and pools: exact where one token
    goes through a case, and for parallel ways as if each went by itself.
    """
    if not network.scenario.transfers:
        return {}
    pools = list(network.scenario.resources)
    met = _met(network, chances, shares, pools)
    found = {}
    for at, node in enumerate(network.nodes):
        total = float(met[:, at].sum())
        if node.kind == "task" and node.resources and total > 0:
            target = _target(network, at)
            cases = [
                (_law(network, pools[number], target), float(met[number, at]) / total) for number in range(len(pools))
            ]
            first = float(met[len(pools), at]) / total
            found[at] = mixture([*((law, share) for law, share in cases if share > 0), (ZERO, first)])
    return found


def _target(network: Network, at: int) -> str:
    """The pool an activity goes to: the first one named, or that of as many as needed."""
    node = network.nodes[at]
    endless = [pool for pool in node.resources if network.scenario.resources[pool].amount is None]
    return (endless or list(node.resources))[0]


def _law(network: Network, source: str, target: str) -> Law:
    return law_of(_time(network, source, target)) if source != target else ZERO


def _time(network: Network, source: str, target: str) -> Distribution | None:
    """What names both pools comes before what names one."""
    for transfer in sorted(network.scenario.transfers, key=lambda way: (way.source, way.target).count(None)):
        if transfer.source in {None, source} and transfer.target in {None, target}:
            return transfer.time
    return None


def _met(
    network: Network, chances: Mapping[int, list[float]], shares: Mapping[int, Mapping[str, float]], pools: list[str]
) -> Floats:
    """Expected visits to each node after each pool (the last row: after none)."""
    size, kinds = len(network.nodes), len(pools) + 1
    moves = np.zeros((kinds * size, kinds * size))
    for at, node in enumerate(network.nodes):
        own = chances.get(at, way_chances(network, node))
        targets = [*(network.ways[way].target for way in node.outgoing), *node.boundaries]
        for target, chance in zip(targets, own, strict=False):
            for before in range(kinds):
                for after, share in _after(shares.get(at, {}), pools, before):
                    moves[before * size + at, after * size + target] += chance * share * _part(network, target)
    entries = np.zeros(kinds * size)
    for region in network.regions:
        for start, share in region.starts:
            if region.holder < 0:
                entries[(kinds - 1) * size + start] += share
            for before in range(kinds if region.holder >= 0 else 0):
                moves[before * size + region.holder, before * size + start] += share
    solved = np.linalg.lstsq(np.eye(kinds * size) - moves.T, entries, rcond=None)[0]
    return np.asarray(np.maximum(solved, 0.0)).reshape(kinds, size)


def _part(network: Network, target: int) -> float:
    """How much of a visit to a node one token is: a parallel join takes one from each way."""
    node = network.nodes[target]
    return 1 / len(node.incoming) if node.join == "all" and len(node.incoming) > 1 else 1.0


def _after(shares: Mapping[str, float], pools: list[str], before: int) -> list[tuple[int, float]]:
    """Which pool had the case last after a node: who did it, or who had it before."""
    if not shares:
        return [(before, 1.0)]
    return [(pools.index(pool), share) for pool, share in shares.items()]

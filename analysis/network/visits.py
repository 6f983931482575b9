"""How often a case visits each node, exactly: the network as an absorbing Markov chain of tokens."""

import math
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from analysis.errors import ScenarioError
from analysis.network.dominators import immediate_dominators
from analysis.network.values import Network, Node
from bpmn.language import Text

__all__ = ["chosen_sets", "expected_visits", "matching_split", "way_chances"]


def way_chances(network: Network, node: Node) -> list[float]:
    """Return for each way out of a node the probability that one visit to it sends a token there.

    For an inclusive split without default, in which no way may happen to be taken, the choice is made again until one
    is: each chance is divided by that of taking any. Where one is taken by the probabilities instead
    (`Node.takes_one`), each way gets its share of the chance of taking none. For an event-based gateway they are those
    of `Way.probability`.
    """
    ways = [network.ways[way] for way in node.outgoing]
    if node.split == "all":
        return [1.0] * len(ways)
    if node.split != "some" or node.choices:
        return [way.probability for way in ways]
    none = float(np.prod([1.0 - way.probability for way in ways if not way.is_default]))
    if node.takes_one:
        total = math.fsum(way.probability for way in ways)
        return [way.probability * (1.0 + none / total) if total else 0.0 for way in ways]
    has_default = any(way.is_default for way in ways)
    scale = 1.0 if has_default else 1.0 / (1.0 - none) if none < 1 else 0.0
    return [none if way.is_default else way.probability * scale for way in ways]


def matching_split(network: Network, region: int) -> dict[int, int]:
    """Return, for each join of a region, the split whose tokens it gathers: its immediate dominator.

    Source: single-entry single-exit regions by dominators; Johnson, Pearson, Pingali, PLDI 1994.
    """
    members = network.members(region)
    following = {
        at: [*(network.ways[way].target for way in network.nodes[at].outgoing), *network.nodes[at].boundaries]
        for at in members
    }
    dominators = immediate_dominators(following | {-1: [start for start, _ in network.regions[region].starts]}, -1)
    return {at: dominators[at] for at in members if network.nodes[at].join != "each" and at in dominators}


def expected_visits(network: Network, chances: dict[int, list[float]] | None = None) -> NDArray[np.float64]:
    """Return the expected number of visits to each node in one case.

    Args:
        network: The network.
        chances: For nodes whose ways out are not as `way_chances` says (boundary events, event-based gateways): the
            chances of the node's ways, then of its boundary events.

    Raises:
        ScenarioError: If a loop has no way out.

    Source: v = (I - Pᵀ)⁻¹ e; Kemeny, Snell, Finite Markov Chains, 1960, theorem 3.2.4. A parallel join is visited as
    often as the split that it closes.
    """
    size = len(network.nodes)
    system = np.eye(size)
    entries = np.zeros(size)
    for number, region in enumerate(network.regions):
        splits = matching_split(network, number)
        for start, share in region.starts:
            if region.holder < 0:
                entries[start] += share
            else:
                holder = network.nodes[region.holder]
                count = holder.instances.expected if holder.instances else 1.0
                system[start, region.holder] -= share * count
        for at in network.members(number):
            _add_visits(network, system, at, (chances or {}).get(at))
        for join, split in splits.items():
            splits_here = split >= 0 and network.nodes[split].split in {"all", "some"}
            if splits_here and len(network.nodes[split].outgoing) > 1 and network.nodes[join].join != "quantity":
                system[join, :] = 0.0
                system[join, join] = 1.0
                system[join, split] = -1.0
            else:
                _share_join(network, system, join)
    try:
        visits = np.linalg.solve(system, entries)
    except np.linalg.LinAlgError:
        visits = np.full(size, -1.0)
    if not np.all(np.isfinite(visits)) or visits.min() < -1e-6 or visits.max() > 1e9:
        raise ScenarioError(Text("A case goes round without end: no way out of a loop has a chance."))
    return np.asarray(np.maximum(visits, 0.0), dtype=np.float64)


def _add_visits(network: Network, system: NDArray[np.float64], at: int, said: list[float] | None) -> None:
    node = network.nodes[at]
    chances = said if said is not None else way_chances(network, node)
    targets = [network.ways[way].target for way in node.outgoing]
    for target, chance in zip([*targets, *node.boundaries], chances, strict=False):
        system[target, at] -= chance * (node.gives if target not in node.boundaries else 1)


def _share_join(network: Network, system: NDArray[np.float64], join: int) -> None:
    """A join without a split of its own is passed once for all the tokens on its ways."""
    row = system[join].copy()
    row[join] = 0.0
    node = network.nodes[join]
    tokens = {"all": len(node.incoming), "quantity": node.needs}.get(node.join, 1)
    system[join] = row / max(1, tokens)
    system[join, join] = 1.0


def chosen_sets(network: Network, node: Node) -> list[tuple[tuple[int, ...], float]]:
    """Return the sets of ways that an inclusive split may take, by their places, each with its probability.

    They add up to 1; where no way has a chance there are none. What is taken where none happens to be is as in
    `way_chances`.
    """
    if node.choices:
        return list(node.choices)
    ways = [network.ways[way] for way in node.outgoing]
    free = [number for number, way in enumerate(ways) if not way.is_default]
    default = tuple(number for number, way in enumerate(ways) if way.is_default)
    chances = [ways[number].probability for number in free]
    found = {tuple(free[number] for number in chosen): chance for chosen, chance in _subsets(chances)}
    none = found.pop((), 0.0)
    if default:
        found[default] = none
    elif node.takes_one:
        total = math.fsum(chances)
        for number, chance in zip(free, chances, strict=True):
            found[number,] += none * chance / total if total else 0.0
    total = math.fsum(found.values())
    return [(chosen, chance / total) for chosen, chance in found.items() if chance > 0]


def _subsets(chances: list[float]) -> list[tuple[tuple[int, ...], float]]:
    """Return every set of independent ways with the probability that exactly it is taken."""
    found = []
    for size in range(len(chances) + 1):
        for chosen in combinations(range(len(chances)), size):
            inside = np.prod([chances[way] for way in chosen])
            outside = np.prod([1 - c for way, c in enumerate(chances) if way not in chosen])
            found.append((chosen, float(inside * outside)))
    return found

"""Chances at gateways and numbers of turns that go by rules over what is known of a case, worked out beforehand.

The share of the visits to a gateway on which it takes a way makes a chain in which each node is visited as often as on
average over all kinds of cases: the balance of visits is linear. Source: v = e + Pᵀ v, with P the mean over the kinds
of cases weighted by their visits; Kemeny, Snell, Finite Markov Chains, 1960, §6.3 (lumping, here of the expectations).
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from analysis.flow.decided import decided_in
from analysis.flow.known import DRAWS, MOST_KINDS, Facts, Known, answers_to, asked_by, kinds_of_cases
from analysis.flow.learning import Learning, TooMuchError
from analysis.flow.walking import Tally, walk
from analysis.network import Network
from analysis.scenario.attributes import AttributeSource, Scalar
from analysis.scenario.distributions import Distribution
from bpmn.frozen import dataclass
from bpmn.language import Text
from bpmn.model import Expression

if TYPE_CHECKING:
    from analysis.simulation.lookups import Axis

__all__ = ["Ruled", "rules_in", "with_rule_chances"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruled:
    """A network whose chances follow from the attributes of its cases.

    Attributes:
        network: The network.
        assumed: What was not exact about it.
    """

    network: Network
    assumed: tuple[Text, ...] = ()


def with_rule_chances(network: Network, chances: Mapping[int, list[float]]) -> Ruled:
    """Return a network with the chances and numbers of turns that its rules come to.

    Args:
        network: The network.
        chances: Those of events, as for `expected_visits`.

    Exact where attributes have finitely many values, or numbers are only compared with constants; else a sample of
    `DRAWS` cases, the same each time. What cannot be followed stays as given, and is said.
    """
    rules = rules_in(network)
    if not rules:
        return Ruled(network=network)
    try:
        known, learning, kinds = _prepared(network, rules)
        tally = walk(network, kinds, learning, chances)
    except TooMuchError as error:
        return Ruled(network=network, assumed=(_left_as_given(error),))
    assumed: tuple[Text, ...] = ()
    if known.is_sample or learning.is_estimate:
        text = Text("What rules over attributes come to is estimated by {count} drawn cases.", count=f"{DRAWS:,}")
        assumed = (text,)
    return Ruled(network=_with(network, tally), assumed=assumed)


def _left_as_given(error: TooMuchError) -> Text:
    if error.is_endless:
        return Text(
            "By their rules some cases go round {name} without end; formulas take the probabilities as given.",
            name=error.element,
        )
    return Text(
        "What the rules of a case come to cannot be followed at {name}; formulas take the probabilities as given.",
        name=error.element or "–",
    )


def rules_in(network: Network) -> list[Expression]:
    """Return the rules that decide which way cases go and how often something is done."""
    found: dict[Expression, None] = {}
    for node in network.nodes:
        if node.goes_by_rules:
            found |= {rule: None for way in node.outgoing if (rule := network.ways[way].rule) is not None}
        if node.repetition is not None:
            three = (node.repetition.count, node.repetition.goes_on, node.repetition.is_done)
            found |= {rule: None for rule in three if rule is not None}
    return list(found)


def _prepared(network: Network, rules: Sequence[Expression]) -> tuple[Known, Learning, Sequence[tuple[Facts, float]]]:
    """Return what is known of cases, what they learn, and the kinds of cases that the rules tell apart."""
    scenario, decided = network.scenario, decided_in(network)
    results = {name: one for one in decided.values() for name in one.columns}
    names = network.facts.names | frozenset(results)
    sets = {node.id: tuple(said.sets.items()) for node in network.nodes if (said := scenario.activities.get(node.id))}
    later = {name for pairs in sets.values() for name, _ in pairs} | set(results)
    given = [*scenario.attributes.items(), *(pair for pairs in sets.values() for pair in pairs)]
    asks = [(name, _asked_source(source, names)) for name, source in given]
    wanted = _wanted(rules, names, [*asks, *((name, one.asks) for name, one in results.items())])
    unknown = wanted - set(scenario.attributes) - later
    if unknown:
        raise TooMuchError(", ".join(sorted(unknown)))
    decided = {element: one for element, one in decided.items() if wanted & set(one.columns)}
    sources = [(name, source) for name, source in scenario.attributes.items() if name in wanted]
    sets = {element: tuple(pair for pair in pairs if pair[0] in wanted) for element, pairs in sets.items()}
    drawn = [*sources, *(pair for pairs in sets.values() for pair in pairs)]
    cuts = _cuts(rules, drawn, names, [axis for one in decided.values() for axis in one.axes])
    known = kinds_of_cases(tuple(sources), tuple(cuts.items()))
    first = [rule for rule in rules if not _asked(rule, names) & later and _asked(rule, names) <= names]
    answers = {rule: f"\0{number}" for number, rule in enumerate(first)}
    asked_later = {name for rule in rules if rule not in answers for name in _asked(rule, names)}
    asked_later |= {name for pairs in sets.values() for _, source in pairs for name in _asked_source(source, names)}
    asked_later |= {name for one in decided.values() for name in one.asks}
    kept = asked_later | later & wanted
    kinds = _told_apart(known, answers, sorted(kept))
    return known, Learning(sets, cuts, answers, decided=decided, is_drawn=len(kinds) > MOST_KINDS), kinds


def _told_apart(
    known: Known, answers: Mapping[Expression, str], kept: Sequence[str]
) -> tuple[tuple[Facts, float], ...]:
    """Return the kinds that differ in what matters: the answers to rules, and what is needed later."""
    count = len(known.kinds)
    drawn = zip(*(values for values, _ in known.kinds), strict=True)
    columns = dict(zip(known.names, map(list, drawn), strict=True))
    told = {name: columns.get(name, [None] * count) for name in kept}
    told |= {name: answers_to(rule, columns, count) for rule, name in answers.items()}
    found: dict[tuple[Scalar, ...], float] = {}
    rows = zip(*told.values(), strict=True) if told else [()] * count
    for values, (_, share) in zip(rows, known.kinds, strict=True):
        found[values] = found.get(values, 0.0) + share
    return tuple((tuple(zip(told, values, strict=True)), share) for values, share in found.items())


def _wanted(rules: Sequence[Expression], names: frozenset[str], asks: Sequence[tuple[str, frozenset[str]]]) -> set[str]:
    """Return the names that the rules ask for, also through what other attributes are made of: `asks`."""
    wanted = {name for rule in rules for name in _asked(rule, names)} & names
    while True:
        more = {asked for name, all_asked in asks if name in wanted for asked in all_asked} & names
        if more <= wanted:
            return wanted
        wanted |= more


def _asked(rule: Expression, names: frozenset[str]) -> frozenset[str]:
    return asked_by((rule.text, rule.language), names)


def _asked_source(source: AttributeSource, names: frozenset[str]) -> frozenset[str]:
    return asked_by((source.expression, "feel"), names) if source.expression else frozenset()


def _cuts(
    rules: Sequence[Expression],
    sources: Sequence[tuple[str, AttributeSource]],
    names: frozenset[str],
    axes: "Sequence[Axis]",
) -> dict[str, tuple[float, ...] | None]:
    """Return the constants that each attribute that can be any number is compared with; None: more is done with it."""
    from analysis.simulation.domains import UnsupportedError
    from analysis.simulation.lookups import cuts_of
    from bpmn.expressions import Language
    from bpmn.expressions.compile import parse

    numbers = frozenset(name for name, source in sources if source.law is not None)
    found: dict[str, set[float]] = {name: set() for name in numbers}
    for axis in axes:
        found.get(axis.name, set()).update(axis.cuts)
    entangled: set[str] = set()
    expressions = [Expression(text=source.expression, language="feel") for _, source in sources if source.expression]
    for rule in (*rules, *expressions):
        if not rule.language:
            continue
        try:
            cuts_of(parse(rule.text, Language(rule.language), names), numbers, found=found)
        except UnsupportedError:
            entangled |= _asked(rule, names) & numbers
    return {name: None if name in entangled else tuple(sorted(found[name])) for name in sorted(numbers)}


def _with(network: Network, tally: Tally) -> Network:
    nodes, ways = list(network.nodes), list(network.ways)
    for (kind, at), counts in tally.items():
        taken = {key: count for key, count in counts.items() if key}
        total = math.fsum(taken.values())
        if total <= 0:
            continue
        shares = {key: count / total for key, count in taken.items()}
        if kind == "turns":
            nodes[at] = replace(nodes[at], instances=_distribution(shares))
            continue
        for place, way in enumerate(nodes[at].outgoing):
            share = math.fsum(chance for places, chance in shares.items() if place in places)
            ways[way] = replace(ways[way], probability=share)
        if nodes[at].split == "some":
            nodes[at] = replace(nodes[at], choices=tuple(sorted(shares.items())))
    return replace(network, nodes=tuple(nodes), ways=tuple(ways))


def _distribution(shares: Mapping[tuple[int, ...], float]) -> Distribution:
    pairs = sorted((float(turns[0]), share) for turns, share in shares.items())
    if len(pairs) == 1:
        return Distribution(type="fixed", value=pairs[0][0])
    return Distribution(
        type="empirical", values=tuple(value for value, _ in pairs), weights=tuple(share for _, share in pairs)
    )

"""The attributes and rules of a network gathered into tables."""

from typing import TYPE_CHECKING

from analysis.network import Network, Node
from analysis.network.repetitions import Repetition
from analysis.network.rules import DecisionUse
from analysis.scenario.attributes import AttributeSource, Scalar
from analysis.simulation.domains import Domain, UnsupportedError, domain_of
from analysis.simulation.rule_tables import RuleTables
from bpmn.frozen import dataclass
from bpmn.language import Text

if TYPE_CHECKING:
    from analysis.simulation.lookups import Axis

__all__ = ["RulePlan", "plan_rules"]

_MOST_ROUNDS = 20
_MOST_NUMBERS = 100  # more are told apart only where a rule compares them with constants


@dataclass(frozen=True, slots=True, kw_only=True)
class RulePlan:
    """Where the rules of a network are in the tables.

    Attributes:
        tables: The tables.
        first: How many sources, from the first on, give a new case its attributes.
        sources: For the nodes that give attributes values: the first of their sources, and the one after the last.
        ways: The programs of the ways that have a rule.
        conditions: The programs of the conditions that are waited for, by channel.
        untils: The programs of what ends an ad-hoc sub-process, by region.
        repetitions: The programs of repetitions by node: how many instances, whether a loop goes on, whether it is
            done; -1 for none.
    """

    tables: RuleTables
    first: int
    sources: dict[int, tuple[int, int]]
    ways: dict[int, int]
    conditions: dict[str, int]
    untils: dict[int, int]
    repetitions: dict[int, tuple[int, int, int]]


def plan_rules(network: Network, tables: RuleTables) -> RulePlan:
    """Return the attributes, decisions and rules of a network in tables.

    Raises:
        ScenarioError: If one cannot be evaluated in a simulation; the message names element and expression.
    """
    scenario = network.scenario
    results = _declare(network, tables)
    for name, source in scenario.attributes.items():
        tables.add_source(name, source, f"\0attribute {name}")
    first = tables.source_count
    sources: dict[int, tuple[int, int]] = {}
    for at, node in enumerate(network.nodes):
        begin = tables.source_count
        if node.id in results:
            tables.add_results(*results[node.id])
        for name, source in _sets(network, node.id).items():
            tables.add_source(name, source, f"{node.key}\0{name}")
        if tables.source_count > begin:
            sources[at] = (begin, tables.source_count)
    ways = {
        number: tables.add_rule(way.rule, network.nodes[way.source].name)
        for number, way in enumerate(network.ways)
        if way.rule is not None and network.nodes[way.source].goes_by_rules
    }
    return RulePlan(
        tables=tables,
        first=first,
        sources=sources,
        ways=ways,
        conditions={name: tables.add_rule(rule, name.split(" ")[1]) for name, rule in network.conditions.items()},
        untils=_untils(network, tables),
        repetitions=_repetitions(network, tables),
    )


def _untils(network: Network, tables: RuleTables) -> dict[int, int]:
    return {
        number: tables.add_rule(region.until, network.nodes[region.holder].name)
        for number, region in enumerate(network.regions)
        if region.until is not None
    }


def _repetitions(network: Network, tables: RuleTables) -> dict[int, tuple[int, int, int]]:
    found = {}
    for at, node in enumerate(network.nodes):
        if node.repetition is not None:
            rules = (node.repetition.count, node.repetition.goes_on, node.repetition.is_done)
            with tables.numbers(_numbers(node, node.repetition)):
                count, goes_on, is_done = (-1 if rule is None else tables.add_rule(rule, node.name) for rule in rules)
            found[at] = (count, goes_on, is_done)
    return found


def _numbers(node: Node, repetition: Repetition) -> dict[str, Domain]:
    """Return what the numbers can be that the rules of a repetition ask for, by the names they have there."""
    most = repetition.most
    if repetition.count is None and node.instances is not None and node.instances.is_constant:
        most = max(most, round(node.instances.expected))
    is_any = repetition.count is not None or not 0 < most <= _MOST_NUMBERS
    values = Domain(values=frozenset(map(float, range(most + 2))))
    return dict.fromkeys(repetition.numbers, Domain(has_numbers=True) if is_any else values)


def _sets(network: Network, element: str) -> dict[str, AttributeSource]:
    said = network.scenario.activities.get(element)
    return {} if said is None else dict(said.sets)


def _declare(network: Network, tables: RuleTables) -> "dict[str, tuple[tuple[Axis, ...], dict[str, list[Scalar]]]]":
    """Find out what each attribute can be, until nothing more can be; return the decisions, tabulated for that."""
    for name, source in network.scenario.attributes.items():
        tables.domains[name] = tables.domain_of_source(name, source)
    later = [(name, source) for node in network.nodes for name, source in _sets(network, node.id).items()]
    for name in [*(name for name, _ in later), *network.facts.names]:
        tables.domains.setdefault(name, Domain(values=frozenset({None})))
    used = {node.id: network.facts.decisions[node.id] for node in network.nodes if node.id in network.facts.decisions}
    for _ in range(_MOST_ROUNDS):
        before = dict(tables.domains)
        for name, source in later:
            _widen(tables, name, tables.domain_of_source(name, source))
        results = {element: _decided(tables, element, use) for element, use in used.items()}
        for _, columns in results.values():
            for name, column in columns.items():
                _widen(tables, name, _domain(tables, name, column))
        if tables.domains == before:
            return results
    raise tables.error(Text("What the attributes can be has no end: they are made of each other."), "")


def _widen(tables: RuleTables, name: str, domain: Domain) -> None:
    known = tables.domains.get(name, Domain(values=frozenset({None})))
    try:
        tables.domains[name] = known.joined(domain)
    except UnsupportedError as error:
        raise tables.error(Text("{name} is a number here and true or false there.", name=name), name) from error


def _domain(tables: RuleTables, name: str, column: list[Scalar]) -> Domain:
    try:
        return domain_of(column)
    except UnsupportedError as error:
        raise tables.error(Text("{name} is a number here and true or false there.", name=name), name) from error


def _decided(tables: RuleTables, element: str, use: DecisionUse) -> "tuple[tuple[Axis, ...], dict[str, list[Scalar]]]":
    from analysis.simulation.decision_lookups import tabulated_decision

    try:
        return tabulated_decision(use, tables.domains)
    except UnsupportedError as error:
        text = Text(
            "{element}: the decision {decision} cannot be simulated: it calculates with numbers, gives a list, or"
            " depends on too much. Give its result in the scenario, under activities.{element}.sets.",
            element=element,
            decision=use.decision.name or use.decision.id,
        )
        raise tables.error(text, element) from error

"""The gateways of Prosimos files: probabilities, and conditions that come before them."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from analysis.scenario.attributes import AttributeSource
from analysis.scenario.fields import Place
from analysis.scenario.prosimos_laws import prosimos_number
from analysis.scenario.prosimos_rules import CaseFacts, feel_rule, feel_text
from analysis.scenario.values import PROBABILITY_ELSE_ONE
from bpmn.language import Text
from bpmn.model import Gateway, Model

__all__ = ["Routing", "prosimos_routing"]


_MOST_WAYS = 8
"""Of more ways sets are not told apart: there are 2ⁿ."""


@dataclass(slots=True, kw_only=True)
class Routing:
    """How cases go their ways.

    Attributes:
        flows: Probabilities by sequence flow.
        rules: FEEL by sequence flow.
        gateways: "rules", by the gateways that have conditions; `PROBABILITY_ELSE_ONE` by inclusive ones without.
        attributes: For each of those, the way that a case goes if no condition holds, drawn when it arrives.
    """

    flows: dict[str, float] = field(default_factory=dict)
    rules: dict[str, str] = field(default_factory=dict)
    gateways: dict[str, str] = field(default_factory=dict)
    attributes: dict[str, AttributeSource] = field(default_factory=dict)


def prosimos_routing(root: Place, facts: CaseFacts, model: Model | None, remarks: list[Text]) -> Routing:
    """Return probabilities and rules.

    Where conditions are given, they decide; where none holds, the gateway's default way is taken, else one by its
    probability, of an inclusive gateway each by its own. Where an inclusive gateway happens to take no way by them, it
    takes one.

    Args:
        root: The document.
        facts: What is known of cases.
        model: The model, for the gateways' default ways.
        remarks: What could only be approximated is added.

    Raises:
        ScenarioError: If a condition is missing or cannot be understood.
    """
    routing = Routing()
    conditions = {entry.at("id").text(): entry for entry in root.at("branch_rules").entries()}
    for gateway, ways in _gateways(root.at("gateway_branching_probabilities")):
        said: dict[str, str] = {}
        for flow, chance, condition in ways:
            if chance.value is not None:
                routing.flows[flow] = _chance(chance)
            if condition.value is not None:
                rule = conditions.get(condition.text())
                if rule is None:
                    raise condition.error(Text('There is no branch rule "{name}".', name=condition.text()))
                said[flow] = feel_rule(rule.at("rules"), facts)
        if said:
            _rule(routing, gateway, [flow for flow, _, _ in ways], said, model)
            if len(set(said.values())) > 1 and not _exclude_each_other(said) and not _is_inclusive(gateway, model):
                remarks.append(
                    Text("Where several conditions of the exclusive gateway {name} hold, the first way is taken.",
                         name=gateway)
                )  # fmt: skip
        elif _is_inclusive(gateway, model):
            routing.gateways[gateway] = PROBABILITY_ELSE_ONE
    return routing


def _is_inclusive(gateway: str, model: Model | None) -> bool:
    node = model.nodes.get(gateway) if model is not None else None
    return isinstance(node, Gateway) and node.type == "inclusiveGateway" and len(node.outgoing) > 1


def _gateways(place: Place) -> Iterator[tuple[str, list[tuple[str, Place, Place]]]]:
    nothing = Place(None)
    if isinstance(place.value, dict):
        for gateway, inner in place.items():
            yield gateway, [(flow, chance, nothing) for flow, chance in inner.items()]
        return
    for entry in place.entries():
        ways = [(way.at("path_id").text(), way.at("value"), way.at("condition_id"))
                for way in entry.at("probabilities").entries()]  # fmt: skip
        yield entry.at("gateway_id").text(), ways


def _chance(place: Place) -> float:
    chance = prosimos_number(place)
    if not -1e-9 <= chance <= 1 + 1e-6:
        raise place.error(Text("A probability is between 0 and 1."))
    return min(max(chance, 0.0), 1.0)


def _rule(routing: Routing, gateway: str, flows: list[str], said: dict[str, str], model: Model | None) -> None:
    routing.gateways[gateway] = "rules"
    node = model.nodes.get(gateway) if model is not None else None
    if isinstance(node, Gateway) and node.default:
        routing.rules |= said
        return
    chances = [routing.flows.get(flow, 0.0) for flow in flows]
    name = f"way_{len(routing.attributes) + 1}"
    drawn = _several(chances) if _is_inclusive(gateway, model) and len(flows) <= _MOST_WAYS else _one(chances)
    labels = [" ".join(flows[number] for number in taken) for taken, _ in drawn]
    shares = zip(labels, (chance for _, chance in drawn), strict=True)
    routing.attributes[name] = AttributeSource(choices=tuple(shares))
    # "= true": a comparison with what is not yet known is null, and its negation too.
    any_holds = " or ".join(f"(({rule}) = true)" for rule in said.values())
    for place, flow in enumerate(flows):
        among = [label for (taken, _), label in zip(drawn, labels, strict=True) if place in taken]
        is_drawn = " or ".join(f"{name} = {feel_text(label)}" for label in among) or "false"
        else_drawn = f"not({any_holds}) and ({is_drawn})" if len(among) > 1 else f"not({any_holds}) and {is_drawn}"
        routing.rules[flow] = f"(({said[flow]}) = true) or ({else_drawn})" if flow in said else else_drawn


def _one(chances: list[float]) -> list[tuple[tuple[int, ...], float]]:
    """Return each way by its place, with the share of the probability that it has."""
    total = sum(chances)
    return [((at,), chance / total if total else 1 / len(chances)) for at, chance in enumerate(chances)]


def _several(chances: list[float]) -> list[tuple[tuple[int, ...], float]]:
    """Return the sets of ways, each on its own, with their probabilities; instead of none one by the probabilities."""
    found: dict[tuple[int, ...], float] = {(): 1.0}
    for at, chance in enumerate(chances):
        found = {(*taken, *more): share * part for taken, share in found.items()
                 for more, part in (((), 1 - chance), ((at,), chance))}  # fmt: skip
    none = found.pop((), 0.0)
    for taken, share in _one(chances):
        found[taken] += none * share
    return [(taken, share) for taken, share in found.items() if share > 0]


def _exclude_each_other(said: dict[str, str]) -> bool:
    """Whether the conditions ask for different values of the same attribute."""
    parts = [rule.split(" = ") for rule in said.values()]
    return all(len(part) == 2 for part in parts) and len({part[0] for part in parts}) == 1

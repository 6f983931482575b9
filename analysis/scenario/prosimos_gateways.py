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
    probability. An inclusive gateway by whose probabilities no way happens to be taken takes one by them.

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
            if len(set(said.values())) > 1 and not _exclude_each_other(said):
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
    total = sum(chances)
    name = f"way_{len(routing.attributes) + 1}"
    choices = [(flow, chance / total if total else 1 / len(flows)) for flow, chance in zip(flows, chances, strict=True)]
    routing.attributes[name] = AttributeSource(choices=tuple(choices))
    # "= true": a comparison with what is not yet known is null, and its negation too.
    any_holds = " or ".join(f"(({rule}) = true)" for rule in said.values())
    for flow in flows:
        else_drawn = f"not({any_holds}) and {name} = {feel_text(flow)}"
        routing.rules[flow] = f"(({said[flow]}) = true) or ({else_drawn})" if flow in said else else_drawn


def _exclude_each_other(said: dict[str, str]) -> bool:
    """Whether the conditions ask for different values of the same attribute."""
    parts = [rule.split(" = ") for rule in said.values()]
    return all(len(part) == 2 for part in parts) and len({part[0] for part in parts}) == 1

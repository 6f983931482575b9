"""How likely each way out of a gateway is."""

from collections.abc import Mapping

from analysis.errors import ScenarioError
from analysis.scenario.values import PROBABILITY_ELSE_ONE, Scenario
from bpmn.frozen import dataclass
from bpmn.language import Text
from bpmn.model import Gateway, Scope

__all__ = ["Share", "split_probabilities"]

_ROUNDING = 1e-6


@dataclass(frozen=True, slots=True)
class Share:
    """The probability of a way, and whether it is taken only when no other is."""

    probability: float
    is_default: bool = False


def split_probabilities(scope: Scope, scenario: Scenario, source_name: str) -> Mapping[str, Share]:
    """Return the shares of all flows that leave the exclusive, inclusive and complex gateways of a scope.

    What the scenario leaves out shares the rest. An inclusive gateway takes each way on its own and its default way
    only when it takes no other; where it takes one by the probabilities then, the default way is like the others.

    Raises:
        ScenarioError: If probabilities of an exclusive gateway add up to more than 1, or to less with none left out.
    """
    shares: dict[str, Share] = {}
    for gateway in scope.nodes:
        if isinstance(gateway, Gateway) and len(gateway.outgoing) > 1:
            if gateway.type == "exclusiveGateway":
                shares |= _exclusive(gateway, scenario, source_name)
            elif gateway.type in {"inclusiveGateway", "complexGateway"}:
                shares |= _inclusive(gateway, scenario)
    return shares


def _exclusive(gateway: Gateway, scenario: Scenario, source_name: str) -> dict[str, Share]:
    said = {flow: scenario.flows[flow] for flow in gateway.outgoing if flow in scenario.flows}
    unsaid = [flow for flow in gateway.outgoing if flow not in said]
    total = sum(said.values())
    if total > 1 + _ROUNDING or (not unsaid and total < 1 - _ROUNDING):
        text = Text(
            "The ways out of {gateway} have probabilities that add up to {total}, not to 1.",
            gateway=gateway.name or gateway.id,
            total=f"{total:g}",
        )
        path = f"flows.{next(iter(said))}"
        raise ScenarioError(text, source_name=scenario.source_name or source_name, path=path, element=gateway.id)
    rest = max(0.0, 1.0 - total) / len(unsaid) if unsaid else 0.0
    scale = 1.0 if unsaid else 1.0 / total
    return {flow: Share(said[flow] * scale if flow in said else rest) for flow in gateway.outgoing}


def _inclusive(gateway: Gateway, scenario: Scenario) -> dict[str, Share]:
    default = None if scenario.gateways.get(gateway.id) == PROBABILITY_ELSE_ONE else gateway.default
    free = [flow for flow in gateway.outgoing if flow != default]
    said = {flow: scenario.flows[flow] for flow in free if flow in scenario.flows}
    unsaid = [flow for flow in free if flow not in said]
    rest = max(0.0, 1.0 - sum(said.values())) / len(unsaid) if unsaid else 0.0
    shares = {flow: Share(said.get(flow, rest)) for flow in free}
    if default is not None and default in gateway.outgoing:
        shares[default] = Share(0.0, is_default=True)
    return shares

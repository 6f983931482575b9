"""What is assumed of how gateways choose, where the scenario does not say."""

from collections.abc import Iterator

from analysis.scenario.values import Scenario
from bpmn.language import Text
from bpmn.model import Gateway

__all__ = ["choices_assumed"]


def choices_assumed(gateway: Gateway, scenario: Scenario) -> Iterator[Text]:
    """Yield what is assumed of an exclusive or inclusive gateway that goes by probabilities, a sentence each."""
    if len(gateway.outgoing) < 2:
        return
    name = gateway.name or gateway.id
    if sum(flow not in scenario.flows for flow in gateway.outgoing) > 1:
        yield Text("The ways out of {name} are equally likely.", name=name)
    may_take_none = gateway.type == "inclusiveGateway" and gateway.default is None
    is_sure = any(scenario.flows.get(flow, 0.0) >= 1 for flow in gateway.outgoing)
    if may_take_none and not is_sure and gateway.id not in scenario.gateways:
        yield Text("Where {name} happens to take none of its ways, it chooses again.", name=name)

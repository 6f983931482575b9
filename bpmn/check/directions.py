"""What the constraints on a gateway's stated direction share. BPMN 2.0.2 §8.4.9."""

from collections.abc import Iterator

from bpmn.check.rule import Fault, fault_at
from bpmn.check.subject import Subject, describe
from bpmn.language import Text
from bpmn.model import Gateway

__all__ = ["contradicts_its_direction", "gateways_of"]


def gateways_of(subject: Subject, direction: str) -> Iterator[Gateway]:
    """Yield the gateways that say to be of a direction: "Converging", "Diverging" or "Mixed"."""
    return (gateway for gateway in subject.gateways() if gateway.direction == direction)


def contradicts_its_direction(gateway: Gateway) -> Fault:
    """Return the fault of a gateway whose flows are not what its direction says."""
    text = Text(
        "{element} is said to be {direction}, but is not.", element=describe(gateway), direction=gateway.direction
    )
    return fault_at(gateway, text, Text("Leave gatewayDirection out, or make it say what is drawn."))

"""What this engine runs, as one table; `bpmn.check.executable` holds the same for checking: a test compares them."""

from bpmn.check.executable import features_of
from bpmn.model import FlowNode

__all__ = ["SUPPORTED", "unsupported"]

_CATCHES = ("message", "timer", "signal", "conditional", "multiple")
_CAUGHT = ("error", "escalation", "compensate")
_THROWS = ("none", "message", "signal", "escalation", "compensate", "multiple")

SUPPORTED: frozenset[str] = frozenset(
    {
        *("task", "userTask", "manualTask", "serviceTask", "scriptTask", "sendTask", "receiveTask", "businessRuleTask"),
        *("subProcess", "transaction", "adHocSubProcess", "callActivity", "event sub-process"),
        *("standard loop", "multi-instance", "compensation handler", "token quantity", "instantiating receive task"),
        *(f"multi-instance behavior {behavior}" for behavior in ("None", "One", "Complex")),
        *("exclusiveGateway", "parallelGateway", "inclusiveGateway", "eventBasedGateway", "complexGateway"),
        *("parallel event-based gateway", "instantiating event-based gateway"),
        *("parallel multiple event", "multiple boundary event"),
        *(f"startEvent {kind}" for kind in ("none", *_CATCHES)),
        *(f"event sub-process start {kind}" for kind in (*_CATCHES, *_CAUGHT)),
        *(f"intermediateCatchEvent {kind}" for kind in (*_CATCHES, "none", "link")),
        *(f"intermediateThrowEvent {kind}" for kind in (*_THROWS, "link")),
        *(f"endEvent {kind}" for kind in (*_THROWS, "error", "cancel", "terminate")),
        *(f"boundaryEvent {kind}" for kind in (*_CATCHES, *_CAUGHT, "cancel")),
    }
)


def unsupported(node: FlowNode, *, is_in_event_sub_process: bool) -> list[str]:
    """Return what a node needs and this engine does not do, sorted."""
    return sorted(features_of(node, is_in_event_sub_process) - SUPPORTED)

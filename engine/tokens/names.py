"""Under which names messages, signals, errors and escalations find who waits for them."""

from bpmn.model import Definition, Event, EventDefinition, Expression, FlowNode, Model, Task
from engine.tokens.correlations import MessageKey, message_keys

__all__ = ["Names"]


class Names:
    """Looks up what event definitions of one model refer to."""

    def __init__(self, model: Model) -> None:
        self._definitions = model.definitions
        self._flow_names: dict[str, str] = {}
        self._flow_messages: dict[str, str] = {}
        self._keys = message_keys(model)
        nodes = model.nodes
        for collaboration in model.collaborations:
            for flow in collaboration.message_flows:
                ends = [nodes[one] for one in (flow.source, flow.target) if one in nodes]
                known = [flow.message, *(_reference(node) for node in ends)]
                name = next((self._name(one) for one in known if one), flow.name or flow.id)
                reference = next((one for one in known if one), "")
                for end in (flow.source, flow.target):
                    self._flow_names.setdefault(end, name)
                    self._flow_messages.setdefault(end, reference)

    def message(self, node: FlowNode, reference: str | None) -> str:
        """Return a message's name: its own, else what the message flow at the node says, else the node's id."""
        return self._name(reference) if reference else self._flow_names.get(node.id, node.id)

    def signal(self, node: FlowNode, definition: EventDefinition) -> str:
        """Return a signal's name; of one that refers to none the definition's name or the node's id."""
        return self._name(definition.reference) if definition.reference else definition.name or node.id

    def code(self, definition: EventDefinition) -> str:
        """Return an error's or escalation's code: "" where it refers to none; its name or id where it has no code."""
        if not definition.reference:
            return ""
        found = self._definitions.get(definition.reference)
        return (found.code or found.name or found.id) if found else definition.reference

    def correlation_key(self, reference: str | None) -> Expression | None:
        """Return the expression that gives the correlation value of a message, or None."""
        found = self._definitions.get(reference or "")
        return found.correlation_key if found else None

    def message_keys(self, node: FlowNode, reference: str | None) -> tuple[MessageKey, ...]:
        """Return the correlation keys that a message carries: its own or its message flow's."""
        return self._keys.get(reference or self._flow_messages.get(node.id, ""), ())

    def _name(self, reference: str) -> str:
        found: Definition | None = self._definitions.get(reference)
        return (found.name or found.id) if found else reference


def _reference(node: FlowNode) -> str | None:
    if isinstance(node, Task):
        return node.message
    if isinstance(node, Event):
        messages = (one.reference for one in node.definitions if one.type == "messageEventDefinition")
        return next(messages, None)
    return None

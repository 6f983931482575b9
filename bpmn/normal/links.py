"""Link events: each pair is joined by a sequence flow. BPMN 2.0.2 §10.5.4, "Link"."""

from dataclasses import fields

from bpmn.model import Event, IntermediateThrowEvent
from bpmn.normal.draft import Draft

__all__ = ["join_links"]


def join_links(draft: Draft) -> None:
    """Join throwing links with the catching link of the same name, and make both into none intermediate events.

    A link without its partner is left as it is: that is a fault of the model, not something implied by it.
    """
    links = [node for node in draft.nodes.values() if isinstance(node, Event) and node.kind == "link"]
    catching: dict[str, Event] = {}
    for node in links:
        if node.type == "intermediateCatchEvent":
            catching.setdefault(_name(node), node)
    for node in links:
        partner = catching.get(_name(node))
        if node.type == "intermediateThrowEvent" and partner is not None:
            draft.connect(node.id, node.id, partner.id)
            draft.nodes[node.id] = _none_event(node)
            draft.nodes[partner.id] = _none_event(partner)


def _name(event: Event) -> str:
    return event.definitions[0].link_name or event.name


def _none_event(event: Event) -> IntermediateThrowEvent:
    """Return a none intermediate event, which is a throw event (Table 10.91), in the place of a link event."""
    shared = {field.name: getattr(event, field.name) for field in fields(Event)}
    return IntermediateThrowEvent(**{**shared, "type": "intermediateThrowEvent", "definitions": ()})

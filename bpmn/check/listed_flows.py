"""The lists of flows that nodes of a file may keep: their `incoming` and `outgoing` elements. BPMN 2.0.2 §8.4.13.

The lists repeat what the flows themselves say. Many tools leave them out altogether: then nothing in the file disagrees
with anything, and nothing is missing from them.
"""

from typing import Literal

from bpmn.check.subject import Subject
from bpmn.model import FlowNode

__all__ = ["Direction", "has_lists", "is_reached", "is_unlisted", "listed"]

Direction = Literal["incoming", "outgoing"]


def has_lists(subject: Subject) -> bool:
    """Return whether any node of the file lists its flows."""
    return next(subject.source.every("incoming", "outgoing"), None) is not None


def listed(subject: Subject, node: FlowNode, direction: Direction) -> list[str]:
    """Return the ids that a node lists."""
    return subject.source.texts(subject.source.named(node.id), direction)


def is_reached(subject: Subject, node: FlowNode, direction: Direction) -> bool:
    """Return whether a node has a flow in this direction: by the flow itself, or by its own list."""
    flows = node.incoming if direction == "incoming" else node.outgoing
    return bool(flows or listed(subject, node, direction))


def is_unlisted(subject: Subject, node: FlowNode, direction: Direction) -> bool:
    """Return whether a node lists no flow in this direction, though nodes of the file list theirs."""
    return has_lists(subject) and not listed(subject, node, direction)

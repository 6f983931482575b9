"""What begins a scope: its start events, and what can take their place. BPMN 2.0.2 §10.3.3, §10.5.2, §10.6.6."""

from bpmn.check.families import TRUE
from bpmn.check.subject import Place, Subject
from bpmn.model import Gateway, StartEvent

__all__ = ["is_begun"]


def is_begun(subject: Subject, place: Place) -> bool:
    """Return whether a scope has a start event, or a receive task or event-based gateway that starts it instead."""
    for node in place.scope.nodes:
        if isinstance(node, StartEvent) or (isinstance(node, Gateway) and node.instantiate):
            return True
        if node.type == "receiveTask":
            task = subject.source.named(node.id)
            if task is not None and task.get("instantiate") in TRUE:
                return True
    return False

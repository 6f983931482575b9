"""Which messages are played: those between flow nodes of processes that are there to be seen."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from bpmn.model import CatchEvent, Collaboration, FlowNode, Model

__all__ = ["Messages"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Messages:
    """The message flows of a game.

    What comes from a black box, or from nowhere, may come at any time; what goes to one, or to a node that does not
    wait for messages, is not followed.

    Attributes:
        names: Ids of the message flows that are played.
        sent: For each node, the indexes of the flows it sends on.
        awaited: For each node that waits for messages, the indexes of the flows it takes one from.
    """

    names: tuple[str, ...] = ()
    sent: dict[str, tuple[int, ...]] = field(default_factory=dict)
    awaited: dict[str, tuple[int, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, model: Model, collaboration: Collaboration, processes: Sequence[str]) -> "Messages":
        """Return the messages played between these processes of a collaboration."""
        shown = {node.id: node for process, _, node in model.walk() if process.id in processes}
        names: list[str] = []
        sent: dict[str, tuple[int, ...]] = {}
        awaited: dict[str, tuple[int, ...]] = {}
        free = {flow.target for flow in collaboration.message_flows if flow.source not in shown}
        for flow in collaboration.message_flows:
            target = shown.get(flow.target)
            if flow.source not in shown or target is None or not _waits(target) or flow.target in free:
                continue
            sent[flow.source] = (*sent.get(flow.source, ()), len(names))
            awaited[flow.target] = (*awaited.get(flow.target, ()), len(names))
            names.append(flow.id)
        return cls(names=tuple(names), sent=sent, awaited=awaited)

    def choices(self, node: str) -> tuple[int | None, ...]:
        """Return the messages a node can go on with: one of these, or (None) one that may come at any time."""
        return self.awaited.get(node) or (None,)

    def out(self, node: str) -> tuple[int, ...]:
        """Return the messages a node sends."""
        return self.sent.get(node, ())


def _waits(node: FlowNode) -> bool:
    return node.type == "receiveTask" or (isinstance(node, CatchEvent) and node.kind in {"message", "multiple", "none"})

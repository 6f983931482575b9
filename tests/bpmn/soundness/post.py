"""Messages between pools, for the second token game."""

from dataclasses import dataclass, field

from bpmn.model import CatchEvent, Collaboration, FlowNode, Model

__all__ = ["Post", "codes_of", "post_of"]


@dataclass
class Post:
    """Who sends and awaits what: numbers of message flows by node; and the codes of errors by their ids."""

    names: list[str] = field(default_factory=list)
    sent: dict[str, tuple[int, ...]] = field(default_factory=dict)
    awaited: dict[str, tuple[int, ...]] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)

    def choices(self, node: str) -> tuple[int | None, ...]:
        """Say which messages let a node go on; None: nothing that is seen."""
        return self.awaited.get(node, (None,))


def post_of(model: Model, collaboration: Collaboration, processes: set[str]) -> Post:
    """Find the message flows that join nodes that are both played, the second waiting for messages."""
    seen = {node.id: node for process, _, node in model.walk() if process.id in processes}
    post = Post(codes=codes_of(model))
    open_ends = [flow.target for flow in collaboration.message_flows if flow.source not in seen]
    for flow in collaboration.message_flows:
        if flow.source in seen and flow.target in seen and flow.target not in open_ends and _awaits(seen[flow.target]):
            number = len(post.names)
            post.names.append(flow.id)
            post.sent[flow.source] = (*post.sent.get(flow.source, ()), number)
            post.awaited[flow.target] = (*post.awaited.get(flow.target, ()), number)
    return post


def codes_of(model: Model) -> dict[str, str]:
    """Find the codes of errors and escalations that have one."""
    return {found.id: found.code for found in model.definitions.values() if found.code}


def _awaits(node: FlowNode) -> bool:
    return node.type == "receiveTask" or (isinstance(node, CatchEvent) and node.kind in ("message", "multiple", "none"))

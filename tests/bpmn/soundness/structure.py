"""What the second token game knows of a process before it begins: scopes, handlers, ways out, who catches what."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

from bpmn.model import (
    Activity,
    BoundaryEvent,
    CatchEvent,
    Event,
    FlowNode,
    Gateway,
    Process,
    Scope,
    StartEvent,
    SubProcess,
    ThrowEvent,
)
from tests.bpmn.soundness.post import Post

__all__ = ["NotPlayedError", "Structure", "link_of"]


class NotPlayedError(Exception):
    """The model holds something that this game leaves out."""


class Structure:
    """A process as drawn."""

    def __init__(self, process: Process, post: Post) -> None:
        self.process = process
        self.post = post
        self.scopes: dict[str, Scope] = {process.id: process.scope}
        self.nodes: dict[str, FlowNode] = {}
        self.around: dict[str, str] = {}
        self._walk(process.id, process.scope)
        # A flow that leads nowhere, or out of its scope, moves no token.
        self.flows = {
            flow.id: flow
            for owner, scope in self.scopes.items()
            for flow in scope.flows
            if self.around.get(flow.source) == owner == self.around.get(flow.target)
        }
        for node in self.nodes.values():
            arrows = (
                tuple(f for f in node.incoming if f in self.flows),
                tuple(f for f in node.outgoing if f in self.flows),
            )
            self.nodes[node.id] = replace(node, incoming=arrows[0], outgoing=arrows[1])
        self.links = {
            (self.around[node.id], link_of(node)): node.id
            for node in self.nodes.values()
            if isinstance(node, CatchEvent) and node.kind == "link"
        }
        self.undoing = self._undoing()
        self.caught = {found[1] for node in self.nodes.values() for found in self._static_catch(node)}

    def _walk(self, owner: str, scope: Scope) -> None:
        for node in scope.nodes:
            if node.type == "complexGateway" and len(node.incoming) > 1:
                raise NotPlayedError(node.id)
            if isinstance(node, Activity) and (node.start_quantity, node.completion_quantity) != (1, 1):
                raise NotPlayedError(node.id)
            self.nodes[node.id] = node
            self.around[node.id] = owner
            if self.is_opened(node) and isinstance(node, SubProcess):
                self.scopes[node.id] = node.scope
                self._walk(node.id, node.scope)

    @staticmethod
    def is_opened(node: FlowNode) -> bool:
        """Say whether what is inside is played too."""
        return isinstance(node, SubProcess) and node.type != "adHocSubProcess" and bool(node.scope.nodes)

    def _undoing(self) -> set[str]:
        boundary = {n.id for n in self.nodes.values() if isinstance(n, BoundaryEvent) and n.kind == "compensate"}
        linked = {a.target for scope in self.scopes.values() for a in scope.artifacts if a.source in boundary}
        return linked | {n.id for n in self.nodes.values() if isinstance(n, Activity) and n.is_for_compensation}

    def _inside(self, owner: str) -> list[FlowNode]:
        return [self.nodes[node.id] for node in self.scopes[owner].nodes]

    def starts(self, owner: str) -> list[StartEvent]:
        """List the start events of a scope."""
        return [n for n in self._inside(owner) if isinstance(n, StartEvent)]

    def handlers(self, owner: str) -> list[SubProcess]:
        """List the event sub-processes of a scope."""
        return [n for n in self._inside(owner) if isinstance(n, SubProcess) and n.is_event_sub_process]

    def edge(self, activity: str) -> list[BoundaryEvent]:
        """List the boundary events of an activity."""
        around = self._inside(self.around[activity])
        return [n for n in around if isinstance(n, BoundaryEvent) and n.attached_to == activity]

    def firsts(self, scope: Scope) -> list[FlowNode]:
        return [
            node
            for node in (self.nodes[inner.id] for inner in scope.nodes)
            if not node.incoming
            and node.id not in self.undoing
            and not isinstance(node, BoundaryEvent)
            and not (isinstance(node, SubProcess) and node.is_event_sub_process)
            and not (isinstance(node, CatchEvent) and node.kind == "link")
            and not (isinstance(node, ThrowEvent) and node.kind == "link")
        ]

    def outs(self, node: FlowNode) -> list[tuple[str, ...]]:
        """List the sets of flows that a node other than a gateway may leave by."""
        flows = [self.flows[f] for f in node.outgoing]
        default = node.default if isinstance(node, Activity) and any(f.condition for f in flows) else None
        always = tuple(f.id for f in flows if f.condition is None and f.id != default)
        chosen = [f.id for f in flows if f.condition is not None and f.id != default]
        if not chosen and default is None:
            return [always]
        ways = [(*always, *way) for way in _subsets(chosen)]
        if default in node.outgoing:
            ways.append((*always, default))
        elif always:
            ways.append(always)
        return ways

    def ins(self, node: FlowNode) -> tuple[str, ...]:
        """List where tokens for a node may be."""
        return (*node.incoming, f"to {node.id}")

    def ways(self, node: FlowNode) -> list[tuple[str, ...]]:
        default = node.default if isinstance(node, Gateway) and node.default in node.outgoing else None
        ways = _subsets([f for f in node.outgoing if f != default])
        if default:
            ways.append((default,))
        return ways or [()]

    @staticmethod
    def is_handler(node: FlowNode) -> bool:
        return isinstance(node, SubProcess) and node.is_event_sub_process

    def fits(self, event: Event, kind: str, reference: str | None) -> bool:
        codes = self.post.codes
        code = codes.get(reference or "", reference)
        wanted = [d.reference for d in event.definitions if d.type == f"{kind}EventDefinition"]
        return any(not named or codes.get(named, named) == code for named in wanted)

    def _static_catch(self, node: FlowNode) -> Iterator[tuple[str, str]]:
        """Yield the event that catches what a node throws, going by where they stand."""
        if not isinstance(node, ThrowEvent):
            return
        kinds = {d.type.removesuffix("EventDefinition"): d for d in node.definitions}
        kind = next((k for k in ("error", "cancel", "escalation") if k in kinds), None)
        if kind is None or "terminate" in kinds:
            return
        reference, came_from, owner = kinds[kind].reference, node.id, self.around[node.id]
        while True:
            for handler in self.handlers(owner):
                for start in self.starts(handler.id):
                    if handler.id != came_from and self.fits(start, kind, reference):
                        yield node.id, start.id
                        return
            if owner == self.process.id:
                return
            for event in self.edge(owner):
                if self.fits(event, kind, reference):
                    yield node.id, event.id
                    return
            came_from, owner = owner, self.around[owner]

    def reached(self, place: str, gateway: str) -> set[str]:
        """Return the flows into a gateway that a token can come to without passing it, as the arrows go."""
        seen, waiting = set(), [place]
        while waiting:
            here = waiting.pop()
            if here in seen:
                continue
            seen.add(here)
            kind, _, rest = here.partition(" ")
            at = (
                rest
                if kind in {"to", "in"} and rest in self.nodes
                else (self.flows[here].target if here in self.flows else "")
            )
            if at in ("", gateway) or at not in self.nodes:
                continue
            node = self.nodes[at]
            waiting.extend(node.outgoing)
            waiting.extend(f for event in (self.edge(at) if isinstance(node, Activity) else ()) for f in event.outgoing)
            if node.type == "intermediateThrowEvent" and isinstance(node, Event) and node.kind == "link":
                partner = self.links.get((self.around[at], link_of(node)))
                waiting.extend(self.nodes[partner].outgoing if partner else ())
        return seen

    def occurs_by_itself(self, event: Event) -> bool:
        if event.kind in {"cancel", "compensate"}:
            return False
        return event.kind not in {"error", "escalation"} or event.id not in self.caught


def _subsets(flows: list[str]) -> list[tuple[str, ...]]:
    return [way for size in range(1, len(flows) + 1) for way in combinations(flows, size)]


def link_of(event: FlowNode) -> str:
    return (event.definitions[0].link_name or event.name) if isinstance(event, Event) else ""

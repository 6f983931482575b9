"""What every construct needs to draw its part of the net: levels, places, catchers of what is thrown."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from bpmn.model import Activity, BoundaryEvent, Event, FlowNode, Process, Scope, StartEvent, SubProcess
from bpmn.soundness.messages import Messages
from bpmn.soundness.sheet import Sheet

__all__ = ["Building", "Level", "blank_starts", "starts_of"]


@dataclass(frozen=True, slots=True)
class Level:
    """A scope with those around it.

    Attributes:
        owner: The process or sub-process it belongs to.
        outer: The level around it, or None for a process.
    """

    owner: Process | SubProcess
    outer: "Level | None" = None

    @property
    def scope(self) -> Scope:
        """The nodes and flows on it."""
        return self.owner.scope

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids of its owner and of the owners around it, from the inside out."""
        return (self.owner.id, *(self.outer.ids if self.outer else ()))


@dataclass(slots=True)
class Building:
    """A net while it is built.

    Attributes:
        messages: The messages played.
        synthetic: Ids of nodes that the normal form added.
        stuck: Ids of call activities that never return.
        codes: The codes of errors and escalations by their ids.
        sheet: The net so far.
        or_joins: Inclusive joins: id, incoming places, outgoing place.
        boundaries: Boundary events with their hosts.
        handlers: Event sub-processes.
        caught: Ids of the catching events that something in the model throws to; they do not occur by themselves.
    """

    messages: Messages
    synthetic: frozenset[str]
    stuck: frozenset[str] = frozenset()
    codes: Mapping[str, str] = field(default_factory=dict)
    sheet: Sheet = field(default_factory=Sheet)
    or_joins: list[tuple[str, tuple[int, ...], int]] = field(default_factory=list)
    boundaries: list[tuple[Level, Activity, BoundaryEvent]] = field(default_factory=list)
    handlers: list[tuple[Level, SubProcess]] = field(default_factory=list)
    caught: set[str] = field(default_factory=set)

    def flow(self, level: Level, flow: str) -> int:
        """Return the place of a sequence flow."""
        return self.sheet.place("flow", flow, level.ids)

    def out(self, level: Level, node: FlowNode) -> tuple[int, ...]:
        """Return the places of the flows that leave a node."""
        return tuple(self.flow(level, flow) for flow in node.outgoing)

    def active(self, owner: Process | SubProcess | FlowNode, level: Level | None) -> int:
        """Return the place that holds a token while a process or activity runs."""
        return self.sheet.place("active", owner.id, level.ids if level else ())

    def active_owner(self, level: Level) -> int:
        """Return the place that holds a token while a level's owner runs."""
        return self.active(level.owner, level.outer)

    def ready(self, element: str, level: Level) -> int:
        """Return the place that holds a token while a catching event may still occur."""
        return self.sheet.place("ready", element, level.ids, is_extra=True)

    def entered(self, level: Level) -> tuple[int, ...]:
        """Return the places that get a token when a level begins, its start events' flows apart."""
        handlers = [n for n in level.scope.nodes if isinstance(n, SubProcess) and n.is_event_sub_process]
        return tuple(self.ready(handler.id, level) for handler in handlers)

    def begun(self, inner: Level, start: FlowNode | None) -> tuple[int, ...]:
        """Return the places that get a token when a sub-process begins with one of its start events.

        Without one that a token can start, a token stays inside for ever.
        """
        active = self.active_owner(inner)
        if start is None:
            return active, self.sheet.place("stuck", inner.owner.id, inner.ids)
        return (active, *self.out(inner, start), *self.entered(inner))

    def catchers(self, level: Level, kind: str, reference: str | None) -> Iterator[tuple[Level, Event]]:
        """Yield what may catch something thrown on a level, the nearest first, with the level it stands on.

        An event sub-process is looked at before the edge of its scope (BPMN 2.0.2 §10.5.7).
        """
        here: Level | None = level
        while here is not None:
            for node in here.scope.nodes:
                if isinstance(node, SubProcess) and node.is_event_sub_process and node.id not in level.ids:
                    yield from ((here, s) for s in starts_of(node.scope) if self._catches(s, kind, reference))
            if here.outer is not None:
                for node in here.outer.scope.nodes:
                    is_on_edge = isinstance(node, BoundaryEvent) and node.attached_to == here.owner.id
                    if is_on_edge and isinstance(node, Event) and self._catches(node, kind, reference):
                        yield here.outer, node
            here = here.outer

    def _catches(self, event: Event, kind: str, reference: str | None) -> bool:
        """Return whether an event catches something thrown: of its kind, and of its code where it names one."""
        wanted = f"{kind}EventDefinition"
        thrown = self.codes.get(reference or "", reference)
        return any(
            d.type == wanted and (not d.reference or self.codes.get(d.reference, d.reference) == thrown)
            for d in event.definitions
        )


def starts_of(scope: Scope) -> tuple[StartEvent, ...]:
    """Return the start events of a scope."""
    return tuple(node for node in scope.nodes if isinstance(node, StartEvent))


def blank_starts(scope: Scope) -> tuple[StartEvent, ...]:
    """Return the start events that a token can start."""
    return tuple(node for node in starts_of(scope) if node.kind == "none")

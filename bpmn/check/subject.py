"""A model as rules want to look at it: its scopes with their owners, its flows by node, names for people."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from lxml import etree

from bpmn.check.source import Source
from bpmn.kinds import kind_of
from bpmn.language import Text
from bpmn.model import (
    Activity,
    Element,
    Event,
    FlowNode,
    Gateway,
    Model,
    Process,
    Scope,
    SequenceFlow,
    SubProcess,
)
from bpmn.xml import line_of, parse_again

__all__ = ["Place", "Subject", "describe", "is_exchange", "is_only"]

_EXCHANGES = frozenset({"choreographyTask", "subChoreography", "callChoreography"})


def describe(element: Element) -> Text:
    """Return how a person would call an element: its kind and its label, or its id where it has no label."""
    return Text("{kind} “{name}”", kind=kind_of(element.type), name=element.name or element.id)


def is_only(node: FlowNode, kind: str) -> bool:
    """Return whether a node is an event with triggers of one kind ("link", "compensate") and no other."""
    return isinstance(node, Event) and {d.type for d in node.definitions} == {f"{kind}EventDefinition"}


def is_exchange(node: FlowNode) -> bool:
    """Return whether a node is an activity of a choreography: an exchange of messages, not work (§11.5)."""
    return node.type in _EXCHANGES


@dataclass(frozen=True, slots=True)
class Place:
    """A scope with what it belongs to.

    Attributes:
        owner: The process or sub-process whose scope it is.
        scope: The scope.
        process: The process it is in.
    """

    owner: Process | SubProcess
    scope: Scope
    process: Process

    @property
    def is_event_sub_process(self) -> bool:
        """Whether an event of its own starts it."""
        return isinstance(self.owner, SubProcess) and self.owner.is_event_sub_process

    @property
    def is_ad_hoc(self) -> bool:
        """Whether its activities are done in any order."""
        return self.owner.type == "adHocSubProcess"


@dataclass(frozen=True)
class Subject:
    """A model under check.

    Attributes:
        model: The model as read.
        decisions: Ids and names of the decisions that can be called.
        is_deployment: Whether the model is about to be deployed, so that all of it is to run.
        neighbour: Gives the bytes of a file beside the model's, None where there is no such file; None where nothing
            is known about what lies beside it.
    """

    model: Model
    decisions: frozenset[str] = field(default_factory=frozenset)
    is_deployment: bool = False
    neighbour: Callable[[str], bytes | None] | None = None
    _beside: dict[str, bytes | None] = field(default_factory=dict, init=False, repr=False)

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """Every process's and sub-process's scope, outer ones before those inside them."""
        return tuple(place for process in self.model.processes for place in _inside(process, process))

    @cached_property
    def place_of(self) -> dict[str, Place]:
        """The scope that each flow node is directly in, by the node's id."""
        return {node.id: place for place in self.places for node in place.scope.nodes}

    @cached_property
    def tree(self) -> etree._Element | None:
        """The file itself, for the few rules that are about how it is written; None for a model without one."""
        return parse_again(self.model.source) if self.model.source else None

    @cached_property
    def source(self) -> Source:
        """The file itself, indexed by name and id."""
        return Source(self.tree)

    def beside(self, name: str) -> bytes | None:
        """Return the bytes of a file in the model's folder, None where there is none or nothing is known; read once."""
        if name not in self._beside:
            self._beside[name] = None if self.neighbour is None else self.neighbour(name)
        return self._beside[name]

    @cached_property
    def levels(self) -> tuple[tuple[Element, Scope], ...]:
        """Every scope with what it belongs to: those of processes and sub-processes, then those of choreographies."""
        return (
            *((place.owner, place.scope) for place in self.places),
            *(level for one in self.model.collaborations if one.scope for level in _levels(one, one.scope)),
        )

    @cached_property
    def drawn_nodes(self) -> tuple[FlowNode, ...]:
        """Every flow node of a process or choreography."""
        return tuple(node for _, scope in self.levels for node in scope.nodes)

    @cached_property
    def drawn_flows(self) -> dict[str, SequenceFlow]:
        """Every sequence flow of a process or choreography, by id."""
        return {flow.id: flow for _, scope in self.levels for flow in scope.flows}

    @cached_property
    def open_conditions(self) -> frozenset[str]:
        """Ids of the flows with a condition that is not written down: left to be said in words (§8.4.6)."""
        flows = [flow for flow in self.source.every("sequenceFlow") if self.source.inside(flow, "conditionExpression")]
        made_up = {note.element for note in self.model.notes if note.rule == "missing-id"}
        # A flow without an id of its own is known by its line.
        lines = {line_of(flow) for flow in flows if not flow.get("id")}
        nameless = (flow for flow in self.drawn_flows.values() if flow.id in made_up and flow.line in lines)
        return frozenset((*(flow.get("id", "") for flow in flows), *(flow.id for flow in nameless)))

    @cached_property
    def compensation_handlers(self) -> frozenset[str]:
        """Ids of the activities that only undo others: they are reached by an association, not by a flow."""
        return frozenset(
            node.id for node in self.model.nodes.values() if isinstance(node, Activity) and node.is_for_compensation
        )

    def nodes(self) -> Iterator[FlowNode]:
        """Yield every flow node."""
        return iter(self.model.nodes.values())

    def activities(self) -> Iterator[Activity]:
        """Yield every activity."""
        return (node for node in self.nodes() if isinstance(node, Activity))

    def events(self) -> Iterator[Event]:
        """Yield every event."""
        return (node for node in self.nodes() if isinstance(node, Event))

    def gateways(self) -> Iterator[Gateway]:
        """Yield every gateway."""
        return (node for node in self.nodes() if isinstance(node, Gateway))

    def outgoing(self, node: FlowNode) -> tuple[SequenceFlow, ...]:
        """Return the flows that leave a node."""
        return tuple(self.drawn_flows[flow] for flow in node.outgoing if flow in self.drawn_flows)

    def incoming(self, node: FlowNode) -> tuple[SequenceFlow, ...]:
        """Return the flows that enter a node."""
        return tuple(self.drawn_flows[flow] for flow in node.incoming if flow in self.drawn_flows)

    def is_conditional(self, flow: SequenceFlow) -> bool:
        """Return whether a flow has a condition, be it one that is not written down yet."""
        return flow.condition is not None or flow.id in self.open_conditions

    def is_meant_to_run(self, element: str) -> bool:
        """Return whether a node is to run for certain: in a deployment, or where `isExecutable` says so."""
        place = self.place_of.get(element)
        return self.is_deployment or (place is not None and place.process.is_executable is True)

    def is_to_run(self, element: str) -> bool:
        """Return whether a node or flow may be run: `isExecutable` does not say no (many tools leave it out)."""
        flow = self.model.flows.get(element)
        place = self.place_of.get(flow.source if flow else element)
        # What lies outside the processes runs with any of them.
        processes = self.model.processes if place is None else (place.process,)
        return self.is_deployment or any(process.is_executable is not False for process in processes)

    def stands_alone(self, node: FlowNode) -> bool:
        """Return whether a node needs no sequence flow by its nature (§10.3.5, §10.6.7).

        Compensation handlers, event sub-processes and what is in an ad-hoc sub-process are started otherwise.
        """
        place = self.place_of.get(node.id)
        return (
            node.id in self.compensation_handlers
            or (isinstance(node, SubProcess) and node.is_event_sub_process)
            or (place is not None and place.is_ad_hoc)
        )


def _levels(owner: Element, scope: Scope) -> Iterator[tuple[Element, Scope]]:
    waiting = [(owner, scope)]
    while waiting:
        holder, inner = waiting.pop(0)
        yield holder, inner
        waiting.extend((node, node.scope) for node in inner.nodes if isinstance(node, SubProcess))


def _inside(process: Process, owner: Process | SubProcess) -> Iterator[Place]:
    waiting: list[Process | SubProcess] = [owner]
    while waiting:
        holder = waiting.pop(0)
        yield Place(holder, holder.scope, process)
        waiting.extend(node for node in holder.scope.nodes if isinstance(node, SubProcess))

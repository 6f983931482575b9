"""A model and a completed scenario made into a `Network`."""

from collections.abc import Callable
from dataclasses import replace

from analysis.errors import ScenarioError
from analysis.network.rules import Facts, facts_of, rules_of
from analysis.network.splits import split_probabilities
from analysis.network.timers import timer_plan
from analysis.network.values import Network, Node, Region, Way
from analysis.scenario.values import ActivityParameters, EventParameters, Scenario
from bpmn.language import Text
from bpmn.model import (
    Activity,
    BoundaryEvent,
    CallActivity,
    EndEvent,
    Event,
    Expression,
    FlowNode,
    Gateway,
    Model,
    MultiInstance,
    Process,
    Scope,
    StandardLoop,
    StartEvent,
    SubProcess,
    Task,
)

__all__ = ["build_network", "choose_process"]

_DEEPEST = 20
_RAISING = {"error", "escalation", "cancel"}


def choose_process(model: Model, process_id: str | None) -> Process:
    """Return the process asked for, else the only one, else the first executable one, else the first with nodes.

    Raises:
        ScenarioError: If there is none, or none of that id.
    """
    if process_id is not None:
        process = model.process(process_id)
        if process is None:
            text = Text('The file has no process "{process}".', process=process_id)
            raise ScenarioError(text, source_name=model.source_name, path="process")
        return process
    filled = [process for process in model.processes if process.scope.nodes]
    if not filled:
        raise ScenarioError(Text("The file has no process with anything in it."), source_name=model.source_name)
    return next((process for process in filled if process.is_executable), filled[0])


def build_network(model: Model, scenario: Scenario, facts: Facts | None = None) -> Network:
    """Return the network of the scenario's process.

    Args:
        model: A model, best in normal form.
        scenario: A completed scenario; what it does not say counts as no time, nobody and never.
        facts: What can be known of a case; None: what the scenario alone makes known.

    Raises:
        ScenarioError: If the process is missing or something cannot be joined; the message names element and path.
    """
    known = facts_of(model, scenario) if facts is None else facts
    builder = _Builder(model, scenario, known)
    process = choose_process(model, scenario.process)
    builder.add_region(process.scope, holder=-1, prefix="", depth=0)
    builder.connect_raises()
    return Network(
        process=process.id,
        nodes=tuple(builder.nodes),
        ways=tuple(builder.ways),
        regions=tuple(builder.regions),
        scenario=scenario,
        facts=known,
    )


class _Builder:
    """Gathers nodes, ways and regions, outer regions first."""

    def __init__(self, model: Model, scenario: Scenario, facts: Facts) -> None:
        self.model = model
        self.scenario = scenario
        self.facts = facts
        self.nodes: list[Node] = []
        self.ways: list[Way] = []
        self.regions: list[Region] = []
        self._elements: list[FlowNode] = []
        self._last_ways: set[str] = set()

    def add_region(self, scope: Scope, *, holder: int, prefix: str, depth: int) -> int:
        if depth > _DEEPEST:
            text = Text("Processes call each other without end at {element}.", element=self.nodes[holder].id)
            raise ScenarioError(text, source_name=self.model.source_name, element=self.nodes[holder].id)
        region = len(self.regions)
        self.regions.append(Region(holder=holder, starts=()))
        index = {}
        for element in scope.nodes:
            if not _is_out_of_flow(element):
                index[element.id] = len(self.nodes)
                self.nodes.append(self._node(element, region, prefix))
                self._elements.append(element)
        self._add_ways(scope, index)
        self._attach(scope, index)
        self.regions[region] = self._region(scope, index, holder)
        for element in scope.nodes:
            if element.id in index:
                self._open(element, index[element.id], prefix, depth)
        return region

    def _node(self, element: FlowNode, region: int, prefix: str) -> Node:
        for kind, make in _MAKERS:
            if isinstance(element, kind):
                node: Node = make(element, self.scenario)
                return replace(node, region=region, key=prefix + element.id)
        return _plain(element, "pass")

    def _add_ways(self, scope: Scope, index: dict[str, int]) -> None:
        incoming: dict[int, list[int]] = {}
        outgoing: dict[int, list[int]] = {}
        shares = split_probabilities(scope, self.scenario, self.model.source_name)
        rules = self._rules(scope, index)
        for flow in scope.flows:
            if flow.source in index and flow.target in index:
                way = len(self.ways)
                share = shares.get(flow.id)
                self.ways.append(
                    Way(
                        id=flow.id,
                        source=index[flow.source],
                        target=index[flow.target],
                        probability=share.probability if share else 1.0,
                        is_default=bool(share and share.is_default) or flow.id in self._last_ways,
                        rule=rules.get(flow.id),
                    )
                )
                outgoing.setdefault(index[flow.source], []).append(way)
                incoming.setdefault(index[flow.target], []).append(way)
        for at in index.values():
            self.nodes[at] = replace(
                self.nodes[at], incoming=tuple(incoming.get(at, ())), outgoing=tuple(outgoing.get(at, ()))
            )

    def _rules(self, scope: Scope, index: dict[str, int]) -> dict[str, Expression | None]:
        """Return the rules of ways out of the gateways that go by rules, and note those gateways and their defaults."""
        flows = {flow.id: flow for flow in scope.flows}
        found: dict[str, Expression | None] = {}
        for element in scope.nodes:
            rules = rules_of(element, flows, self.scenario, self.facts.names, self.model.source_name)
            if rules is not None and isinstance(element, Gateway):
                at = index[element.id]
                self.nodes[at] = replace(self.nodes[at], goes_by_rules=True)
                self._last_ways |= {element.default} if element.default else set()
                found |= rules
        return found

    def _attach(self, scope: Scope, index: dict[str, int]) -> None:
        for element in scope.nodes:
            if isinstance(element, BoundaryEvent) and element.id in index and element.attached_to in index:
                host = index[element.attached_to]
                self.nodes[host] = replace(
                    self.nodes[host], boundaries=(*self.nodes[host].boundaries, index[element.id])
                )

    def _region(self, scope: Scope, index: dict[str, int], holder: int) -> Region:
        events = [node for node in scope.nodes if isinstance(node, StartEvent) and node.id in index]
        chosen = [node for node in events if node.kind == "none"] or events
        if not chosen:
            free = [
                at
                for element_id, at in index.items()
                if not self.nodes[at].incoming and not isinstance(self._elements[at], BoundaryEvent)
            ]
            return Region(holder=holder, starts=tuple((at, 1.0) for at in free), starts_all=True)
        weights = [self.scenario.events.get(node.id, EventParameters()).probability for node in chosen]
        rest = max(0.0, 1.0 - sum(weight or 0.0 for weight in weights))
        unsaid = sum(weight is None for weight in weights)
        shares = [rest / unsaid if weight is None else weight for weight in weights]
        total = sum(shares) or 1.0
        starts = tuple((index[node.id], share / total) for node, share in zip(chosen, shares, strict=True))
        return Region(holder=holder, starts=starts)

    def _open(self, element: FlowNode, at: int, prefix: str, depth: int) -> None:
        if isinstance(element, SubProcess):
            inner = self.add_region(element.scope, holder=at, prefix=prefix, depth=depth + 1)
        elif isinstance(element, CallActivity) and self.nodes[at].kind == "scope":
            called = self.model.process(element.called_element.text) if element.called_element else None
            if called is None or not called.scope.nodes:
                self.nodes[at] = replace(self.nodes[at], kind="task")
                return
            inner = self.add_region(called.scope, holder=at, prefix=f"{prefix}{element.id}/", depth=depth + 1)
        else:
            return
        self.nodes[at] = replace(self.nodes[at], inner=inner)

    def connect_raises(self) -> None:
        """Give each node that raises the boundary event that catches it, in the nearest region around."""
        for at, node in enumerate(self.nodes):
            if node.kind == "raise":
                self.nodes[at] = replace(node, raises=self._catcher(at))

    def _catcher(self, at: int) -> int:
        element = self._elements[at]
        holder = self.regions[self.nodes[at].region].holder
        while holder >= 0:
            for boundary in self.nodes[holder].boundaries:
                if _catches(self._elements[boundary], element):
                    return boundary
            holder = self.regions[self.nodes[holder].region].holder
        return -1


def _catches(boundary: FlowNode, thrown: FlowNode) -> bool:
    if not isinstance(boundary, Event) or not isinstance(thrown, Event) or boundary.kind != thrown.kind:
        return False
    caught = boundary.definitions[0].reference
    return caught is None or caught == thrown.definitions[0].reference


def _is_out_of_flow(element: FlowNode) -> bool:
    """Compensation handlers and event sub-processes are not reached by the flow of tokens."""
    if isinstance(element, SubProcess) and element.is_event_sub_process:
        return True
    if isinstance(element, BoundaryEvent) and element.kind == "compensate":
        return True
    return isinstance(element, Activity) and element.is_for_compensation


def _plain(element: FlowNode, kind: str) -> Node:
    return Node(
        id=element.id,
        key=element.id,
        name=element.name or element.id,
        type=element.type,
        kind=kind,
        split=_split(element),
    )


def _split(element: FlowNode) -> str:
    return _SPLITS.get(element.type, "all")


_SPLITS = {
    "exclusiveGateway": "one",
    "inclusiveGateway": "some",
    "complexGateway": "some",
    "eventBasedGateway": "first",
}
_JOINS = {"parallelGateway": "all", "complexGateway": "all", "inclusiveGateway": "some"}


def _gateway(element: Gateway, scenario: Scenario) -> Node:
    del scenario
    join = _JOINS.get(element.type, "each") if len(element.incoming) > 1 else "each"
    kind = "wait" if element.type == "eventBasedGateway" else "pass"
    return replace(_plain(element, kind), join=join)


def _activity(element: Activity, scenario: Scenario) -> Node:
    said = scenario.activities.get(element.id, ActivityParameters())
    kind = "scope" if isinstance(element, SubProcess | CallActivity) else "task"
    loop = element.loop
    is_sequential = isinstance(loop, StandardLoop) or (isinstance(loop, MultiInstance) and loop.is_sequential)
    return replace(
        _plain(element, kind),
        duration=said.duration,
        delay=said.delay,
        resources=said.resources,
        priority=said.priority,
        fixed_cost=said.fixed_cost,
        fee=said.fee,
        instances=said.instances if loop is not None else None,
        is_sequential=is_sequential,
    )


def _boundary(element: BoundaryEvent, scenario: Scenario) -> Node:
    said = scenario.events.get(element.id, EventParameters())
    plan = timer_plan(element)
    nothing_said = said.duration is None and said.probability is None
    return replace(
        _plain(element, "pass"),
        duration=said.duration,
        probability=0.0 if nothing_said else (1.0 if said.probability is None else said.probability),
        is_interrupting=element.cancel_activity,
        repeats=1 if element.cancel_activity or plan is None else plan.repeats,
    )


def _end(element: EndEvent, scenario: Scenario) -> Node:
    del scenario
    if any(definition.type == "terminateEventDefinition" for definition in element.definitions):
        return _plain(element, "terminate")
    return _plain(element, "raise" if element.kind in _RAISING else "end")


def _other_event(element: Event, scenario: Scenario) -> Node:
    said = scenario.events.get(element.id, EventParameters())
    waits = element.type == "intermediateCatchEvent" and element.kind != "link"
    return replace(_plain(element, "wait" if waits else "pass"), duration=said.duration if waits else None)


def _receiving(element: Task, scenario: Scenario) -> Node:
    node = _activity(element, scenario)
    if element.type != "receiveTask" or node.resources:
        return node
    said = scenario.events.get(element.id, EventParameters())
    return replace(node, kind="wait", duration=said.duration or node.duration)


_MAKERS: tuple[tuple[type[FlowNode], Callable[..., Node]], ...] = (
    (Task, _receiving),
    (Activity, _activity),
    (Gateway, _gateway),
    (BoundaryEvent, _boundary),
    (EndEvent, _end),
    (Event, _other_event),
)

"""A model and a completed scenario made into a `Network`."""

from dataclasses import replace

from analysis.errors import ScenarioError
from analysis.network.catching import with_catchers
from analysis.network.mail import Mail, mail_of, partners_of
from analysis.network.nodes import event_start_of, hearing, node_of
from analysis.network.repetitions import counts_from, is_known, repetition_of
from analysis.network.rules import Facts, facts_of, rules_of
from analysis.network.splits import split_probabilities
from analysis.network.values import Network, Node, Region, Way
from analysis.scenario.values import EventParameters, Scenario
from bpmn.language import Text
from bpmn.model import (
    Activity,
    BoundaryEvent,
    CallActivity,
    CatchEvent,
    Expression,
    FlowNode,
    Gateway,
    Model,
    Process,
    Scope,
    StartEvent,
    SubProcess,
)

__all__ = ["build_network", "choose_process"]

_DEEPEST = 20


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
    process = choose_process(model, scenario.process)
    builder = _Builder(model, scenario, known, mail_of(model, scenario, process, known.names))
    for root in (process, *partners_of(model, scenario, process)):
        builder.add_region(root.scope, holder=-1, prefix="", depth=0)
    return Network(
        process=process.id,
        nodes=tuple(with_catchers(builder.nodes, builder.elements, builder.regions)),
        ways=tuple(builder.ways),
        regions=tuple(builder.regions),
        scenario=scenario,
        facts=known,
        conditions=builder.mail.conditions,
    )


class _Builder:
    """Gathers nodes, ways and regions, outer regions first."""

    def __init__(self, model: Model, scenario: Scenario, facts: Facts, mail: Mail) -> None:
        self.model = model
        self.mail = mail
        self.scenario = scenario
        self.facts = facts
        self.nodes: list[Node] = []
        self.ways: list[Way] = []
        self.regions: list[Region] = []
        self.elements: list[FlowNode] = []
        self._last_ways: set[str] = set()

    def add_region(self, scope: Scope, *, holder: int, prefix: str, depth: int, is_event: bool = False) -> int:
        if depth > _DEEPEST:
            text = Text("Processes call each other without end at {element}.", element=self.nodes[holder].id)
            raise ScenarioError(text, source_name=self.model.source_name, element=self.nodes[holder].id)
        region = len(self.regions)
        self.regions.append(Region(holder=holder, starts=()))
        index = {}
        handlers = set(_handlers(scope).values())
        for element in scope.nodes:
            if not _is_out_of_flow(element, handlers):
                index[element.id] = len(self.nodes)
                self.nodes.append(self._node(element, region, prefix, is_event=is_event))
                self.elements.append(element)
        self._add_ways(scope, index)
        self._attach(scope, index)
        self.regions[region] = replace(self._region(scope, index, holder), is_event=is_event)
        first = len(self.nodes)
        for element in scope.nodes:
            if element.id in index:
                self._open(element, index[element.id], prefix, depth)
        events = [at for at in range(first, len(self.nodes)) if self._begins_in(at, region)]
        self.regions[region] = replace(self.regions[region], events=tuple(events))
        return region

    def _begins_in(self, at: int, region: int) -> bool:
        """Whether a node is the start of an event sub-process directly in a region."""
        holder = self.regions[self.nodes[at].region].holder
        return self.nodes[at].kind == "arm" and self.nodes[holder].region == region

    def _node(self, element: FlowNode, region: int, prefix: str, *, is_event: bool) -> Node:
        if is_event and isinstance(element, StartEvent):
            node = event_start_of(element, self.scenario)
        else:
            node = node_of(element, self.scenario)
        if isinstance(element, CatchEvent) and (is_event or not isinstance(element, StartEvent)):
            node = hearing(node, element, self.mail.hears.get(element.id, ()), self.scenario.start)
        else:
            node = replace(node, hears=self.mail.hears.get(element.id, ()))
        return replace(
            node,
            region=region,
            key=prefix + element.id,
            repetition=repetition_of(element, self.scenario, self.facts.names, counts_from(self.model)),
            sends=self.mail.sends.get(element.id, ()),
        )

    def _add_ways(self, scope: Scope, index: dict[str, int]) -> None:
        incoming: dict[int, list[int]] = {}
        outgoing: dict[int, list[int]] = {}
        shares = split_probabilities(scope, self.scenario, self.model.source_name)
        rules = self._rules(scope, index)
        apart = {element.id for element in scope.nodes if _is_by_event(element) and isinstance(element, Activity)}
        for flow in scope.flows:
            if flow.source in index and flow.target in index and not {flow.source, flow.target} & apart:
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
        handlers = _handlers(scope)
        for element in scope.nodes:
            handler = index.get(handlers.get(element.id, ""), -1)
            if isinstance(element, BoundaryEvent) and element.kind == "compensate" and element.attached_to in index:
                host = index[element.attached_to]
                self.nodes[host] = replace(self.nodes[host], undo=handler)

    def _region(self, scope: Scope, index: dict[str, int], holder: int) -> Region:
        events = [node for node in scope.nodes if isinstance(node, StartEvent) and node.id in index]
        chosen = [node for node in events if node.kind == "none"] or events
        chosen = [node for node in chosen if node.id not in self.mail.hears] or chosen
        if not chosen:
            free = [at for at in index.values() if not self.nodes[at].incoming and not _is_by_event(self.elements[at])]
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
            is_event = element.is_event_sub_process
            inner = self.add_region(element.scope, holder=at, prefix=prefix, depth=depth + 1, is_event=is_event)
            if element.type == "adHocSubProcess":
                self.regions[inner] = self._ad_hoc(element, self.regions[inner])
            starts = [node for node in element.scope.nodes if isinstance(node, StartEvent)]
            holder = self.regions[self.nodes[at].region].holder
            if is_event and holder >= 0 and any(start.kind == "compensate" for start in starts):
                self.nodes[holder] = replace(self.nodes[holder], undo=at)
        elif isinstance(element, CallActivity) and self.nodes[at].kind == "scope":
            called = self.model.process(element.called_element.text) if element.called_element else None
            if called is None or not called.scope.nodes:
                self.nodes[at] = replace(self.nodes[at], kind="task")
                return
            inner = self.add_region(called.scope, holder=at, prefix=f"{prefix}{element.id}/", depth=depth + 1)
        else:
            return
        self.nodes[at] = replace(self.nodes[at], inner=inner)

    def _ad_hoc(self, element: SubProcess, region: Region) -> Region:
        condition = element.completion_condition
        return replace(
            region,
            is_one_by_one=element.is_sequential and region.starts_all,
            until=condition if is_known(condition, self.facts.names) else None,
            is_cut_short=element.cancel_remaining_instances,
        )


def _is_out_of_flow(element: FlowNode, handlers: set[str]) -> bool:
    """Compensation is not reached by the flow of tokens; a handler that nothing leads to is not reached at all."""
    if isinstance(element, BoundaryEvent) and element.kind == "compensate":
        return True
    return isinstance(element, Activity) and element.is_for_compensation and element.id not in handlers


def _is_by_event(element: FlowNode) -> bool:
    """Compensation handlers, event sub-processes and boundary events begin by an event, not with their scope."""
    if isinstance(element, SubProcess) and element.is_event_sub_process:
        return True
    return isinstance(element, BoundaryEvent) or (isinstance(element, Activity) and element.is_for_compensation)


def _handlers(scope: Scope) -> dict[str, str]:
    """Return the handler that each compensation boundary event leads to."""
    return {artifact.source: artifact.target for artifact in scope.artifacts if artifact.target}

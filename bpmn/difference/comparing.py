"""Tells the difference between two models."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import networkx as nx

from bpmn.difference.change import Change
from bpmn.difference.matching import match_nodes
from bpmn.difference.order import Order
from bpmn.language import Text
from bpmn.model import Activity, Event, FlowNode, Gateway, Model

__all__ = ["compare_models"]

_BY_PEOPLE = frozenset({"task", "userTask", "manualTask"})
_BY_MACHINES = frozenset({"serviceTask", "scriptTask", "businessRuleTask", "sendTask"})
_CHOICES = frozenset({"exclusiveGateway", "inclusiveGateway", "complexGateway"})
_ENOUGH_WORDS = 0.5
_SHORT_WORD = 3


def compare_models(as_is: Model, to_be: Model) -> tuple[Change, ...]:
    """Return what was changed between a model as it is and as it could be; nothing for a model against itself.

    Args:
        as_is: The model as it is.
        to_be: The model as it could be.
    """
    pair = _Pair(as_is, to_be, match_nodes(as_is, to_be))
    merged = tuple(_merged(pair))
    gone = {element for change in merged for element in change.as_is}
    return (
        *merged,
        *_eliminated(pair, gone),
        *_added(pair, {element for change in merged for element in change.to_be}),
        *_new_decisions(pair),
        *_automated(pair),
        *_moved(pair),
        *_parallelised(pair),
        *_resequenced(pair),
        *_renamed(pair),
    )


@dataclass(frozen=True)
class _Pair:
    """Both models and which node is which."""

    as_is: Model
    to_be: Model
    match: dict[str, str]

    @cached_property
    def matched_back(self) -> dict[str, str]:
        """The id in the first model of each matched node of the second."""
        return {b: a for a, b in self.match.items()}

    @cached_property
    def activities(self) -> tuple[tuple[Activity, Activity], ...]:
        """The activities that are in both."""
        pairs = ((self.as_is.nodes[a], self.to_be.nodes[b]) for a, b in self.match.items())
        return tuple((a, b) for a, b in pairs if isinstance(a, Activity) and isinstance(b, Activity))

    @cached_property
    def orders(self) -> tuple[Order, Order]:
        """The order of nodes in both."""
        return Order(self.as_is), Order(self.to_be)

    @cached_property
    def pairs(self) -> tuple[tuple[tuple[str, str], tuple[str, str]], ...]:
        """Every two activities of both models of which one comes before the other as it is: ((a, b), (a', b'))."""
        before = self.orders[0].is_before
        both = [(a.id, b.id) for a, b in self.activities]
        return tuple(((a, c), (b, d)) for a, b in both for c, d in both if a != c and before(a, c))


def _called(node: FlowNode) -> str:
    return node.name or node.id


def _listed(names: list[str]) -> Text:
    """Return the names one after the other, each a blank of its own, so that whoever shows them can put labels in."""
    if len(names) == 1:
        return Text("{name}", name=names[0])
    return Text("{name}, {others}", name=names[0], others=_listed(names[1:]))


def _is_step(node: FlowNode) -> bool:
    return isinstance(node, Activity) or (isinstance(node, Event) and node.type not in {"startEvent", "endEvent"})


def _words(text: str) -> set[str]:
    return {word for word in text.casefold().replace(",", " ").split() if len(word) > _SHORT_WORD}


def _merged(pair: _Pair) -> Iterator[Change]:
    """Yield the activities that came one after the other and went into one, which holds most of their words."""
    lost = [n for n in pair.as_is.nodes.values() if isinstance(n, Activity) and n.id not in pair.match]
    for target in pair.to_be.nodes.values():
        if not isinstance(target, Activity):
            continue
        own = pair.matched_back.get(target.id)
        words = _words(target.name)
        kept: list[FlowNode] = [pair.as_is.nodes[own]] if own else []
        alike = [node for node in lost if _is_within(_words(node.name), words)]
        into = _in_a_row(pair.as_is, [*kept, *alike], target if own is None else kept[0])
        if len(into) > 1 and (own is None or pair.as_is.nodes[own].name != target.name):
            names = _listed([_called(node) for node in into])
            text = Text("{names} became one step: {name}.", names=names, name=_called(target))
            yield Change(kind="merged", as_is=tuple(n.id for n in into), to_be=(target.id,), text=text)


def _in_a_row(model: Model, nodes: list[FlowNode], first: FlowNode) -> list[FlowNode]:
    """Return those of the nodes that follow each other without anything between, around `first` where it is one."""
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(node.id for node in nodes)
    for flow in model.flows.values():
        if flow.source in graph and flow.target in graph:
            graph.add_edge(flow.source, flow.target)
    rows = [row for row in nx.connected_components(graph) if first.id not in graph or first.id in row]
    longest = max(rows, key=len, default=set())
    return [node for node in nodes if node.id in longest]


def _is_within(words: set[str], others: set[str]) -> bool:
    return bool(words) and len(words & others) / len(words) >= _ENOUGH_WORDS


def _eliminated(pair: _Pair, gone: set[str]) -> Iterator[Change]:
    for node in pair.as_is.nodes.values():
        if _is_step(node) and node.id not in pair.match and node.id not in gone:
            gone_text = (
                "The event “{name}” is no longer there." if isinstance(node, Event) else "{name} is no longer done."
            )
            yield Change(kind="eliminated", as_is=(node.id,), text=Text(gone_text, name=_called(node)))


def _added(pair: _Pair, known: set[str]) -> Iterator[Change]:
    for node in pair.to_be.nodes.values():
        if _is_step(node) and node.id not in pair.matched_back and node.id not in known:
            text = "The event “{name}” is new." if isinstance(node, Event) else "{name} is new."
            yield Change(kind="added", to_be=(node.id,), text=Text(text, name=_called(node)))


def _new_decisions(pair: _Pair) -> Iterator[Change]:
    for node in pair.to_be.nodes.values():
        is_choice = isinstance(node, Gateway) and node.type in _CHOICES and len(node.outgoing) > 1
        if is_choice and node.id not in pair.matched_back:
            text = Text("There is a new decision: {name}.", name=_called(node))
            yield Change(kind="new-decision", to_be=(node.id,), text=text)


def _automated(pair: _Pair) -> Iterator[Change]:
    for a, b in pair.activities:
        if a.type in _BY_PEOPLE and b.type in _BY_MACHINES:
            text = Text("{name} is done by a machine.", name=_called(b))
            yield Change(kind="automated", as_is=(a.id,), to_be=(b.id,), text=text)


def _moved(pair: _Pair) -> Iterator[Change]:
    before, after = _roles(pair.as_is), _roles(pair.to_be)
    for a, b in pair.activities:
        source, target = before.get(a.id, ""), after.get(b.id, "")
        if source and target and source.casefold() != target.casefold():
            text = Text("{name} moves from {source} to {target}.", name=_called(b), source=source, target=target)
            yield Change(kind="moved", as_is=(a.id,), to_be=(b.id,), text=text)


def _roles(model: Model) -> dict[str, str]:
    """Return the name of the lane, or where there is none of the pool, of each node."""
    names: dict[str, str] = {}
    pools = {p.process: p.name or p.id for c in model.collaborations for p in c.participants if p.process}
    for process in model.processes:
        lanes = list(process.scope.lanes)
        while lanes:
            lane = lanes.pop()
            names[lane.id] = lane.name or lane.id
            lanes.extend(lane.lanes)
    roles = {node.id: pools[process.id] for process, _, node in model.walk() if process.id in pools}
    return roles | {node: names[lane] for node, lane in model.lane_of.items()}


def _parallelised(pair: _Pair) -> Iterator[Change]:
    """Yield groups of activities that came one after the other and now run beside each other."""
    beside = pair.orders[1].is_beside
    groups: list[set[tuple[str, str]]] = []
    for (a, c), (b, d) in pair.pairs:
        if beside(b, d):
            new = {(a, b), (c, d)}
            for group in [group for group in groups if group & new]:
                groups.remove(group)
                new |= group
            groups.append(new)
    order = {a.id: place for place, (a, _) in enumerate(pair.activities)}
    for group in groups:
        members = sorted(group, key=lambda member: order[member[0]])
        names = _listed([_called(pair.to_be.nodes[b]) for _, b in members])
        text = Text("{names} run at the same time.", names=names)
        yield Change(
            kind="parallelised", as_is=tuple(a for a, _ in members), to_be=tuple(b for _, b in members), text=text
        )


def _resequenced(pair: _Pair) -> Iterator[Change]:
    """Yield the fewest activities whose moving explains every pair that changed its order."""
    after = pair.orders[1].is_before
    turned = [((a, b), (c, d)) for (a, c), (b, d) in pair.pairs if after(d, b)]
    while turned:
        counts: dict[tuple[str, str], int] = {}
        for first, second in turned:
            counts[first] = counts.get(first, 0) + 1
            counts[second] = counts.get(second, 0) + 1
        # Of two that changed places, the one that came forward is named: that is what a redesign does.
        seconds = {second for _, second in turned}
        moved = max(counts, key=lambda member: (counts[member], member in seconds, member))
        is_earlier = moved in seconds
        turned = [(first, second) for first, second in turned if moved not in {first, second}]
        yield _in_new_place(pair, moved, is_earlier=is_earlier)


def _in_new_place(pair: _Pair, moved: tuple[str, str], *, is_earlier: bool) -> Change:
    node = pair.to_be.nodes[moved[1]]
    if is_earlier and _is_knock_out(pair.to_be, node):
        text = Text("{name} can stop the case earlier.", name=_called(node))
        return Change(kind="knocked-out-earlier", as_is=moved[:1], to_be=moved[1:], text=text)
    text = (
        Text("{name} comes earlier.", name=_called(node))
        if is_earlier
        else Text("{name} comes later.", name=_called(node))
    )
    return Change(kind="resequenced", as_is=moved[:1], to_be=moved[1:], text=text)


def _is_knock_out(model: Model, node: FlowNode) -> bool:
    """Return whether the node is followed by a decision one way of which leads to an end at once."""
    for flow in node.outgoing:
        gateway = model.nodes.get(model.flows[flow].target)
        if gateway is None or gateway.type not in _CHOICES or len(gateway.outgoing) < 2:
            continue
        targets = [model.nodes.get(model.flows[way].target) for way in gateway.outgoing]
        if any(target is not None and target.type == "endEvent" for target in targets):
            return True
    return False


def _renamed(pair: _Pair) -> Iterator[Change]:
    merged = {element for change in _merged(pair) for element in change.to_be}
    for a_id, b_id in pair.match.items():
        a, b = pair.as_is.nodes[a_id], pair.to_be.nodes[b_id]
        if a.name != b.name and b_id not in merged:
            text = Text("{source} is now called {target}.", source=_called(a), target=_called(b))
            yield Change(kind="renamed", as_is=(a_id,), to_be=(b_id,), text=text)

"""Activities that became one."""

from collections.abc import Iterator

import networkx as nx

from bpmn.difference.change import Change
from bpmn.difference.labels import words_of
from bpmn.difference.pair import Pair, called, listed
from bpmn.language import Text
from bpmn.model import Activity, FlowNode, Model

__all__ = ["merged"]

_ENOUGH_WORDS = 0.5
_SHORT_WORD = 3


def _words(text: str) -> set[str]:
    """Return the words of a label that mean something; all of them where all are short."""
    words = words_of(text)
    return {word for word in words if len(word) > _SHORT_WORD} or set(words)


def merged(pair: Pair) -> Iterator[Change]:
    """Yield the activities that came one after the other and went into one, which holds most of their words."""
    lost = [n for n in pair.as_is.nodes.values() if isinstance(n, Activity) and n.id not in pair.match]
    for target in pair.to_be.nodes.values():
        if not isinstance(target, Activity):
            continue
        own = pair.matched_back.get(target.id)
        words = set(words_of(target.name))
        kept: list[FlowNode] = [pair.as_is.nodes[own]] if own else []
        alike = [node for node in lost if _is_within(_words(node.name), words)]
        into = _in_a_row(pair.as_is, [*kept, *alike], target if own is None else kept[0])
        if len(into) > 1 and (own is None or pair.as_is.nodes[own].name != target.name):
            names = listed([called(node) for node in into])
            text = Text("{names} became one step: {name}.", names=names, name=called(target))
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

"""Small processes drawn at random, for the properties of this room."""

from collections.abc import Iterator

import networkx as nx
from hypothesis import strategies as st

from analysis.structure.shape import BEGIN, END, Shape, shape_of
from bpmn.model import Model
from tests.analysis.models import model

TYPES = ("userTask", "exclusiveGateway", "parallelGateway")


@st.composite
def processes(draw: st.DrawFn, most: int = 5) -> Model:
    """Models of a start, an end and up to `most` activities and gateways with any flows between them."""
    inner = [f"n{number}" for number in range(draw(st.integers(1, most)))]
    kinds = {"s": "startEvent"} | {node: draw(st.sampled_from(TYPES)) for node in inner} | {"e": "endEvent"}
    pairs = [(a, b) for a in ("s", *inner) for b in (*inner, "e")]
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True, min_size=len(inner) + 1, max_size=3 * len(inner)))
    return model(kinds, ", ".join(f"{a} > {b}" for a, b in chosen))


def shape(made: Model) -> Shape:
    """Return the shape of a model's one process."""
    return shape_of(made.processes[0])


def is_reached(graph: "nx.DiGraph[str]", without: set[str], source: str = BEGIN, target: str = END) -> bool:
    """Tell whether a way leads from source to target when some nodes are taken out."""
    if source in without or target in without:
        return False
    left = graph.subgraph(node for node in graph if node not in without)
    return nx.has_path(left, source, target)


def shortest_ways(graph: "nx.DiGraph[int]", source: int, target: int) -> Iterator[list[int]]:
    """Yield every shortest way of a graph with `length`s, by trying all ways."""
    ways = list(nx.all_simple_paths(graph, source, target))
    lengths = [nx.path_weight(graph, way, "length") for way in ways]
    yield from (way for way, length in zip(ways, lengths, strict=True) if length == min(lengths))

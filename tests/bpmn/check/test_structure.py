"""Structure: blocks that pair are found to pair, however they lie in each other, and crossing ones are not."""

from collections.abc import Iterator
from itertools import count, pairwise

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

from bpmn import read_model
from bpmn.check import check_model
from bpmn.check.paths import entries, following, reached
from bpmn.check.structure import unpaired
from bpmn.check.subject import Subject

HEAD = '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="urn:here"><process id="P">'
Tree = tuple[str, tuple["Tree", ...]]

BLOCKS = st.recursive(
    st.just(("task", ())),
    lambda inner: st.tuples(
        st.sampled_from(["sequence", "parallelGateway", "exclusiveGateway", "inclusiveGateway", "loop"]),
        st.lists(inner, min_size=2, max_size=3).map(tuple),
    ),
    max_leaves=12,
)


class Drawing:
    """Writes a process of blocks."""

    def __init__(self) -> None:
        self._ids = (f"n{number}" for number in count())
        self.parts: list[str] = []
        self.gateways: list[tuple[str, str, str]] = []

    def node(self, kind: str) -> str:
        name = next(self._ids)
        self.parts.append(f'<{kind} id="{name}"/>')
        return name

    def flow(self, source: str, target: str) -> None:
        self.parts.append(f'<sequenceFlow id="{next(self._ids)}" sourceRef="{source}" targetRef="{target}"/>')

    def block(self, tree: Tree) -> tuple[str, str]:
        """Draw a block and return its first and its last node."""
        kind, inner = tree
        if kind == "task":
            task = self.node("task")
            return task, task
        if kind == "sequence":
            ends = [self.block(one) for one in inner]
            for (_, last), (first, _) in pairwise(ends):
                self.flow(last, first)
            return ends[0][0], ends[-1][1]
        return self._loop(inner) if kind == "loop" else self._branches(kind, inner)

    def _branches(self, kind: str, inner: tuple[Tree, ...]) -> tuple[str, str]:
        split, join = self.node(kind), self.node(kind)
        self.gateways.append((kind, split, join))
        for first, last in map(self.block, inner):
            self.flow(split, first)
            self.flow(last, join)
        return split, join

    def _loop(self, inner: tuple[Tree, ...]) -> tuple[str, str]:
        join, split = self.node("exclusiveGateway"), self.node("exclusiveGateway")
        (first, last), (back, end) = self.block(inner[0]), self.block(inner[1])
        for source, target in ((join, first), (last, split), (split, back), (end, join)):
            self.flow(source, target)
        return join, split

    def subject(self, tree: Tree) -> Subject:
        start, end = self.node("startEvent"), self.node("endEvent")
        first, last = self.block(tree)
        self.flow(start, first)
        self.flow(last, end)
        return subject("".join(self.parts))


def subject(body: str) -> Subject:
    return Subject(model=read_model(f"{HEAD}{body}</process></definitions>".encode(), source_name="a.bpmn"))


@given(BLOCKS)
def test_blocks_in_blocks_are_structured(tree: Tree) -> None:
    drawn = Drawing().subject(tree)
    assert unpaired(drawn, drawn.places[0]) == []


@given(BLOCKS, st.data())
def test_a_split_with_a_join_of_another_kind_is_unpaired(tree: Tree, data: st.DataObject) -> None:
    drawing = Drawing()
    drawing.subject(("parallelGateway", (tree, ("task", ()))))
    kind, split, join = data.draw(st.sampled_from(drawing.gateways))
    other = "parallelGateway" if kind != "parallelGateway" else "exclusiveGateway"
    body = "".join(drawing.parts).replace(f'<{kind} id="{join}"/>', f'<{other} id="{join}"/>')
    drawn = subject(body)
    assert {split, join} <= set(unpaired(drawn, drawn.places[0]))


NODES = st.lists(st.sampled_from(["task", "startEvent", "endEvent", "exclusiveGateway"]), min_size=1, max_size=8)


@st.composite
def tangles(draw: st.DrawFn) -> tuple[list[str], list[tuple[int, int]]]:
    kinds = draw(NODES)
    index = st.integers(0, len(kinds) - 1)
    return kinds, draw(st.lists(st.tuples(index, index), max_size=12, unique=True))


def _parts(kinds: list[str], flows: list[tuple[int, int]]) -> Iterator[str]:
    yield from (f'<{kind} id="n{number}"/>' for number, kind in enumerate(kinds))
    yield from (f'<sequenceFlow id="f{a}_{b}" sourceRef="n{a}" targetRef="n{b}"/>' for a, b in flows)


@given(tangles())
def test_what_is_reached_and_what_reaches_an_end_is_what_a_graph_says(
    tangle: tuple[list[str], list[tuple[int, int]]],
) -> None:
    kinds, flows = tangle
    drawn = subject("".join(_parts(kinds, flows)))
    graph: nx.DiGraph[object] = nx.DiGraph([(f"n{a}", f"n{b}") for a, b in flows])
    graph.add_nodes_from(f"n{number}" for number in range(len(kinds)))
    starts = entries(drawn, drawn.places[0])
    wanted = starts.union(*(nx.descendants(graph, start) for start in starts))
    assert reached(starts, following(drawn, drawn.places[0])) == wanted
    ends = {node for node in graph if kinds[int(str(node)[1:])] == "endEvent" or not graph.out_degree(node)}
    stuck = {node for node in graph if node not in ends and not ends & nx.descendants(graph, node)}
    found = check_model(drawn.model)
    assert {one.element for one in found if one.rule == "no-way-to-end"} == stuck
    entered = {node for node in graph if graph.in_degree(node)}
    assert {one.element for one in found if one.rule == "unreachable-node"} == entered - wanted

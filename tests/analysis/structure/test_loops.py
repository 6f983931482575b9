"""Loops and the flows that lead back."""

from collections.abc import Mapping

import networkx as nx
from hypothesis import given, settings

from analysis.structure import Loop, measure_structure
from bpmn.model import Model
from tests.analysis.models import model
from tests.analysis.structure.graphs import processes, shape


def test_a_loop_is_told_with_its_entry_and_the_flow_that_leads_back() -> None:
    kinds = {"s": "startEvent", "m": "exclusiveGateway", "A": "userTask", "x": "exclusiveGateway", "e": "endEvent"}
    found = measure_structure(model(kinds, "s > m > A > x > e, x > m"))
    assert found.loops == (Loop(elements=("A", "m", "x"), entries=("m",), back_edges=("x_m",)),)
    assert found.rework_loops == (("A", "m", "x"),)


def test_an_activity_that_leads_to_itself_is_a_loop() -> None:
    found = measure_structure(model({"s": "startEvent", "A": "userTask", "e": "endEvent"}, "s > A > e, A > A"))
    assert found.loops == (Loop(elements=("A",), entries=("A",), back_edges=("A_A",)),)


def test_a_loop_within_a_loop_gives_both_ways_back() -> None:
    kinds = {
        "s": "startEvent", "m": "exclusiveGateway", "n": "exclusiveGateway", "A": "userTask", "x": "exclusiveGateway",
        "y": "exclusiveGateway", "e": "endEvent",
    }  # fmt: skip
    found = measure_structure(model(kinds, "s > m > n > A > x > y > e, x > n, y > m"))
    assert [loop.back_edges for loop in found.loops] == [("x_n", "y_m")]
    assert (found.measures["rework_loops"], found.measures["back_edges"]) == (1, 2)


def test_a_loop_with_two_entries_names_both() -> None:
    kinds = {"s": "startEvent", "g": "exclusiveGateway", "A": "userTask", "B": "userTask", "e": "endEvent"}
    (loop,) = measure_structure(model(kinds, "s > g > A > B > A, g > B > e")).loops
    assert loop == Loop(elements=("A", "B"), entries=("A", "B"), back_edges=("B_A",))


@given(processes(most=6))
@settings(max_examples=100, deadline=None)
def test_without_its_back_edges_nothing_comes_back(made: Model) -> None:
    graph = shape(made).inner
    back = {flow for loop in measure_structure(made).loops for flow in loop.back_edges}
    kept = [(a, b) for a, b in graph.edges if graph.edges[a, b]["flow"] not in back]
    assert nx.is_directed_acyclic_graph(nx.DiGraph(kept))


@given(processes(most=6))
@settings(max_examples=100, deadline=None)
def test_where_every_loop_has_one_entry_back_edges_are_those_to_a_dominator(made: Model) -> None:
    whole, found = shape(made), measure_structure(made)
    to_dominators = {
        flow
        for source, target, flow in whole.arcs
        if source in found.dominators and target in {source, *above(found.dominators, source)}
    }
    forward = [(a, b) for a, b, flow in whole.arcs if flow not in to_dominators and a in found.dominators]
    if nx.is_directed_acyclic_graph(nx.DiGraph(forward)):
        back = {flow for loop in found.loops for flow in loop.back_edges}
        assert {flow for flow in back if made.flows[flow].source in found.dominators} == to_dominators


def above(dominators: Mapping[str, str | None], element: str) -> list[str]:
    found = []
    at = dominators[element]
    while at is not None:
        found.append(at)
        at = dominators[at]
    return found

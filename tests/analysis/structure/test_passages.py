"""Dominators, post-dominators and the minimum cut against what taking elements out does."""

from collections.abc import Mapping
from itertools import combinations

from hypothesis import given, settings

from analysis.structure import measure_structure
from analysis.structure.passages import cut_weights
from analysis.structure.shape import BEGIN, END, Shape
from bpmn.model import Model
from tests.analysis.models import model
from tests.analysis.structure.graphs import is_reached, processes, shape


def test_the_fewest_activities_on_every_way_are_the_cut_nearest_to_the_end() -> None:
    kinds = {
        "s": "startEvent", "g": "exclusiveGateway", "A": "userTask", "B": "userTask", "C": "userTask", "D": "userTask",
        "j": "exclusiveGateway", "e": "endEvent",
    }  # fmt: skip
    found = measure_structure(model(kinds, "s > g > A > C > j > e, g > B > D > j"))
    assert found.minimum_cut == ("C", "D")
    assert found.measures["minimum_cut"] == 2
    assert found.passages == ("s", "g", "j", "e")


def test_a_way_without_work_is_cut_at_a_gateway() -> None:
    kinds = {"s": "startEvent", "g": "exclusiveGateway", "A": "userTask", "j": "exclusiveGateway", "e": "endEvent"}
    assert measure_structure(model(kinds, "s > g > A > j > e, g > j")).minimum_cut == ("j",)


@given(processes())
@settings(max_examples=60, deadline=None)
def test_who_dominates_an_element_can_not_be_taken_out_on_the_way_to_it(made: Model) -> None:
    graph, found = shape(made).steps, measure_structure(made)
    for element in made.nodes:
        reached = is_reached(graph, set(), target=element)
        assert (element in found.dominators) == reached
        passed = {other for other in made.nodes if other != element and not is_reached(graph, {other}, target=element)}
        if reached:
            assert chain(found.dominators, element) == passed


@given(processes())
@settings(max_examples=60, deadline=None)
def test_who_post_dominates_an_element_can_not_be_taken_out_on_the_way_from_it(made: Model) -> None:
    graph, found = shape(made).steps, measure_structure(made)
    for element in made.nodes:
        if is_reached(graph, set(), source=element):
            passed = {o for o in made.nodes if o != element and not is_reached(graph, {o}, source=element)}
            assert chain(found.post_dominators, element) == passed


def chain(above: Mapping[str, str | None], element: str) -> set[str]:
    found: set[str] = set()
    at = above[element]
    while at is not None:
        found.add(at)
        at = above[at]
    return found


@given(processes())
@settings(max_examples=60, deadline=None)
def test_no_lighter_set_than_the_minimum_cut_cuts(made: Model) -> None:
    whole, found = shape(made), measure_structure(made)
    cut = set(found.minimum_cut)
    if not is_reached(whole.steps, set()):
        assert not cut
        return
    assert not is_reached(whole.steps, cut)
    assert weight(whole, cut) == lightest(whole)


def lightest(whole: Shape) -> int:
    elements = list(whole.nodes)
    sets = (set(chosen) for size in range(1, len(elements)) for chosen in combinations(elements, size))
    return min(weight(whole, chosen) for chosen in sets if not is_reached(whole.steps, chosen))


def weight(whole: Shape, chosen: set[str]) -> int:
    weights = cut_weights(whole)
    return sum(weights[element] for element in chosen)


@given(processes())
@settings(max_examples=60, deadline=None)
def test_passages_are_what_no_case_can_do_without(made: Model) -> None:
    graph = shape(made).steps
    found = measure_structure(made).passages
    alone = {element for element in made.nodes if not is_reached(graph, {element}, BEGIN, END)}
    assert set(found) == (alone if is_reached(graph, set()) else set())

"""Betweenness, critical path and throughput bound against what trying everything gives."""

from itertools import combinations

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.flow import analyse_flow
from analysis.network import build_network
from analysis.scenario import (
    ActivityParameters,
    Arrivals,
    Distribution,
    EventParameters,
    ResourcePool,
    Scenario,
    with_defaults,
)
from analysis.structure import WeightedStructure, weigh_structure
from analysis.structure.betweenness import betweenness
from analysis.structure.throughput import throughput_bound
from analysis.structure.traffic import Traffic, measure_traffic
from bpmn.model import Model, MultiInstance, SubProcess
from bpmn.normal import normal_form
from tests.analysis.models import line, model, node, scope
from tests.analysis.structure.graphs import shortest_ways

LOOP = {
    "s": "startEvent", "m": "exclusiveGateway", "A": "userTask", "x": "exclusiveGateway", "B": "userTask",
    "C": "userTask", "j": "exclusiveGateway", "e": "endEvent",
}  # fmt: skip
LOOP_FLOWS = "s > m > A > x > B > j > e, x > C > j, x > m"


def fixed(seconds: float) -> Distribution:
    return Distribution(type="fixed", value=seconds)


def scenario(times: dict[str, float], flows: dict[str, float] | None = None, **pools: int) -> Scenario:
    """A scenario of fixed times in which each activity has all the pools given, or a pool as large as is needed."""
    resources = {pool: ResourcePool(id=pool, amount=amount) for pool, amount in pools.items()}
    resources = resources or {"all": ResourcePool(id="all", amount=None)}
    return Scenario(
        arrivals=Arrivals(inter_arrival=fixed(10_000)),
        resources=resources,
        activities={
            task: ActivityParameters(resources=tuple(resources), duration=fixed(seconds))
            for task, seconds in times.items()
        },
        flows=flows or {},
    )


def weigh(made: Model, given_scenario: Scenario) -> WeightedStructure:
    return weigh_structure(made, given_scenario, analyse_flow(made, given_scenario))


def test_the_critical_path_goes_where_most_time_is_expected() -> None:
    # B: 0.5 * 100 s; C: 0.25 * 300 s; A is done 1 / (1 - 0.25) times.
    times = {"A": 60.0, "B": 100.0, "C": 300.0}
    shares = {"x_B": 0.5, "x_C": 0.25, "x_m": 0.25}
    path = weigh(model(LOOP, LOOP_FLOWS), scenario(times, shares)).critical_path
    visits = 1 / 0.75
    assert path.time_s == pytest.approx(visits * 60 + visits * 0.25 * 300)
    assert path.elements == ("s", "m", "A", "x", "C", "j", "e")
    assert [part.elements for part in path.parts][1] == ("m", "A", "x")


def test_of_two_parallel_branches_the_longer_one_is_critical_and_as_long_as_the_cycle_time() -> None:
    kinds = {"s": "startEvent", "g": "parallelGateway", "A": "userTask", "B": "userTask", "j": "parallelGateway"}
    made = model(kinds | {"C": "userTask", "e": "endEvent"}, "s > g > A > j > C > e, g > B > j")
    plan = scenario({"A": 50.0, "B": 70.0, "C": 5.0})
    path = weigh(made, plan).critical_path
    assert path.elements == ("s", "g", "B", "j", "C", "e")
    assert path.time_s == pytest.approx(analyse_flow(made, plan).cycle_time_s) == pytest.approx(75)


def test_instances_at_the_same_time_take_no_longer_than_one_and_one_after_the_other_they_add_up() -> None:
    def length(*, is_sequential: bool) -> float:
        loop = MultiInstance(is_sequential=is_sequential)
        inside = scope({"i": "startEvent", "A": "userTask", "o": "endEvent"}, "i > A > o")
        sub = SubProcess(id="S", type="subProcess", name="S", scope=inside, loop=loop)
        kinds = {"s": "startEvent", "S": sub, "B": node("B", "userTask", loop=loop), "e": "endEvent"}
        plan = scenario({"A": 10.0, "B": 1.0})
        three = fixed(3)
        activities = {
            "A": plan.activities["A"],
            "S": ActivityParameters(instances=three),
            "B": ActivityParameters(resources=("all",), duration=fixed(1), instances=three),
        }
        whole = Scenario(arrivals=plan.arrivals, resources=plan.resources, activities=activities)
        return weigh(model(kinds, "s > S > B > e"), whole).critical_path.time_s

    assert length(is_sequential=False) == pytest.approx(10 + 1)
    assert length(is_sequential=True) == pytest.approx(3 * 10 + 3 * 1)


def test_waiting_for_the_likelier_event_is_weighted_by_how_likely_it_comes_first() -> None:
    kinds = {
        "s": "startEvent", "g": "eventBasedGateway", "a": "intermediateCatchEvent", "b": "intermediateCatchEvent",
        "e": "endEvent",
    }  # fmt: skip
    made = model(kinds, "s > g > a > e, g > b > e")
    events = {
        "a": EventParameters(duration=Distribution(type="exponential", mean=100.0)),
        "b": EventParameters(duration=Distribution(type="exponential", mean=300.0)),
    }
    found = weigh(made, Scenario(arrivals=Arrivals(inter_arrival=fixed(1000)), events=events))
    # a comes first with probability 3/4; its part of the expected wait is 3/4 of 100 s, that of b 1/4 of 300 s.
    assert found.critical_path.time_s == pytest.approx(75)


def test_traffic_counts_how_often_each_flow_is_taken() -> None:
    made = model(LOOP, LOOP_FLOWS)
    plan = scenario({"A": 1.0, "B": 1.0, "C": 1.0}, {"x_B": 0.5, "x_C": 0.25, "x_m": 0.25})
    found = traffic(made, plan)
    names = [one.id for one in found.network.nodes]
    crossed = {(names[a], names[b]): count for a, b, count in found.graph.edges(data="crossings")}
    assert crossed[("x", "m")] == pytest.approx(1 / 3)
    assert crossed[("m", "A")] == pytest.approx(4 / 3)
    assert crossed[("x", "C")] == pytest.approx(1 / 3)


def traffic(made: Model, plan: Scenario) -> Traffic:
    network = build_network(normal_form(made).model, with_defaults(made, plan).scenario)
    return measure_traffic(network, analyse_flow(made, plan).visits)


def test_in_a_line_the_middle_is_between_most() -> None:
    found = weigh(line("A", "B", "C"), scenario({"A": 1.0, "B": 1.0, "C": 1.0})).betweenness
    # Of the 20 ordered pairs of the other four, 3 pass A (start to B, C, end), 4 pass B, 3 pass C: by (5-1)(5-2) = 12.
    assert found == pytest.approx({"start": 0, "A": 3 / 12, "B": 4 / 12, "C": 3 / 12, "end": 0})


def test_the_way_that_cases_really_go_is_the_short_one() -> None:
    rare = weigh(model(LOOP, LOOP_FLOWS), scenario({"A": 1, "B": 1, "C": 1}, {"x_B": 0.9, "x_C": 0.05, "x_m": 0.05}))
    assert rare.betweenness["B"] > 0
    assert rare.betweenness["C"] == 0


@given(st.lists(st.floats(0.05, 1.0), min_size=3, max_size=3))
@settings(max_examples=25, deadline=None)
def test_betweenness_is_what_counting_all_shortest_ways_gives(weights: list[float]) -> None:
    total = sum(weights)
    shares = dict(zip(("x_B", "x_C", "x_m"), (weight / total for weight in weights), strict=True))
    found = traffic(model(LOOP, LOOP_FLOWS), scenario({"A": 1, "B": 1, "C": 1}, shares))
    graph: nx.DiGraph[int] = nx.DiGraph()
    for a, b, count in found.graph.edges(data="crossings"):
        graph.add_edge(a, b, length=max(1, round(1e6 / count)))
    expected = dict.fromkeys(graph, 0.0)
    for source in graph:
        for target in nx.descendants(graph, source) - {source}:
            ways = list(shortest_ways(graph, source, target))
            for way in ways:
                for between in way[1:-1]:
                    expected[between] += 1 / len(ways)
    many = (len(graph) - 1) * (len(graph) - 2)
    names = {at: one.id for at, one in enumerate(found.network.nodes)}
    assert betweenness(found) == pytest.approx({names[at]: value / many for at, value in expected.items()})


def test_the_bound_is_the_capacity_of_the_busiest_pool_where_each_activity_has_one() -> None:
    plan = Scenario(
        arrivals=Arrivals(inter_arrival=fixed(10_000)),
        resources={"one": ResourcePool(id="one"), "two": ResourcePool(id="two", amount=3)},
        activities={
            "A": ActivityParameters(resources=("one",), duration=fixed(600)),
            "B": ActivityParameters(resources=("two",), duration=fixed(900)),
            "C": ActivityParameters(resources=("two",), duration=fixed(600)),
        },
    )
    made = line("A", "B", "C")
    bound = weigh(made, plan).throughput
    assert (bound.pools, bound.activities) == (("one",), ("A",))
    assert bound.cases_per_h == pytest.approx(6)
    assert bound.cases_per_h == pytest.approx(analyse_flow(made, plan).capacity_per_h)


def test_pools_that_share_an_activity_are_bound_as_flow_analysis_says() -> None:
    plan = Scenario(
        arrivals=Arrivals(inter_arrival=fixed(10_000)),
        resources={"one": ResourcePool(id="one"), "two": ResourcePool(id="two", amount=3)},
        activities={
            "A": ActivityParameters(resources=("one", "two"), duration=fixed(600)),
            "B": ActivityParameters(resources=("one",), duration=fixed(900)),
            "C": ActivityParameters(resources=("two",), duration=fixed(600)),
        },
    )
    made = line("A", "B", "C")
    bound = weigh(made, plan).throughput
    assert (bound.pools, bound.activities) == (("one",), ("B",))
    assert bound.cases_per_h == pytest.approx(4) == pytest.approx(analyse_flow(made, plan).capacity_per_h)


def test_who_can_help_raises_the_bound_until_all_are_busy() -> None:
    people = {"clerks": 1.0, "officers": 3.0}
    alone = throughput_bound({"A": 600, "B": 600}, {"A": ("clerks",), "B": ("officers",)}, people)
    helped = throughput_bound({"A": 600, "B": 600}, {"A": ("clerks", "officers"), "B": ("officers",)}, people)
    assert (alone.cases_per_h, alone.pools) == (pytest.approx(6), ("clerks",))
    assert (helped.cases_per_h, helped.pools) == (pytest.approx(4 * 3600 / 1200), ("clerks", "officers"))


def test_without_limited_pools_there_is_no_bound() -> None:
    found = weigh(line("A"), scenario({"A": 1.0}))
    assert found.throughput.pools == ()
    assert found.as_json()["throughput"]["cases_per_h"] is None


@given(
    st.dictionaries(
        st.sampled_from("ABCDE"),
        st.tuples(st.floats(1, 1e5), st.sets(st.sampled_from("wxyz"), min_size=1)),
        min_size=1,
    ),
    st.fixed_dictionaries({pool: st.integers(1, 9) for pool in "wxyz"}),
)
@settings(max_examples=100, deadline=None)
def test_the_bound_is_that_of_the_worst_set_of_activities(
    activities: dict[str, tuple[float, set[str]]], people: dict[str, int]
) -> None:
    work = {activity: seconds for activity, (seconds, _) in activities.items()}
    pools = {activity: tuple(sorted(able)) for activity, (_, able) in activities.items()}
    sets = [chosen for size in range(1, len(work) + 1) for chosen in combinations(work, size)]
    rates = [
        sum(people[pool] for pool in {pool for one in chosen for pool in pools[one]}) / sum(work[one] for one in chosen)
        for chosen in sets
    ]
    found = throughput_bound(work, pools, people)
    assert found.cases_per_h == pytest.approx(3600 * min(rates), rel=1e-6)
    assert found.pools == tuple(sorted({pool for one in found.activities for pool in pools[one]}))


def test_no_time_is_spent_where_no_case_comes() -> None:
    kinds = {"s": "startEvent", "x": "exclusiveGateway", "A": "userTask", "B": "userTask", "e": "endEvent"}
    made = model(kinds, "s > x > A > e, x > B > e")
    path = weigh(made, scenario({"A": 1, "B": 1000}, {"x_A": 1.0, "x_B": 0.0})).critical_path
    assert (path.elements, path.time_s) == (("s", "x", "A", "e"), 1)


@st.composite
def blocks(draw: st.DrawFn, depth: int = 2) -> list[object]:
    """Sequences of times (numbers) and of blocks of branches (tuples of sequences)."""
    part = st.integers(1, 100)
    branches = st.tuples(blocks(depth - 1), blocks(depth - 1)) if depth else part
    found: list[object] = draw(st.lists(st.one_of(part, branches), min_size=1, max_size=3))
    return found


def drawn(sequence: list[object], gateway: str) -> tuple[Model, dict[str, float]]:
    """Return a sequence as a model, its blocks between gateways of a type, and the times of its tasks."""
    kinds, flows, times = {"s": "startEvent"}, [], {}

    def put(parts: list[object], at: str) -> str:
        for part in parts:
            name = f"n{len(kinds)}"
            if isinstance(part, tuple):
                kinds[name], kinds["j" + name] = gateway, gateway
                flows.append(f"{at} > {name}")
                flows.extend(f"{put(branch, name)} > j{name}" for branch in part)
                at = "j" + name
            else:
                kinds[name], times[name] = "userTask", float(str(part))
                flows.append(f"{at} > {name}")
                at = name
        return at

    flows.append(put(sequence, "s") + " > e")
    return model(kinds | {"e": "endEvent"}, ", ".join(flows)), times


@given(blocks())
@settings(max_examples=15, deadline=None)
def test_with_fixed_times_and_nothing_to_choose_the_critical_path_is_the_cycle_time(sequence: list[object]) -> None:
    made, times = drawn(sequence, "parallelGateway")
    plan = scenario(times)
    path = weigh(made, plan).critical_path
    assert path.time_s == pytest.approx(analyse_flow(made, plan).cycle_time_s)
    assert sum(times[element] for element in path.elements if element in times) == pytest.approx(path.time_s)


@given(blocks())
@settings(max_examples=15, deadline=None)
def test_no_way_has_more_expected_time_than_the_critical_path(sequence: list[object]) -> None:
    made, times = drawn(sequence, "exclusiveGateway")
    found = traffic(made, scenario(times))
    names = [one.id for one in found.network.nodes]
    ways = nx.all_simple_paths(found.graph, names.index("s"), names.index("e"))
    longest = max(sum(found.visits[at] * times.get(names[at], 0.0) for at in way) for way in ways)
    assert weigh(made, scenario(times)).critical_path.time_s == pytest.approx(longest)

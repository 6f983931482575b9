"""Combinations of proposals: what goes together, the front over them, and stopping on the way."""

from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest

from analysis.errors import AnalysisError
from analysis.redesign import Redesign, Runs, Search, apply_proposals, search_combinations, sides_of
from analysis.redesign.applying import proposals_for
from analysis.redesign.exploring import Explorer
from analysis.redesign.pareto import dominates, on_grid
from analysis.scenario import Arrivals, load_scenario, with_defaults
from bpmn import read_model
from tests.analysis.redesign.proposing import fixed, scenario, work

SERVICE = Path(__file__).resolve().parents[3] / "processes" / "company-registration"
RUNS = Runs(cases=60, replications=3)
RULES = ("Register file", "Check file", "Print letter")
TALKS = ("Hear applicant", "Weigh reasons", "Print letter")
BPMN = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t"><process id="P">
<startEvent id="s"/><userTask id="a" name="{0}"/>
<userTask id="b" name="{1}"/><userTask id="c" name="{2}"/><endEvent id="e"/>
<sequenceFlow id="f1" sourceRef="s" targetRef="a"/><sequenceFlow id="f2" sourceRef="a" targetRef="b"/>
<sequenceFlow id="f3" sourceRef="b" targetRef="c"/><sequenceFlow id="f4" sourceRef="c" targetRef="e"/>
</process></definitions>"""


def small(names: tuple[str, ...] = RULES, every_h: float = 4) -> Redesign:
    """Return three steps of two paid roles: some can be automated, some joined; who has too much to do gets more."""
    model = read_model(BPMN.format(*names).encode(), source_name="small.bpmn")
    steps = {"a": work("office", 1), "b": work("office", 2), "c": work("print", 1)}
    said = scenario(steps, arrivals=Arrivals(inter_arrival=fixed(every_h)))
    paid = {key: replace(pool, cost_per_h=10_000.0) for key, pool in said.resources.items()}
    return Redesign(model=model, scenario=with_defaults(model, replace(said, resources=paid)).scenario)


@pytest.fixture(scope="module")
def as_is() -> Redesign:
    model = read_model((SERVICE / "as-is.bpmn").read_bytes(), source_name="as-is.bpmn")
    given = load_scenario((SERVICE / "scenarios" / "as-is.json").read_bytes(), "as-is.json", model)
    return Redesign(model=model, scenario=with_defaults(model, given).scenario)


@pytest.fixture(scope="module")
def found(as_is: Redesign) -> Search:
    return search_combinations(as_is, budget=70, members=1, runs=RUNS)


def brute_force(before: Redesign, ids: tuple[str, ...]) -> dict[tuple[str, ...], tuple[float, ...]]:
    """Return the four sides of each combination that goes together, found without the search."""
    known: dict[tuple[str, ...], tuple[float, ...]] = {}
    for size in range(len(ids) + 1):
        for chosen in combinations(ids, size):
            try:
                after = apply_proposals(before.model, before.scenario, chosen)
            except AnalysisError:
                continue
            known[chosen] = sides_of(after, after.flow()).objectives
    return known


@pytest.mark.parametrize(("names", "every_h", "least"), [(RULES, 4, 1), (TALKS, 1.7, 2), (TALKS, 1.6, 2)])
def test_a_small_set_is_searched_as_by_brute_force(names: tuple[str, ...], every_h: float, least: int) -> None:
    before = small(names, every_h)
    search = search_combinations(before, members=0)
    assert search.is_exhaustive
    assert 2 <= len(search.considered) <= 8
    by_hand = brute_force(before, search.considered)
    considered = [one for one in search.evaluated if set(one.ids) <= set(search.considered)]
    assert {one.ids: one.sides.objectives for one in considered} == by_hand
    grid = dict(zip(by_hand, on_grid(list(by_hand.values()), search.before.objectives), strict=True))
    best = {point for point in grid.values() if not any(dominates(other, point) for other in grid.values())}
    assert {grid[one.ids] for one in search.front} == best
    assert len(best) >= least, "more people are quicker and cost more"


def test_growing_finds_the_same_front_where_the_budget_reaches_for_all_but_the_last() -> None:
    before = small()
    whole = search_combinations(before, members=0)
    grown = search_combinations(before, budget=2 ** len(whole.considered) - 1, members=0)
    assert not grown.is_exhaustive
    assert {frozenset(one.ids) for one in grown.front} == {frozenset(one.ids) for one in whole.front}


def test_no_member_of_the_front_is_beaten_by_any_combination_that_was_computed(found: Search) -> None:
    points = on_grid([one.sides.objectives for one in found.evaluated], found.before.objectives)
    members = on_grid([one.sides.objectives for one in found.front], found.before.objectives)
    assert members
    assert not any(dominates(point, member) for point in points for member in members)
    assert len(found.evaluated) <= 70
    assert max(len(one.ids) for one in found.front) > 5


def test_a_member_of_the_front_is_what_applying_its_proposals_gives(as_is: Redesign, found: Search) -> None:
    member = found.front[0]
    after = apply_proposals(as_is.model, as_is.scenario, member.ids)
    assert sides_of(after, after.flow()) == member.sides
    (simulated,) = found.simulated.values()
    time = simulated.measures["cycle_time_s"]
    assert time.ci_high < 0
    assert set(simulated.measures) >= {"cycle_time_s", "cost", "first_pass_yield", "growth_when_busier"}


def test_the_same_seed_gives_the_same_search() -> None:
    one, other = (search_combinations(small(), budget=12, members=1, runs=RUNS) for _ in range(2))
    assert (one.evaluated, one.front, one.simulated) == (other.evaluated, other.front, other.simulated)


def test_what_was_found_is_returned_when_somebody_stops_it() -> None:
    seen: list[tuple[int, int]] = []
    search = search_combinations(
        small(), members=1, runs=RUNS, progress=lambda done, total: seen.append((done, total)),
        should_stop=lambda: len(seen) >= 4,
    )  # fmt: skip
    assert search.was_stopped
    assert not search.is_exhaustive
    assert len(search.evaluated) <= 5
    assert not search.simulated
    assert seen == sorted(seen)


def test_what_the_first_has_changed_the_next_is_about_no_more() -> None:
    before = small()
    explorer = Explorer(before)
    known = [one.id for one in proposals_for(before.model, before.scenario) if one.is_applicable]
    assert {"automation-a", "automation-b", "composition-a-b"} <= set(known)
    assert explorer.state(("automation-a", "composition-a-b")) is None, "people and machines do not do one step"
    assert explorer.state(("composition-a-b", "automation-b")) is None, "the step is in the other now"
    both = explorer.state(("automation-a", "automation-b"))
    assert both is not None
    assert {one.type for one in both.redesign.model.nodes.values() if one.id in "ab"} == {"serviceTask"}

"""Files of Prosimos: both dialects, their distributions, batches, attributes, rules and calendars."""

import json
from pathlib import Path
from typing import Any

import pytest
from scipy import stats

from analysis.errors import ScenarioError
from analysis.scenario import Distribution, Scenario, load_scenario, with_defaults
from analysis.scenario.calendars import opening_table
from analysis.simulation import compile_simulation, simulate
from bpmn import read_model
from tests.analysis.models import line, model

WEEK = [{"from": "MONDAY", "to": "FRIDAY", "beginTime": "09:00:00", "endTime": "17:00:00"}]


def document(**parts: Any) -> dict[str, Any]:
    fixed = {"distribution_name": "fix", "distribution_params": [{"value": 60}]}
    return {
        "resource_profiles": [
            {"id": "p", "name": "P", "resource_list": [{"id": "r", "name": "R", "cost_per_hour": 10, "amount": 2,
                                                        "calendar": "c"}]}
        ],
        "arrival_time_distribution": fixed,
        "arrival_time_calendar": WEEK,
        "gateway_branching_probabilities": [],
        "task_resource_distribution": [{"task_id": "A", "resources": [{"resource_id": "r", **fixed}]}],
        "resource_calendars": [{"id": "c", "name": "C", "time_periods": WEEK}],
        **parts,
    }  # fmt: skip


def read(**parts: Any) -> Scenario:
    return load_scenario(json.dumps(document(**parts)).encode(), "p.json")


def law(name: str, *parameters: float, bare: bool = False) -> Distribution:
    values = list(parameters) if bare else [{"value": value} for value in parameters]
    found = read(arrival_time_distribution={"distribution_name": name, "distribution_params": values}).arrivals
    assert found is not None
    return found.inter_arrival


def drawn_again(free: Any, low: float, high: float) -> tuple[float, float]:
    """Mean and variance of a scipy distribution within bounds, by numeric integration."""
    first, second = (free.expect(lambda x, n=n: x**n, lb=low, ub=high, conditional=True) for n in (1, 2))
    return first, second - first**2


def test_what_people_think_in_is_read_as_mean_deviation_and_bounds() -> None:
    assert law("expon", 4055, 3600, 7200) == Distribution(type="exponential", mean=4055, min=3600, max=7200)
    assert law("norm", 600, 60, 0, 900) == Distribution(type="normal", mean=600, sd=60, max=900)
    assert law("lognorm", 600, 3600, 0, 1e4) == Distribution(type="lognormal", mean=600, sd=60, max=1e4)
    assert law("uniform", 10, 30) == Distribution(type="uniform", min=10, max=30)


@pytest.mark.parametrize(
    ("name", "parameters", "free"),
    [
        ("expon", (1500.0, 150.0, 1500.0, 3600.0), stats.expon(loc=1500, scale=150)),
        ("norm", (17396.0, 1739.6, 0.0, 52188.0), stats.norm(17396, 1739.6)),
        ("lognorm", (0.8, 0.0, 314.0, 0.0, 5000.0), stats.lognorm(0.8, loc=0, scale=314)),
        ("lognorm", (0.8, 292.5, 314.0, 300.0, 5000.0), stats.lognorm(0.8, loc=292.5, scale=314)),
        ("gamma", (0.75, 455.8, 689.8, 460.0, 4000.0), stats.gamma(0.75, loc=455.8, scale=689.8)),
        ("exponnorm", (4.58, 1031.5, 68.2, 900.0, 3000.0), stats.exponnorm(4.58, loc=1031.5, scale=68.2)),
        ("triang", (0.3, 100.0, 50.0, 0.0, 1000.0), stats.triang(0.3, loc=100, scale=50)),
    ],
)
def test_scipys_parameters_give_scipys_mean_and_variance(name: str, parameters: tuple[float, ...], free: Any) -> None:
    mean, variance = drawn_again(free, parameters[-2], parameters[-1])
    found = law(name, *parameters)
    assert found.expected == pytest.approx(mean, rel=2e-3)
    assert found.variance == pytest.approx(variance, rel=0.02)


def test_an_unbounded_exponnorm_keeps_its_mean() -> None:
    assert law("exponnorm", 2, 1000, 50, bare=True).expected == pytest.approx(1000 + 2 * 50, rel=1e-3)


def test_bare_numbers_are_shape_location_and_scale() -> None:
    assert law("expon", 0, 10382.3, bare=True) == Distribution(type="exponential", mean=10382.3)
    assert law("uniform", 240, 60, bare=True) == Distribution(type="uniform", min=240, max=300)
    assert law("gamma", 1.1, 0, 100, bare=True).expected == pytest.approx(110)


def test_bounds_that_nothing_falls_within_leave_the_middle() -> None:
    assert law("expon", 10, 0, 0).expected == 0 or law("expon", 10, 0, 0).type == "fixed"
    assert law("norm", 0, 1, 500, 700) == Distribution(type="fixed", value=600)


@pytest.mark.parametrize("parameters", [(), (1.0, 2.0, 3.0, 4.0, 5.0, 6.0)])
def test_a_wrong_number_of_parameters_is_told_with_its_place(parameters: tuple[float, ...]) -> None:
    with pytest.raises(ScenarioError, match=r"arrival_time_distribution\.distribution_params: A gamma") as told:
        law("gamma", *parameters)
    assert told.value.path == "arrival_time_distribution.distribution_params"


def test_an_unknown_distribution_is_told_with_those_that_are_known() -> None:
    with pytest.raises(ScenarioError, match=r"zipf.*exponnorm"):
        law("zipf", 1, 2, 3)


def test_each_resource_has_its_own_duration_calendar_and_cost() -> None:
    found = read(
        resource_profiles={"p": {"name": "P", "resource_list": [
            {"id": "r", "cost_per_hour": "10", "amount": 1}, {"id": "s", "cost_per_hour": "20", "amount": 3}]}},
        resource_calendars={"r": WEEK, "s": WEEK[:0]},
        task_resource_distribution={"A": {"r": {"distribution_name": "fix", "distribution_params": [60.0, 0, 1]},
                                          "s": {"distribution_name": "fix", "distribution_params": [90.0, 0, 1]}}},
    )  # fmt: skip
    assert found.activities["A"].resources == ("r", "s")
    assert found.activities["A"].durations == {"s": Distribution(type="fixed", value=90)}
    assert found.resources["r"].calendar == "r"
    assert (found.resources["s"].amount, found.resources["s"].cost_per_h) == (3, 20)


def test_arrivals_by_a_list_or_an_object_of_periods_are_the_same() -> None:
    as_object = {"id": "x", "name": "x", "time_periods": WEEK}
    assert read(arrival_time_calendar=as_object).calendars == read().calendars


def test_a_fuzzy_calendar_is_open_as_long_as_people_work_on_average() -> None:
    periods = [
        {"from": "MONDAY", "to": "FRIDAY", "beginTime": "09:00:00", "endTime": "13:00:00", "probability": 0.9},
        {"from": "MONDAY", "to": "FRIDAY", "beginTime": "13:00:00", "endTime": "17:00:00", "probability": 0.3},
    ]
    found = read(model_type="FUZZY", resource_calendars=[{"id": "c", "time_periods": periods}])
    table = opening_table(found.calendars["c"], found.start)
    assert table.open_share * 168 == pytest.approx(5 * 4 * (0.9 + 0.3))
    assert found.calendars["c"].openings[0].to_s == 13 * 3600
    assert any("probabilities" in str(remark) for remark in found.remarks)


def batch(kind: str, *groups: list[tuple[str, str, Any]], factor: float = 0.5) -> Scenario:
    rules = [[{"attribute": a, "comparison": c, "value": v} for a, c, v in group] for group in groups]
    factors = [{"key": "4", "value": factor}]
    said = {"task_id": "A", "type": kind, "size_distrib": [], "duration_distrib": factors, "firing_rules": rules}
    return read(batch_processing=[said])


def test_a_batch_goes_at_its_size_its_wait_or_its_hour() -> None:
    found = batch("Sequential", [("size", ">=", 4)], [("large_wt", ">", 7200)],
                  [("week_day", "=", "Friday"), ("daily_hour", "=", "15")]).activities["A"].batch  # fmt: skip
    assert found is not None
    assert found.least == 4
    assert not found.is_together
    # More than 7200 seconds are 7201.
    assert (found.wait, found.wait_alone) == (Distribution(type="fixed", value=7201), None)
    assert found.release is not None
    assert (found.release.days, found.release.at_s) == ((4,), 15 * 3600)


def test_a_parallel_batch_takes_all_its_members_together() -> None:
    found = batch("Parallel", [("size", "=", 4)]).activities["A"].batch
    assert found is not None
    assert found.is_together
    assert dict(found.factors)[4] == 4 * 0.5


def test_a_batch_waits_after_its_latest_member_and_longer_where_that_is_alone() -> None:
    found = batch("Parallel", [("ready_wt", ">", 7200), ("ready_wt", "<", 10800)]).activities["A"].batch
    assert found is not None
    assert found.wait is None
    # Prosimos goes by whole seconds: more than 7200 are 7201.
    assert (found.pause, found.pause_alone) == tuple(Distribution(type="fixed", value=v) for v in (7201, 10799))


@pytest.mark.parametrize(
    ("bounds", "several", "alone"),
    [
        ([(">", 7200), ("<", 10800)], 7201, 10800),
        ([(">=", 7200), ("<=", 10800)], 7200, 10801),
        ([("<=", 10800)], 0, None),
        ([("=", 7200)], 7200, 7201),
    ],
)
def test_a_batch_waits_from_its_first_on_and_longer_where_that_is_alone(
    bounds: list[tuple[str, float]], several: float, alone: float | None
) -> None:
    found = batch("Parallel", [("large_wt", sign, value) for sign, value in bounds]).activities["A"].batch
    assert found is not None
    fixed = [None if value is None else Distribution(type="fixed", value=value) for value in (several, alone)]
    assert [found.wait, found.wait_alone] == fixed


def test_a_batch_of_just_so_many_takes_in_no_more() -> None:
    found = batch("Parallel", [("size", "=", 4)]).activities["A"].batch
    assert found is not None
    assert (found.least, found.most) == (4, 4)


def test_a_concurrent_batch_is_done_in_turns() -> None:
    found = batch("Concurrent", [("size", ">=", 4)]).activities["A"].batch
    assert found is not None
    assert (found.is_together, found.is_in_turns) == (False, True)


def test_arrivals_count_by_the_clock() -> None:
    arrivals = read().arrivals
    assert arrivals is not None
    assert arrivals.is_by_the_clock


def test_a_batch_that_nothing_lets_go_is_said_and_left_out() -> None:
    found = batch("Parallel", [])
    assert found.activities["A"].batch is None
    assert "one by one" in str(found.remarks[0])


RULE = [[{"attribute": "kind", "comparison": "=", "value": "BUSINESS"}]]
KIND = {"name": "kind", "type": "discrete", "values": [{"key": "BUSINESS", "value": 0.2}, {"key": "R", "value": 0.8}]}


def test_priorities_count_down_from_the_last_level() -> None:
    amount = {"name": "amount", "type": "continuous",
              "values": {"distribution_name": "fix", "distribution_params": [{"value": 5}]}}  # fmt: skip
    low = [[{"attribute": "amount", "comparison": "in", "value": ["10", "inf"]}]]
    rules = [{"priority_level": 1, "rules": RULE}, {"priority_level": 3, "rules": low}]
    found = read(case_attributes=[KIND, amount], prioritisation_rules=rules)
    assert found.case_priority == 'if kind = "BUSINESS" then 3 else if amount >= 10 then 1 else 0'


def test_conditions_come_before_probabilities() -> None:
    ways = [{"path_id": "f", "value": 0.5, "condition_id": "b"}, {"path_id": "g", "value": 0.5}]
    found = read(
        case_attributes=[KIND], branch_rules=[{"id": "b", "rules": RULE}],
        gateway_branching_probabilities=[{"gateway_id": "G", "probabilities": ways}],
    )  # fmt: skip
    assert found.gateways == {"G": "rules"}
    assert found.rules["f"].startswith('((kind = "BUSINESS") = true) or')
    assert found.attributes["way_1"].choices == (("f", 0.5), ("g", 0.5))


def test_a_condition_that_is_nowhere_is_told() -> None:
    ways = [{"path_id": "f", "value": 1, "condition_id": "b"}]
    with pytest.raises(ScenarioError, match='There is no branch rule "b"'):
        read(gateway_branching_probabilities=[{"gateway_id": "G", "probabilities": ways}])


def test_what_is_not_taken_over_is_said_with_every_result() -> None:
    tree = {"event_id": "A", "attributes": [{"name": "t", "type": "dtree", "values": "x"}]}
    found = read(multitask={"type": "global", "values": []}, event_attributes=[tree])
    assumed = " ".join(str(text) for text in with_defaults(line("A"), found).assumed)
    assert "multitasking" in assumed
    assert "dtree" in assumed


def test_a_task_that_nobody_may_do_is_told() -> None:
    with pytest.raises(ScenarioError, match=r'task_resource_distribution\.0\.resources: Nobody may do "A"'):
        read(task_resource_distribution=[{"task_id": "A", "resources": []}])


def test_a_pool_without_people_is_told() -> None:
    profile = {"id": "p", "resource_list": [{"id": "r", "amount": "0", "calendar": "c"}]}
    with pytest.raises(ScenarioError, match="has no members"):
        read(resource_profiles=[profile])


def test_an_inclusive_gateway_takes_one_way_where_it_happens_to_take_none() -> None:
    kinds = {"S": "startEvent", "G": "inclusiveGateway", "H": "exclusiveGateway", "A": "task", "B": "task"}
    ways = [{"gateway_id": gateway, "probabilities": [{"path_id": f"{gateway}_A", "value": 0.4},
                                                      {"path_id": f"{gateway}_B", "value": 0.6}]}
            for gateway in "GH"]  # fmt: skip
    data = json.dumps(document(gateway_branching_probabilities=ways)).encode()
    found = load_scenario(data, "p.json", model(kinds, "S > G > A > H > B, G > B, H > A"))
    assert found.gateways == {"G": "probability_else_one"}
    assert found.flows == {"G_A": 0.4, "G_B": 0.6, "H_A": 0.4, "H_B": 0.6}


@pytest.mark.corpora
def test_where_no_condition_of_an_inclusive_gateway_holds_each_way_goes_by_its_probability(corpora: Path) -> None:
    """Nobody is of the kind that the conditions ask for; none of 0.1, 0.3 and 0.6 is taken in 0.9 · 0.7 · 0.4."""
    folder = corpora / "prosimos"
    made = read_model((folder / "gateway_conditions__gateway_condition_or_model.bpmn").read_bytes(), source_name="m")
    data = (folder / "gateway_conditions__gateway_all_false_condition.json").read_bytes()
    found = simulate(compile_simulation(made, load_scenario(data, "g.json", made)), cases=4000, replications=1)
    ways = {"Activity_0ydef2v": 0.1, "Activity_1tvjx3e": 0.3, "Activity_0paaiex": 0.6}
    for activity, chance in ways.items():
        assert found.activities[activity].instances == pytest.approx(chance * (1 + 0.9 * 0.7 * 0.4), abs=0.035)


@pytest.mark.corpora
def test_every_file_of_prosimos_is_read(corpora: Path) -> None:
    files = sorted((corpora / "prosimos").glob("*.json"))
    assert len(files) == 20
    for path in files:
        found = load_scenario(path.read_bytes(), path.name)
        assert found.activities


@pytest.mark.corpora
def test_a_file_of_prosimos_with_conditions_fits_its_model(corpora: Path) -> None:
    folder = corpora / "prosimos"
    made = read_model((folder / "event_attributes__event_attributes_model.bpmn").read_bytes(), source_name="m")
    found = load_scenario((folder / "event_attributes__event_attributes.json").read_bytes(), "e.json", made)
    assert set(found.gateways) <= set(made.nodes)
    assert with_defaults(made, found).scenario.rules

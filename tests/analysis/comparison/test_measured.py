"""What a comparison measures, where each figure comes from, and at which yearly volume."""

from dataclasses import replace

import numpy as np
import pytest

from analysis.burden import Forms
from analysis.comparison import Comparison, Depth, compare
from analysis.comparison.volume import common_volume
from analysis.scenario import Scenario, read_scenario
from bpmn import read_model
from bpmn.model import Model
from processes import find_service

SERVICE = find_service("company-registration")


def _side(which: str) -> tuple[Model, Scenario]:
    data = SERVICE.as_is if which == "as-is" else SERVICE.to_be
    scenario = read_scenario(SERVICE.scenario(which), source_name=f"{which}.json")
    return read_model(data, source_name=f"{which}.bpmn"), replace(scenario, warm_up=5)


def _compare(first: Scenario, second: Scenario, *, stresses: bool = False) -> Comparison:
    (as_is, _), (to_be, _) = _side("as-is"), _side("to-be")
    return compare(
        as_is,
        to_be,
        scenario_as_is=first,
        scenario_to_be=second,
        cases=50,
        replications=3,
        depth=Depth(sensitivity=False, stresses=stresses),
        forms_to_be=Forms(schemas=SERVICE.forms, application=SERVICE.pages),
    )


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    return _compare(_side("as-is")[1], _side("to-be")[1], stresses=True)


def test_every_word_of_what_is_wanted_has_its_measure(comparison: Comparison) -> None:
    groups: dict[str, set[str]] = {}
    for found in comparison.measures:
        groups.setdefault(found.group, set()).add(found.measure)
    wanted = {
        "time": {"cycle_time", "cycle_time_p50", "cycle_time_p90", "cycle_time_p95", "processing_time", "waiting_time"},
        "cost": {"cost_office", "cost_total", "cost_office_year", "cost_total_year"},
        "quality": {"promise_kept", "rework", "first_pass", "rejected", "errors", "abandoned"},
        "flexibility": {"cycle_time_volume_120", "cycle_time_volume_150", "spare_capacity", "without_stand_in"},
        "load": {"utilisation_busiest", "capacity", "wip", "wip_little"},
        "applicant": {
            "applicant_steps", "documents", "documents_held_by_state", "originals", "visits", "contacts", "fees",
            "applicant_waiting", "applicant_time", "applicant_cost", "maturity", "visits_year", "documents_year",
            "fees_year", "applicant_time_year", "applicant_cost_year",
        },
    }  # fmt: skip
    for group, names in wanted.items():
        assert names <= groups[group], group


def test_pages_and_questions_are_compared_only_where_both_sides_forms_are_known(comparison: Comparison) -> None:
    assert comparison.measure("pages") is None
    assert comparison.as_is.burden.pages is None
    assert comparison.to_be.burden.pages is not None
    assert comparison.to_be.burden.pages > len(SERVICE.pages)


def test_cost_in_all_is_the_offices_and_the_applicants(comparison: Comparison) -> None:
    total, office, applicant = (comparison.measure(name) for name in ("cost_total", "cost_office", "applicant_cost"))
    assert total is not None
    assert office is not None
    assert applicant is not None
    assert total.as_is == pytest.approx(office.as_is + applicant.as_is)
    assert total.difference == pytest.approx(office.difference + applicant.difference)
    assert total.ci_low is not None
    assert total.ci_low < total.difference


def test_littles_law_and_the_simulation_agree_on_the_cases_in_progress(comparison: Comparison) -> None:
    law, simulated = comparison.measure("wip_little"), comparison.measure("wip")
    assert law is not None
    assert simulated is not None
    assert (law.origin, simulated.origin) == ("computed", "simulated")
    assert law.to_be == pytest.approx(simulated.to_be, rel=0.5)  # 50 cases, most of them at the beginning


def test_a_measure_names_the_assumptions_it_rests_on_and_no_others(comparison: Comparison) -> None:
    stated = {one.path for side in (comparison.as_is, comparison.to_be) for one in side.scenario.assumptions}
    for found in comparison.measures:
        assert set(found.rests_on) <= stated
    cycle, cost, yearly = (comparison.measure(name) for name in ("cycle_time", "applicant_cost", "applicant_cost_year"))
    assert cycle is not None
    assert cost is not None
    assert yearly is not None
    assert "activities.Task_review.duration" in cycle.rests_on
    assert not [path for path in cycle.rests_on if path.startswith("burden")]
    assert "burden.value_of_time_per_h" in cost.rests_on
    assert set(yearly.rests_on) - set(cost.rests_on) == {"volume_per_year"}


def test_the_sides_hold_maturity_flexibility_and_endings(comparison: Comparison) -> None:
    document = comparison.as_json("mn")
    for side in ("as_is", "to_be"):
        found = document[side]
        assert found["maturity"]["criteria"]
        assert found["flexibility"]["stresses"]
        assert found["endings"]
        assert found["burden"]["parameters"]
    before, after = comparison.as_is.maturity, comparison.to_be.maturity
    assert before is not None
    assert after is not None
    assert before.stage < after.stage


def test_stresses_are_left_out_where_nobody_asks_for_them() -> None:
    found = _compare(_side("as-is")[1], _side("to-be")[1])
    assert found.as_is.flexibility is None
    assert found.measure("cycle_time_volume_120") is None


@pytest.mark.parametrize(
    ("before", "after", "cases", "said_by"),
    [(2000, 9000, 2000, "as-is"), (None, 9000, 9000, "to-be"), (2000, None, 2000, "as-is")],
)
def test_both_sides_are_shown_at_one_yearly_volume(
    before: float | None, after: float | None, cases: float, said_by: str
) -> None:
    first, second = _side("as-is")[1], _side("to-be")[1]
    found = _compare(replace(first, volume_per_year=before), replace(second, volume_per_year=after))
    assert found.volume is not None
    assert (found.volume.cases, found.volume.said_by) == (cases, said_by)
    for side in (found.as_is, found.to_be):
        assert side.burden.yearly is not None
        assert side.burden.yearly.cases == cases
    year, case = found.measure("visits_year"), found.measure("visits")
    assert year is not None
    assert case is not None
    assert year.as_is == pytest.approx(case.as_is * cases)


def test_without_a_volume_it_is_what_arrives_and_without_arrivals_there_is_none(comparison: Comparison) -> None:
    as_is, to_be = (
        replace(side, scenario=replace(side.scenario, volume_per_year=None))
        for side in (comparison.as_is, comparison.to_be)
    )
    given = (as_is.scenario, to_be.scenario)
    found = common_volume(as_is, to_be, given=given)
    assert found is not None
    assert found.said_by == "arrivals"
    # One an hour while the office is open for 40 hours a week, holidays off.
    assert 1850 < found.cases < 40 * 52.2
    assert common_volume(as_is, to_be, given=(replace(given[0], arrivals=None), given[1])) is None


def test_what_the_applicant_waits_is_time_without_own_work(comparison: Comparison) -> None:
    waiting, cycle = comparison.measure("applicant_waiting"), comparison.measure("cycle_time")
    assert waiting is not None
    assert cycle is not None
    own = np.mean(comparison.to_be.simulation.per_replication["applicant_time"])
    assert waiting.to_be == pytest.approx(cycle.to_be - own, rel=0.05)

"""The comparison of the library's pair, and of a model with itself."""

from collections.abc import Callable
from dataclasses import replace
from math import fsum

import orjson
import pytest

from analysis.comparison import Comparison, compare
from analysis.comparison.varying import vary
from analysis.report import report_json
from analysis.scenario import Scenario, read_scenario
from bpmn import read_model
from bpmn.model import Model
from processes import find_service

CONTRACT = ["as_is", "to_be", "changes", "measures", "bottlenecks", "drivers", "assumptions", "verdict"]
ADDED = {"precision", "shares", "one_off"}


def _side(which: str) -> tuple[Model, Scenario]:
    service = find_service("company-registration")
    data = service.as_is if which == "as-is" else service.to_be
    scenario = read_scenario(service.scenario(which), source_name=f"{which}.json")
    return read_model(data, source_name=f"{which}.bpmn"), replace(scenario, warm_up=5)


def _compare(first: str, second: str, progress: Callable[[int, int], None] | None = None) -> Comparison:
    (as_is, scenario_as_is), (to_be, scenario_to_be) = _side(first), _side(second)
    return compare(
        as_is,
        to_be,
        scenario_as_is=scenario_as_is,
        scenario_to_be=scenario_to_be,
        seed=7,
        cases=60,
        replications=4,
        progress=progress,
    )


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    return _compare("as-is", "to-be")


def test_a_model_against_itself_differs_in_nothing_and_says_so() -> None:
    same = _compare("as-is", "as-is")
    assert same.changes == ()
    assert {found.outcome for found in same.measures} == {"same"}
    assert same.drivers.by_activity == ()
    assert same.requirements == ()
    assert str(same.verdict) == "The two models do not differ in any measure."


def test_the_online_service_is_better_for_applicant_and_office(comparison: Comparison) -> None:
    for name in ("cycle_time", "visits", "documents", "applicant_cost", "cost_office", "promise_kept"):
        found = comparison.measure(name)
        assert found is not None
        assert found.outcome == "better", name


def test_drivers_and_remainder_add_up_to_the_difference(comparison: Comparison) -> None:
    drivers = comparison.drivers
    sums = {
        "waiting_time": fsum(d.waiting_s for d in drivers.by_activity) + drivers.remainder_waiting_s,
        "processing_time": fsum(d.processing_s for d in drivers.by_activity) + drivers.remainder_processing_s,
        "cost_office": fsum(d.cost for d in drivers.by_activity) + drivers.remainder_cost,
    }
    for name, total in sums.items():
        found = comparison.measure(name)
        assert found is not None
        assert total == pytest.approx(found.difference)


def test_the_document_has_the_contracts_keys_first_and_what_was_added(comparison: Comparison) -> None:
    document = orjson.loads(report_json(comparison))
    assert list(document)[: len(CONTRACT)] == CONTRACT
    assert set(document) >= ADDED
    wanted = {"measure", "unit", "as_is", "to_be", "difference", "ci_low", "ci_high", "origin"}
    assert all(wanted <= set(found) for found in document["measures"])


def test_the_same_seed_gives_the_same_bytes_and_progress_ends_at_the_whole(comparison: Comparison) -> None:
    heard: list[tuple[int, int]] = []
    again = _compare("as-is", "to-be", lambda done, total: heard.append((done, total)))
    assert report_json(again) == report_json(comparison)
    assert heard[-1][0] == heard[-1][1]
    assert [done for done, _ in heard] == sorted(done for done, _ in heard)


def test_a_yearly_total_is_the_case_times_the_volume(comparison: Comparison) -> None:
    case, year = comparison.measure("cost_office"), comparison.measure("cost_office_year")
    assert case is not None
    assert year is not None
    assert year.difference == pytest.approx(2000 * case.difference)


def test_varying_a_flow_keeps_the_gateways_probabilities_at_one() -> None:
    model, scenario = _side("to-be")
    varied = vary(scenario, model, "flows.Flow_approve", 1.15)
    assert varied is not None
    gateway = model.nodes[model.flows["Flow_approve"].source]
    before = fsum(scenario.flows.get(flow, 0.0) for flow in gateway.outgoing)
    assert fsum(varied.flows.get(flow, 0.0) for flow in gateway.outgoing) == pytest.approx(before)
    assert varied.flows["Flow_approve"] == pytest.approx(1.15 * scenario.flows["Flow_approve"])


@pytest.mark.parametrize("path", ["flows.nowhere", "activities.nothing.duration", "start", "burden.gift", "resources"])
def test_a_path_that_leads_nowhere_varies_nothing(path: str) -> None:
    model, scenario = _side("as-is")
    assert vary(scenario, model, path, 2.0) is None

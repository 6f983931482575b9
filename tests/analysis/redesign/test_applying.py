"""Proposals made true: on a copy, sound, one after the other, with what they gain."""

from pathlib import Path

import pytest

from analysis.errors import AnalysisError
from analysis.redesign import ChangePool, Redesign, apply_proposals
from analysis.redesign.applying import apply_to_copy, proposals_for
from analysis.redesign.gains import computed_gains, simulated_gains
from analysis.redesign.sides import Sides, sides_of
from analysis.scenario import load_scenario, with_defaults
from bpmn import read_model
from bpmn.check import check_model
from bpmn.soundness import check_soundness

SERVICE = Path(__file__).resolve().parents[3] / "processes" / "company-registration"
COMPOSITION = "composition-Task_log_file-Task_check_file"
AUTOMATION = "automation-Task_tax"


@pytest.fixture(scope="module")
def as_is() -> Redesign:
    model = read_model((SERVICE / "as-is.bpmn").read_bytes(), source_name="as-is.bpmn")
    given = load_scenario((SERVICE / "scenarios" / "as-is.json").read_bytes(), "as-is.json", model)
    return Redesign(model=model, scenario=with_defaults(model, given).scenario)


def sides(redesign: Redesign) -> Sides:
    return sides_of(redesign, redesign.flow())


def test_proposals_are_made_true_one_after_the_other_and_the_model_given_stays(as_is: Redesign) -> None:
    source = as_is.model.source
    after = apply_proposals(as_is.model, as_is.scenario, [COMPOSITION, AUTOMATION])
    assert as_is.model.source == source
    assert [one.id for one in after.applied] == [COMPOSITION, AUTOMATION]
    assert "Task_log_file" not in after.model.nodes or "Task_check_file" not in after.model.nodes
    assert after.model.nodes["Task_tax"].type == "serviceTask"
    assert {found.verdict for found in check_soundness(after.model).values()} == {"sound"}
    assert not [finding for finding in check_model(after.model) if finding.severity == "error"]
    assert not {COMPOSITION, AUTOMATION} & {one.id for one in proposals_for(after.model, after.scenario)}


def test_flow_analysis_and_simulation_agree_on_what_is_gained(as_is: Redesign) -> None:
    after = apply_proposals(as_is.model, as_is.scenario, [COMPOSITION])
    computed = computed_gains(sides(as_is), sides(after))
    simulated = simulated_gains(as_is, after, cases=200, replications=6)
    time = simulated.measures["cycle_time_s"]
    assert time.ci_low < time.mean < time.ci_high < 0
    assert computed.cycle_time_s == pytest.approx(time.mean, rel=0.25)
    assert computed.cost == pytest.approx(0, abs=1)
    assert {"cost", "first_pass_yield", "growth_when_busier"} < set(simulated.measures)
    assert computed.spare_capacity == pytest.approx(0, abs=1e-9)


def test_nothing_gained_by_nothing_done(as_is: Redesign) -> None:
    gains = computed_gains(sides(as_is), sides(as_is))
    assert set(gains.as_json().values()) == {0.0}


def test_more_people_are_more_spare_capacity(as_is: Redesign) -> None:
    (more,) = [one for one in proposals_for(as_is.model, as_is.scenario) if one.heuristic.key == "extra-resources"]
    assert more.application is not None
    gains = computed_gains(sides(as_is), sides(apply_to_copy(as_is, more)))
    assert gains.spare_capacity is not None
    assert gains.spare_capacity > 0.1
    assert gains.cycle_time_s < 0
    (pool,) = [one.pool for one in more.application.scenario if isinstance(one, ChangePool)]
    arrivals = as_is.flow().arrival_rate_per_h
    week_h = sum((one.to_s - one.from_s) / 3600 * len(one.days) for one in as_is.scenario.calendars["office"].openings)
    paid = pool.cost_per_h * week_h / 168 / arrivals
    assert gains.cost_office == pytest.approx(paid, rel=0.1), "who is added is paid while waiting for work too"


def test_a_misspelt_proposal_names_the_nearest(as_is: Redesign) -> None:
    with pytest.raises(AnalysisError, match="nearest is automation-Task_tax"):
        apply_proposals(as_is.model, as_is.scenario, ["automation-Task_taks"])


def test_what_only_people_can_do_is_refused(as_is: Redesign) -> None:
    question = next(one for one in proposals_for(as_is.model, as_is.scenario) if not one.is_applicable)
    with pytest.raises(AnalysisError, match="only be made true by people"):
        apply_to_copy(as_is, question)

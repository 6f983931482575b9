"""Every service of the library is read, checked clean, sound, simulated and run to an end event."""

from collections.abc import Mapping
from typing import Any, ClassVar

import pytest

from analysis.scenario import read_scenario
from analysis.simulation import compile_simulation, simulate
from bpmn import Model, read_model
from bpmn.check import check_executable, check_model
from bpmn.decisions import evaluate_decision, read_decisions
from bpmn.soundness import check_soundness
from engine.simulated import run_model
from processes import Service, load_services

SERVICES = load_services()
SIDES = ("as-is", "to-be")
both_sides = pytest.mark.parametrize(
    ("service", "side"), [(service, side) for service in SERVICES for side in SIDES], ids=lambda value: str(value)[:30]
)


def model_of(service: Service, side: str) -> Model:
    return read_model(service.as_is if side == "as-is" else service.to_be, source_name=f"{service.key}/{side}.bpmn")


# The articles are to be named by the agency: until then every step that lacks one is rightly found.
TO_BE_CONFIRMED = "legal-basis"


@both_sides
def test_it_is_free_of_errors_and_warnings(service: Service, side: str) -> None:
    found = [
        (finding.rule, finding.element, str(finding.text))
        for finding in check_model(model_of(service, side), decisions=service.decision_ids)
        if finding.severity != "hint" and finding.rule != TO_BE_CONFIRMED
    ]
    assert found == []


@both_sides
def test_it_is_sound(service: Service, side: str) -> None:
    verdicts = {scope: result.verdict for scope, result in check_soundness(model_of(service, side)).items()}
    assert set(verdicts.values()) == {"sound"}, verdicts


@both_sides
def test_every_label_is_translated(service: Service, side: str) -> None:
    model = model_of(service, side)
    named = {node.id for node in model.nodes.values() if node.name}
    named |= {flow.id for flow in model.flows.values() if flow.name}
    assert named <= set(service.element_names("mn", side))


@both_sides
def test_it_can_be_simulated_with_its_scenario(service: Service, side: str) -> None:
    scenario = read_scenario(service.scenario(side), source_name=f"{side}.json")
    result = simulate(compile_simulation(model_of(service, side), scenario), cases=200, replications=2, seed=3)
    assert result.measures["cycle_time"].mean > 0
    assert set(result.activities) <= set(model_of(service, side).nodes)


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.key)
def test_its_pilot_can_be_run_by_the_engine(service: Service) -> None:
    assert [finding for finding in check_executable(model_of(service, "to-be")) if finding.severity == "error"] == []


class TestCompanyRegistration:
    """The pilot of the company registration, each way through it."""

    ANSWERS: ClassVar[dict[str, Any]] = {
        "company_name": "Хөх тэнгэр",
        "activity": "software",
        "charter": "model",
        "founder_register_number": "УБ88010134",
        "property_number": "Ү-2201000001",
        "employees": 3,
        "wants_vat": "no",
        "capital_mnt": 1_000_000,
    }
    GREEN: ClassVar[dict[str, Any]] = {
        "Task_check_name": {"found": False, "record": None},
        "Task_check_founder": {"found": True, "record": {"age": 34}},
        "Task_check_address": {"found": True, "record": {}},
        "Task_check_debt": {"found": False, "record": None},
        "Task_register": {"registration_number": "9000000001"},
    }

    def run(self, data: Mapping[str, Any] | None = None, answers: Mapping[str, Any] | None = None) -> dict[str, Any]:
        service = next(service for service in SERVICES if service.key == "company-registration")
        decisions = [read_decisions(file, source_name=name) for name, file in service.decisions.items()]
        return run_model(
            model_of(service, "to-be"),
            processes=["Process_company_registration"],
            data={**self.ANSWERS, **(data or {})},
            answers={**self.GREEN, **(answers or {})},
            max_steps=1000,
            decisions=decisions,
        ).as_json()

    def test_an_application_that_passes_every_check_is_registered_without_review(self) -> None:
        result = self.run()
        done = [entry["element"] for entry in result["trace"]]
        assert result["status"] == "completed"
        assert done[-1] == "End_registered"
        assert "Task_review" not in done
        assert result["data"]["registration_number"] == "9000000001"

    def test_a_company_with_a_charter_of_its_own_is_reviewed(self) -> None:
        result = self.run({"charter": "own"}, {"Task_review": {"review_outcome": "approve"}})
        done = [entry["element"] for entry in result["trace"]]
        assert done.index("Task_review") < done.index("Task_sign")
        assert done[-1] == "End_registered"

    def test_a_refused_application_ends_as_refused(self) -> None:
        result = self.run({"charter": "own"}, {"Task_review": {"review_outcome": "refuse"}})
        assert [entry["element"] for entry in result["trace"]][-1] == "End_refused"

    @pytest.mark.parametrize(
        ("inputs", "outcome", "reason"),
        [
            ({}, "approve", "all-checks-passed"),
            ({"name_taken": True}, "return", "name-taken"),
            ({"founder_found": False, "founder_age": None}, "return", "founder-not-found"),
            ({"address_found": False}, "return", "address-not-found"),
            ({"founder_age": 17}, "review", "founder-under-age"),
            ({"tax_debt_mnt": 1}, "review", "tax-debt"),
            ({"charter": "own"}, "review", "own-charter"),
            ({"activity": "mining"}, "review", "activity-with-permit"),
        ],
    )
    def test_the_decision_says_what_happens_and_why(self, inputs: dict[str, Any], outcome: str, reason: str) -> None:
        service = next(service for service in SERVICES if service.key == "company-registration")
        model = read_decisions(service.decisions["eligibility"], source_name="eligibility.dmn")
        data = {
            "name_taken": False,
            "founder_found": True,
            "founder_age": 34,
            "address_found": True,
            "tax_debt_mnt": 0,
            "charter": "model",
            "activity": "software",
        }
        result = evaluate_decision(model, "eligibility", {**data, **inputs})
        assert result.result == {"outcome": outcome, "reason": reason}
        assert service.reason(reason, "mn") != reason

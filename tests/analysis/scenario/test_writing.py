"""What is written as a scenario file is read as the same scenario."""

import json
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings

from analysis.errors import ScenarioError
from analysis.scenario import (
    ActivityParameters,
    AttributeSource,
    Distribution,
    Scenario,
    default_scenario,
    load_scenario,
    read_scenario,
    scenario_json,
)
from analysis.scenario.schema import scenario_schema
from bpmn import read_model
from bpmn.errors import BpmnFileError
from tests.analysis.scenario.scenarios import scenarios
from tests.analysis.scenario.test_bpsim import FULL
from tests.analysis.scenario.test_bpsim import file as bpsim_file
from tests.analysis.scenario.test_bpsim import scenario as bpsim_scenario

LIBRARY = Path(__file__).resolve().parents[3] / "processes"


def read_again(scenario: Scenario) -> Scenario:
    return read_scenario(scenario_json(scenario), source_name=scenario.source_name)


def as_file_says(scenario: Scenario) -> Scenario:
    return replace(scenario, remarks=())


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(scenario=scenarios())
def test_any_scenario_is_read_as_it_was_written_and_is_valid(scenario: Scenario) -> None:
    assert read_again(scenario) == scenario
    jsonschema.validate(json.loads(scenario_json(scenario)), scenario_schema())


def test_attributes_keep_their_order_since_each_sees_those_above_it() -> None:
    given = read_scenario(b'{"ortoo_scenario": 1, "attributes": {"z": 1, "a": {"expression": "z"}}}', source_name="s")
    assert list(read_again(given).attributes) == ["z", "a"]


def test_what_is_written_is_what_a_person_would_write() -> None:
    work = ActivityParameters(resources=("clerk",), duration=Distribution(type="fixed", value=5400.0))
    document = json.loads(scenario_json(Scenario(activities={"A": work})))
    assert document["activities"] == {"A": {"resource": "clerk", "duration": "PT1H30M"}}
    assert set(document) == {"ortoo_scenario", "start", "currency", "activities"}


def test_a_number_that_json_cannot_say_is_refused() -> None:
    with pytest.raises(ScenarioError, match="infinite"):
        scenario_json(Scenario(case_cost=float("inf")))


@pytest.mark.parametrize("file", sorted(LIBRARY.glob("*/scenarios/*.json")), ids=lambda file: file.parent.parent.name)
def test_the_scenarios_of_the_library_are_read_as_they_were_written(file: Path) -> None:
    scenario = load_scenario(file.read_bytes(), file.name)
    assert read_again(scenario) == scenario


@pytest.mark.parametrize("file", sorted(LIBRARY.glob("*/*.bpmn")), ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_what_is_assumed_of_a_model_can_be_written(file: Path) -> None:
    scenario = default_scenario(read_model(file.read_bytes(), source_name=file.name))
    assert read_again(scenario) == as_file_says(scenario)


def test_a_scenario_of_bpsim_is_written_as_it_was_understood() -> None:
    scenario = load_scenario(bpsim_file(bpsim_scenario(*FULL)), "b.bpmn")
    assert scenario.activities
    assert scenario.attributes
    assert read_again(scenario) == as_file_says(scenario)


def test_values_that_no_key_can_say_are_a_list() -> None:
    source = AttributeSource(choices=((True, 0.25), ("true", 0.25), (3.0, 0.5)))
    (written,) = json.loads(scenario_json(Scenario(attributes={"x": source})))["attributes"].values()
    assert written["values"][1] == {"value": "true", "probability": 0.25}
    again = read_again(Scenario(attributes={"x": source})).attributes["x"].choices
    assert [type(value) for value, _ in again] == [bool, str, float]


def test_a_choice_of_what_is_no_single_value_is_refused() -> None:
    values = [{"value": [1], "probability": 1}]
    document = {"ortoo_scenario": 1, "attributes": {"x": {"type": "choice", "values": values}}}
    with pytest.raises(ScenarioError, match=r"attributes\.x\.values\.0\.value"):
        read_scenario(json.dumps(document).encode(), source_name="s")


@pytest.mark.corpora
def test_scenarios_of_other_tools_are_written_as_they_were_understood(corpora: Path) -> None:
    kinds = {"prosimos": 0, "qbp": 0}
    for file in sorted((*corpora.rglob("*.json"), *corpora.rglob("*.bpmn"))):
        data = file.read_bytes()
        marks = {"prosimos": b'"resource_profiles"' in data, "qbp": b"processSimulationInfo" in data}
        kind = next((kind for kind, holds in marks.items() if holds), None)
        if kind is None:
            continue
        try:
            scenario = load_scenario(data, file.name)
        except (ScenarioError, BpmnFileError):
            continue
        assert read_again(scenario) == as_file_says(scenario), file
        kinds[kind] += 1
    assert min(kinds.values()) > 0, kinds

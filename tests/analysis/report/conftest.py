"""One small comparison for all tests of the report."""

from dataclasses import replace

import pytest

from analysis.comparison import Comparison, compare
from analysis.scenario import read_scenario
from bpmn import read_model
from processes import find_service


@pytest.fixture(scope="session")
def comparison() -> Comparison:
    service = find_service("company-registration")
    scenarios = [read_scenario(service.scenario(side), source_name=side) for side in ("as-is", "to-be")]
    return compare(
        read_model(service.as_is, source_name="as-is.bpmn"),
        read_model(service.to_be, source_name="to-be.bpmn"),
        scenario_as_is=replace(scenarios[0], warm_up=5),
        scenario_to_be=replace(scenarios[1], warm_up=5),
        cases=60,
        replications=4,
    )

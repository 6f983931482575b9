"""Scenarios: what a BPMN file does not say about how often, by whom, how long and at what cost."""

from analysis.scenario.distributions import Distribution
from analysis.scenario.reading import read_scenario
from analysis.scenario.values import (
    DEFAULT_START,
    ActivityParameters,
    Arrivals,
    Assumption,
    BurdenPrices,
    Calendar,
    EventParameters,
    Label,
    Opening,
    ResourcePool,
    Scenario,
)

__all__ = [
    "DEFAULT_START",
    "ActivityParameters",
    "Arrivals",
    "Assumption",
    "BurdenPrices",
    "Calendar",
    "Distribution",
    "EventParameters",
    "Label",
    "Opening",
    "ResourcePool",
    "Scenario",
    "read_scenario",
]

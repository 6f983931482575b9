"""Scenarios: what a BPMN file does not say about how often, by whom, how long and at what cost."""

from analysis.scenario.arrivals import arrivals_at, arrivals_by_rates, arrivals_of_log
from analysis.scenario.attributes import AttributeSource
from analysis.scenario.defaults import CompleteScenario, default_scenario, with_defaults
from analysis.scenario.distributions import Distribution
from analysis.scenario.fitting import Fit, fit_distribution, fits
from analysis.scenario.kinds import holds_bpsim
from analysis.scenario.loading import load_scenario
from analysis.scenario.prosimos_writing import prosimos_document
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
from analysis.scenario.work_values import Absence, Batch, Leave, Member, Release, Setback, Transfer
from analysis.scenario.writing import scenario_json

__all__ = [
    "DEFAULT_START",
    "Absence",
    "ActivityParameters",
    "Arrivals",
    "Assumption",
    "AttributeSource",
    "Batch",
    "BurdenPrices",
    "Calendar",
    "CompleteScenario",
    "Distribution",
    "EventParameters",
    "Fit",
    "Label",
    "Leave",
    "Member",
    "Opening",
    "Release",
    "ResourcePool",
    "Scenario",
    "Setback",
    "Transfer",
    "arrivals_at",
    "arrivals_by_rates",
    "arrivals_of_log",
    "default_scenario",
    "fit_distribution",
    "fits",
    "holds_bpsim",
    "load_scenario",
    "prosimos_document",
    "read_scenario",
    "scenario_json",
    "with_defaults",
]

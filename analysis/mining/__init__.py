"""What an event log says: ways, times, what waiting is made of, people, how it fits a model."""

from analysis.mining.conforming import Conformance, Deviation, TraceFit
from analysis.mining.mining import mine
from analysis.mining.scenario_of_log import mined_scenario
from analysis.mining.values import ActivityInLog, Edge, LogFinding, MinedLog, ResourceInLog, Spread, Variant
from analysis.mining.waiting import WaitingCauses, WaitingPart

__all__ = [
    "ActivityInLog",
    "Conformance",
    "Deviation",
    "Edge",
    "LogFinding",
    "MinedLog",
    "ResourceInLog",
    "Spread",
    "TraceFit",
    "Variant",
    "WaitingCauses",
    "WaitingPart",
    "mine",
    "mined_scenario",
]

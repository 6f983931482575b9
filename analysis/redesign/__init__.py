"""How a process could be redesigned: the heuristics of Reijers and Limam Mansar, found on a model."""

from analysis.redesign.applying import Redesign, apply_proposals
from analysis.redesign.changes import ChangeActivity, ChangeEvent, ChangePool, ScenarioChange, change_scenario
from analysis.redesign.dependencies import Access, Dependencies, Order, find_dependencies
from analysis.redesign.finding import find_proposals
from analysis.redesign.gains import Gains, SimulatedGains, computed_gains, simulated_gains
from analysis.redesign.heuristics import HEURISTICS, Directions, Heuristic
from analysis.redesign.search import Search, search_combinations
from analysis.redesign.sides import Sides, sides_of
from analysis.redesign.trying import Runs, Tried, try_proposals
from analysis.redesign.values import Application, Proposal

__all__ = [
    "HEURISTICS",
    "Access",
    "Application",
    "ChangeActivity",
    "ChangeEvent",
    "ChangePool",
    "Dependencies",
    "Directions",
    "Gains",
    "Heuristic",
    "Order",
    "Proposal",
    "Redesign",
    "Runs",
    "ScenarioChange",
    "Search",
    "Sides",
    "SimulatedGains",
    "Tried",
    "apply_proposals",
    "change_scenario",
    "computed_gains",
    "find_dependencies",
    "find_proposals",
    "search_combinations",
    "sides_of",
    "simulated_gains",
    "try_proposals",
]

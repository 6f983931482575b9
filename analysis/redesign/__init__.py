"""How a process could be redesigned: the heuristics of Reijers and Limam Mansar, found on a model."""

from analysis.redesign.applying import Redesign, apply_proposals
from analysis.redesign.changes import ChangeActivity, ChangeEvent, ChangePool, ScenarioChange, change_scenario
from analysis.redesign.dependencies import Access, Dependencies, Order, find_dependencies
from analysis.redesign.finding import find_proposals
from analysis.redesign.heuristics import HEURISTICS, Directions, Heuristic
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
    "Heuristic",
    "Order",
    "Proposal",
    "Redesign",
    "ScenarioChange",
    "apply_proposals",
    "change_scenario",
    "find_dependencies",
    "find_proposals",
]

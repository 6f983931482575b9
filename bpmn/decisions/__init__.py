"""Decisions of DMN 1.1 to 1.5: read and compiled once, made and explained as often as needed, from any thread."""

from bpmn.decisions.evaluate import DecisionResult, UnknownDecisionError, evaluate_decision
from bpmn.decisions.reader import Decision, DecisionModel, Import, is_decision_file, read_decision_file, read_decisions
from bpmn.decisions.table import FiredRule
from bpmn.decisions.table_checks import TableFault, check_decisions

__all__ = [
    "Decision",
    "DecisionModel",
    "DecisionResult",
    "FiredRule",
    "Import",
    "TableFault",
    "UnknownDecisionError",
    "check_decisions",
    "evaluate_decision",
    "is_decision_file",
    "read_decision_file",
    "read_decisions",
]

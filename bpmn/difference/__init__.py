"""Compares two models and tells the difference in the words of process redesign."""

from bpmn.difference.change import Change
from bpmn.difference.comparing import compare_models
from bpmn.difference.matching import match_nodes

__all__ = ["Change", "compare_models", "match_nodes"]

"""Compares two models and tells the difference in the words of process redesign."""

from bpmn.difference.change import Change
from bpmn.difference.colouring import draw_changes
from bpmn.difference.comparing import compare_models
from bpmn.difference.matching import match_nodes
from bpmn.difference.page import difference_page

__all__ = ["Change", "compare_models", "difference_page", "draw_changes", "match_nodes"]

"""Checks models: what is wrong with them, where, and how to mend it."""

from bpmn.check.checking import check_executable, check_model
from bpmn.check.executable import RUNNABLE, features_of
from bpmn.check.finding import Finding, Severity, in_order
from bpmn.check.sarif import as_sarif

__all__ = ["RUNNABLE", "Finding", "Severity", "as_sarif", "check_executable", "check_model", "features_of", "in_order"]

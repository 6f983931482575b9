"""No two elements have the same id (BPMN 2.0.2 §8.3.1)."""

from bpmn.check.noted import noted
from bpmn.language import Text

__all__ = ["RULE"]

RULE = noted("duplicate-id", "error", Text("Give every element an id of its own and mend what refers to it."))

"""Every element has an id (BPMN 2.0.2 §8.3.1)."""

from bpmn.check.noted import noted
from bpmn.language import Text

__all__ = ["RULE"]

RULE = noted("missing-id", "warning", Text("Give the element an id; without one nothing can refer to it for long."))

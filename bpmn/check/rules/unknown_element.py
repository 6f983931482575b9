"""Every element in the namespace of BPMN is one that BPMN 2.0 has (BPMN 2.0.2 §8.3.3)."""

from bpmn.check.noted import noted
from bpmn.language import Text

__all__ = ["RULE"]

RULE = noted(
    "unknown-element", "error", Text("Use an element of BPMN 2.0, or put it into the element's extensionElements.")
)

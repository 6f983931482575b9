"""A shape of the diagram says where it is (BPMN 2.0.2 §12.2)."""

from bpmn.check.noted import noted
from bpmn.language import Text

__all__ = ["RULE"]

RULE = noted("no-bounds", "warning", Text("Open the file in a modeller, place the element and save it."))

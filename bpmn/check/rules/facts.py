"""What is recorded of an activity beyond BPMN has values that are known (Ortoo)."""

from bpmn.check.noted import noted
from bpmn.language import Text

__all__ = ["RULE"]

RULE = noted("facts", "warning", Text("Write the fact as docs/facts.md says."))

"""What a file imports is not read with it (BPMN 2.0.2 §8.2.2)."""

from bpmn.check.noted import noted
from bpmn.language import Text

__all__ = ["RULE"]

RULE = noted("import", "hint", Text("Put what is imported into this file if it is needed to run."))

"""Extensions are of a vendor that Ortoo understands (BPMN 2.0.2 §8.3.3)."""

from bpmn.check.noted import noted
from bpmn.language import Text

__all__ = ["RULE"]

RULE = noted("unknown-extension", "hint", Text("Nothing to do: it is kept as it is, but Ortoo does not act on it."))

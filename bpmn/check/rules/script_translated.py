"""A script in another language that Ortoo runs as statements of its own is looked at once (Ortoo)."""

from bpmn.check.noted import noted
from bpmn.language import Text

__all__ = ["RULE"]

RULE = noted("script-translated", "warning", Text("See whether it means the same, and write it so in the file."))

"""What the workbook's sheets are called, in the reader's language."""

from typing import Literal

from analysis.report.wording import Wording
from bpmn.language import Text

__all__ = ["SheetKey", "sheet_name"]

SheetKey = Literal[
    "summary",
    "measures",
    "replications",
    "activities",
    "roles",
    "burden",
    "documents",
    "drivers",
    "assumptions",
    "changes",
    "settings",
    "shares",
    "stresses",
    "parameters",
    "steps_as_is",
    "steps_to_be",
    "indicators",
    "files",
]

_NAMES: dict[SheetKey, Text] = {
    "summary": Text("Summary"),
    "measures": Text("Measures"),
    "replications": Text("Replications"),
    "activities": Text("Activities"),
    "roles": Text("Roles"),
    "burden": Text("Burden"),
    "documents": Text("Documents"),
    "drivers": Text("Drivers"),
    "assumptions": Text("Assumptions"),
    "changes": Text("Changes"),
    "settings": Text("Settings"),
    "shares": Text("Shares"),
    "stresses": Text("Stress"),
    "parameters": Text("Parameters"),
    "steps_as_is": Text("Steps as it is"),
    "steps_to_be": Text("Steps as it could be"),
    "indicators": Text("Indicators"),
    "files": Text("Files and sources"),
}


def sheet_name(key: SheetKey, wording: Wording) -> str:
    """Return the name of a sheet."""
    return wording.say(_NAMES[key])

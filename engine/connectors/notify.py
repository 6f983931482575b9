"""The topic `notify`: a message to the applicant, shown on the case's page."""

import re
from collections.abc import Mapping

from engine.ports import JobRequest, TaskFailure, TaskResult
from engine.values import Json

__all__ = ["notify"]

_BLANK = re.compile(r"\{(\w+)\}")


def notify(request: JobRequest) -> TaskResult:
    """Tell the applicant what the task's input `text`, or else its header `text`, says.

    `{name}` in it is filled with the input of that name. Nothing goes out of the installation here: the notice is kept
    with the step, so it is there exactly when the step is.

    Raises:
        TaskFailure: If there is no text.
    """
    text = str(request.inputs.get("text") or request.headers.get("text") or "").strip()
    if not text:
        message = 'The task gives no "text", neither as an input nor as a header.'
        raise TaskFailure(message, retry=False)
    return TaskResult(notices=(_fill(text, request.inputs),))


def _fill(text: str, inputs: Mapping[str, Json]) -> str:
    def value(blank: re.Match[str]) -> str:
        found = inputs.get(blank[1])
        return blank[0] if found is None else str(found)

    return _BLANK.sub(value, text)

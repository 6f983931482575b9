"""The topic `notify`: a message to the applicant, shown on the case's page."""

from engine.connectors.blanks import fill, setting
from engine.ports import JobRequest, TaskFailure, TaskResult

__all__ = ["notify"]


def notify(request: JobRequest) -> TaskResult:
    """Tell the applicant what the task's input `text`, or else its header `text`, says.

    `{name}` in it is filled with the input of that name. Nothing goes out of the installation here: the notice is kept
    with the step, so it is there exactly when the step is.

    Raises:
        TaskFailure: If there is no text.
    """
    text = setting(request, "text")
    if not text:
        message = 'The task gives no "text", neither as an input nor as a header.'
        raise TaskFailure(message, retry=False)
    return TaskResult(notices=(fill(text, request.inputs),))

"""External tasks as the protocol writes them."""

from datetime import datetime

from engine import ExternalTask
from webui.workers.variables import write_variables

__all__ = ["locked_task", "plain_task"]


def plain_task(task: ExternalTask) -> dict[str, object]:
    """Return a task as a query shows it: without variables."""
    return {
        "activityId": task.element,
        "activityInstanceId": task.instance_id,
        "businessKey": task.case_reference,
        "createTime": _time(task.created_at),
        "errorMessage": task.error or None,
        "executionId": task.instance_id,
        "id": task.id,
        "lockExpirationTime": _time(task.locked_until),
        "priority": 0,
        "processDefinitionId": task.definition_id,
        "processDefinitionKey": task.service,
        "processDefinitionVersionTag": None,
        "processInstanceId": task.case_reference,
        "retries": task.retries,
        "suspended": task.is_suspended,
        "tenantId": None,
        "topicName": task.topic,
        "workerId": task.worker,
    }


def locked_task(
    task: ExternalTask, *, names: frozenset[str] | None, is_local: bool, has_properties: bool
) -> dict[str, object]:
    """Return a task as the worker gets it that has just locked it.

    Args:
        task: The task.
        names: The variables it asked for, or None for all.
        is_local: Whether it wants the task's own inputs only.
        has_properties: Whether it wants the model's settings too.
    """
    seen = task.inputs if is_local else task.variables
    chosen = seen if names is None else {name: value for name, value in seen.items() if name in names}
    extra = {"extensionProperties": dict(task.headers)} if has_properties else {}
    details = {"errorDetails": task.error_details or None, "variables": write_variables(chosen)}
    return plain_task(task) | details | extra


def _time(at: datetime | None) -> str | None:
    return None if at is None else at.strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03d}+0000"

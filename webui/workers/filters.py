"""Which external tasks a query asks for: GET has it in the address, POST in the body."""

from datetime import datetime

from flask import request
from werkzeug.exceptions import BadRequest

from engine import TaskFilter
from webui.workers.bodies import Body, read_time

__all__ = ["among", "read_filter", "read_query"]

_FLAGS = {"locked", "notLocked", "withRetriesLeft", "noRetriesLeft", "active", "suspended"}
_LISTS = {"externalTaskIdIn", "processInstanceIdIn", "activityIdIn"}
_PAGING = {"firstResult", "maxResults"}
_KNOWN = (
    *_FLAGS,
    *_LISTS,
    "externalTaskId",
    "topicName",
    "workerId",
    "processInstanceId",
    "processDefinitionKey",
    "processDefinitionId",
    "activityId",
    "lockExpirationBefore",
    "lockExpirationAfter",
    "sortBy",
    "sortOrder",
    "sorting",
)


def read_query() -> Body:
    """Return what the address asks for, in the form of a body."""
    values: dict[str, object] = {}
    for name, value in request.args.items():
        if name in _PAGING:
            continue
        if name in _FLAGS and value not in {"true", "false"}:
            raise BadRequest(f"{name} has to be true or false.")
        values[name] = value == "true" if name in _FLAGS else value.split(",") if name in _LISTS else value
    return Body(values)


def read_filter(body: Body) -> TaskFilter:
    """Return which tasks are asked for.

    Raises:
        BadRequest: If something is asked that is not understood: it would give more than was asked for.
    """
    body.require_only(*_KNOWN)
    return TaskFilter(
        ids=among(body, "externalTaskId", "externalTaskIdIn"),
        topic=body.optional_text("topicName"),
        worker=body.optional_text("workerId"),
        is_locked=_either(body, "locked", "notLocked"),
        has_retries=_either(body, "withRetriesLeft", "noRetriesLeft"),
        references=among(body, "processInstanceId", "processInstanceIdIn"),
        service=body.optional_text("processDefinitionKey"),
        definition_id=body.optional_text("processDefinitionId"),
        elements=among(body, "activityId", "activityIdIn"),
        is_suspended=_either(body, "suspended", "active"),
        locked_before=_time(body, "lockExpirationBefore"),
        locked_after=_time(body, "lockExpirationAfter"),
    )


def among(body: Body, single: str, several: str) -> frozenset[str] | None:
    """Return what both a single value and a list of them allow; None where neither is given."""
    value, values = body.optional_text(single), body.texts(several)
    if value is None:
        return values
    return frozenset({value}) if values is None else values & {value}


def _either(body: Body, yes: str, no: str) -> bool | None:
    if body.flag(yes) and body.flag(no):
        raise BadRequest(f"Nothing is both {yes} and {no}.")
    return True if body.flag(yes) else False if body.flag(no) else None


def _time(body: Body, name: str) -> datetime | None:
    text = body.optional_text(name)
    # In an address a plus sign is a space, and many clients forget it.
    return None if text is None else read_time(name, text.replace(" ", "+"))

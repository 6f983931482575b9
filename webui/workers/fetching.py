"""Fetching tasks, and waiting for some where there are none."""

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from flask import Response
from werkzeug.exceptions import BadRequest

from engine import ExternalTask, TopicRequest, fetch_external_tasks, has_external_tasks
from webui.context import current_engine
from webui.stopping import is_stopping
from webui.workers.authentication import program
from webui.workers.bodies import Body, read_body
from webui.workers.filters import among
from webui.workers.interface import as_json, blueprint
from webui.workers.presenting import locked_task

__all__ = ["fetch_and_lock"]

_MOST_TASKS = 100
_LONGEST_WAIT_S = 20.0
_PAUSE_S = 0.2
# Who waits has one of the server's threads: half of them stay free for everybody else.
_WAITING = threading.BoundedSemaphore(4)


@blueprint.post("/external-task/fetchAndLock")
def fetch_and_lock() -> Response:
    """Take tasks for a worker; with `asyncResponseTimeout` wait for some to come."""
    body = read_body()
    topics = body.objects("topics")
    asked = [_request(one) for one in topics]
    if len({one.topic for one in asked}) < len(asked):
        raise BadRequest("topics has a topicName twice.")
    wait_s = body.duration("asyncResponseTimeout", 0).total_seconds()
    tasks = _fetch(body, asked, min(wait_s, _LONGEST_WAIT_S))
    options = {one.text("topicName"): one for one in topics}
    return as_json([_shown(task, options[task.topic]) for task in tasks])


def _fetch(body: Body, asked: Sequence[TopicRequest], wait_s: float) -> tuple[ExternalTask, ...]:
    worker, limit = body.text("workerId"), min(body.number("maxTasks", 10, at_least=1), _MOST_TASKS)

    def fetch() -> tuple[ExternalTask, ...]:
        return fetch_external_tasks(current_engine(), worker=worker, requests=asked, limit=limit, actor=program())

    tasks = fetch()
    if tasks or wait_s <= 0 or not asked:
        return tasks
    with _a_place_to_wait() as is_given:
        ends = time.monotonic() + (wait_s if is_given else 0)
        while not tasks and time.monotonic() < ends and not is_stopping():
            time.sleep(_PAUSE_S)
            if has_external_tasks(current_engine(), requests=asked):
                tasks = fetch()
    return tasks


@contextmanager
def _a_place_to_wait() -> Iterator[bool]:
    is_given = _WAITING.acquire(blocking=False)
    try:
        yield is_given
    finally:
        if is_given:
            _WAITING.release()


def _request(one: Body) -> TopicRequest:
    if "processDefinitionVersionTag" in one.values or "tenantIdIn" in one.values:
        raise BadRequest("Ortoo has neither version tags nor tenants.")
    return TopicRequest(
        topic=one.text("topicName"),
        lock_for=one.duration("lockDuration", at_least=1),
        references=among(one, "businessKey", "processInstanceIdIn"),
        services=among(one, "processDefinitionKey", "processDefinitionKeyIn"),
        definition_ids=among(one, "processDefinitionId", "processDefinitionIdIn"),
        data=one.object("processVariables"),
    )


def _shown(task: ExternalTask, options: Body) -> dict[str, object]:
    return locked_task(
        task,
        names=options.texts("variables"),
        is_local=options.flag("localVariables"),
        has_properties=options.flag("includeExtensionProperties"),
    )

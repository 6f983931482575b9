"""What workers report of their tasks, and asking about tasks."""

from flask import Response, request
from werkzeug.exceptions import BadRequest

from engine import (
    complete_external_task,
    count_external_tasks,
    extend_external_lock,
    fail_external_task,
    find_external_tasks,
    lock_external_task,
    read_external_task,
    set_external_retries,
    throw_external_error,
    unlock_external_task,
)
from webui.context import current_engine
from webui.workers.authentication import program
from webui.workers.bodies import read_body
from webui.workers.filters import read_filter, read_query
from webui.workers.interface import as_json, blueprint, nothing
from webui.workers.presenting import plain_task
from webui.workers.variables import is_transient, read_variables

__all__: list[str] = []

_MOST_SHOWN = 1_000


@blueprint.route("/external-task", methods=["GET", "POST"])
def find() -> Response:
    """Return the tasks that a query asks for, oldest first."""
    which = read_filter(read_body() if request.method == "POST" else read_query())
    first, limit = _paging("firstResult", 0), min(_paging("maxResults", _MOST_SHOWN), _MOST_SHOWN)
    tasks = find_external_tasks(current_engine(), which=which, actor=program(), first=first, limit=limit)
    return as_json([plain_task(task) for task in tasks])


@blueprint.route("/external-task/count", methods=["GET", "POST"])
def count() -> Response:
    """Return how many tasks a query asks for."""
    which = read_filter(read_body() if request.method == "POST" else read_query())
    return as_json({"count": count_external_tasks(current_engine(), which=which, actor=program())})


@blueprint.get("/external-task/<task_id>")
def show(task_id: str) -> Response:
    """Return one task."""
    return as_json(plain_task(read_external_task(current_engine(), task_id=task_id, actor=program())))


@blueprint.get("/external-task/<task_id>/errorDetails")
def show_error_details(task_id: str) -> Response:
    """Return what a worker said of the last failure."""
    task = read_external_task(current_engine(), task_id=task_id, actor=program())
    return Response(task.error_details, mimetype="text/plain") if task.error_details else nothing()


@blueprint.post("/external-task/<task_id>/complete")
def complete(task_id: str) -> Response:
    """Take a result."""
    body = read_body()
    given = body.object("variables")
    local = read_variables({name: one for name, one in given.items() if is_transient(one)})
    complete_external_task(
        current_engine(),
        task_id=task_id,
        worker=body.text("workerId"),
        variables=read_variables({name: one for name, one in given.items() if name not in local}),
        local_variables=local | read_variables(body.object("localVariables")),
        actor=program(),
    )
    return nothing()


@blueprint.post("/external-task/<task_id>/bpmnError")
def throw(task_id: str) -> Response:
    """Take a BPMN error."""
    body = read_body()
    throw_external_error(
        current_engine(),
        task_id=task_id,
        worker=body.text("workerId"),
        code=body.text("errorCode"),
        message=body.text("errorMessage", ""),
        variables=read_variables(body.object("variables")),
        actor=program(),
    )
    return nothing()


@blueprint.post("/external-task/<task_id>/failure")
def fail(task_id: str) -> Response:
    """Take a failure."""
    body = read_body()
    if body.object("variables") or body.object("localVariables"):
        raise BadRequest("A failure sets no variables here; say what happened in errorMessage and errorDetails.")
    fail_external_task(
        current_engine(),
        task_id=task_id,
        worker=body.text("workerId"),
        message=body.text("errorMessage", ""),
        details=body.text("errorDetails", ""),
        retries=body.number("retries", 0),
        retry_after=body.duration("retryTimeout", 0),
        actor=program(),
    )
    return nothing()


@blueprint.post("/external-task/<task_id>/extendLock")
def extend(task_id: str) -> Response:
    """Let a worker keep its task longer."""
    body = read_body()
    lock_for = body.duration("newDuration", at_least=1)
    worker = body.text("workerId")
    extend_external_lock(current_engine(), task_id=task_id, worker=worker, lock_for=lock_for, actor=program())
    return nothing()


@blueprint.post("/external-task/<task_id>/lock")
def lock(task_id: str) -> Response:
    """Let a worker have one task."""
    body = read_body()
    lock_for = body.duration("lockDuration", at_least=1)
    worker = body.text("workerId")
    lock_external_task(current_engine(), task_id=task_id, worker=worker, lock_for=lock_for, actor=program())
    return nothing()


@blueprint.post("/external-task/<task_id>/unlock")
def unlock(task_id: str) -> Response:
    """Let others have a task."""
    unlock_external_task(current_engine(), task_id=task_id, actor=program())
    return nothing()


@blueprint.put("/external-task/<task_id>/retries")
def set_retries(task_id: str) -> Response:
    """Say how often a task may still be tried."""
    set_external_retries(current_engine(), task_id=task_id, retries=read_body().number("retries"), actor=program())
    return nothing()


def _paging(name: str, otherwise: int) -> int:
    given = request.args.get(name, "")
    if given and not (given.isascii() and given.isdigit() and len(given) < 10):
        raise BadRequest(f"{name} has to be a whole number.")
    return int(given) if given else otherwise

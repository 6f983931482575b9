"""Starting cases, sending messages and signals, for programs."""

import secrets
from decimal import Decimal

from flask import Response, request
from werkzeug.exceptions import BadRequest

from engine import (
    CaseStatus,
    NotFoundError,
    broadcast_signal,
    deliver_message,
    find_definition,
    require_right,
    start_case,
)
from webui.context import current_engine
from webui.workers.authentication import program
from webui.workers.bodies import Body, read_body
from webui.workers.interface import as_json, blueprint, nothing
from webui.workers.variables import read_variables

__all__: list[str] = []

_KEY_HEADER = "Idempotency-Key"
_LONGEST_KEY = 100
_MESSAGE = ("messageName", "businessKey", "correlationKeys", "processVariables", "resultEnabled", "all", "timeToLive")
_OVER = frozenset({CaseStatus.COMPLETED, CaseStatus.TERMINATED, CaseStatus.CANCELLED})


@blueprint.post("/process-definition/key/<service>/start")
def start(service: str) -> Response:
    """Start a case of a service; the same Idempotency-Key starts one, however often it is sent."""
    require_right(program(), "start", service)
    body = read_body()
    body.require_only("variables", "businessKey", "withVariablesInReturn", "skipCustomListeners", "skipIoMappings")
    if body.flag("skipIoMappings"):
        raise BadRequest("Mappings are never left out here.")
    version = find_definition(current_engine(), service=service)
    if version is None:
        raise NotFoundError("service", service)
    case = start_case(
        current_engine(),
        service=service,
        data=read_variables(body.object("variables")),
        actor=program(),
        command_key=_key() or secrets.token_hex(16),
    )
    return as_json(
        {
            "id": case.reference,
            "definitionId": version.id,
            "definitionKey": service,
            "businessKey": case.reference,
            "caseInstanceId": None,
            "ended": case.status in _OVER,
            "suspended": case.status is CaseStatus.SUSPENDED,
            "tenantId": None,
            "links": [],
        }
    )


@blueprint.post("/message")
def correlate() -> Response:
    """Give a message to the one case that waits for it, or start one that begins with it.

    With a time to live (as Camunda 8's messages have) it is kept for whoever comes to wait for it in that time.
    """
    body = read_body()
    name = body.text("messageName")
    require_right(program(), "message", name)
    body.require_only(*_MESSAGE)
    if body.flag("resultEnabled") or body.flag("all"):
        raise BadRequest("A message goes to one case here, and says nothing of it.")
    keep_for = body.duration("timeToLive", 0)
    taken = deliver_message(
        current_engine(),
        name=name,
        correlation=_correlation(body),
        payload=read_variables(body.object("processVariables")),
        actor=program(),
        message_key=_key(),
        keep_for=keep_for,
    )
    if not taken and not keep_for:
        raise BadRequest(f"No case waits for the message {name} with these correlation keys, and none begins with it.")
    return nothing()


@blueprint.post("/signal")
def signal() -> Response:
    """Give a signal to every case that waits for it, and start those that begin with it."""
    body = read_body()
    name = body.text("name")
    require_right(program(), "message", name)
    body.require_only("name", "variables", "withoutTenantId")
    variables = read_variables(body.object("variables"))
    broadcast_signal(current_engine(), name=name, payload=variables, actor=program(), command_key=_key())
    return nothing()


def _correlation(body: Body) -> str | None:
    """Return the value that finds the case: the only correlation key's, else the business key."""
    keys = read_variables(body.object("correlationKeys"))
    if len(keys) > 1:
        raise BadRequest("A message finds its case by one correlation key here.")
    value = next(iter(keys.values()), None)
    if value is None:
        return body.optional_text("businessKey")
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        raise BadRequest("A correlation key has to be a text or a number.")
    return str(value)


def _key() -> str:
    """Return the caller's own key for what it asks, bound to the caller; "" where it gave none."""
    given = request.headers.get(_KEY_HEADER, "")
    if len(given) > _LONGEST_KEY:
        raise BadRequest(f"{_KEY_HEADER} has at most {_LONGEST_KEY} characters.")
    return f"{program().id}:{given}" if given else ""

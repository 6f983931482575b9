"""The topic `http`: asks a machine that the installation lists, and gives the model its answer."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import SplitResult, quote, urlencode, urlsplit

from engine.connectors.allowed_hosts import origin_of
from engine.connectors.blanks import fill, names_in
from engine.connectors.http_exchange import HttpAnswer, HttpClient
from engine.connectors.json_bodies import as_body, from_body
from engine.ports import BpmnErrorThrown, JobRequest, TaskFailure
from engine.values import Json

__all__ = ["HttpConnector", "HttpSecret"]

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"})
_BODIES = frozenset({"POST", "PUT", "PATCH", "DELETE"})
_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})  # RFC 9110, RFC 6585, RFC 8470: may be gone the next time
_OURS = frozenset(
    {"host", "content-length", "transfer-encoding", "connection", "idempotency-key", "accept-encoding"}
    | {"authorization", "proxy-authorization", "cookie"}  # what proves who asks is the installation's, not the model's
)
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")  # RFC 9110 §5.6.2


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpSecret:
    """Something that is sent to prove who asks; models know its name, only the installation its value.

    Attributes:
        origins: The only machines it is sent to.
        header: The header it goes in.
        value: What stands there.
    """

    origins: frozenset[str]
    header: str = "Authorization"
    value: str = field(repr=False)


class HttpConnector:
    """Does tasks of the topic `http`."""

    def __init__(self, client: HttpClient, secrets: Mapping[str, HttpSecret] | None = None) -> None:
        self._client = client
        self._secrets = dict(secrets or {})

    def __call__(self, request: JobRequest) -> Mapping[str, Json]:
        """Ask what the headers and inputs of the task say.

        Headers: `url`, whose path and query may have blanks that inputs fill; `method` (GET where none); `header.NAME`
        for a header of the request; `secret` for the name of a secret of the installation; `accept`, other statuses
        than 2xx that are answers too; `error.STATUS`, the BPMN error that a status is.
        Inputs: `query`, a context of query parameters; `body`, sent as JSON.

        Returns:
            `status`, and `body`: JSON where the answer is JSON, else text.

        Raises:
            BpmnErrorThrown: If the model calls the answer's status an error.
            TaskFailure: If nothing usable came back; to be tried again where that may help.
        """
        method = request.headers.get("method", "GET").strip().upper()
        if method not in _METHODS:
            raise TaskFailure(f'"{method}" is no method that can be used.', retry=False)
        address = _address(request)
        body = as_body(request.inputs["body"]) if method in _BODIES and "body" in request.inputs else None
        headers = self._headers(request, origin_of(address), has_body=body is not None)
        answer = self._client.ask(method, address, headers=headers, body=body)
        _judge(request, answer, address.hostname or "")
        return {"status": answer.status, "body": _content(answer, address.hostname or "")}

    def _headers(self, request: JobRequest, origin: str, *, has_body: bool) -> dict[str, str]:
        headers = {"Accept": "application/json", "Idempotency-Key": request.idempotency_key}
        if has_body:
            headers["Content-Type"] = "application/json"
        for name, value in request.headers.items():
            kind, _dot, wanted = name.partition(".")
            if kind != "header" or not wanted:
                continue
            if wanted.lower() in _OURS or not _TOKEN.fullmatch(wanted):
                raise TaskFailure(f'The header "{wanted}" cannot be set by a model.', retry=False)
            headers[wanted] = value
        secret = request.headers.get("secret")
        return headers if not secret else {**headers, **self._proof(secret, origin)}

    def _proof(self, name: str, origin: str) -> dict[str, str]:
        secret = self._secrets.get(name)
        if secret is None:
            raise TaskFailure(f'This installation has no secret "{name}".', retry=False)
        if origin not in secret.origins:
            raise TaskFailure(f'The secret "{name}" is not for {origin}.', retry=False)
        return {secret.header: secret.value}


def _address(request: JobRequest) -> SplitResult:
    given = request.headers.get("url", "").strip()
    if not given:
        raise TaskFailure(f'The task of topic "{request.topic}" has no header "url".', retry=False)
    missing = [name for name in names_in(given) if request.inputs.get(name) in (None, "")]
    if missing:
        raise TaskFailure(f'The address needs the input "{missing[0]}", which has no value.', retry=False)
    try:
        parts = urlsplit(given)
    except ValueError as error:
        raise TaskFailure(f"The address cannot be read: {error}", retry=False) from error
    if names_in(parts.netloc) or names_in(parts.scheme):
        raise TaskFailure("Only the path and the query of an address may have blanks, not the host.", retry=False)
    # Quoted before it is split into steps, so that no value adds a step, goes one up or begins a query.
    path = quote(fill(parts.path, request.inputs, _one_step), safe="/%:@!$&'()*+,;=~")
    query = quote(fill(parts.query, request.inputs, lambda value: quote(value, safe="")), safe="=&%+/?:@!$'()*,;~")
    more = request.inputs.get("query")
    if isinstance(more, Mapping):
        named = {name: _written(value) for name, value in more.items() if value is not None}
        query = "&".join(filter(None, (query, urlencode(named))))
    return parts._replace(path=path or "/", query=query, fragment="")


def _one_step(value: str) -> str:
    if value.strip() in {".", ".."}:
        raise TaskFailure(f'"{value}" cannot stand in the path of an address.', retry=False)
    return quote(value, safe="")


def _written(value: Json) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _judge(request: JobRequest, answer: HttpAnswer, host: str) -> None:
    error = request.headers.get(f"error.{answer.status}")
    if error:
        raise BpmnErrorThrown(error, f"{host} answered {answer.status}.")
    accepted = request.headers.get("accept", "").replace(",", " ").split()
    if 200 <= answer.status < 300 or str(answer.status) in accepted:
        return
    if 300 <= answer.status < 400:
        raise TaskFailure(f"{host} wants to lead elsewhere ({answer.status}), which is not followed.", retry=False)
    raise TaskFailure(f"{host} answered {answer.status}.", retry=answer.status in _AGAIN)


def _content(answer: HttpAnswer, host: str) -> Json:
    if not answer.body:
        return None
    if answer.content_type == "application/json" or answer.content_type.endswith("+json"):
        try:
            return from_body(answer.body)
        except ValueError as error:
            raise TaskFailure(f"The answer of {host} is no JSON: {error}") from error
    return answer.body.decode("utf-8", "replace")

"""The registry server as a WSGI application (PEP 3333)."""

import json
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from threading import Lock
from typing import Any, TypeAlias
from urllib.parse import parse_qs, unquote

from engine.connectors.json_bodies import as_body, from_body
from engine.connectors.seeded_registry import REGISTERS, SeededRegistry
from engine.ports import TaskFailure
from engine.registry_server.description import description, page
from engine.registry_server.faults import Faults
from engine.values import Json

__all__ = ["Answer", "create_registry"]

Environ: TypeAlias = Mapping[str, Any]
StartResponse: TypeAlias = Callable[[str, list[tuple[str, str]]], object]
Wsgi: TypeAlias = Callable[[Environ, StartResponse], Iterable[bytes]]

_LARGEST_BODY = 1024 * 1024
_MOST_KEYS = 100_000
_PHRASES = {
    200: "OK",
    201: "Created",
    400: "Bad Request",
    404: "Not Found",
    405: "Method Not Allowed",
    413: "Content Too Large",
    422: "Unprocessable Content",
    429: "Too Many Requests",
    500: "Internal Server Error",
    503: "Service Unavailable",
}
_BEFORE = {"busy": 503, "broken": 500, "throttled": 429}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What is answered: a status, and JSON, or HTML where `html` is given."""

    status: int
    said: Json = None
    html: str = ""


class _Refused(Exception):  # noqa: N818 - an answer, no error of the program
    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.answer = Answer(status=status, said={"error": reason})


def create_registry(registry: SeededRegistry | None = None, faults: Faults | None = None) -> Wsgi:
    """Return the server as a WSGI application.

    Args:
        registry: What the registers hold; the people and companies of seed 1 where none is given.
        faults: What goes wrong; nothing but what requests ask for where none is given.
    """
    return _Server(registry or SeededRegistry(), faults or Faults())


class _Server:
    def __init__(self, registry: SeededRegistry, faults: Faults) -> None:
        self._registry = registry
        self._faults = faults
        self._effects: OrderedDict[str, tuple[str, bytes, int]] = OrderedDict()
        self._lock = Lock()

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        answer, is_garbled = self._answer(environ)
        kind = "text/html; charset=utf-8" if answer.html or is_garbled else "application/json"
        body = answer.html.encode() if answer.html else as_body(answer.said)
        if is_garbled:
            body = b"<html>The gateway is being maintained"
        headers = [("Content-Type", kind), ("Content-Length", str(len(body))), ("Cache-Control", "no-store")]
        start_response(f"{answer.status} {_PHRASES[answer.status]}", headers)
        return [body]

    def _answer(self, environ: Environ) -> tuple[Answer, bool]:
        query = {name: values[0] for name, values in parse_qs(str(environ.get("QUERY_STRING", ""))).items()}
        fault = self._faults.choose(_wanted(environ, query)) if _path(environ)[:1] == ["v1"] else ""
        if fault in _BEFORE:
            return Answer(status=_BEFORE[fault], said={"error": f"A fault on demand: {fault}."}), False
        try:
            answer = self._route(environ, query)
        except _Refused as refused:
            answer = refused.answer
        if fault == "lost":
            return Answer(status=503, said={"error": "A fault on demand: the answer was lost."}), False
        return answer, fault == "garbage"

    def _route(self, environ: Environ, query: Mapping[str, str]) -> Answer:
        method, path = str(environ.get("REQUEST_METHOD", "GET")), _path(environ)
        if method == "GET":
            return self._read(path, query)
        if method == "POST":
            return self._change(path, environ)
        raise _Refused(405, "Only GET and POST are known here.")

    def _read(self, path: list[str], query: Mapping[str, str]) -> Answer:
        match path:
            case []:
                return Answer(status=200, html=page())
            case ["openapi.json"]:
                return Answer(status=200, said=description())
            case ["v1", "registers"]:
                return Answer(status=200, said={"registers": list(REGISTERS)})
            case ["v1", "registers", register]:
                return self._look_up(register, query)
            case ["v1", "effects"]:
                return Answer(status=200, said={"effects": self._told_effects()})
        raise _Refused(404, "There is nothing of this name.")

    def _change(self, path: list[str], environ: Environ) -> Answer:
        match path:
            case ["v1", "companies"]:
                return self._done(environ, self._company)
            case ["v1", "authorities", authority, "messages"]:
                return self._done(environ, partial(self._receipt, authority))
        raise _Refused(404, "There is nothing of this name.")

    def _look_up(self, register: str, query: Mapping[str, str]) -> Answer:
        try:
            record = self._registry.look_up(register, query)
        except TaskFailure as failure:
            raise _Refused(404, failure.text) from failure
        return Answer(status=200, said={"found": record is not None, "record": record})

    def _company(self, said: Mapping[str, Json], key: str) -> Json:
        return {"registration_number": self._registry.register_company(said, key)}

    def _receipt(self, authority: str, said: Mapping[str, Json], key: str) -> Json:
        try:
            return {"receipt": self._registry.tell(authority, said, key)}
        except TaskFailure as failure:
            raise _Refused(404, failure.text) from failure

    def _done(self, environ: Environ, effect: Callable[[Mapping[str, Json], str], Json]) -> Answer:
        """Do an effect under its idempotency key: the same key again is the same effect, with other words an error.

        Source: draft-ietf-httpapi-idempotency-key-header-07 §2.7.
        """
        key = str(environ.get("HTTP_IDEMPOTENCY_KEY", "")).strip()
        if not key:
            raise _Refused(400, "A request that changes something needs the header Idempotency-Key.")
        body = _body(environ)
        said = effect(_context(body), key)
        path = str(environ.get("PATH_INFO", ""))
        with self._lock:
            known = self._effects.get(key)
            if known is not None and known[:2] != (path, body):
                raise _Refused(422, "This Idempotency-Key was used for another request.")
            self._effects[key] = (path, body, 1 if known is None else known[2] + 1)
            while len(self._effects) > _MOST_KEYS:
                self._effects.popitem(last=False)
        return Answer(status=201 if known is None else 200, said=said)

    def _told_effects(self) -> list[Json]:
        with self._lock:
            effects = list(self._effects.items())
        return [{"idempotency_key": key, "path": path, "asked": times} for key, (path, _body, times) in effects]


def _path(environ: Environ) -> list[str]:
    given = str(environ.get("PATH_INFO", "")).encode("latin-1", "replace").decode("utf-8", "replace")
    return [unquote(part) for part in given.split("/") if part]


def _wanted(environ: Environ, query: Mapping[str, str]) -> dict[str, str]:
    headers = {name: str(environ.get(f"HTTP_X_REGISTRY_{name.upper()}", "")) for name in ("fault", "delay")}
    return {name: headers[name] or query.get(name, "") for name in headers}


def _body(environ: Environ) -> bytes:
    try:
        length = int(environ.get("CONTENT_LENGTH") or 0)
    except ValueError:
        length = 0
    if length > _LARGEST_BODY:
        raise _Refused(413, "The request is too large.")
    given: bytes = environ["wsgi.input"].read(length)
    return given


def _context(body: bytes) -> Mapping[str, Json]:
    try:
        said = from_body(body)
    except (ValueError, json.JSONDecodeError) as error:
        raise _Refused(400, f"The request is no JSON: {error}") from error
    if not isinstance(said, Mapping):
        raise _Refused(400, "The request has to be a JSON object.")
    return said

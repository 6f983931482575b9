"""What the registry server says of itself: a page for people, OpenAPI for programs."""

from engine.connectors.seeded_registry import AUTHORITIES, REGISTERS
from engine.registry_server.faults import FAULTS
from engine.values import Json

__all__ = ["description", "page"]

_EXAMPLES = {
    "citizen": "УБ90112412",
    "company-name": "Жишээ",
    "address": "Ү-2205001234",
    "company": "9123456",
    "tax-debt": "УБ90112419",
    "tax-status": "9123456",
}


def page() -> str:
    """Return the page for people."""
    rows = "".join(
        f'<tr><td>{name}</td><td><a href="/v1/registers/{name}?key={_EXAMPLES[name]}">{_EXAMPLES[name]}</a></td></tr>'
        for name in REGISTERS
    )
    faults = ", ".join(FAULTS)
    return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Ortoo registry</title></head><body>
<h1>Ortoo registry</h1>
<p lang="mn">Энэ сервер төрийн мэдээлэл солилцооны системийг дуурайдаг. Энд байгаа хүн, компани бүгд зохиомол.</p>
<p>This server plays the state's data exchange. Every person and company in it is made up.</p>
<table><thead><tr><th>Register</th><th>Example of a key</th></tr></thead><tbody>{rows}</tbody></table>
<p><code>POST /v1/companies</code> enters a company and <code>POST /v1/authorities/{{name}}/messages</code> tells an
authority ({", ".join(sorted(AUTHORITIES))}); both need the header <code>Idempotency-Key</code>.
<code>GET /v1/effects</code> lists what has been done, by key.</p>
<p>Faults on demand: the header <code>X-Registry-Fault</code> or <code>?fault=</code> with one of {faults};
delays: <code>X-Registry-Delay</code> or <code>?delay=</code> in seconds.</p>
<p><a href="/openapi.json">OpenAPI</a></p>
</body></html>
"""


def description() -> Json:
    """Return the OpenAPI 3.1 description."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Ortoo registry",
            "version": "1",
            "description": "Plays the state's data exchange; every person and company in it is made up.",
        },
        "paths": {
            "/v1/registers": {"get": {"summary": "The registers there are", "responses": _ok("Their names")}},
            "/v1/registers/{register}": {
                "get": {
                    "summary": "What a register holds about a key",
                    "parameters": [
                        _parameter("register", "path", {"type": "string", "enum": list(REGISTERS)}),
                        _parameter("key", "query", {"type": "string"}),
                        *_ON_DEMAND,
                    ],
                    "responses": {**_ok("`found` and `record`"), "404": {"description": "No such register"}},
                }
            },
            "/v1/companies": {"post": _changing("Enter a company", "`registration_number`")},
            "/v1/authorities/{authority}/messages": {
                "post": _changing("Tell an authority", "`receipt`", _AUTHORITY),
            },
            "/v1/effects": {"get": {"summary": "What has been done, by idempotency key", "responses": _ok("A list")}},
        },
    }


def _parameter(name: str, place: str, schema: Json, *, is_required: bool = True) -> Json:
    return {"name": name, "in": place, "required": is_required, "schema": schema}


def _ok(what: str) -> dict[str, Json]:
    return {"200": {"description": what}}


def _changing(summary: str, gives: str, *parameters: Json) -> Json:
    return {
        "summary": summary,
        "parameters": [*parameters, _parameter("Idempotency-Key", "header", {"type": "string"}), *_ON_DEMAND],
        "requestBody": {"required": True, "content": {"application/json": {"schema": {"type": "object"}}}},
        "responses": {
            "201": {"description": gives},
            "200": {"description": f"{gives}, as the same key gave it before"},
            "400": {"description": "No key, or no JSON object"},
            "422": {"description": "The key was used for another request"},
        },
    }


_AUTHORITY = _parameter("authority", "path", {"type": "string", "enum": sorted(AUTHORITIES)})
_ON_DEMAND = (
    _parameter("X-Registry-Fault", "header", {"type": "string", "enum": list(FAULTS)}, is_required=False),
    _parameter("X-Registry-Delay", "header", {"type": "number", "maximum": 60}, is_required=False),
)

"""The headers of every answer, error pages and files included."""

from flask import Flask, Response, g, request

from webui.settings import Settings

__all__ = ["CONTENT_SECURITY_POLICY", "add_headers"]

CONTENT_SECURITY_POLICY = (
    "default-src 'self'; img-src 'self' data:; script-src 'self'; style-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'"
)
"""Nothing from another host, no inline script, no inline style."""

_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
}
_HSTS = "max-age=31536000; includeSubDomains"
_FOR_EVER = "public, max-age=31536000, immutable"


def add_headers(app: Flask, settings: Settings) -> None:
    """Have every answer carry the headers; pages are kept by no cache, bundles with hashed names by all."""

    @app.after_request
    def _add(response: Response) -> Response:
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
        if settings.is_https:
            response.headers.setdefault("Strict-Transport-Security", _HSTS)
        response.headers["Cache-Control"] = _caching(response)
        return response


def _caching(response: Response) -> str:
    is_bundle = (
        request.endpoint == "static" and request.path.startswith("/static/build/") and response.status_code == 200
    )
    return _FOR_EVER if is_bundle and "error_id" in g else "no-store"

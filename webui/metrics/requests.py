"""How long requests take, counted in this process; and a line in the log for each, without its address."""

import logging
import time

from flask import Flask, Response, g, request

from engine import Durations

__all__ = ["BOUNDS_S", "watch_requests"]

BOUNDS_S = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_log = logging.getLogger("ortoo.web")


def watch_requests(app: Flask) -> Durations:
    """Count every request from now on, and write it to the log.

    The address is not written: it may hold a case's reference. The endpoint says which page it was.
    """
    durations = Durations("endpoint", "method", "status", bounds_s=BOUNDS_S)

    @app.before_request
    def _begin() -> None:
        g.begun = time.perf_counter()

    @app.after_request
    def _end(response: Response) -> Response:
        begun = g.get("begun")
        seconds = 0.0 if begun is None else time.perf_counter() - begun
        endpoint = request.endpoint or "none"
        method = request.method if request.method in _METHODS else "other"
        durations.add(endpoint, method, str(response.status_code), seconds=seconds)
        facts = {
            "endpoint": endpoint,
            "method": method,
            "status": response.status_code,
            "duration_ms": round(seconds * 1_000, 1),
            "error_id": g.get("error_id"),
        }
        _log.info("request", extra=facts)
        return response

    return durations


# Whoever sends made-up methods must not fill the memory with them.
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})

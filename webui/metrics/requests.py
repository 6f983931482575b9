"""How long requests take, counted in this process; and a line in the log for each, without its address."""

import logging
import time
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from threading import Lock

from flask import Flask, Response, g, request

__all__ = ["RequestDurations", "watch_requests"]

BOUNDS_S = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_log = logging.getLogger("ortoo.web")


class RequestDurations:
    """A histogram of request durations in seconds, by endpoint, method and status."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._counts: dict[tuple[str, str, str], list[int]] = {}
        self._sums: dict[tuple[str, str, str], float] = {}

    def add(self, endpoint: str, method: str, status: int, seconds: float) -> None:
        """Count a request."""
        key = (endpoint, method, str(status))
        with self._lock:
            counts = self._counts.setdefault(key, [0] * (len(BOUNDS_S) + 1))
            counts[bisect_left(BOUNDS_S, seconds)] += 1
            self._sums[key] = self._sums.get(key, 0.0) + seconds

    def samples(self) -> Iterator[tuple[str, Mapping[str, str], float]]:
        """Yield the samples of the histogram as Prometheus counts them: each bucket holds the smaller ones too."""
        with self._lock:
            counted = {key: (list(counts), self._sums[key]) for key, counts in sorted(self._counts.items())}
        for (endpoint, method, status), (counts, total) in counted.items():
            labels = {"endpoint": endpoint, "method": method, "status": status}
            below = 0
            for bound, number in zip((*map(str, BOUNDS_S), "+Inf"), counts, strict=True):
                below += number
                yield "_bucket", {**labels, "le": bound}, below
            yield "_sum", labels, total
            yield "_count", labels, below


def watch_requests(app: Flask) -> RequestDurations:
    """Count every request from now on, and write it to the log.

    The address is not written: it may hold a case's reference. The endpoint says which page it was.
    """
    durations = RequestDurations()

    @app.before_request
    def _begin() -> None:
        g.begun = time.perf_counter()

    @app.after_request
    def _end(response: Response) -> Response:
        begun = g.get("begun")
        seconds = 0.0 if begun is None else time.perf_counter() - begun
        endpoint = request.endpoint or "none"
        method = request.method if request.method in _METHODS else "other"
        durations.add(endpoint, method, response.status_code, seconds)
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

"""How often an address may try something that could be guessed."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable

from flask import Flask, abort, request

__all__ = ["GUARDED", "Throttle", "limit_attempts"]

GUARDED = frozenset({"security.login", "portal.follow", "verification.compare"})
"""The endpoints whose posts are guesses at a secret, or make work for nothing."""

_ADDRESSES_KEPT = 10_000
_SMALL = 20_000


class Throttle:
    """A bucket of tokens an address, filled evenly; kept in this process, so each of N processes allows as much.

    Args:
        per_minute: How many tries a minute, and how many at once after a rest.
        clock: Seconds that only grow.
    """

    def __init__(self, per_minute: int, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._per_minute = per_minute
        self._clock = clock
        self._lock = threading.Lock()
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def admits(self, address: str) -> bool:
        """Take one token of `address`, and return whether there was one."""
        with self._lock:
            now = self._clock()
            tokens, filled_at = self._buckets.pop(address, (float(self._per_minute), now))
            tokens = min(self._per_minute, tokens + (now - filled_at) * self._per_minute / 60)
            is_admitted = tokens >= 1
            self._buckets[address] = (tokens - 1 if is_admitted else tokens, now)
            while len(self._buckets) > _ADDRESSES_KEPT:
                self._buckets.popitem(last=False)
            return is_admitted


def limit_attempts(app: Flask, per_minute: int, uploads_per_minute: int) -> None:
    """Answer 429 to an address that guesses too often at a secret, or that sends files too often.

    Anybody may begin an application and send files with it; nobody may fill the disk with them in an afternoon.
    """
    throttle = Throttle(per_minute)
    uploads = Throttle(uploads_per_minute)

    @app.before_request
    def _limit() -> None:
        if request.method == "POST" and request.endpoint in GUARDED and not throttle.admits(request.remote_addr or ""):
            abort(429)
        if _brings_files() and not uploads.admits(request.remote_addr or ""):
            abort(429)


def _brings_files() -> bool:
    # Asked before the body is read: a form for files that comes without any is small.
    return request.mimetype == "multipart/form-data" and (request.content_length or _SMALL) >= _SMALL

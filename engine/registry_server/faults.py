"""Faults and delays on demand: what a real data exchange does on a bad day, whenever it is wanted."""

import random
from collections.abc import Callable, Mapping
from threading import Lock
from time import sleep

__all__ = ["FAULTS", "Faults"]

FAULTS = ("busy", "broken", "throttled", "lost", "garbage")
"""busy: 503, nothing done. broken: 500, nothing done. throttled: 429, nothing done. lost: done, yet answered with 503.
garbage: done, and answered with what is no JSON."""

_LONGEST_S = 60.0


class Faults:
    """Decides what goes wrong with a request: what its sender asks for, else now and then by chance."""

    def __init__(
        self, *, rate: float = 0.0, delay_s: float = 0.0, seed: int = 1, pause: Callable[[float], None] = sleep
    ) -> None:
        """Set what happens to requests that ask for nothing.

        Args:
            rate: The share of requests that go wrong, from 0 to 1.
            delay_s: How long every request takes at least, in seconds.
            seed: Another seed makes other requests go wrong.
            pause: Lets time pass.
        """
        self._rate = rate
        self._delay_s = delay_s
        self._rng = random.Random(seed)  # noqa: S311 - faults have to repeat, not to be secret
        self._lock = Lock()
        self._pause = pause

    def choose(self, wanted: Mapping[str, str]) -> str:
        """Let the request's delay pass and return its fault, "" for none.

        Args:
            wanted: What the request asks for: `fault` (one of FAULTS, or "none") and `delay` in seconds.
        """
        delay_s = _seconds(wanted.get("delay", ""), self._delay_s)
        if delay_s > 0:
            self._pause(delay_s)
        asked = wanted.get("fault", "")
        if asked:
            return asked if asked in FAULTS else ""
        with self._lock:
            is_faulty = self._rng.random() < self._rate
            return self._rng.choice(FAULTS) if is_faulty else ""


def _seconds(text: str, otherwise: float) -> float:
    try:
        return min(max(float(text), 0.0), _LONGEST_S)
    except ValueError:
        return otherwise

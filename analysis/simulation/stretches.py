"""Stretches of equal length that time is cut into for series."""

from bpmn.frozen import dataclass

__all__ = ["Stretches", "fitting_stretches"]

_MINUTE, _HOUR, _DAY = 60.0, 3600.0, 86400.0
_LENGTHS = (
    1.0, 5.0, 15.0, _MINUTE, 5 * _MINUTE, 15 * _MINUTE, 30 * _MINUTE,
    _HOUR, 2 * _HOUR, 6 * _HOUR, 12 * _HOUR, _DAY, 2 * _DAY, 7 * _DAY, 14 * _DAY, 28 * _DAY, 91 * _DAY, 364 * _DAY,
)  # fmt: skip
_ABOUT = 200
_LONGER = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretches:
    """How time is cut: stretch i is from i * step_s to (i + 1) * step_s after the start, and there are `count`."""

    step_s: float
    count: int


def fitting_stretches(horizon_s: float) -> Stretches:
    """Return stretches of a length that clocks and calendars know, at most 200 until `horizon_s`, and as many after it.

    Args:
        horizon_s: When the last case arrives, about, in seconds after the start.
    """
    step = next((length for length in _LENGTHS if horizon_s <= _ABOUT * length), horizon_s / _ABOUT)
    return Stretches(step_s=step, count=max(_LONGER, int(_LONGER * horizon_s / step) + 1))

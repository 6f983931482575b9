"""When a timer of a model fires, in seconds after it is set."""

import re
from dataclasses import dataclass

from analysis.scenario.durations import duration_s
from bpmn.model import Event, Timer

__all__ = ["TimerPlan", "timer_plan"]

_CYCLE = re.compile(r"R(\d*)/(P.*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class TimerPlan:
    """After how many seconds a timer fires, and how often (-1: without end)."""

    after_s: float
    repeats: int = 1


def timer_plan(event: Event) -> TimerPlan | None:
    """Return when the timer of `event` fires, or None where it has none that says so in plain ISO 8601."""
    for definition in event.definitions:
        if definition.timer is not None:
            return _plan(definition.timer)
    return None


def _plan(timer: Timer) -> TimerPlan | None:
    text = timer.value.text.strip().strip('"')
    if timer.kind == "timeDuration":
        seconds = duration_s(text)
        return None if seconds is None else TimerPlan(after_s=seconds)
    match = _CYCLE.fullmatch(text.upper())
    if timer.kind != "timeCycle" or match is None:
        return None
    seconds = duration_s(match[2])
    return None if seconds is None else TimerPlan(after_s=seconds, repeats=int(match[1]) if match[1] else -1)

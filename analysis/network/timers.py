"""When a timer of a model fires."""

import re
from datetime import datetime

from analysis.scenario.distributions import Distribution
from analysis.scenario.durations import duration_s, is_negative
from analysis.scenario.values import EventParameters
from bpmn.frozen import dataclass
from bpmn.model import CatchEvent, Event, Expression, Timer

__all__ = ["TimerPlan", "parameters_of", "timer_plan"]

_CYCLE = re.compile(r"R(\d*)/(?:[^P/]*/)?(P.*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class TimerPlan:
    """When a timer fires, and how often.

    Attributes:
        after_s: How many seconds after it is set; 0 where it fires at a moment.
        repeats: How often (-1: without end).
        moment: The moment it fires at, whenever it is set; None: after `after_s`.
        negative: A negative duration as it was stated, which is over at once; "" where it is none.
    """

    after_s: float
    repeats: int = 1
    moment: datetime | None = None
    negative: str = ""


def timer_plan(event: Event) -> TimerPlan | None:
    """Return when the timer of `event` fires, or None where it has none that says so in ISO 8601 without data.

    Of several timers it is the first to fire, or (where all that the event waits for must come) the last.
    """
    plans = [_plan(definition.timer) for definition in event.definitions if definition.timer is not None]
    known = [plan for plan in plans if plan is not None]
    if len(known) < len(plans) or not known or any(plan.moment is not None for plan in known):
        return plans[0] if plans else None
    waits_for_all = isinstance(event, CatchEvent) and event.is_parallel_multiple
    return (max if waits_for_all else min)(known, key=lambda plan: plan.after_s)


def parameters_of(plan: TimerPlan, start: datetime) -> EventParameters:
    """Return a plan as what a scenario says of an event; the scenario's clock begins at `start`."""
    if plan.moment is None:
        return EventParameters(duration=Distribution(type="fixed", value=plan.after_s))
    moment = plan.moment if plan.moment.tzinfo else plan.moment.replace(tzinfo=start.tzinfo)
    after = max(0.0, (moment - start).total_seconds())
    return EventParameters(duration=Distribution(type="fixed", value=after), is_moment=True)


def _plan(timer: Timer) -> TimerPlan | None:
    text = _constant(timer.value).strip().strip('"')
    if timer.kind == "timeDuration" and is_negative(text):
        return TimerPlan(after_s=0.0, negative=text)
    if timer.kind == "timeDuration":
        seconds = duration_s(text)
        return None if seconds is None else TimerPlan(after_s=seconds)
    if timer.kind == "timeDate":
        return _moment(text)
    match = _CYCLE.fullmatch(text.upper())
    if timer.kind != "timeCycle" or match is None:
        return None
    seconds = duration_s(match[2])
    return None if seconds is None else TimerPlan(after_s=seconds, repeats=int(match[1]) if match[1] else -1)


def _constant(expression: Expression) -> str:
    """Return the text of an expression, or what it comes to where it needs no data."""
    from bpmn.expressions import ExpressionError, Language, compile_expression

    try:
        value = compile_expression(expression.text, Language(expression.language)).evaluate({})
    except (ExpressionError, ValueError):
        return expression.text
    return value.json if isinstance(value.json, str) else expression.text


def _moment(text: str) -> TimerPlan | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return TimerPlan(after_s=0.0, moment=moment)

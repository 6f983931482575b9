"""When timers fire: ISO 8601 dates, durations and repetitions, and cron. BPMN 2.0.2 §10.5.5, table 10.101."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bpmn.expressions.values import Date, DateTime, DayTimeDuration, YearMonthDuration
from bpmn.language import Text
from engine.tokens.cron import CronError, next_match
from engine.tokens.values import Value

__all__ = ["Duration", "Schedule", "ScheduleError", "first_due", "next_after", "next_due", "parse_duration"]

_DURATION = re.compile(
    r"(?P<sign>-)?P(?:(?P<years>\d+)Y)?(?:(?P<months>\d+)M)?(?:(?P<weeks>\d+)W)?(?:(?P<days>\d+(?:[.,]\d+)?)D)?"
    r"(?:T(?:(?P<hours>\d+(?:[.,]\d+)?)H)?(?:(?P<minutes>\d+(?:[.,]\d+)?)M)?(?:(?P<seconds>\d+(?:[.,]\d+)?)S)?)?"
)
_FOREVER = -1
_LONGEST = timedelta(days=36_525)


class ScheduleError(ValueError):
    """A timer's value is no date, duration, repetition or cron expression.

    Attributes:
        text: What is wrong, for a person.
    """

    def __init__(self, text: Text) -> None:
        super().__init__(str(text))
        self.text = text


@dataclass(frozen=True, slots=True, kw_only=True)
class Duration:
    """A duration with a calendar part and an exact part."""

    months: int = 0
    exact: timedelta = timedelta()

    def after(self, start: datetime) -> datetime:
        """Return the time that much later; a day the month has not becomes its last day.

        Raises:
            OverflowError: If that is after the year 9999.
        """
        year, month = divmod(start.year * 12 + start.month - 1 + self.months, 12)
        if not 1 <= year <= 9999:
            raise OverflowError
        day = start.day
        while True:
            try:
                return start.replace(year=year, month=month + 1, day=day) + self.exact
            except ValueError:
                day -= 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """When a timer fires next, and how it goes on.

    Attributes:
        due: Aware UTC.
        every: The repetition, as text: a duration or a cron expression; "" where it fires once.
        left: How often it fires after `due`; -1 for without end.
    """

    due: datetime
    every: str = ""
    left: int = 0


def first_due(kind: str, value: Value, now: datetime) -> Schedule:
    """Return when a timer that is started now fires.

    Args:
        kind: "timeDate", "timeDuration" or "timeCycle".
        value: What its expression gave: a text, or FEEL's date, time or duration.
        now: Aware UTC.

    Raises:
        ScheduleError: If the value cannot be read, or the date lies beyond what can be reckoned with.
    """
    try:
        return _READERS[kind](value, now)
    except (OverflowError, CronError) as error:
        raise _unreadable(value) from error


def next_due(schedule: Schedule) -> Schedule | None:
    """Return when a repeating timer fires after the time it was due, or None where it does not."""
    if schedule.left == 0:
        return None
    left = schedule.left if schedule.left == _FOREVER else schedule.left - 1
    try:
        return Schedule(due=_step(schedule.every, schedule.due), every=schedule.every, left=left)
    except (OverflowError, CronError):
        return None


def next_after(schedule: Schedule, now: datetime) -> Schedule | None:
    """Return the first time after now at which a repetition fires, or None where it does not any more.

    Those that were missed meanwhile are counted as gone: after a downtime there is one for them, not a storm.
    """
    steps = _steps_missed(schedule, now)
    if steps and schedule.left >= 0 and steps > schedule.left:
        return None
    if steps:
        left = schedule.left if schedule.left < 0 else schedule.left - steps
        due = schedule.due + steps * parse_duration(schedule.every).exact
        schedule = Schedule(due=due, every=schedule.every, left=left)
    following: Schedule | None = schedule
    while following is not None and following.due <= now:
        following = _skipped(following, now)
    return following


def parse_duration(value: Value) -> Duration:
    """Return a duration from ISO 8601 or FEEL.

    Raises:
        ScheduleError: If it is none.
    """
    if isinstance(value, DayTimeDuration):
        return Duration(exact=timedelta(microseconds=value.nanoseconds // 1000))
    if isinstance(value, YearMonthDuration):
        return Duration(months=value.months)
    found = _DURATION.fullmatch(str(value).strip())
    if found is None or not any(found.groups()[1:]):
        raise _unreadable(value)
    part = {name: float((text or "0").replace(",", ".")) for name, text in found.groupdict().items() if name != "sign"}
    sign = -1 if found["sign"] else 1
    exact = timedelta(
        weeks=part["weeks"], days=part["days"], hours=part["hours"], minutes=part["minutes"], seconds=part["seconds"]
    )
    return Duration(months=sign * int(part["years"] * 12 + part["months"]), exact=sign * exact)


def _date(value: Value, now: datetime) -> Schedule:
    del now
    return Schedule(due=_instant(value))


def _duration(value: Value, now: datetime) -> Schedule:
    return Schedule(due=parse_duration(value).after(now))


def _cycle(value: Value, now: datetime) -> Schedule:
    text = str(value).strip() if isinstance(value, str) else ""
    if not text.startswith("R"):
        if isinstance(value, str) and not text.startswith("P"):
            return Schedule(due=next_match(text, now), every=text, left=_FOREVER)
        return _duration(value, now)
    repeat, *rest = text.split("/")
    if not rest or (not repeat[1:].isdigit() and repeat != "R"):
        raise _unreadable(value)
    times = int(repeat[1:]) if repeat != "R" else _FOREVER
    if times == 0:
        raise _unreadable(value)
    left = _FOREVER if times == _FOREVER else times - 1
    begins = [part for part in rest if not part.startswith("P")]
    every = next((part for part in rest if part.startswith("P")), "")
    if parse_duration(every).after(now) <= now:
        raise _unreadable(value)
    due = _instant(begins[0]) if begins and rest[0] == begins[0] else _step(every, now)
    return Schedule(due=due, every=every, left=left)


_READERS = {"timeDate": _date, "timeDuration": _duration, "timeCycle": _cycle}


def _step(every: str, start: datetime) -> datetime:
    if every.startswith("P"):
        return parse_duration(every).after(start)
    return next_match(every, start)


def _steps_missed(schedule: Schedule, now: datetime) -> int:
    """Return how many whole steps of an exact duration lie between a time that was missed and now."""
    if not schedule.every.startswith("P") or schedule.due >= now:
        return 0
    duration = parse_duration(schedule.every)
    if duration.months or duration.exact <= timedelta(0):
        return 0
    return (now - schedule.due) // duration.exact


def _skipped(schedule: Schedule, now: datetime) -> Schedule | None:
    """Return the next time of a repetition; a cron expression, which is never counted, goes on from now at once."""
    if schedule.left != 0 and not schedule.every.startswith("P"):
        try:
            return Schedule(due=next_match(schedule.every, now), every=schedule.every, left=schedule.left)
        except CronError:
            return None
    return next_due(schedule)


def _instant(value: Value) -> datetime:
    """Return a date and time; one without a zone is UTC, one without a time is midnight."""
    try:
        if isinstance(value, DateTime):
            found = value.to_python()
        elif isinstance(value, Date):
            found = datetime(value.year, value.month, value.day, tzinfo=UTC)
        else:
            found = datetime.fromisoformat(str(value).strip())
    except ValueError as error:
        raise _unreadable(value) from error
    return found.replace(tzinfo=found.tzinfo or UTC).astimezone(UTC)


def _unreadable(value: Value) -> ScheduleError:
    return ScheduleError(
        Text("{value} is no date, duration or repetition that can be used (ISO 8601 or cron).", value=str(value))
    )

"""What a model says of when work is due or is to be looked at again: a time, a date, or so much working time."""

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bpmn.work_dates import DURATION, WORDS
from engine.office_hours import OFFICE_ZONE, OfficeHours

__all__ = ["read_due_date", "read_follow_up_date", "read_time"]

# A date in a model is a date of the office's, and the office is in Mongolia.
_OFFICE_ZONE = ZoneInfo(OFFICE_ZONE)
_END_OF_DAY = time(23, 59, 59)


def read_due_date(text: str | None, *, now: datetime, hours: OfficeHours) -> datetime | None:
    """Return when work is due, in UTC, or None where the text names no time.

    A date is the end of that day; "3 working days" and "P3D" end with the office's third working day from now, "PT4H"
    and "4 working hours" after so many hours in which it is open. Weeks, months, years and "30 days" without the word
    go by the calendar and end with the office's day, the next working one where that is none.
    """
    return read_time(text) or _after(text, now, hours)


def read_follow_up_date(text: str | None, *, now: datetime, hours: OfficeHours) -> datetime | None:
    """Return when work is to be looked at again, in UTC: as with a due date, but a date is the beginning of its day."""
    if text and "T" not in text:
        try:
            return hours.at(date.fromisoformat(text), time())
        except ValueError:
            pass
    return read_due_date(text, now=now, hours=hours)


def read_time(text: str | None) -> datetime | None:
    """Return the time that a model's text names, in UTC, or None where it names none.

    A date is the end of that day; a time without a zone is the office's. FEEL writes a zone's name after "@" or in
    brackets, which Python does not read: where it stands, the offset or the zone itself is taken.
    """
    if not text:
        return None
    moment, _, zone = text.partition("@")
    moment = moment.partition("[")[0]
    try:
        if "T" not in moment:
            return datetime.combine(date.fromisoformat(moment), _END_OF_DAY, _OFFICE_ZONE).astimezone(UTC)
        read = datetime.fromisoformat(moment)
        if read.tzinfo is None:
            read = read.replace(tzinfo=ZoneInfo(zone) if zone else _OFFICE_ZONE)
        return read.astimezone(UTC)
    except (ValueError, KeyError, OSError, OverflowError):  # OSError: of a part of the world that is no zone
        return None


def _after(text: str | None, now: datetime, hours: OfficeHours) -> datetime | None:
    stripped = (text or "").strip()
    parts = DURATION.fullmatch(stripped)
    if parts is not None and any(parts.groups()):
        return _after_duration({name: int(value or 0) for name, value in parts.groupdict().items()}, now, hours)
    words = WORDS.fullmatch(stripped)
    return None if words is None else _after_words(words, now, hours)


def _after_duration(parts: dict[str, int], now: datetime, hours: OfficeHours) -> datetime | None:
    moment: datetime | None = now
    if parts["years"] or parts["months"] or parts["weeks"]:
        day = _months_later(hours.day_of(now), parts["years"] * 12 + parts["months"])
        moment = None if day is None else hours.end_of_day(day + timedelta(weeks=parts["weeks"]))
    if moment is not None and parts["days"]:
        moment = hours.after_days(moment, parts["days"])
    open_for = timedelta(hours=parts["hours"], minutes=parts["minutes"], seconds=parts["seconds"])
    if moment is not None and open_for:
        moment = hours.after_hours(moment, open_for)
    return moment


def _after_words(words: re.Match[str], now: datetime, hours: OfficeHours) -> datetime | None:
    number, unit = int(words["number"]), words["unit"].lower()
    if unit.startswith(("hour", "цаг")):
        if words["working"]:
            return hours.after_hours(now, timedelta(hours=number))
        return now + timedelta(hours=number)
    if words["working"] and unit.startswith(("day", "өдөр", "хоног")):
        return hours.after_days(now, number)
    days = 7 * number if unit.startswith(("week", "долоо")) else number
    return hours.end_of_day(hours.day_of(now) + timedelta(days=days))


def _months_later(day: date, months: int) -> date | None:
    """Return the same day of a later month, its last where it is shorter (XML Schema, part 2, appendix E)."""
    years, month = divmod(day.month - 1 + months, 12)
    if day.year + years >= date.max.year:
        return None
    first = date(day.year + years, month + 1, 1)
    length = (date(first.year + (first.month == 12), first.month % 12 + 1, 1) - first).days
    return first.replace(day=min(day.day, length))

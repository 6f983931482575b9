"""Says whether a timer's text is a time: ISO 8601 dates, durations and repeating intervals, and cron."""

import re

from bpmn.language import Text
from bpmn.model import Timer

__all__ = ["is_negative", "wrong_timer"]

_DATE = r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}([.,]\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?"
_DURATION = r"-?P(?=[\dT])(\d+W|(\d+Y)?(\d+M)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+([.,]\d+)?S)?)?)"
_CYCLE = rf"R\d*/(({_DATE})/)?{_DURATION}(/{_DATE})?"
_CRON_FIELD = r"(\*|\?|[\dA-Za-z#L,/*W-]+)"
_CRON = rf"({_CRON_FIELD}\s+){{4,6}}{_CRON_FIELD}|@(yearly|annually|monthly|weekly|daily|midnight|hourly)"
# Texts that an expression language would read as names or sums, but nobody means so: P3X, 2026-13-01, three days.
_NUMBER = r"(?:a|an|one|two|three|four|five|six|seven|eight|nine|ten|every|each|нэг|хоёр|гурван?|дөрөв|дөрвөн|таван?)"
_UNIT = (
    r"(?:seconds?|minutes?|hours?|(?:working |business |calendar )?days?|weeks?|months?|quarters?|years?|"
    r"секунд|минут|цаг|(?:ажлын )?өдөр|(?:долоо )?хоног|сар|улирал|жил)"
)
_MEANT_PLAIN = re.compile(
    rf"-?P(?:T?-?\d|T)[\w.,-]*|R\d*/.*|\d{{4}}-\d{{1,2}}-\d{{1,2}}(?:T.*)?|{_NUMBER}\s+{_UNIT}", re.IGNORECASE
)
# XML Schema has a sign before all of it, ISO 8601-2 one before each number.
_NEGATIVE = re.compile(r"(?:R\d*/(?:.*/)?)?(?:-P(?=[\dT])[\dA-Z.,]+|P(?:-[\d.,]+[A-Z])*T?(?:-[\d.,]+[A-Z])+)")
_DATE_PARTS = re.compile(r"\d{4}-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2}))?")

_FORMS: dict[str, tuple[re.Pattern[str], Text]] = {
    "timeDate": (re.compile(_DATE), Text("a date")),
    "timeDuration": (re.compile(_DURATION), Text("a duration")),
    "timeCycle": (re.compile(rf"{_CYCLE}|{_DURATION}|{_CRON}"), Text("a cycle")),
}


def is_negative(timer: Timer) -> bool:
    """Return whether the timer's text is a duration of less than nothing, alone or in a cycle."""
    return _NEGATIVE.fullmatch(timer.value.text.strip()) is not None


def wrong_timer(timer: Timer) -> Text | None:
    """Return what the timer's text should have been and is not, or None where it is right or an expression."""
    text = timer.value.text.strip()
    if timer.value.language and not _MEANT_PLAIN.fullmatch(text):
        return None
    pattern, what = _FORMS.get(timer.kind, _FORMS["timeDuration"])
    return None if pattern.fullmatch(text) and _has_real_dates(text) else what


def _has_real_dates(text: str) -> bool:
    for month, day, hour, minute in _DATE_PARTS.findall(text):
        if not (1 <= int(month) <= 12 and 1 <= int(day) <= 31 and int(hour or 0) <= 24 and int(minute or 0) <= 59):
            return False
    return True

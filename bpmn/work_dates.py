"""How a model may say when work is due or is to be looked at again: a date, a time, or so much time.

Read here is only the form; when that will be is reckoned by office hours, by who runs the model.
"""

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

__all__ = ["DURATION", "WORDS", "is_work_date"]

DURATION = re.compile(
    r"P(?:(?P<years>\d{1,4})Y)?(?:(?P<months>\d{1,4})M)?(?:(?P<weeks>\d{1,4})W)?(?:(?P<days>\d{1,4})D)?"
    r"(?:T(?:(?P<hours>\d{1,5})H)?(?:(?P<minutes>\d{1,7})M)?(?:(?P<seconds>\d{1,9})(?:\.\d+)?S)?)?"
)
"""A duration (ISO 8601-1:2019, 5.5.2), of numbers that a deadline may have."""

WORDS = re.compile(
    r"(?P<number>\d{1,4})\s+(?:(?P<working>(?:working|business|ажлын)\s+))?"
    r"(?P<unit>days?|hours?|weeks?|өдөр|хоног|цаг|долоо\s+хоног)",
    re.IGNORECASE,
)
"""A number and a unit: "3 working days", "30 хоног"."""


def is_work_date(text: str) -> bool:
    """Return whether a text has one of the forms that the date of a work item may have.

    >>> [is_work_date(text) for text in ("2026-12-31", "P3D", "3 working days", "soon")]
    [True, True, True, False]
    """
    stripped = text.strip()
    duration = DURATION.fullmatch(stripped)
    if WORDS.fullmatch(stripped) or (duration and any(duration.groups())):
        return True
    # FEEL writes a zone's name after "@" or in brackets, which Python does not read.
    moment, _, zone = text.partition("@")
    moment = moment.partition("[")[0]
    try:
        if "T" not in moment:
            date.fromisoformat(moment)
        elif datetime.fromisoformat(moment).tzinfo is None and zone:
            ZoneInfo(zone)
    except (ValueError, KeyError, OSError):  # for a part of the world that is no zone the files' own error comes
        return False
    return True

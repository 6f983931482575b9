"""The moment at which a page or report was made, as its reader writes dates."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bpmn.language import Text, translate

__all__ = ["spoken_date"]

_ZONE = ZoneInfo("Asia/Ulaanbaatar")


def spoken_date(moment: datetime, language: str) -> str:
    """Return a moment as a date and a time of day in Ulaanbaatar."""
    local = moment.astimezone(_ZONE)
    return Text(
        "{day} {month} {year}, {time}",
        day=local.day,
        month=translate(_MONTHS[local.month - 1], language),
        year=local.year,
        time=f"{local:%H:%M}",
    ).into(language)


_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

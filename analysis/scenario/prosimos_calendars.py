"""The calendars of Prosimos files: lists of periods, objects that hold one, and fuzzy ones with probabilities."""

from collections.abc import Iterator, Sequence

from analysis.scenario.fields import Place
from analysis.scenario.prosimos_laws import prosimos_number
from analysis.scenario.values import Calendar, Opening
from bpmn.language import Text

__all__ = ["prosimos_calendar", "prosimos_calendars"]

_DAYS = ("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY")
_DAY_S = 86400.0


def prosimos_calendars(place: Place, remarks: list[Text]) -> dict[str, Calendar]:
    """Return the resources' calendars by id, from a list of objects or an object of lists.

    Args:
        place: `resource_calendars`.
        remarks: What could only be approximated is added.

    Raises:
        ScenarioError: If a period cannot be understood.
    """
    if isinstance(place.value, dict):
        return {key: prosimos_calendar(key, inner, remarks) for key, inner in place.items()}
    return {key: prosimos_calendar(key, entry, remarks)
            for entry in place.entries() for key in (entry.at("id").text(),)}  # fmt: skip


def prosimos_calendar(key: str, place: Place, remarks: list[Text]) -> Calendar:
    """Return one calendar, from a list of periods or an object with `time_periods`.

    Of a fuzzy calendar those periods are open in which people are most likely to work, as many hours as they work on
    average.

    Raises:
        ScenarioError: If a period cannot be understood.
    """
    periods = (place.at("time_periods") if isinstance(place.value, dict) else place).entries()
    chances = [(_opening(entry), prosimos_number(entry.at("probability"), 1.0)) for entry in periods]
    if any(chance < 1 for _, chance in chances):
        remarks.append(
            Text('The calendar "{name}" has probabilities: it is open when people are most likely to work, for as many'
                 " hours as they work on average.", name=key)
        )  # fmt: skip
        return Calendar(id=key, openings=tuple(_likely(chances)), time_zone="UTC")
    return Calendar(id=key, openings=tuple(opening for opening, _ in chances), time_zone="UTC")


def _likely(chances: Sequence[tuple[Opening, float]]) -> Iterator[Opening]:
    """Yield the likeliest openings, the last cut so that the week has as many hours as expected."""
    lengths = [(opening.to_s - opening.from_s) * len(opening.days) for opening, _ in chances]
    left = sum(length * chance for length, (_, chance) in zip(lengths, chances, strict=True))
    by_chance = sorted(range(len(chances)), key=lambda number: -chances[number][1])
    for number in by_chance:
        if left <= 0:
            return
        opening, length = chances[number][0], lengths[number]
        share = min(1.0, left / length) if length > 0 else 0.0
        if share > 0:
            yield Opening(days=opening.days, from_s=opening.from_s,
                          to_s=opening.from_s + share * (opening.to_s - opening.from_s))  # fmt: skip
        left -= length


def _opening(place: Place) -> Opening:
    first, last = (_day(place.at(key)) for key in ("from", "to"))
    begin, end = (_clock(place.at(key)) for key in ("beginTime", "endTime"))
    days = tuple(range(first, last + 1)) if first <= last else (*range(first, 7), *range(last + 1))
    # 23:59:59 means the end of the day; midnight as an end too.
    return Opening(days=days, from_s=begin, to_s=_DAY_S if end >= _DAY_S - 1 or end <= begin else end)


def _day(place: Place) -> int:
    if place.text().upper() not in _DAYS:
        raise place.error(Text("A day is one of {days}.", days=", ".join(_DAYS)))
    return _DAYS.index(place.text().upper())


def _clock(place: Place) -> float:
    parts = place.text().split("+")[0].rstrip("Zz").split(":")
    try:
        hours, minutes, seconds = (*(float(part) for part in parts), 0.0, 0.0)[:3]
    except ValueError as error:
        raise place.error(Text("This must be a time of day such as 09:00.")) from error
    moment = hours * 3600 + minutes * 60 + seconds
    if not 0 <= moment <= _DAY_S:
        raise place.error(Text("This must be a time of day such as 09:00."))
    return moment

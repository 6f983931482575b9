"""Times, distributions, labels and calendars as the values of a scenario file; the readers are beside them."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

import numpy as np

from analysis.scenario.attributes import AttributeSource, Scalar
from analysis.scenario.distributions import PARAMETERS, Distribution
from analysis.scenario.durations import duration_s, iso_duration
from analysis.scenario.labels import Label
from analysis.scenario.reading_attributes import WORDS
from analysis.scenario.reading_calendars import DAYS
from analysis.scenario.values import Calendar, Opening

__all__ = [
    "DAYS",
    "Json",
    "attributes_json",
    "calendar_json",
    "count_json",
    "label_json",
    "law_json",
    "number_json",
    "said",
    "time_json",
    "time_of_day",
]

Json = Any
_WHOLE = 1e15
_COUNTED = {"k", "weights"}


def said(**values: Json) -> dict[str, Json]:
    """Return an object with those keys that have a value."""
    return {key: value for key, value in values.items() if value is not None}


def number_json(value: float, default: float | None = None) -> float | None:
    """Return a number, whole ones without a fraction; None where it is the default."""
    if value == default:
        return None
    return int(value) if float(value).is_integer() and abs(value) < _WHOLE else float(value)


def time_json(seconds: float) -> Json:
    """Return a time as ISO 8601 where that says it exactly, else as a number of seconds.

    >>> time_json(5400)
    'PT1H30M'
    """
    text = iso_duration(seconds)
    return text if duration_s(text) == seconds else number_json(seconds)


def law_json(law: Distribution | None) -> Json:
    """Return a distribution of a time; a fixed one is a bare time."""
    return None if law is None else _law(law, is_time=True)


def count_json(law: Distribution | None) -> Json:
    """Return a distribution of a number."""
    return None if law is None else _law(law, is_time=False)


def _law(law: Distribution, *, is_time: bool) -> Json:
    if law == Distribution(type="fixed", value=law.value):
        return time_json(law.value) if is_time else number_json(law.value)
    found = {one.name: getattr(law, one.name) for one in fields(law)
             if one.name in PARAMETERS[law.type] or getattr(law, one.name) != one.default}  # fmt: skip
    return {"type": law.type, **{name: _parameter(name, value, is_time=is_time) for name, value in found.items()
                                 if name != "type"}}  # fmt: skip


def _parameter(name: str, value: Json, *, is_time: bool) -> Json:
    if isinstance(value, tuple):
        return [number_json(one) for one in value]
    return time_json(value) if is_time and name not in _COUNTED else number_json(value)


def label_json(label: Label) -> Json:
    """Return a text, or one a language; None where there is none."""
    if [language for language, _ in label.texts] == [""]:
        return label.texts[0][1]
    return dict(label.texts) or None


def calendar_json(calendar: Calendar) -> Json:
    """Return a calendar."""
    return said(
        hours=[_opening(one) for one in calendar.openings],
        time_zone=calendar.time_zone,
        holidays=calendar.holidays or None,
        closed=list(calendar.closed) or None,
    )


def _opening(opening: Opening) -> Json:
    days = [DAYS[day] for day in opening.days]
    return {"days": days, "from": time_of_day(opening.from_s), "to": time_of_day(opening.to_s)}


def time_of_day(seconds: float) -> str:
    """Return seconds after midnight as a time of day.

    >>> time_of_day(32400), time_of_day(86399.5)
    ('09:00', '23:59:59.5')
    """
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    clock = f"{hours:02.0f}:{minutes:02.0f}"
    if not rest:
        return clock
    whole, _, fraction = np.format_float_positional(rest, unique=True, trim="-").partition(".")
    return f"{clock}:{whole.zfill(2)}{'.' if fraction else ''}{fraction}"


def attributes_json(attributes: Mapping[str, AttributeSource]) -> Json:
    """Return the sources of attributes, in their order; None where there are none."""
    return {name: _source(source) for name, source in attributes.items()} or None


def _source(source: AttributeSource) -> Json:
    if source.expression:
        return {"expression": source.expression}
    if source.law is not None:
        return count_json(source.law)
    return {"type": "choice", "values": _choices(source.choices)}


def _choices(choices: tuple[tuple[Scalar, float], ...]) -> Json:
    """Return values with their probabilities: an object where keys can say them, else a list."""
    by_key = {_key(value): number_json(chance) for value, chance in choices}
    if None not in by_key and len(by_key) == len(choices):
        return by_key
    return [{"value": value, "probability": number_json(chance)} for value, chance in choices]


def _key(value: Scalar) -> str | None:
    """Return the key that says a value, None where it would say another."""
    if isinstance(value, str):
        return None if value in WORDS else value
    return None if isinstance(value, float) else next(word for word, one in WORDS.items() if one is value)

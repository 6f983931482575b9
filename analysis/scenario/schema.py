"""The JSON Schema of the scenario file, for editors: what may be written where."""

from typing import Any

from analysis.scenario.distributions import PARAMETERS
from analysis.scenario.reading_attributes import ROUTINGS
from analysis.scenario.values import ASSIGNMENTS, QUEUES

__all__ = ["scenario_schema"]

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string"}
_SHARE: Schema = {"type": "number", "minimum": 0, "maximum": 1}
_AMOUNT: Schema = {"type": "number", "minimum": 0}
_COUNT: Schema = {"type": "integer", "minimum": 1}
_YES_OR_NO: Schema = {"type": "boolean"}
_TIME: Schema = {"$ref": "#/$defs/time"}
_LAW: Schema = {"$ref": "#/$defs/distribution"}
_LABEL: Schema = {"$ref": "#/$defs/label"}
_ABSENCE: Schema = {"$ref": "#/$defs/absence"}
_DAYS: Schema = {"type": "array", "items": {"enum": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]}}


def _object(needed: tuple[str, ...] = (), /, **keys: Schema) -> Schema:
    found: Schema = {"type": "object", "properties": keys, "additionalProperties": False}
    return {**found, "required": list(needed)} if needed else found


def _by_id(schema: Schema) -> Schema:
    return {"type": "object", "additionalProperties": schema}


def _list(schema: Schema) -> Schema:
    return {"type": "array", "items": schema}


def _or(*schemas: Schema) -> Schema:
    return {"anyOf": list(schemas)}


def scenario_schema() -> Schema:
    """Return the JSON Schema (draft 2020-12) of one scenario file.

    It knows keys and kinds of values; what values must be to each other is said when the file is read.
    """
    several = _by_id(_object(based_on=_TEXT, **_sections()))
    root = _object(("ortoo_scenario",), ortoo_scenario={"const": 1}, scenarios=several, **_sections())
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A scenario of Ortoo",
        **root,
        "$defs": _definitions(),
    }


def _definitions() -> dict[str, Schema]:
    numbers = {name: _TIME for names in PARAMETERS.values() for name in names if name not in {"k", "values"}}
    law = _object(("type",), type={"enum": list(PARAMETERS)}, k=_COUNT, values=_list(_TIME), weights=_list(_AMOUNT),
                  **{**numbers, "min": _TIME, "max": _TIME})  # fmt: skip
    day: Schema = {"type": "string", "format": "date"}
    leave = _object(("from", "to"), **{"from": day, "to": day})
    return {
        "time": {"anyOf": [_AMOUNT, {"type": "string", "pattern": "^[Pp]"}], "description": "seconds or ISO 8601"},
        "distribution": _or(_TIME, law),
        "label": _or(_TEXT, _by_id(_TEXT)),
        "absence": _object(share={"type": "number", "minimum": 0, "maximum": 0.95}, leave=_list(leave)),
    }


def _sections() -> dict[str, Schema]:
    return {
        "name": _LABEL, "process": _TEXT, "start": _TEXT, "currency": _TEXT, "cases": _COUNT,
        "warm_up": {"type": "integer", "minimum": 0}, "replications": _COUNT, "volume_per_year": _AMOUNT,
        "load": {"type": "number", "exclusiveMinimum": 0}, "promise": _TIME, "arrivals": _arrivals(),
        "calendars": _by_id(_calendar()), "resources": _by_id(_pool()), "activities": _by_id(_activity()),
        "flows": _by_id(_or(_SHARE, _object(probability=_SHARE, rule=_TEXT))),
        "events": _by_id(_object(duration=_LAW, probability=_SHARE, calendar=_TEXT, from_start=_YES_OR_NO)),
        "burden": _burden(), "assumptions": _list(_assumption()),
        "transfers": _list(_object(("time",), **{"from": _TEXT, "to": _TEXT, "time": _LAW})),
        "case_cost": _AMOUNT, "one_off_cost": _AMOUNT, "case_priority": _TEXT, "case_due": _TEXT,
        "assignment": {"enum": list(ASSIGNMENTS)},
        "attributes": _by_id(_attribute()),
        "gateways": _by_id({"enum": list(ROUTINGS)}), "partners": _list(_TEXT),
    }  # fmt: skip


def _arrivals() -> Schema:
    rate = _object(("calendar", "per_hour"), calendar=_TEXT, per_hour=_AMOUNT)
    return _object(inter_arrival=_LAW, calendar=_TEXT, by_the_clock=_YES_OR_NO, rates=_list(rate),
                   moments=_list(_or(_TEXT, _AMOUNT)))  # fmt: skip


def _calendar() -> Schema:
    clock = {"type": "string", "pattern": "^[0-9]+:[0-5]?[0-9]"}
    hours = _object(("days", "from", "to"), **{"days": _DAYS, "from": clock, "to": clock})
    return _object(hours=_list(hours), time_zone=_TEXT, holidays=_TEXT, closed=_list(_TEXT))


def _pool() -> Schema:
    member = _object(
        id=_TEXT, name=_LABEL, calendar=_TEXT, cost_per_h=_AMOUNT, speed=_or(_AMOUNT, _by_id(_AMOUNT)),
        activities=_list(_TEXT), absence=_ABSENCE,
    )  # fmt: skip
    return _object(
        name=_LABEL, amount={"type": ["integer", "null"], "minimum": 1}, cost_per_h=_AMOUNT, calendar=_TEXT,
        side={"enum": ["office", "applicant"]}, members=_list(member), absence=_ABSENCE, queue={"enum": list(QUEUES)},
    )  # fmt: skip


def _activity() -> Schema:
    size = _or(_COUNT, _object(min=_COUNT, max=_COUNT))
    release = _object(days=_DAYS, at=_TEXT, calendar=_TEXT)
    batch = _object(size=size, wait=_LAW, wait_alone=_LAW, pause=_LAW, pause_alone=_LAW, release=release,
                    together=_YES_OR_NO, in_turns=_YES_OR_NO, set_up=_LAW,
                    factor=_or(_AMOUNT, _by_id(_AMOUNT)))  # fmt: skip
    setback = _object(("duration",), probability=_SHARE, duration=_LAW, work_after=_LAW, most=_COUNT)
    return _object(
        resource=_or(_TEXT, _list(_TEXT)), duration=_LAW, delay=_LAW, fixed_cost=_AMOUNT, fee=_AMOUNT,
        priority={"type": "number", "minimum": -1000, "maximum": 1000}, instances=_LAW, durations=_by_id(_LAW),
        set_up=_LAW, due=_TIME, batch=batch, setback=setback, sets=_by_id(_attribute()),
    )  # fmt: skip


def _attribute() -> Schema:
    value = _object(
        ("value", "probability"), value={"type": ["string", "number", "boolean", "null"]}, probability=_SHARE
    )
    choice = _object(("type", "values"), type={"const": "choice"}, values=_or(_by_id(_SHARE), _list(value)))
    return _or(_object(("expression",), expression=_TEXT), choice, _LAW)


def _burden() -> Schema:
    price = _object(time=_TIME, cost=_AMOUNT)
    return _object(value_of_time_per_h=_AMOUNT, visit=price, contact=price, document=price, application=price)


def _assumption() -> Schema:
    kinds = {"enum": ["measured", "sourced", "assumed"]}
    return _object(path=_TEXT, kind=kinds, text=_LABEL, source=_TEXT, low=_AMOUNT, high=_AMOUNT)

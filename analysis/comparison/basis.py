"""Which stated assumptions a measure is worked out with, so that every figure can be followed to its source."""

from collections.abc import Callable
from dataclasses import replace

from analysis.comparison.values import MeasureDifference, Side

__all__ = ["with_basis"]

_Rests = Callable[[str], bool]

# What moves cases through a model: it is behind every simulated figure, and behind expected visits.
_FLOW = ("flows", "gateways", "attributes", "events")
_TIMES = (*_FLOW, "arrivals", "calendars", "resources", "activities", "transfers", "start")
_NO_TIME = (".fee", ".fixed_cost", ".cost_per_h")


def with_basis(found: MeasureDifference, as_is: Side, to_be: Side) -> MeasureDifference:
    """Return a measure with the paths of the assumptions of either scenario that its figures rest on."""
    rests = _RESTS.get(found.measure.removesuffix("_year")) or _BY_GROUP.get(found.group)
    if rests is None:
        return found
    is_yearly = found.measure.endswith("_year")
    paths = [
        assumption.path
        for side in (as_is, to_be)
        for assumption in side.scenario.assumptions
        if rests(assumption.path) or (is_yearly and assumption.path == "volume_per_year")
    ]
    return replace(found, rests_on=tuple(dict.fromkeys(paths)))


def _section(path: str) -> str:
    return path.partition(".")[0]


def _is_time(path: str) -> bool:
    return _section(path) in _TIMES and not path.endswith(_NO_TIME)


def _is_promise(path: str) -> bool:
    return path == "promise" or _is_time(path)


def _is_office_cost(path: str) -> bool:
    return _section(path) in {*_FLOW, "activities", "resources", "case_cost"} and not path.endswith(".fee")


def _is_fee(path: str) -> bool:
    return _section(path) in _FLOW or path.endswith(".fee")


def _is_visit(path: str) -> bool:
    return _section(path) in _FLOW


def _is_applicant(path: str) -> bool:
    return _section(path) in {*_FLOW, "burden", "activities"} and not path.endswith((".fixed_cost", ".cost_per_h"))


def _is_none(path: str) -> bool:
    """Return no for any path: what is read off the model alone rests on no assumption."""
    return not path


def _is_any_cost(path: str) -> bool:
    return _is_office_cost(path) or _is_applicant(path)


_RESTS: dict[str, _Rests] = {
    "maturity": _is_none,
    "applicant_time": _is_applicant,
    "applicant_cost": _is_applicant,
    "applicant_waiting": _is_time,
    "fees": _is_fee,
    "cost_total": _is_any_cost,
    "promise_kept": _is_promise,
    "first_pass": _is_visit,
    "rework": _is_visit,
}
_BY_GROUP: dict[str, _Rests] = {
    "time": _is_time,
    "applicant": _is_visit,
    "cost": _is_office_cost,
    "quality": _is_visit,
    "flexibility": _is_time,
    "load": _is_time,
}
